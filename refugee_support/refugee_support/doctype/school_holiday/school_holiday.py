from frappe import _
from frappe.utils import getdate

from refugee_support.document import PlainTextDocument


class SchoolHoliday(PlainTextDocument):
	"""First and last free day of one holiday in one federal state."""

	def validate(self) -> None:
		if getdate(self.to_date) < getdate(self.from_date):
			self.refuse("to_date", _("{0} lies before the first day. Please check both."))
