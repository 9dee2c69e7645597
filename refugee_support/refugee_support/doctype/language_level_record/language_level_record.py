from frappe import _
from frappe.utils import getdate

from refugee_support import access
from refugee_support.document import PlainTextDocument


class LanguageLevelRecord(PlainTextDocument):
	"""The level of one skill on one day, and how it is known."""

	def validate(self) -> None:
		if self.has_value_changed("client"):
			access.require_visible_clients([self.client])
		if getdate(self.assessed_on) > getdate():
			self.refuse("assessed_on", _("The date in {0} lies in the future. Please check it."))
