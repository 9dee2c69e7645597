import frappe
from frappe import _
from frappe.utils import get_fullname, now_datetime

from refugee_support import access
from refugee_support.document import PlainTextDocument

CONFIRMED, PROVISIONAL = "Confirmed", "Provisional"


class ClientDistinctPair(PlainTextDocument):
	"""Somebody looked: these two are not the same person. Both numbers in their order, so that a pair is stored once.

	Deleting it asks the question again.
	"""

	def before_insert(self) -> None:
		if not self.flags.decided_by_code:
			frappe.throw(
				_("Whether two clients are one person is decided in the report on possible duplicates."),
				frappe.PermissionError,
				title=_("Not saved"),
			)

	def validate(self) -> None:
		self.client, self.other_client = sorted((self.client, self.other_client))
		self.pair_key = pair_key(self.client, self.other_client)
		if self.client == self.other_client:
			self.refuse("other_client", _("{0}: this is the same client twice. Please choose another one."))


def pair_key(client: str, other: str) -> str:
	return "|".join(sorted((client, other)))


def remember(client: str, others: list[str]) -> None:
	"""Write down that a client is none of these others; what a counsellor says replaces what a volunteer said.

	The caller has checked that the user sees all of them. Nobody has the right to create pairs by role.
	"""
	user = frappe.session.user
	status = CONFIRMED if access.is_counsellor(user) else PROVISIONAL
	for other in others:
		values = {
			"status": status,
			"decided_by": user,
			"decided_by_name": get_fullname(user),
			"decided_on": now_datetime(),
		}
		if known := frappe.db.get_value(
			"Client Distinct Pair", {"pair_key": pair_key(client, other)}, ["name", "status"], as_dict=True
		):
			if known.status == PROVISIONAL:
				frappe.db.set_value("Client Distinct Pair", known.name, values)
			continue
		pair = frappe.get_doc(
			{"doctype": "Client Distinct Pair", "client": client, "other_client": other, **values}
		)
		pair.flags.decided_by_code = True
		pair.insert(ignore_permissions=True)
