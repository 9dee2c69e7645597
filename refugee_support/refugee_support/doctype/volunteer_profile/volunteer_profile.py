from frappe import _
from frappe.utils import getdate

from refugee_support import access
from refugee_support.document import PlainTextDocument


class VolunteerProfile(PlainTextDocument):
	"""A person who helps, paid or not. The confidentiality undertaking recorded here is the gate before every
	client: section 203 (4) StGB makes passing secrets to helpers who were not bound to secrecy punishable."""

	def validate(self) -> None:
		self.validate_undertaking()
		self.validate_period()

	def on_update(self) -> None:
		access.forget_profiles()

	def after_delete(self) -> None:
		access.forget_profiles()

	def validate_undertaking(self) -> None:
		signed, ended = self.undertaking_signed_on, self.undertaking_ended_on
		if signed and getdate(signed) > getdate():
			self.refuse("undertaking_signed_on", _("The date in {0} lies in the future. Please check it."))
		if ended and not signed:
			self.refuse("undertaking_ended_on", _("{0}: an undertaking that was never signed cannot end."))
		if ended and getdate(ended) < getdate(signed):
			self.refuse("undertaking_ended_on", _("{0} lies before the day of signing. Please check both."))

	def validate_period(self) -> None:
		if self.joined_on and self.left_on and getdate(self.left_on) < getdate(self.joined_on):
			self.refuse("left_on", _("{0} lies before the day of joining. Please check both."))
