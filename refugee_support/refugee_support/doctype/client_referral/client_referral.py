import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from refugee_support import access, consents
from refugee_support.document import PlainTextDocument

ADDRESS_ONLY = "Address Only"
WHAT_IS_SHARED = ("client", "passed_on", "referred_to", "institution")


class ClientReferral(PlainTextDocument):
	"""A client sent on to somebody else, and what became of it."""

	def before_validate(self) -> None:
		super().before_validate()
		self.referred_on = self.referred_on or getdate()
		self.responsible = self.responsible or frappe.session.user
		if self.referred_to:
			self.institution = None
		self.set_state()

	def validate(self) -> None:
		self.validate_client()
		self.validate_institution()
		self.validate_consent()
		self.validate_dates()

	def set_state(self) -> None:
		if self.answer_received_on or self.outcome:
			self.answer_received_on = self.answer_received_on or getdate()
			self.state = "Answered"
		elif self.answer_expected_by or self.passed_on != ADDRESS_ONLY:
			self.state = "Waiting for an Answer"
		else:
			self.state = "No Answer Expected"

	def validate_client(self) -> None:
		if self.has_value_changed("client"):
			access.require_visible_clients([self.client])
		if self.consultation and self.has_value_changed("consultation"):
			frappe.get_doc("Consultation", self.consultation).check_permission("read")

	def validate_institution(self) -> None:
		if not self.referred_to and not self.institution:
			self.refuse("referred_to", _("Please choose in {0} where the person was sent, or enter a name."))

	def validate_consent(self) -> None:
		"""Section 203 StGB, Art. 6 and 9 GDPR: whatever is told to others about a person needs their release."""
		if self.passed_on == ADDRESS_ONLY:
			return
		self.validate_withdrawal()
		if not self.consent_given:
			self.refuse(
				"consent_given",
				_(
					"{0} is missing: data may be passed on only with the person's release from confidentiality. "
					"Without it, give them the address, and choose “Address Only”."
				),
			)

	def validate_withdrawal(self) -> None:
		"""A consent that was withdrawn or has ended stops sharing at once (Art. 7 (3) GDPR), whatever is ticked here; one
		in force needs no tick. What was sent before stays as it is, and its answer can still be entered."""
		if not any(self.has_value_changed(fieldname) for fieldname in WHAT_IS_SHARED):
			return
		to = {"recipient": self.referred_to, "recipient_name": self.institution}
		standing, day = consents.word_of(self.client, consents.TO_SOMEBODY, **to)
		if standing == "In Force":
			self.consent_given = 1
		elif standing == "Taken Back":
			self.refuse(
				"passed_on",
				_(
					"{0}: the person's consent to this was withdrawn on {1}. Please choose “Address Only”, or record a new consent first."
				).replace("{1}", formatdate(day)),
			)
		elif standing == "Ended":
			self.refuse(
				"passed_on",
				_(
					"{0}: the person's consent to this ended on {1}. Please choose “Address Only”, or record a new consent first."
				).replace("{1}", formatdate(day)),
			)

	def validate_dates(self) -> None:
		sent = getdate(self.referred_on)
		if sent > getdate():
			self.refuse("referred_on", _("The date in {0} lies in the future. Please check it."))
		for fieldname in ("answer_expected_by", "answer_received_on"):
			if self.get(fieldname) and getdate(self.get(fieldname)) < sent:
				self.refuse(fieldname, _("The date in {0} lies before the referral. Please check both."))
		if self.answer_received_on and getdate(self.answer_received_on) > getdate():
			self.refuse("answer_received_on", _("The date in {0} lies in the future. Please check it."))
