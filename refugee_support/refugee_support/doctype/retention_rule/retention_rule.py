from frappe import _
from frappe.utils import cint

from refugee_support.document import PlainTextDocument

LONGEST = 1200  # months
# What a period of each kind can run from: anything else would never begin, and nothing ever be due.
EVENTS = {
	"Client": ("Last Contact", "Closing"),
	"Answer to a Data Request": ("Handing Over",),
	"Event Registration": ("End of the Event",),
}


class RetentionRule(PlainTextDocument):
	"""How long a kind of record is kept, and who decided it (rules/retention.py works it out)."""

	def validate(self) -> None:
		if not 0 <= cint(self.months) <= LONGEST:
			self.refuse("months", _("{0}: please enter a number from 0 to 1200."))
		fitting = EVENTS.get(self.record_kind, ())
		if self.event not in fitting:
			words = ", ".join(_(event, context=self.doctype) for event in fitting)
			self.refuse(
				"event", _("{{0}}: for this kind of record, please choose one of these: {0}.").format(words)
			)
