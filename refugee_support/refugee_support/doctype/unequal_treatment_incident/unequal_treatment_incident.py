from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from refugee_support import access, service_records
from refugee_support.deadlines.checks import refuse_impossible_days, require_people_who_see
from refugee_support.document import PlainTextDocument
from refugee_support.refugee_support.doctype.legal_deadline.legal_deadline import office_language
from refugee_support.refugee_support.doctype.unequal_treatment_incident import claim, wording
from refugee_support.rules import agg_claim

WITHDRAWN = "Withdrawn"
PAST = ("happened_on", "known_on", "claim_made_on", "referred_on", "consent_on")


class UnequalTreatmentIncident(PlainTextDocument):
	"""What somebody experienced, as the minimum standards of documentation ask for it (ADS/DeZIM 2022; docs/
	unequal-treatment.md). Special categories of data (Art. 9 GDPR): counsellors only, and no versions are kept."""

	def onload(self) -> None:
		self.set_onload("wording_hints", wording.hints_for_form(self))
		self.set_onload("claim_is_over", bool(self.claim_until and getdate(self.claim_until) < getdate()))

	def before_validate(self) -> None:
		super().before_validate()
		refuse_impossible_days(self)
		self.set_from_source()
		self.set_missing_values()
		wording.keep_what_is_not_typed(self)

	def validate(self) -> None:
		self.validate_client()
		self.validate_dates()
		self.validate_actor()
		self.validate_consent()
		self.set_claim()
		self.set_title()

	def on_update(self) -> None:
		claim.follow(self)
		wording.follow(self)
		service_records.write(self)

	def on_trash(self) -> None:
		service_records.remove(self)
		claim.let_go(self)
		wording.withdraw(self)

	# --- set ---

	def set_from_source(self) -> None:
		"""Made from a consultation or an application: whom it is about and who decided stand there already."""
		if not self.is_new():
			return
		if self.application:
			source = frappe.get_doc("Authority Application", self.application)
			source.check_permission("read")
			self.client = self.client or source.client
			self.authority = self.authority or source.authority
		elif self.consultation:
			source = frappe.get_doc("Consultation", self.consultation)
			source.check_permission("read")
			self.client = self.client or source.client

	def set_missing_values(self) -> None:
		if self.is_new() and not self.responsible:
			self.responsible = frappe.session.user
		if self.authority and not self.actor_kind:
			self.actor_kind = "Public Authority"
		if self.referred_to:
			self.referred_on = self.referred_on or getdate()
			if self.status == "Open":
				self.status = "Referred"
		if self.area_of_life and self.actor_kind and not self.agg_claim:
			self.agg_claim = agg_claim.claim_possible(self.area_of_life, self.actor_kind)

	def set_claim(self) -> None:
		self.claim_until = claim.last_day(self)

	def set_title(self) -> None:
		"""Area and day, never a name: titles appear in links, windows and logs."""
		area = _(self.area_of_life, office_language())
		self.title = f"{area} · {formatdate(self.happened_on)}"[:140]

	# --- validate ---

	def validate_client(self) -> None:
		if self.client and self.has_value_changed("client"):
			access.require_visible_clients([self.client])
		for fieldname, doctype in (
			("consultation", "Consultation"),
			("application", "Authority Application"),
		):
			name = self.get(fieldname)
			if name and self.client and (self.is_new() or self.has_value_changed("client")):
				if self.client not in (named := access.clients_in(frappe.get_doc(doctype, name))) and named:
					self.refuse("client", _("{0}: please choose somebody who took part there."))
		if self.client and (self.is_new() or self.has_value_changed("responsible")):
			require_people_who_see(self, ("responsible",), [self.client])

	def validate_dates(self) -> None:
		for fieldname in PAST:
			if self.get(fieldname) and getdate(self.get(fieldname)) > getdate():
				self.refuse(fieldname, _("The date in {0} lies in the future. Please check it."))
		for fieldname in ("known_on", "claim_made_on"):
			if self.get(fieldname) and getdate(self.get(fieldname)) < getdate(self.happened_on):
				self.refuse(fieldname, _("The date in {0} lies before the incident. Please check both."))

	def validate_actor(self) -> None:
		if self.actor_kind not in ("Unknown", "Private Person") and not (self.authority or self.actor):
			self.refuse("actor", _("Please enter {0}, or choose the public authority."))

	def validate_consent(self) -> None:
		"""Art. 6, 7 and 9 GDPR: what happened to somebody is told to others only if they agree."""
		if self.consent == wording.MAY_BE_USED and not self.consent_on:
			self.refuse("consent_on", _("Please enter {0}: the day the person agreed to the use outside."))

	# --- ask ---

	@property
	def counts(self) -> bool:
		return self.status != WITHDRAWN


@frappe.whitelist(methods=["POST"])
def release_wording(incident: str) -> dict[str, Any]:
	"""Release the anonymised wording, or ask for a second person where the check has found something.

	Args:
		incident: name of an Unequal Treatment Incident the caller may write.

	Returns:
		state: of the wording; hints: what to change, in words.
	"""
	return wording.release(_to_write(incident))


@frappe.whitelist(methods=["POST"])
def confirm_wording(incident: str) -> dict[str, Any]:
	"""A second person has read the wording and its hints, and takes responsibility for releasing it all the same."""
	return wording.confirm(_to_write(incident))


def _to_write(name: str) -> Any:
	incident = frappe.get_doc("Unequal Treatment Incident", name, for_update=True)
	incident.check_permission("write")
	return incident
