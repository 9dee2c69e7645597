import frappe
from frappe import _

from refugee_support.access import APP_ROLES
from refugee_support.document import PlainTextDocument


class VolunteerTask(PlainTextDocument):
	"""What people do here: which rights the task gives, and what it asks for before."""

	def validate(self) -> None:
		self.validate_role_profile()
		self.validate_not_mine()

	def validate_role_profile(self) -> None:
		"""An administrator hands out the app's own rights, never others: not by way of a task either."""
		if self.role_profile and self.role_profile not in APP_ROLES:
			self.refuse("role_profile", _("Please choose one of the role profiles of this app in {0}."))

	def validate_not_mine(self) -> None:
		"""Nobody raises their own rights: not by raising those of a task they have, either."""
		user = frappe.session.user
		if self.is_new() or user == "Administrator" or not self.has_value_changed("role_profile"):
			return
		profile = frappe.db.get_value("Volunteer Profile", {"user": user})
		if profile and frappe.db.exists("Volunteer Profile Task", {"parent": profile, "task": self.name}):
			sentence = _("You have this task yourself. Please ask another administrator to change {0}.")
			self.refuse_permission("role_profile", sentence)
