from frappe import _
from frappe.utils import getdate

from refugee_support.career.records import OfSupport


class ClientQualification(OfSupport):
	"""A degree or certificate, mostly from abroad, with what it is worth here."""

	def validate(self) -> None:
		super().validate()
		if self.awarded_on and getdate(self.awarded_on) > getdate():
			self.refuse("awarded_on", _("The date in {0} lies in the future. Please check it."))
