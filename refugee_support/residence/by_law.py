"""A change by law for many people at once: who holds such a title, the new row in each history, and back again.

Works on the clients the user may see and write, through the client's own controller: status today, milestones,
Service Records and versions follow as if somebody had typed the row.
"""

from collections.abc import Callable, Iterable
from typing import Any

import frappe
from frappe.utils import get_fullname, getdate

from refugee_support.rules.residence import Period, affected_title

CHANGE = "Residence Status Change"
SHOWN = 500  # rows of a preview


def holders(change: Any) -> list[dict[str, Any]]:
	"""Every visible client who held the status on the day: with the title prolonged, or the reason why not."""
	clients = frappe.get_list(
		"Client",
		filters=[
			["Client", "status", "in", ["Active", "Dormant"]],
			["Client Residence Status", "residence_status", "=", change.residence_status],
		],
		fields=["name", "client_name"],
		distinct=True,
		order_by="client_name",
		limit_page_length=0,
	)
	histories = histories_of([client.name for client in clients])
	found = []
	for client in clients:
		title = affected_title(
			histories[client.name],
			change.residence_status,
			getdate(change.valid_on),
			getdate(change.new_valid_until),
		)
		if title == "":
			continue
		prolonged = title if isinstance(title, Period) else None
		found.append(
			{
				"client": client.name,
				"client_name": client.client_name,
				"valid_until": prolonged and prolonged.until,
				"reason": "" if prolonged else title,
			}
		)
	return found


def histories_of(clients: list[str]) -> dict[str, list[Period]]:
	"""The titles of clients the caller has been allowed to see, in order of their beginning."""
	rows = frappe.get_all(
		"Client Residence Status",
		{"parent": ["in", [*clients, ""]], "parenttype": "Client"},
		["parent", "idx", "residence_status", "valid_from", "valid_until"],
	)
	rows.sort(key=lambda row: (str(row.valid_from or ""), row.idx))
	histories: dict[str, list[Period]] = {client: [] for client in clients}
	for row in rows:
		since, until = (getdate(day) if day else None for day in (row.valid_from, row.valid_until))
		histories[row.parent].append(Period(row.idx, row.residence_status, since, until))
	return histories


def changed_clients(change: str) -> list[str]:
	"""The visible clients whose history holds a row of this change."""
	return frappe.get_list(
		"Client",
		filters=[["Client Residence Status", "change", "=", change]],
		pluck="name",
		distinct=True,
		limit_page_length=0,
	)


def apply(name: str) -> None:
	change = frappe.get_doc(CHANGE, name)
	names = [row["client"] for row in holders(change) if not row["reason"]]
	failed = for_each(names, lambda client: prolong(client, change))
	finish(name, "Applied", changed=len(changed_clients(name)), failed=failed)


def undo(name: str) -> None:
	failed = for_each(changed_clients(name), lambda client: take_back(client, name))
	finish(name, "Undone", changed=len(changed_clients(name)), failed=failed, undone_on=getdate())


def for_each(clients: Iterable[str], write: Callable[[Any], None]) -> int:
	"""One client after the other; one that cannot be saved does not stop the others.

	Returns:
		The number of those that could not be saved.
	"""
	failed = 0
	for number, name in enumerate(clients):
		frappe.db.savepoint(f"client_{number}")
		try:
			client = frappe.get_doc("Client", name)
			write(client)
			client.flags.changing_by_law = True
			client.save()
		except frappe.ValidationError:
			frappe.db.rollback(save_point=f"client_{number}")
			frappe.clear_last_message()
			failed += 1
		else:
			frappe.db.release_savepoint(f"client_{number}")
	return failed


def prolong(client: Any, change: Any) -> None:
	"""A row of its own: the paper keeps the day printed on it, the law adds another one."""
	valid_on = getdate(change.valid_on)
	begun = [
		row
		for row in client.residence_history
		if row.residence_status == change.residence_status
		and (not row.valid_from or getdate(row.valid_from) <= valid_on)
	]
	latest = max(begun, key=lambda row: (str(row.valid_from or ""), row.idx))
	kept = ("residence_status", "issuing_authority", "employment_permission", "restrictions")
	client.append(
		"residence_history",
		{
			**{field: latest.get(field) for field in kept},
			"valid_from": valid_on,
			"valid_until": change.new_valid_until,
			"change": change.name,
		},
	)


def take_back(client: Any, change: str) -> None:
	client.set("residence_history", [row for row in client.residence_history if row.change != change])


def finish(name: str, status: str, **values: Any) -> None:
	change = frappe.get_doc(CHANGE, name)
	change.update({"status": status, **values})
	if status == "Applied":
		user = get_fullname(frappe.session.user)
		change.update({"applied_by": user, "applied_on": getdate(), "undone_on": None})
	change.flags.running = True
	change.save()
	change.notify_update()
