from frappe import _
from frappe.utils import getdate

from refugee_support.job_help import claims
from refugee_support.job_help.records import SupportRecord

ANSWERED = ("Offer", "Refused")


class ClientJobApplication(SupportRecord):
	"""One application to one employer, and what came of it."""

	def before_validate(self) -> None:
		super().before_validate()
		claims.keep_what_is_not_typed(self)
		if self.outcome in ANSWERED and not self.answered_on:
			self.answered_on = getdate()
		if self.outcome != "Refused":
			self.suspicious_refusal = 0

	def validate(self) -> None:
		super().validate()
		self.refuse_future("sent_on", "confirmed_on", "answered_on")
		for later in ("confirmed_on", "interview_on", "answered_on"):
			self.refuse_wrong_order("sent_on", later)
		self.refuse_wrong_order("trial_work_on", "trial_work_until")
		if self.outcome in ("Refused", "No Answer") and not self.sent_on:
			self.refuse("sent_on", _("Please enter {0} first."))
		if self.suspicious_refusal and not self.grounds:
			self.refuse("grounds", _("{0}: please write in a few words what points to discrimination."))

	def on_update(self) -> None:
		claims.watch(self)
