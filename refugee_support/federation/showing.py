"""The combined figures as they are read: one table after the other, each with what has to be said about it."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate
from markupsafe import Markup

from refugee_support.evaluation.charts import bars
from refugee_support.evaluation.pages import WITHHELD, environment
from refugee_support.federation import categories
from refugee_support.federation.receiving import FILE, checked
from refugee_support.rules.federation import Combined, CombinedTable, ExchangeFile, Label, combine
from refugee_support.rules.federation.bounds import Place


def files_of(evaluation: str) -> list[ExchangeFile]:
	"""Checked anew whenever they are shown. Without permissions: whoever reads the evaluation reads its files."""
	rows = frappe.get_all(
		FILE, {"evaluation": evaluation}, ["content", "file_name"], order_by="association_key, from_date"
	)
	return [checked(row.content, row.file_name) for row in rows]


def tables_of(files: list[ExchangeFile]) -> "list[ShownTable]":
	known = categories.known(
		(side, labels)
		for file in files
		for table in file.tables
		for side, labels in zip(table.sides, (table.rows, table.columns), strict=True)
	)
	return [ShownTable(table, known) for table in combine(files, known, categories.groups())]


class ShownTable:
	"""A combined table in the reader's language."""

	def __init__(self, table: CombinedTable, known: dict[str, set[str]]) -> None:
		self.table, self.measure = table, _(table.measure, context="Evaluation Report Table")
		self.row_word, self.column_word = categories.word(table.rows_by), categories.word(table.columns_by)
		self.row_keys = categories.ordered(table.sides[0], table.rows, table, is_row=True)
		self.column_keys = categories.ordered(table.sides[1], table.columns, table, is_row=False)
		self.rows = self._called(0, table.rows, self.row_keys, known)
		self.columns = self._called(1, table.columns, self.column_keys, known)

	def _called(
		self, at: int, labels: tuple[Label, ...], keys: list[str], known: dict[str, set[str]]
	) -> list[str]:
		side = self.table.sides[at]
		words = categories.in_words(side, labels, known.get(side, ())) if labels else {}
		return [words[key] for key in keys]

	@property
	def title(self) -> str:
		by = _("{0} and {1}").format(self.row_word, self.column_word) if self.column_word else self.row_word
		return _("{0} by {1}").format(self.measure, by)

	@property
	def periods(self) -> list[str]:
		return [days(period) for period in self.table.periods]

	def figure(self, place: Place, period: int = 0) -> Combined:
		return self.table.grids[period][place]

	def lines(self, period: int) -> list[tuple[str, list[Combined]]]:
		"""Every row with its figures, the sum of the row last; the line of totals at the end."""
		names = [*zip(self.rows, self.row_keys, strict=True), (_("Total"), None)]
		return [
			(name, [self.figure((row, column), period) for column in (*self.column_keys, None)])
			for name, row in names
		]

	@property
	def headings(self) -> list[str]:
		return [self.row_word, *self.columns, _("Total") if self.columns else self.measure]

	@property
	def has_ranges(self) -> bool:
		return any(not figure.is_whole for grid in self.table.grids for figure in grid.values())

	@property
	def chart(self) -> Markup:
		figures = [self.figure((row, None)) for row in self.row_keys]
		if not any(figure.low for figure in figures):
			return Markup("")
		lengths = [figure.shown if figure.is_whole else figure.low for figure in figures]
		return bars(self.rows, lengths, None, number, [in_words(figure) for figure in figures])

	def notes(self) -> list[str]:
		"""What must be read beside the figures."""
		table, names = self.table, frappe.utils.comma_and
		found = [
			_("Associations added up ({0}): {1}.").format(
				len(table.associations), names(table.associations, False)
			)
		]
		if table.measure == "Persons":
			found.append(
				_(
					"Persons are counted once per association: who is known to two associations is counted twice."
				)
			)
		if table.measure == "Households":
			found.append(
				_(
					"Households are counted once per association: one known to two associations is counted twice."
				)
			)
		if table.without:
			found.append(
				_("Not included, because their file has no such table: {0}.").format(
					names(table.without, False)
				)
			)
		if table.other_periods:
			found.append(
				_("The period compared with is left out, because the files have different ones or none.")
			)
		if table.rounded:
			found.append(
				_("Rounded in the file, so that the sum is not exact: {0}.").format(
					names(table.rounded, False)
				)
			)
		if any(figure.elsewhere for grid in table.grids for figure in grid.values()):
			found.append(
				_(
					"Some associations count rare countries as their region of the world. There, a country without a figure of its own may stand for a few people; a region stands for these countries alone."
				)
			)
		if self.has_ranges:
			found.append(
				_(
					"“{0}2” means: two associations withhold this figure, so that nobody can be found. The sum then lies in the range given; a dot alone says that nothing is known."
				).format(WITHHELD)
			)
		return found


def number(value: float | None) -> str:
	if value is None:
		return WITHHELD
	field = {"fieldtype": "Float", "precision": 1} if isinstance(value, float) else {"fieldtype": "Int"}
	return frappe.format_value(value, field)


def in_words(figure: Combined) -> str:
	"""120 · 120 to 134 •2 · at least 120 •2 · •"""
	if figure.is_whole:
		return number(figure.shown)
	mark = f"{WITHHELD}{figure.withheld + figure.elsewhere}"
	low, high = int(figure.low), None if figure.high is None else -int(-figure.high // 1)
	if high is None:
		return _("at least {0}").format(number(low)) + f" {mark}" if low else mark
	return _("{0} to {1}", context="range of numbers").format(number(low), number(high)) + f" {mark}"


def days(period: tuple[Any, Any]) -> str:
	return f"{formatdate(period[0])} – {formatdate(period[1])}"


def protection(file: ExchangeFile) -> str:
	words = [_("from {0} on").format(file.threshold)]
	if file.merged:
		words.append(_("rare countries as regions"))
	if file.rounded:
		words.append(_("rounded to 5"))
	return ", ".join(words)


def page(evaluation: Any) -> str:
	"""The HTML on the form."""
	files = files_of(evaluation.name)
	return (
		environment()
		.get_template("federation.html")
		.render(
			files=files,
			tables=tables_of(files),
			words=in_words,
			days=days,
			formatdate=formatdate,
			protection=protection,
			services=services(evaluation),
			_=_,
		)
	)


def services(evaluation: Any) -> str:
	found = [categories.word(evaluation.service_type or ""), evaluation.funding_programme or ""]
	return ", ".join(word for word in found if word)
