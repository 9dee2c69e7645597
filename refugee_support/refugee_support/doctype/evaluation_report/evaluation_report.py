import json
from itertools import combinations
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from refugee_support.document import PlainTextDocument
from refugee_support.evaluation import figures, pages
from refugee_support.rules.evaluation import THRESHOLDS, NotAllowed, counted_as, nested, overlap, sides_of
from refugee_support.rules.text import plain_text

DRAFT, REVIEW, RELEASED = "Draft", "Under Review", "Released"
MOST_TABLES = 12
# What the release adds to a report; everything else stays as the second person has read it.
OF_THE_RELEASE = ("status", "released_by", "released_on", "docstatus")


class EvaluationReport(PlainTextDocument):
	"""A period in figures that leave the house: written by one person, released by another, unchanged ever after."""

	def validate(self) -> None:
		before = self.get_doc_before_save()
		was = before.status if before else DRAFT
		if was == DRAFT:
			self.add_author()
			self.validate_periods()
			self.validate_tables()
			self.forget_figures()
			if self.status != DRAFT:
				self.compute_figures()
		elif self.status == DRAFT:
			self.forget_figures()
		else:
			self.require_unchanged(before)
		self.validate_step(was)

	def before_submit(self) -> None:
		"""Whatever way the release was asked for: the workflow, the form or the interface for programs."""
		self.check_seal()
		if frappe.session.user in self.written_by():
			frappe.throw(
				_("Whoever has written a report does not release it. Please ask a second person."),
				frappe.PermissionError,
				title=_("Second person needed"),
			)
		self.released_by, self.released_on = frappe.session.user, now_datetime()

	def before_cancel(self) -> None:
		self.stay()

	def before_update_after_submit(self) -> None:
		self.stay()

	def on_trash(self) -> None:
		if self.status == RELEASED or self.docstatus.is_submitted():
			self.stay()

	def onload(self) -> None:
		self.set_onload("is_author", frappe.session.user in self.written_by())
		self.set_onload("is_sealed", self.is_sealed())

	# --- Rules ---

	def validate_step(self, was: str) -> None:
		"""The workflow guides the desk; this holds for every other way as well."""
		allowed = {(DRAFT, DRAFT), (DRAFT, REVIEW), (REVIEW, REVIEW), (REVIEW, DRAFT), (REVIEW, RELEASED)}
		if (was, self.status) not in allowed or (self.status == RELEASED) != self.docstatus.is_submitted():
			self.refuse(
				"status", _("{0}: a report is written, reviewed and then released, one after the other.")
			)

	def validate_periods(self) -> None:
		if getdate(self.from_date) > getdate(self.to_date):
			self.refuse("to_date", _("{0}: the period ends before it begins. Please exchange the two days."))
		if bool(self.compare_from) != bool(self.compare_to):
			self.refuse(
				"compare_to", _("{0}: please enter both days of the period to compare with, or neither.")
			)
		if not self.compare_from:
			return
		if getdate(self.compare_from) > getdate(self.compare_to):
			self.refuse(
				"compare_to", _("{0}: the period ends before it begins. Please exchange the two days.")
			)
		now = (getdate(self.from_date), getdate(self.to_date))
		if overlap(now, (getdate(self.compare_from), getdate(self.compare_to))):
			self.refuse(
				"compare_from",
				_(
					"{0}: the two periods have days in common. Please choose one that ends before the other begins."
				),
			)

	def validate_tables(self) -> None:
		if int(self.threshold or 0) not in THRESHOLDS:
			self.refuse("threshold", _("{0}: please choose a number from 3 to 10."))
		if not self.tables:
			self.refuse("tables", _("{0}: please add at least one table."))
		if len(self.tables) > MOST_TABLES:
			self.refuse("tables", _("{0}: please choose at most 12 tables, or make two reports."))
		seen = set()
		for row in self.tables:
			table = (row.measure, frozenset(self.sides_of(row)))
			if table in seen:
				self.refuse("tables", _("{0}: the same table stands there twice."))
			seen.add(table)
		self.refuse_what_can_be_subtracted()

	def refuse_what_can_be_subtracted(self) -> None:
		"""Countries and regions of the same people, months and quarters: one is the sum of the other."""
		for row, other in combinations(self.tables, 2):
			if counted_as(row.measure) == counted_as(other.measure) and (
				pair := nested(self.sides_of(row), self.sides_of(other))
			):
				record = frappe.get_meta("Service Record")
				message = _(
					"{0}: {1} and {2} of the same people can be subtracted from each other. Please choose one of the two for the whole report."
				)
				names = [_(record.get_label(side)) for side in pair]
				self.refuse("tables", message.replace("{1}", names[0]).replace("{2}", names[1]))

	def sides_of(self, row: Any) -> tuple[str, str]:
		try:
			return sides_of(row.measure, row.row_characteristic, row.column_characteristic)
		except NotAllowed as error:
			self.refuse("tables", _in_words(error.reason).replace("{1}", str(row.idx)))
			raise

	def require_unchanged(self, before: Any) -> None:
		for field in self.meta.fields:
			name = field.fieldname
			if name not in OF_THE_RELEASE and field.fieldtype != "Table" and self.has_value_changed(name):
				self.refuse(name, _("{0}: a report under review is not changed. Please send it back first."))
		if _definitions(self) != _definitions(before):
			self.refuse("tables", _("{0}: a report under review is not changed. Please send it back first."))

	def stay(self) -> None:
		frappe.throw(
			_("A released report stays as it is. Please make a corrected version that refers to it."),
			title=_("Released"),
		)

	# --- Who wrote it ---

	def add_author(self) -> None:
		"""Everybody who has saved the draft has written it. What the form says of it does not count."""
		before = self.get_doc_before_save()
		authors = (before.authors or "").split("\n") if before else []
		self.authors = "\n".join(
			dict.fromkeys([*(author for author in authors if author), frappe.session.user])
		)

	def written_by(self) -> set[str]:
		return {self.owner, *(self.authors or "").split("\n")} - {None, ""}

	# --- Figures ---

	def compute_figures(self) -> None:
		"""What the second person reads is what is released: counted once, when the review is asked for."""
		shown, counts = figures.compute(self)
		self.figures = plain_text(json.dumps(shown, ensure_ascii=False))
		self.true_counts = plain_text(json.dumps(counts, ensure_ascii=False))
		self.seal_salt = frappe.generate_hash(length=40)
		self.seal = figures.seal(self)

	def forget_figures(self) -> None:
		self.figures = self.true_counts = self.seal = self.seal_salt = None

	def is_sealed(self) -> bool:
		return not self.seal or self.seal == figures.seal(self)

	def check_seal(self) -> None:
		if not self.seal or not self.is_sealed():
			frappe.throw(
				_(
					"The figures of this report are not those that were sealed. Please tell the administration at once."
				),
				title=_("Seal broken"),
			)

	def shown_figures(self) -> dict[str, Any]:
		"""The protected figures: the stored ones, after their seal was checked; of a draft those of now."""
		if self.seal or self.status != DRAFT:
			self.check_seal()
			return json.loads(self.figures)
		return json.loads(json.dumps(figures.compute(self)[0]))

	def print_council(self) -> str:
		return pages.council(self, self.shown_figures())

	def print_plain(self) -> str:
		return pages.plain(self, self.shown_figures())

	def print_internal(self) -> str:
		"""Without protection: only for those who may read the records the figures are counted from."""
		frappe.has_permission("Service Record", "read", throw=True)
		return pages.internal(self, figures.unprotected(self))


def _in_words(reason: str) -> str:
	return {
		"identity": _(
			"{0}, row {1}: a table can count by characteristics only. What points to single people or records is not available."
		),
		"same": _("{0}, row {1}: rows and columns are the same. Please choose another characteristic."),
		"does not add up": _(
			"{0}, row {1}: somebody who came about two things would stand in two rows. Please count contacts or hours, or choose a characteristic of the person."
		),
		"measure": _("{0}, row {1}: please choose contacts, hours, persons or households."),
	}[reason]


def _definitions(report: Any) -> list[tuple[Any, ...]]:
	names = ("title", "measure", "row_characteristic", "column_characteristic", "show_chart")
	return [tuple(row.get(name) or "" for name in names) for row in report.tables]


@frappe.whitelist(methods=["POST"])
def correct(report: str) -> str:
	"""A new version of a released report, to be written, reviewed and released like any other."""
	old = frappe.get_doc("Evaluation Report", report)
	old.check_permission("read")
	frappe.has_permission("Evaluation Report", "create", throw=True)
	if old.status != RELEASED:
		frappe.throw(_("Only a released report needs a corrected version."), title=_("Not released yet"))
	new = frappe.copy_doc(old)
	new.update({"status": DRAFT, "docstatus": 0, "replaces": old.name, "amended_from": None})
	return new.insert().name
