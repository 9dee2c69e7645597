from frappe import _
from frappe.utils import getdate

from refugee_support import access
from refugee_support.document import PlainTextDocument


class CourseEntitlement(PlainTextDocument):
	"""The right to an integration course, which ends if no course is found in time."""

	def validate(self) -> None:
		if self.has_value_changed("client"):
			access.require_visible_clients([self.client])
		self.validate_dates()
		if self.has_value_changed("valid_until"):
			self.reminded_on = None

	def validate_dates(self) -> None:
		if getdate(self.valid_until) < getdate(self.issued_on):
			self.refuse("valid_until", _("{0} lies before the day of issue. Please check both."))
		if self.finished_on and not self.started_on:
			self.refuse("started_on", _("Please enter {0} as well: a course that has finished has begun."))
		if self.finished_on and getdate(self.finished_on) < getdate(self.started_on):
			self.refuse("finished_on", _("{0} lies before the beginning. Please check both."))
		for fieldname in ("issued_on", "started_on", "finished_on"):
			if self.get(fieldname) and getdate(self.get(fieldname)) > getdate():
				self.refuse(fieldname, _("The date in {0} lies in the future. Please check it."))
