from frappe import _
from frappe.utils import getdate

from refugee_support.career.records import OfSupport


class ClientCareerStation(OfSupport):
	"""A job, a school, a course, or a time that is explained. Overlapping ones are allowed: life does."""

	def before_validate(self) -> None:
		super().before_validate()
		if self.is_ongoing:
			self.to_date = None

	def validate(self) -> None:
		super().validate()
		if self.from_date and getdate(self.from_date) > getdate():
			self.refuse("from_date", _("The date in {0} lies in the future. Please check it."))
		if self.from_date and self.to_date and getdate(self.to_date) < getdate(self.from_date):
			self.refuse("to_date", _("The date in {0} lies before the beginning. Please check both."))
