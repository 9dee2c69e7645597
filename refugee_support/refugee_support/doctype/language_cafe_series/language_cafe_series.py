from frappe import _
from frappe.utils import cint, getdate

from refugee_support.cafe import making, team
from refugee_support.document import PlainTextDocument

MOST_WEEKS = 52


class LanguageCafeSeries(PlainTextDocument):
	"""A café that comes back every week. Its sessions are documents of their own: a change here changes those that are
	made from now on."""

	def validate(self) -> None:
		self.validate_times()
		team.validate(self)

	def validate_times(self) -> None:
		if making.clock(self.to_time) <= making.clock(self.from_time):
			self.refuse("to_time", _("{0} lies before the beginning. Please check both."))
		if self.ends_on and getdate(self.ends_on) < getdate(self.starts_on):
			self.refuse("ends_on", _("{0} lies before the first day. Please check both."))
		if not 1 <= cint(self.weeks_ahead) <= MOST_WEEKS:
			self.refuse("weeks_ahead", _("{0}: please enter 1 to 52 weeks."))
