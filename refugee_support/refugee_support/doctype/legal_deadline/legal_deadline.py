from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, now_datetime

from refugee_support import access
from refugee_support.deadlines import dates
from refugee_support.deadlines.checks import refuse_impossible_days, require_people_who_see
from refugee_support.deadlines.opportunities import watch_for_answer
from refugee_support.document import PlainTextDocument
from refugee_support.rules import deadlines

PENDING = ("Open", "Not Computed")
# A missed one of these costs a right or money: a second person looks before it counts as met.
CHECKED_KINDS = ("Remedy", "Set by Authority", "Renewal")
# Changed by what people do (actions.py), never by saving the form or a request.
BY_ACTION = ("status", "met_on", "done_by", "checked_by", "checked_on", "closing_reason")
BY_LETTER = (
	*("is_computed", "law_regime", "announced_on"),
	*("client", "kind", "authority", "due_on", "safe_on", "state", "steps_de", "steps_en"),
)
FIRST, LAST = date(1900, 1, 1), date(9999, 12, 31)  # on top of the list, and at its end


class LegalDeadline(PlainTextDocument):
	def onload(self) -> None:
		language = frappe.local.lang
		steps = self.steps_de if deadlines.is_german(language) else self.steps_en
		self.set_onload("steps", steps.split("\n") if steps else [])
		self.set_onload("may_write", self.has_permission("write"))
		self.set_onload("needs_check", self.needs_check)
		if self.is_overdue or self.status == "Missed":
			self.set_onload("ways_left", self.ways_left(language))

	def before_validate(self) -> None:
		super().before_validate()
		refuse_impossible_days(self)
		self.responsible = self.responsible or frappe.session.user
		self.keep_what_is_not_typed()

	def validate(self) -> None:
		self.validate_clients()
		self.validate_application()
		self.validate_people()
		self.validate_absence()
		self.validate_evidence()
		self.explain()
		self.set_advance()
		self.set_status()
		self.set_order_and_title()

	# --- set ---

	def keep_what_is_not_typed(self) -> None:
		"""Fields that follow from the letter or from an action keep their stored value, whatever was sent."""
		before = self.get_doc_before_save()
		if not self.flags.by_action:
			for fieldname in BY_ACTION:
				self.set(fieldname, before.get(fieldname) if before else None)
			self.status = self.status or "Open"
		if self.flags.by_letter:
			return
		if before and before.is_computed:
			for fieldname in BY_LETTER:
				self.set(fieldname, before.get(fieldname))
		else:
			self.is_computed, self.announced_on = 0, None

	def explain(self) -> None:
		"""Safe date and explanation of what was entered by hand."""
		if self.is_computed or not self.is_pending:
			return
		self.set_state_of_authority()
		try:
			explained = dates.explained(self, self.state)
		except deadlines.DeadlineError as error:
			self.due_on = self.safe_on = None
			self.steps_de, self.steps_en = error.in_language("de"), error.in_language("en")
			return
		if explained is None:
			self.safe_on = self.steps_de = self.steps_en = None
			return
		if self.kind == "Opportunity":
			self.due_on, self.safe_on = explained.earliest_on, None
		else:
			self.due_on, self.safe_on = explained.due_on, explained.safe_on
		self.steps_de, self.steps_en = ("\n".join(explained.steps_in(language)) for language in ("de", "en"))

	def set_state_of_authority(self) -> None:
		"""Whose holidays count: the authority's, else those where the association is."""
		of_authority = self.authority and frappe.get_cached_value("Public Authority", self.authority, "state")
		self.state = of_authority or frappe.db.get_single_value("Refugee Support Settings", "state") or "NW"
		if not self.law_regime and self.authority:
			self.law_regime = frappe.get_cached_value("Public Authority", self.authority, "law_regime")

	def set_advance(self) -> None:
		if not self.due_on or self.kind == "Opportunity":
			self.advance_on = None
			return
		due = getdate(self.due_on)
		moved = (
			not self.is_new()
			and self.has_value_changed("due_on")
			and not self.has_value_changed("advance_on")
		)
		if not self.advance_on or moved:
			self.advance_on = dates.advance_date(due, self.state or "NW", getdate())
		if getdate(self.advance_on) > due:
			self.refuse("advance_on", _("The {0} lies after the last day. Please check both."))

	def set_status(self) -> None:
		if self.is_pending:
			self.status = "Open" if self.due_on else "Not Computed"

	def set_order_and_title(self) -> None:
		"""What is not computed comes first, then by date, what is over last. Never a name in the title."""
		self.sort_on = (self.due_on or FIRST) if self.is_pending else LAST
		language = office_language()
		what = self.action or _(self.kind, language)
		when = formatdate(self.due_on) if self.due_on else _("Not Computed", language)
		self.title = f"{when} · {what}"[:140]

	# --- validate ---

	def validate_clients(self) -> None:
		before = self.get_doc_before_save()
		# people_checked: by code that has chosen who sees the client (job_help/claims.py).
		if (not before or before.client != self.client) and not self.flags.people_checked:
			access.require_visible_clients({self.client} - {None, ""})
		if self.letter and not self.flags.by_letter and (not before or before.letter != self.letter):
			self.validate_letter()

	def validate_application(self) -> None:
		if self.application and self.is_new() and not self.flags.by_letter:
			if not access.is_visible("Authority Application", self.application, frappe.session.user):
				self.refuse("application", _("Please choose an {0} of this client."))

	def validate_letter(self) -> None:
		visible = access.is_visible("Authority Letter", self.letter, frappe.session.user)
		if not visible or self.client not in access.clients_in(
			frappe.get_doc("Authority Letter", self.letter)
		):
			self.refuse("letter", _("Please choose an {0} of this client."))

	def validate_people(self) -> None:
		changed = [f for f in ("responsible", "substitute") if self.is_new() or self.has_value_changed(f)]
		require_people_who_see(self, changed, self.clients())
		if self.substitute and self.substitute == self.responsible:
			self.refuse("substitute", _("Please choose another person in {0}."))

	def validate_absence(self) -> None:
		if self.absent_from and self.absent_to and getdate(self.absent_to) < getdate(self.absent_from):
			self.refuse("absent_to", _("The date in {0} lies before the beginning. Please check both."))

	def validate_evidence(self) -> None:
		"""Only a file uploaded to this very deadline."""
		if not self.evidence or (not self.is_new() and not self.has_value_changed("evidence")):
			return
		mine = {
			"file_url": self.evidence,
			"attached_to_doctype": self.doctype,
			"attached_to_name": self.name,
		}
		if not frappe.db.exists("File", mine):
			self.refuse(
				"evidence", _("Please upload the file in {0} again: it does not belong to this deadline.")
			)

	# --- from the letter ---

	def follow(self, letter: Any, outcome: Any) -> None:
		"""Take everything from the letter it belongs to, and save."""
		self.flags.by_letter = True
		self.update(
			{
				"client": letter.client,
				"kind": outcome.kind,
				"authority": letter.authority,
				"law_regime": letter.law_regime,
				"state": letter.state,
				"due_on": outcome.due_on,
				"safe_on": outcome.safe_on,
				"announced_on": outcome.announced_on,
				"steps_de": outcome.in_words("de"),
				"steps_en": outcome.in_words("en"),
				"is_computed": 1,
			}
		)
		if not self.action or self.has_action_of_letter():
			self.action = action_of(letter)
		self.save()

	def has_action_of_letter(self) -> bool:
		"""Whether what is to be done was proposed here, and not written by somebody."""
		options = (*self.meta_of_letter("remedy"), *self.meta_of_letter("letter_kind"))
		return self.action in {_(option, office_language()) for option in options}

	def meta_of_letter(self, fieldname: str) -> list[str]:
		options = frappe.get_meta("Authority Letter").get_field(fieldname).options
		return [option for option in options.split("\n") if option]

	def void_with_letter(self) -> None:
		"""The letter was changed and asks for nothing any more: that stays visible."""
		self.flags.by_letter = self.flags.by_action = True
		self.status = "Void"
		self.closing_reason = _("The letter was changed: nothing has to be done by a certain day.")
		self.save()

	# --- ask ---

	@property
	def is_pending(self) -> bool:
		"""Nobody has marked it as met, missed or void."""
		return (self.status or "Open") in PENDING and not self.done_by

	@property
	def is_overdue(self) -> bool:
		if self.status != "Open" or not self.due_on or self.kind == "Opportunity":
			return False
		return getdate(self.due_on) < getdate()

	@property
	def needs_check(self) -> bool:
		return self.kind in CHECKED_KINDS

	def clients(self) -> set[str]:
		"""Everybody it is about: those of the letter, too."""
		names = {self.client} - {None, ""}
		if self.letter:
			names |= access.clients_in(frappe.get_doc("Authority Letter", self.letter))
		return names

	def ways_left(self, language: str) -> list[str]:
		announced = getdate(self.announced_on) if self.announced_on else None
		texts = deadlines.ways_left(
			self.law_regime or "", announced_on=announced, remedy=self.kind == "Remedy"
		)
		return deadlines.ways_in(texts, language)


def action_of(letter: Any) -> str:
	"""What the letter asks for, in a word: the remedy, or its kind."""
	what = letter.remedy or letter.letter_kind
	return _(what, office_language()) if what else ""


def office_language() -> str:
	"""Titles are stored, and read by everybody: in the language of the office, whoever saves."""
	return frappe.get_system_settings("language") or frappe.local.lang


# --- What people do with a deadline: the only way to change its status ---


def _load(name: str) -> LegalDeadline:
	deadline = frappe.get_doc("Legal Deadline", name, for_update=True)
	deadline.check_permission("write")
	deadline.flags.by_action = True
	return deadline


@frappe.whitelist(methods=["POST"])
def mark_met(name: str, met_on: str | None = None, evidence_note: str | None = None) -> None:
	"""Say that what was to be done is done; for most kinds another person then has to check it."""
	deadline = _load(name)
	if not deadline.is_pending:
		frappe.throw(_("This deadline was dealt with already. Please load the page again."))
	deadline.evidence_note = evidence_note or deadline.evidence_note
	if deadline.evidence_required and not (deadline.evidence or deadline.evidence_note):
		deadline.refuse("evidence", _("Please attach the {0}, or say in words what proves it."))
	day = getdate(met_on) if met_on else getdate()
	if day > getdate():
		deadline.refuse("met_on", _("The date in {0} lies in the future. Please check it."))
	deadline.met_on, deadline.done_by = day, frappe.session.user
	if not deadline.needs_check:
		deadline.status = "Met"
	deadline.save()


@frappe.whitelist(methods=["POST"])
def confirm_met(name: str) -> None:
	"""The second person has looked at the evidence."""
	deadline = _load(name)
	if deadline.status not in PENDING or not deadline.done_by:
		frappe.throw(_("There is nothing to check. Please load the page again."))
	if deadline.done_by == frappe.session.user:
		frappe.throw(
			_("You have marked this deadline as met yourself. Another person has to check it."),
			title=_("Second person needed"),
		)
	deadline.status = "Met"
	deadline.checked_by, deadline.checked_on = frappe.session.user, now_datetime()
	deadline.save()
	watch_for_answer(deadline, office_language())


@frappe.whitelist(methods=["POST"])
def reopen(name: str, reason: str) -> None:
	"""Not met after all, or voided by mistake: it is watched again."""
	deadline = _load(name)
	_require_reason(deadline, reason)
	deadline.met_on = deadline.done_by = deadline.checked_by = deadline.checked_on = None
	deadline.status, deadline.closing_reason = "Open", reason
	deadline.save()


@frappe.whitelist(methods=["POST"])
def close(name: str, status: str, reason: str) -> None:
	"""Missed, or void because nothing has to be done any more; both with a reason."""
	if status not in ("Missed", "Void"):
		frappe.throw(_("Please choose Missed or Void."))
	deadline = _load(name)
	_require_reason(deadline, reason)
	deadline.status, deadline.closing_reason = status, reason
	deadline.save()


def _require_reason(deadline: LegalDeadline, reason: str) -> None:
	if not (reason or "").strip():
		deadline.refuse("closing_reason", _("Please enter the {0}."))
