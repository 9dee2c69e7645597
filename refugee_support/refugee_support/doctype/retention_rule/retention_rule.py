from frappe import _
from frappe.utils import cint

from refugee_support.document import PlainTextDocument

LONGEST = 1200  # months


class RetentionRule(PlainTextDocument):
	"""How long a kind of record is kept, and who decided it (rules/retention.py works it out)."""

	def validate(self) -> None:
		if not 0 <= cint(self.months) <= LONGEST:
			self.refuse("months", _("{0}: please enter a number from 0 to 1200."))
