import frappe
from frappe import _
from frappe.utils import add_days, cint, formatdate, get_fullname, getdate, now_datetime

from refugee_support import access, audit
from refugee_support.bell import ring
from refugee_support.document import PlainTextDocument

LONGEST = 92  # days, where the settings say nothing


class AccessGrant(PlainTextDocument):
	"""One person may see one client for a time: a substitute, an interpreter, a second opinion.

	It decides anew at every request (access.clients_of_team) and ends by itself. What was granted stays written down:
	a grant can be shortened or revoked, never changed or deleted.
	"""

	def before_insert(self) -> None:
		self.granted_by = frappe.session.user
		self.granted_by_name = get_fullname(self.granted_by)
		self.revoked_at = self.revoked_by_name = None
		self.from_date = self.from_date or getdate()

	def validate(self) -> None:
		self.helper_name = get_fullname(self.user)
		self.validate_period()
		if self.is_new():
			self.validate_granter()
			self.validate_grantee()
			self.validate_begin_and_length()
		else:
			self.validate_history()

	def after_insert(self) -> None:
		self.tell_the_grantee()
		audit.record("Grant", client=self.client, doctype=self.doctype, name=self.name)

	def on_trash(self) -> None:
		frappe.throw(
			_("Grants are kept as evidence. Please revoke the grant instead of deleting it."),
			frappe.PermissionError,
			title=_("Not deleted"),
		)

	# --- validate ---

	def validate_period(self) -> None:
		if not self.to_date:
			self.refuse("to_date", _("Please enter the day in {0}: every grant has an end."))
		if getdate(self.to_date) < getdate(self.from_date):
			self.refuse("to_date", _("The date in {0} lies before the beginning. Please check both."))

	def validate_granter(self) -> None:
		access.require_visible_clients([self.client])
		if not access.is_counsellor(frappe.session.user):
			frappe.throw(_("Only counsellors give access to a client."), frappe.PermissionError)
		if self.user == frappe.session.user:
			self.refuse("user", _("You cannot give access to yourself. Please ask a colleague."))

	def validate_grantee(self) -> None:
		roles = set(frappe.get_roles(self.user))
		if not roles & {access.COUNSELLOR, access.VOLUNTEER}:
			self.refuse("user", _("The {0} needs the role of a counsellor or of a volunteer counsellor."))
		if not access.has_active_undertaking(self.user):
			self.refuse("user", _("The {0} has no signed confidentiality undertaking that is in force."))

	def validate_begin_and_length(self) -> None:
		longest = (
			cint(frappe.db.get_single_value("Refugee Support Settings", "longest_access_grant")) or LONGEST
		)
		if getdate(self.from_date) < getdate():
			self.refuse(
				"from_date", _("The date in {0} lies in the past. Access begins today at the earliest.")
			)
		if getdate(self.to_date) > getdate(add_days(self.from_date, longest - 1)):
			last = formatdate(add_days(self.from_date, longest - 1))
			self.refuse(
				"to_date",
				_("A grant lasts {1} days at most: the latest date in {0} is {2}.").format(
					"{0}", longest, last
				),
			)

	def validate_history(self) -> None:
		"""Fields that never change are `set_only_once`; the end comes nearer or stays."""
		before = self.get_doc_before_save()
		if before.revoked_at or getdate(before.to_date) < getdate():
			self.refuse("to_date", _("This grant has ended. Please make a new one."))
		if getdate(self.to_date) > getdate(before.to_date):
			self.refuse("to_date", _("The date in {0} can only be brought forward. Please make a new grant."))
		if self.has_value_changed("revoked_at") and not self.flags.revoking:
			self.refuse("revoked_at", _("The field {0} is filled in by revoking the grant."))
		for fieldname in ("helper_name", "granted_by", "granted_by_name", "revoked_by_name"):
			if not self.flags.revoking:
				self.set(fieldname, before.get(fieldname))

	# --- write others ---

	def tell_the_grantee(self) -> None:
		"""Number and dates, no name: the notification stays in a list of its own when access has ended."""
		subject = _("You have access to client {0} until {1}.").format(self.client, formatdate(self.to_date))
		ring(self.user, subject, doctype="Client", name=self.client, sender=self.granted_by)


@frappe.whitelist(methods=["POST"])
def revoke(name: str) -> None:
	"""End a grant at this moment; the grantee's next request finds it gone."""
	grant = frappe.get_doc("Access Grant", name)
	grant.check_permission("write")
	grant.flags.revoking = True
	grant.revoked_at = now_datetime()
	grant.revoked_by_name = get_fullname(frappe.session.user)
	grant.save()
