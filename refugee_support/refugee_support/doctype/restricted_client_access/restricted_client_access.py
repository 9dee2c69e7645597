import frappe
from frappe import _
from frappe.utils import get_fullname

from refugee_support import access, audit
from refugee_support.document import PlainTextDocument


class RestrictedClientAccess(PlainTextDocument):
	"""One person who may see one client who must not be found. Written by the functions below only."""

	def validate(self) -> None:
		if not self.flags.named_by_code:
			refuse_by_hand()
		self.helper_name = get_fullname(self.user)
		self.named_by_name = get_fullname(frappe.session.user)

	def on_trash(self) -> None:
		if not self.flags.named_by_code:
			refuse_by_hand()


def refuse_by_hand() -> None:
	frappe.throw(
		_("Who may see this client is decided on the client's own form."),
		frappe.PermissionError,
		title=_("Not changed"),
	)


@frappe.whitelist(methods=["POST"])
def restrict(client: str, users: str | list[str], with_household: bool = True) -> list[str]:
	"""Take a client out of sight for everybody but the people named, the caller among them.

	Args:
		client: number of the client.
		users: accounts of colleagues with a signed undertaking; one other counsellor at least, if there is one, so
			that nobody is the only one who can open the record.
		with_household: also the people who live with the client, as far as the caller sees them; a relative who stays
			in the lists gives the client away.

	Returns:
		The numbers of the clients who are restricted now.
	"""
	check_caller(client)
	users = frappe.parse_json(users) if isinstance(users, str) else users
	named = {*users, frappe.session.user} - {"Administrator"}
	check_named(named)
	clients = [client, *(people_living_with(client) if with_household else [])]
	for name in clients:
		write_names(name, named)
		set_restricted(name, 1)
		audit.record("Restriction", client=name, records=len(named))
	return clients


@frappe.whitelist(methods=["POST"])
def lift(client: str) -> None:
	"""The client may be found again, by all whose task it is."""
	check_caller(client)
	set_restricted(client, 0)
	write_names(client, set())
	audit.record("Restriction", client=client, records=0)


def check_caller(client: str) -> None:
	"""Counsellors who see the client; of a restricted client these are the counsellors named."""
	if not access.is_counsellor(frappe.session.user):
		frappe.throw(_("Only counsellors decide who must not be found."), frappe.PermissionError)
	access.require_visible_clients([client])
	frappe.get_doc("Client", client).check_permission("write")


def check_named(named: set[str]) -> None:
	for user in sorted(named):
		if access.client_scope(user) == "none":
			frappe.throw(
				_(
					"{0} cannot be named: this person has no counselling role or no confidentiality undertaking in force."
				).format(frappe.bold(get_fullname(user))),
				title=_("Person not named"),
			)
	counsellors = {user for user in named if access.is_counsellor(user)}
	if len(counsellors) < 2 and active_counsellors() - counsellors:
		frappe.throw(
			_("Please name one more counsellor: nobody should be the only one who can open this record."),
			title=_("One more person"),
		)


def active_counsellors() -> set[str]:
	holders = frappe.get_all(  # accounts only: who could be named
		"Has Role", {"role": access.COUNSELLOR, "parenttype": "User"}, pluck="parent"
	)
	enabled = frappe.get_all("User", {"name": ["in", holders], "enabled": 1}, pluck="name")
	return {user for user in enabled if access.has_active_undertaking(user)} - {"Administrator"}


def counsellors_who_see(client: str) -> list[str]:
	"""Accounts of active counsellors who may open the client today."""
	return [user for user in sorted(active_counsellors()) if access.is_visible("Client", client, user)]


def people_living_with(client: str) -> list[str]:
	household = frappe.db.get_value("Client", client, "household")
	if not household:
		return []
	others = frappe.get_list(
		"Client", {"household": household, "name": ["!=", client]}, pluck="name", limit=0
	)
	return [name for name in others if frappe.has_permission("Client", "write", doc=name)]


def write_names(client: str, named: set[str]) -> None:
	"""Make the list of names exactly this one. The caller has been checked, nobody has the right by role."""
	rows = frappe.get_all("Restricted Client Access", {"client": client}, ["name", "user"])
	for row in rows:
		if row.user not in named:
			document = frappe.get_doc("Restricted Client Access", row.name)
			document.flags.named_by_code = True
			document.delete(ignore_permissions=True)
	for user in sorted(named - {row.user for row in rows}):
		document = frappe.get_doc({"doctype": "Restricted Client Access", "client": client, "user": user})
		document.flags.named_by_code = True
		document.insert(ignore_permissions=True)


def set_restricted(client: str, value: int) -> None:
	document = frappe.get_doc("Client", client)
	document.flags.restricting = True
	document.is_restricted = value
	document.save()
