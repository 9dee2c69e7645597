from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from refugee_support import access, consents
from refugee_support.document import PlainTextDocument
from refugee_support.rules.consents import may_sign_alone, standing
from refugee_support.rules.data_quality import years_between

# What somebody has agreed to stays as it was: it is withdrawn, and a new consent says something new.
AGREED = (
	"client",
	"purpose",
	"consent_language",
	"consent_text",
	"text_version",
	"recipient",
	"recipient_name",
	"scope",
)
AGREED += ("given_on", "how", "witness", "given_by")
WITHDRAWAL = ("withdrawn_on", "withdrawn_how")
ORALLY = "Orally Before a Witness"
ALONE = "The Person"


class ClientConsent(PlainTextDocument):
	"""One person's consent to one thing: Art. 6 (1) (a), 7 and 9 (2) (a) GDPR; a release, section 203 StGB."""

	def before_validate(self) -> None:
		super().before_validate()
		self.set_text()
		self.set_withdrawal()
		self.state = standing(consents.as_rule(self), getdate())
		self.title = self.make_title()

	def validate(self) -> None:
		self.validate_client()
		self.validate_unchanged()
		self.validate_text()
		self.validate_recipient()
		self.validate_giving()
		self.validate_days()
		self.validate_file()

	def on_update(self) -> None:
		self.take_effect()

	def on_trash(self) -> None:
		"""Whether somebody once agreed is the association's proof (Art. 7 (1) GDPR). Erasing a client goes past this."""
		if self.given_on and not self.flags.erasing:
			self.refuse(
				"given_on", _("{0}: a consent that was given stays. It can be withdrawn, also as a mistake.")
			)

	def after_delete(self) -> None:
		self.take_effect()

	# --- set ---

	def set_text(self) -> None:
		"""Which wording, in which language: from the text; without one, as it was typed."""
		if self.purpose not in consents.TO_SOMEBODY:
			self.recipient = self.recipient_name = self.scope = None
		if self.recipient:
			self.recipient_name = None
		if self.consent_text:
			text = frappe.db.get_value("Consent Text", self.consent_text, ["language", "version"])
			if text:
				self.consent_language, self.text_version = text

	def set_withdrawal(self) -> None:
		"""Who noted it, and no later than today: a withdrawal takes effect when it is known."""
		if not self.withdrawn_on:
			self.withdrawn_how = self.withdrawn_noted_by = None
		elif self.has_value_changed("withdrawn_on"):
			self.withdrawn_noted_by = frappe.session.user

	def make_title(self) -> str:
		purpose = _(self.purpose or "", context=self.doctype)
		return f"{purpose} · {formatdate(self.given_on)}" if self.given_on else purpose

	# --- validate ---

	def validate_client(self) -> None:
		if not self.has_value_changed("client"):
			return
		access.require_visible_clients([self.client])
		if frappe.db.get_value("Client", self.client, "status") == "Anonymised":
			self.refuse("client", _("{0}: this client's data were erased. Nothing can be signed any more."))

	def validate_unchanged(self) -> None:
		before = self.get_doc_before_save()
		if not before or not before.given_on:
			return
		frozen = AGREED + (WITHDRAWAL if before.withdrawn_on else ())
		for fieldname in frozen:
			if _plain(before.get(fieldname)) != _plain(self.get(fieldname)):
				self.refuse(
					fieldname,
					_(
						"{0}: what was agreed stays as it is. Please withdraw this consent and record a new one."
					),
				)

	def validate_text(self) -> None:
		if not self.consent_text:
			return
		if frappe.db.get_value("Consent Text", self.consent_text, "purpose") != self.purpose:
			self.refuse(
				"consent_text", _("{0}: this text is about something else. Please choose one that fits.")
			)

	def validate_recipient(self) -> None:
		if self.purpose not in consents.TO_SOMEBODY:
			return
		if not self.recipient and not self.recipient_name:
			self.refuse("recipient", _("{0} is missing: a consent holds towards somebody in particular."))
		if not self.scope:
			self.refuse("scope", _("{0} is missing: please say which matter it is about."))

	def validate_giving(self) -> None:
		if not self.given_on:
			if self.withdrawn_on:
				self.refuse("given_on", _("{0} is missing: what was never given cannot be withdrawn."))
			return
		if not self.how:
			self.refuse("how", _("{0} is missing: the association must be able to prove the consent."))
		if self.how == ORALLY and not self.witness:
			self.refuse("witness", _("{0} is missing: an oral consent needs somebody who heard it."))
		if self.purpose == consents.PHOTOGRAPHS and self.given_by == ALONE and not self.is_of_age():
			self.refuse(
				"given_by", _("{0}: of a minor, photographs need the consent of everybody who has custody.")
			)

	def validate_days(self) -> None:
		for fieldname in ("given_on", "withdrawn_on"):
			if self.get(fieldname) and getdate(self.get(fieldname)) > getdate():
				self.refuse(fieldname, _("The date in {0} lies in the future. Please check it."))
		for fieldname in ("valid_until", "withdrawn_on"):
			if (
				self.given_on
				and self.get(fieldname)
				and getdate(self.get(fieldname)) < getdate(self.given_on)
			):
				self.refuse(fieldname, _("The date in {0} lies before the consent. Please check both."))
		before = self.get_doc_before_save()
		if before and before.given_on and before.valid_until:
			if not self.valid_until or getdate(self.valid_until) > getdate(before.valid_until):
				self.refuse(
					"valid_until", _("{0} can be brought forward only. Please ask for a new consent.")
				)

	def validate_file(self) -> None:
		"""Uploaded here, never linked."""
		here = {"file_url": self.file, "attached_to_doctype": self.doctype, "attached_to_name": self.name}
		if self.file and self.has_value_changed("file"):
			if self.is_new() or not frappe.db.exists("File", here):
				self.refuse("file", _("{0}: please save first, then upload the file itself."))

	def is_of_age(self) -> bool:
		born = frappe.db.get_value("Client", self.client, "date_of_birth")
		return may_sign_alone(years_between(getdate(born), getdate()) if born else None)

	# --- effect ---

	def take_effect(self) -> None:
		"""Attendance by name is repeated in the client's record; a photograph somebody allowed when signing up for an
		event is not taken any more. Everything else asks for the consent itself."""
		if self.purpose == consents.BY_NAME:
			mirror(self.client)
		if self.purpose == consents.PHOTOGRAPHS and self.state == "Taken Back":
			stop_photographs(self.client)


def mirror(client: str) -> None:
	"""Client.cafe_consent_on says what the consents say. The door of the café asks the consents themselves."""
	if not frappe.db.exists("Client", client):
		return
	since = consents.agreed_since(client, consents.BY_NAME)
	frappe.db.set_value("Client", client, "cafe_consent_on", since, update_modified=False)


def stop_photographs(client: str) -> None:
	frappe.db.set_value(
		"Event Registration",
		{"client": client, "photo_consent": 1},
		"photo_consent",
		0,
		update_modified=False,
	)


def end_those_that_ran_out() -> int:
	"""Every night: consents whose last day was yesterday say so in lists, and the client's record follows. What they
	allow has ended already, because that is asked of their days."""
	filters = [["valid_until", "<", getdate()], ["valid_until", "is", "set"], ["state", "=", "In Force"]]
	rows = frappe.get_all(consents.CONSENT, filters, ["name", "client", "purpose"])  # a nightly job
	for row in rows:
		frappe.db.set_value(consents.CONSENT, row.name, "state", "Ended", update_modified=False)
		if row.purpose == consents.BY_NAME:
			mirror(row.client)
	return len(rows)


def _plain(value: Any) -> str:
	return str(value or "")
