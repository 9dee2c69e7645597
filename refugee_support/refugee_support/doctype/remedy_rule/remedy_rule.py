from frappe import _
from frappe.utils import cint, getdate

from refugee_support.document import PlainTextDocument


class RemedyRule(PlainTextDocument):
	def validate(self) -> None:
		if self.valid_from and self.valid_to and getdate(self.valid_to) < getdate(self.valid_from):
			self.refuse("valid_to", _("The date in {0} lies before the beginning. Please check both."))
		if cint(self.period) and not self.period_unit:
			self.refuse("period_unit", _("Please choose the {0}: day, week, month or year."))
		if self.law_regime == "AsylG" and cint(self.period):
			self.refuse(
				"period",
				_("No {0} is set for asylum decisions: it must be taken from each letter. Please enter 0."),
			)
