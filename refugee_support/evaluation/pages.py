"""A report as pages in German: for the council, in plain language, and with every figure for the house alone.

The templates are German because the council is; what stands in them was translated when the figures were frozen.
"""

from functools import cache
from pathlib import Path
from typing import Any

import frappe
from frappe.utils import getdate
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from refugee_support.evaluation.charts import bars

TEMPLATES = Path(__file__).parents[1] / "templates" / "evaluation"
WITHHELD = "•"
MEASURES = {
	"Contacts": ("Gespräche", "Ein Gespräch zählt einmal, auch wenn eine ganze Familie am Tisch sitzt."),
	"Hours": (
		"Stunden",
		"Die Dauer jedes Gesprächs zählt einmal, auch wenn mehrere Menschen am Tisch sitzen.",
	),
	"Persons": (
		"Menschen",
		"Jeder Mensch zählt einmal, wie oft er auch kommt: mit den Merkmalen bei seinem letzten Besuch im Zeitraum. "
		"Wer anonym bleibt, zählt hier nicht.",
	),
	"Households": (
		"Haushalte",
		"Jeder Haushalt zählt einmal, mit den Merkmalen einer Person aus ihm beim letzten Besuch im Zeitraum. "
		"Wer in keinem Haushalt erfasst ist, zählt als Haushalt mit einer Person.",
	),
}
PLAIN = {
	"Contacts": ("So viele Gespräche", "Gespräche"),
	"Hours": ("So viele Stunden", "Stunden"),
	"Persons": ("So viele Menschen", "Menschen"),
	"Households": ("So viele Haushalte", "Haushalte"),
}
MOST_IN_PLAIN = 5


def council(report: Any, figures: dict[str, Any]) -> str:
	return _render("council.html", report, figures, internal=False)


def internal(report: Any, figures: dict[str, Any]) -> str:
	return _render("council.html", report, figures, internal=True)


def plain(report: Any, figures: dict[str, Any]) -> str:
	return _render("plain.html", report, figures, internal=False)


def _render(template: str, report: Any, figures: dict[str, Any], *, internal: bool) -> str:
	return (
		environment()
		.get_template(template)
		.render(
			report=report,
			association=frappe.db.get_single_value("Refugee Support Settings", "association_name") or "",
			tables=[Shown(table, report) for table in figures["tables"]],
			threshold=figures["threshold"],
			merged=figures.get("merged", False),
			rounded=figures.get("rounded", False),
			service=_word(report.service_type) if report.service_type else "",
			programme=programme_label(report.funding_programme),
			internal=internal,
			is_released=report.docstatus == 1,
		)
	)


@cache
def environment() -> Environment:
	environment = Environment(
		loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
	)
	environment.filters |= {"number": number, "day": day}
	return environment


def number(value: float | None) -> str:
	"""German: 1.234 and 12,5; a dot for what is withheld."""
	if value is None:
		return WITHHELD
	text = f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
	return text.translate(str.maketrans(",.", ".,"))


def day(value: Any) -> str:
	return getdate(value).strftime("%d.%m.%Y") if value else ""


def _word(text: str) -> str:
	word = frappe._(text, "de", context="Evaluation Report Table")
	return word if word != text else frappe._(text, "de", context="Service Record")


def programme_label(name: str | None) -> str:
	"""A programme that was deleted since goes by the name it had in the records."""
	return (frappe.db.get_value("Funding Programme", name, "label") or name) if name else ""


class Shown:
	"""One table with its German words."""

	def __init__(self, table: dict[str, Any], report: Any) -> None:
		self.values = table
		self.measure, self.definition = MEASURES[table["measure"]]
		self.plain_heading, self.plain_unit = PLAIN[table["measure"]]
		self.row_word = _word(table["row_characteristic"])
		self.column_word = _word(table["column_characteristic"]) if table["column_characteristic"] else ""
		self.title = table["title"] or self.default_title
		self.rows = [self.label("rows", key) for key in table["rows"]]
		self.columns = [self.label("columns", key) for key in table["columns"]] if self.column_word else []
		self.now = table["periods"][0]
		self.before = table["periods"][1] if len(table["periods"]) > 1 else None

	@property
	def default_title(self) -> str:
		by = f"{self.row_word} und {self.column_word}" if self.column_word else self.row_word
		return f"{self.measure} nach {by}"

	def label(self, side: str, key: str) -> str:
		return self.values["labels"][side].get("de", {}).get(key) or key

	@property
	def is_empty(self) -> bool:
		return self.now["total"] == 0

	@property
	def is_withheld(self) -> bool:
		"""Everything is a dot: too few people in all."""
		every = [self.now["total"], *self.now["row_totals"]]
		return bool(every) and all(value is None for value in every)

	@property
	def has_dots(self) -> bool:
		grids = [part for part in (self.now, self.before) if part]
		return any(
			value is None
			for part in grids
			for value in (part["total"], *part["row_totals"], *(one for row in part["cells"] for one in row))
		)

	def change(self, position: int | None) -> str:
		"""In per cent of the period compared with; nothing where one of the two is withheld or the earlier is zero."""
		if not self.before:
			return ""
		now = self.now["total"] if position is None else self.now["row_totals"][position]
		then = self.before["total"] if position is None else self.before["row_totals"][position]
		if now is None or not then:
			return ""
		return f"{round((now - then) / then * 100):+d} %".replace("-", "\u2212")

	@property
	def chart(self) -> Markup:
		if not self.values["chart"] or self.is_empty or self.is_withheld:
			return Markup("")
		before = self.before["row_totals"] if self.before else None
		return bars(self.rows, self.now["row_totals"], before, number)

	@property
	def largest(self) -> list[tuple[str, float]]:
		"""The largest groups, for who reads sentences rather than tables."""
		found = [
			(label, value)
			for key, label, value in zip(self.values["rows"], self.rows, self.now["row_totals"], strict=True)
			if key and value
		]
		return sorted(found, key=lambda one: -one[1])[:MOST_IN_PLAIN]
