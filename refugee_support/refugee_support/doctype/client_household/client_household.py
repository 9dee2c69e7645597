import frappe
from frappe import _
from frappe.model.naming import make_autoname
from frappe.utils import add_days, cstr, getdate

from refugee_support import access, service_records
from refugee_support.document import PlainTextDocument


class ClientHousehold(PlainTextDocument):
	def autoname(self) -> None:
		"""A running number that is never given out twice: see Client."""
		self.name = make_autoname("RSH-.#####")

	def before_insert(self) -> None:
		self.household_key = frappe.generate_hash(length=20)

	def validate(self) -> None:
		self.validate_not_emptied()
		self.validate_members()
		self.validate_overlaps()
		self.validate_other_households()
		self.number_of_members = len(self.members_today())

	def on_update(self) -> None:
		changed = self.changed_clients()
		set_current_households(changed)
		if changed:
			service_records.refresh_clients(changed)

	def validate_not_emptied(self) -> None:
		"""New, it may wait for its first member, who is added on the client's page; later nobody lives in it no more."""
		if not self.members and not self.is_new():
			self.refuse(
				"members",
				_(
					"{0}: a household has at least one. Who moved out keeps their row, with the last day in Until."
				),
			)

	def validate_members(self) -> None:
		before = self.get_doc_before_save()
		known = {row.client for row in before.members} if before else set()
		access.require_visible_clients({row.client for row in self.members} - known)
		for row in self.members:
			if row.from_date and row.to_date and getdate(row.to_date) < getdate(row.from_date):
				frappe.throw(
					_("Members, row {0}: {1} lies before {2}. Please check both dates.").format(
						row.idx, frappe.bold(_("Until")), frappe.bold(_("From"))
					),
					title=_("End before start"),
				)

	def validate_overlaps(self) -> None:
		"""Nobody is in one household twice on the same day."""
		seen: dict[str, list] = {}
		for row in self.members:
			for other in seen.setdefault(row.client, []):
				if _overlap(row, other):
					frappe.throw(
						_(
							"Members, rows {0} and {1}: the same person twice for the same time. Please end one."
						).format(other.idx, row.idx),
						title=_("Member twice"),
					)
			seen[row.client].append(row)

	def validate_other_households(self) -> None:
		"""Nobody lives in two households on the same day: statistics would count them in both."""
		rows = {row.client: [] for row in self.members}
		for other in memberships_elsewhere(list(rows), self.name):
			rows[other.client].append(other)
		for row in self.members:
			clash = next((other for other in rows[row.client] if _overlap(row, other)), None)
			if clash:
				self.refuse_second_household(row, clash)

	def refuse_second_household(self, row, clash) -> None:
		name = _("another household")
		if access.is_visible("Client Household", clash.parent, frappe.session.user):
			name = frappe.db.get_value("Client Household", clash.parent, "household_name")
		frappe.throw(
			_(
				"Members, row {0}: this person lives in {1} in the same time. Please enter the last day there "
				"first, or choose this household on the client: then the move is dated today by itself."
			).format(row.idx, frappe.bold(name)),
			title=_("Two households at once"),
		)

	def members_today(self) -> list[str]:
		return [row.client for row in self.members if _holds_on(row, getdate())]

	def changed_clients(self) -> list[str]:
		"""Clients whose membership this save added, ended, moved or removed."""
		before = self.get_doc_before_save()
		old = {_membership(row) for row in before.members} if before else set()
		return sorted({client for client, *_dates in old ^ {_membership(row) for row in self.members}})


def move_client(client: str, household: str | None) -> None:
	"""Date a client's move from today: end the running membership, begin one in the new household.

	Called when the household is chosen on the client. Writes the rows directly: the client was checked by
	whoever may write the client, who need not see the other members of the household left behind.
	"""
	if household and not access.is_visible("Client Household", household, frappe.session.user):
		if frappe.db.exists("Client Household Member", {"parent": household}):
			frappe.throw(_("This household is not available to you."), frappe.PermissionError)
	left = _running_memberships(client, other_than=household)
	for row in left:
		if row.from_date and getdate(row.from_date) >= getdate():
			frappe.db.delete("Client Household Member", {"name": row.name})  # moved in and out on one day
		else:
			yesterday = add_days(getdate(), -1)
			frappe.db.set_value("Client Household Member", row.name, "to_date", yesterday)
	if household and not _running_memberships(client, in_household=household):
		_begin_membership(client, household, since=getdate() if left else None)
	for name in {row.parent for row in left} | ({household} if household else set()):
		_count_members(name)
	service_records.refresh_clients([client])


def set_current_households(clients: list[str]) -> None:
	"""Show on each client the household they belong to today. `modified` stays: nobody edited the client."""
	for client in clients:
		current = _running_memberships(client)
		household = current[-1].parent if current else None
		frappe.db.set_value("Client", client, "household", household, update_modified=False)
		frappe.clear_document_cache("Client", client)


def _begin_membership(client: str, household: str, since) -> None:
	frappe.get_doc(
		{
			"doctype": "Client Household Member",
			"parent": household,
			"parenttype": "Client Household",
			"parentfield": "members",
			"idx": frappe.db.count("Client Household Member", {"parent": household}) + 1,
			"client": client,
			"from_date": since,
		}
	).db_insert()
	frappe.clear_document_cache("Client Household", household)


def _running_memberships(client: str, in_household: str | None = None, other_than: str | None = None) -> list:
	filters = {"client": client, "parenttype": "Client Household"}
	if in_household:
		filters["parent"] = in_household
	rows = frappe.get_all(
		"Client Household Member",
		filters,
		["name", "parent", "from_date", "to_date"],
		order_by="from_date, creation",
	)
	return [row for row in rows if row.parent != other_than and _holds_on(row, getdate())]


def memberships_elsewhere(clients: list[str], household: str | None) -> list:
	"""Rows of these clients in other households, whoever may see those: the rule holds for everybody."""
	if not clients:
		return []
	filters = {"client": ["in", clients], "parenttype": "Client Household", "parent": ["!=", household or ""]}
	return frappe.get_all("Client Household Member", filters, ["client", "parent", "from_date", "to_date"])


def _count_members(household: str) -> None:
	rows = frappe.get_all("Client Household Member", {"parent": household}, ["from_date", "to_date"])
	today = sum(_holds_on(row, getdate()) for row in rows)
	frappe.db.set_value("Client Household", household, "number_of_members", today, update_modified=False)
	frappe.clear_document_cache("Client Household", household)


def _holds_on(row, day) -> bool:
	begun = not row.from_date or getdate(row.from_date) <= day
	return begun and (not row.to_date or getdate(row.to_date) >= day)


def _overlap(row, other) -> bool:
	return _starts_by_end(row, other) and _starts_by_end(other, row)


def _starts_by_end(row, other) -> bool:
	return not row.from_date or not other.to_date or getdate(row.from_date) <= getdate(other.to_date)


def _membership(row) -> tuple[str, str, str]:
	return row.client, cstr(row.from_date), cstr(row.to_date)
