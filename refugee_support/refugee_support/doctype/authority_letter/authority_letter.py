from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, formatdate, getdate

from refugee_support import access
from refugee_support.deadlines import letters
from refugee_support.deadlines.checks import refuse_impossible_days, require_people_who_see
from refugee_support.deadlines.letters import Outcome
from refugee_support.deadlines.remedies import rule_for
from refugee_support.document import PlainTextDocument
from refugee_support.rules import deadlines

# A change of these makes the proposals of the rule out of date.
DECIDES_RULE = ("authority", "letter_kind", "law_regime", "remedy_notice", "state")


class AuthorityLetter(PlainTextDocument):
	"""A letter of an authority, and the deadline that belongs to it.

	What cannot be computed never keeps a letter from being saved: its Legal Deadline then stands on top of the list,
	"Not Computed", with the reason.
	"""

	def onload(self) -> None:
		steps = self.steps_de if deadlines.is_german(frappe.local.lang) else self.steps_en
		self.set_onload("steps", (steps or "").split("\n") if steps else [])
		self.set_onload("may_write", self.has_permission("write"))

	def before_validate(self) -> None:
		super().before_validate()
		refuse_impossible_days(self)
		self.set_missing_values()
		self.set_persons()
		self.forget_proposals()
		self.apply_rule()

	def validate(self) -> None:
		self.validate_clients()
		self.validate_applications()
		self.validate_people()
		self.validate_reasons()
		self.validate_papers()
		self.compute()
		self.set_title()

	def on_update(self) -> None:
		self.keep_deadline()
		self.tell_what_is_missing()

	# --- set ---

	def set_missing_values(self) -> None:
		self.responsible = self.responsible or frappe.session.user
		if not self.state or (self.changed("authority") and not self.changed("state")):
			self.state = frappe.get_cached_value("Public Authority", self.authority, "state") or self.state

	def set_persons(self) -> None:
		"""Nobody twice, and not the main person among the others."""
		names = list(dict.fromkeys(row.client for row in self.persons if row.client))
		if names := [name for name in names if name != self.client]:
			if len(names) != len(self.persons):
				self.set("persons", [{"client": name} for name in names])
		else:
			self.set("persons", [])

	def forget_proposals(self) -> None:
		"""Another authority or kind of letter: what the former rule proposed holds no longer, what was typed does."""
		if self.is_new() or not any(self.changed(field) for field in DECIDES_RULE):
			return
		if not self.period_reason and not self.changed("period") and not self.changed("period_unit"):
			self.period, self.period_unit = 0, ""
		if not self.changed("remedy"):
			self.remedy = ""
		if (self.changed("authority") or self.changed("letter_kind")) and not self.changed("law_regime"):
			self.law_regime = ""

	def apply_rule(self) -> None:
		"""Fill in what the rule proposes and nobody has filled in."""
		rule = self.rule
		self.remedy_rule = rule.name if rule else None
		authority = frappe.get_cached_doc("Public Authority", self.authority) if self.authority else None
		self.law_regime = (
			self.law_regime or (rule and rule.law_regime) or (authority and authority.law_regime)
		)
		if not rule:
			return
		self.remedy = self.remedy or rule.remedy
		if not cint(self.period):
			self.period, self.period_unit = self.usual_period()

	def compute(self) -> None:
		outcome = self.flags.outcome = letters.outcome_of(self, self.rule)
		self.due_on, self.safe_on, self.announced_on = outcome.due_on, outcome.safe_on, outcome.announced_on
		self.steps_de, self.steps_en = outcome.in_words("de"), outcome.in_words("en")
		self.posting_assumed = int(letters.is_posting_assumed(self))

	def set_title(self) -> None:
		"""Date and authority, never a name: titles appear in links, windows and logs."""
		label = frappe.get_cached_value("Public Authority", self.authority, "label") or self.authority
		self.title = f"{formatdate(self.letter_date)} · {label}"[:140]

	def keep_deadline(self) -> None:
		"""The Legal Deadline follows its letter until somebody has dealt with it."""
		outcome: Outcome = self.flags.outcome
		deadline = frappe.get_doc("Legal Deadline", self.deadline) if self.deadline else None
		if deadline and not deadline.is_pending:
			return
		if not outcome.kind:
			if deadline:
				deadline.void_with_letter()
			return
		deadline = deadline or frappe.new_doc(
			"Legal Deadline", letter=self.name, responsible=self.responsible
		)
		deadline.follow(self, outcome)
		if not self.deadline:
			self.db_set("deadline", deadline.name, update_modified=False)

	def tell_what_is_missing(self) -> None:
		outcome: Outcome = self.flags.outcome
		if outcome.kind and not outcome.is_computed:
			reason = deadlines.in_language(outcome.texts[0], frappe.local.lang)
			frappe.msgprint(reason, title=_("Deadline not computed"), indicator="orange")

	# --- validate ---

	def validate_clients(self) -> None:
		before = self.get_doc_before_save()
		access.require_visible_clients(
			access.clients_in(self) - (access.clients_in(before) if before else set())
		)

	def validate_applications(self) -> None:
		before = self.get_doc_before_save()
		known = {row.application for row in before.applications} if before else set()
		added = {row.application for row in self.applications} - known
		if not all(access.is_visible("Authority Application", name, frappe.session.user) for name in added):
			self.refuse("applications", _("Please choose in {0} only applications of this client."))

	def validate_people(self) -> None:
		if self.is_new() or self.changed("responsible"):
			require_people_who_see(self, ("responsible",), access.clients_in(self))

	def validate_reasons(self) -> None:
		if self.override_due_on and not self.override_reason:
			self.refuse("override_reason", _("Please enter the {0}: it is kept with the deadline."))
		rule = self.rule
		if not rule or not cint(rule.period) or not cint(self.period):
			return
		if (cint(self.period), self.period_unit) != self.usual_period() and not self.period_reason:
			self.refuse(
				"period_reason", _("The period differs from the rule for this letter. Please enter the {0}.")
			)

	def validate_papers(self) -> None:
		"""Only files uploaded to this very letter: a path typed in, or copied from elsewhere, is none."""
		for fieldname in ("scan", "envelope_photo"):
			url = self.get(fieldname)
			if url and self.changed(fieldname) and not self.owns_file(url):
				self.refuse(
					fieldname, _("Please upload the file in {0} again: it does not belong to this letter.")
				)

	# --- ask ---

	@property
	def rule(self) -> Any:
		"""The Remedy Rule that holds for the letter, read once for each state of it."""
		key = tuple(str(self.get(f) or "") for f in (*DECIDES_RULE, "posted_on", "letter_date", "delivery"))
		known = self.flags.setdefault("rules", {})
		if key not in known:
			known[key] = self.find_rule()
		return known[key]

	def find_rule(self) -> Any:
		if not self.authority or not self.letter_date:
			return None
		return rule_for(
			letter_kind=self.letter_kind,
			authority=frappe.get_cached_doc("Public Authority", self.authority),
			state=self.state,
			posted_on=letters.posting_day(self) or getdate(self.letter_date),
			law_regime=self.law_regime,
		)

	def usual_period(self) -> tuple[int, str]:
		"""The rule's, or one year where the letter says nothing right about remedies."""
		rule = self.rule
		if self.remedy_notice in ("Missing", "Wrong") and letters.kind_of(self) == "Remedy":
			try:
				without = deadlines.period_without_proper_notice(str(self.law_regime))
				return without.period, without.unit
			except deadlines.DeadlineError:
				pass  # a regime without this rule: the usual period holds
		return cint(rule.period), rule.period_unit or ""

	def owns_file(self, url: str) -> bool:
		mine = {"file_url": url, "attached_to_doctype": self.doctype, "attached_to_name": self.name}
		return bool(frappe.db.exists("File", mine))

	def changed(self, fieldname: str) -> bool:
		"""Whether the field was changed since it was saved; on new letters everything is."""
		return self.is_new() or self.has_value_changed(fieldname)
