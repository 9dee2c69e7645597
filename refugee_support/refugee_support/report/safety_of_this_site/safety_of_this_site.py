"""Is this site safe? The settings of the running site, the worst first, and what to do about each."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html

from refugee_support.access import administrates
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.safety import findings
from refugee_support.safety.finding import GOOD, TO_DO, URGENT, Finding

Row = dict[str, Any]
COLOUR = {GOOD: "green", TO_DO: "orange", URGENT: "red"}


def execute(filters: dict[str, Any] | None = None) -> tuple[list[Row], list[Row], str, None, list[Row]]:
	if not administrates(frappe.session.user):
		frappe.throw(_("This is for the administrators of the association."), frappe.PermissionError)
	keep_live("Safety of This Site")
	found = findings()
	return columns(), [row_of(finding) for finding in found], message(found), None, summary(found)


def columns() -> list[Row]:
	return [
		{"fieldname": "state_label", "label": _("How It Stands"), "fieldtype": "Data", "width": 100},
		{"fieldname": "point", "label": _("What Is Looked At"), "fieldtype": "Data", "width": 340},
		{"fieldname": "found", "label": _("On This Site"), "fieldtype": "Data", "width": 240},
		{"fieldname": "to_do", "label": _("What to Do"), "fieldtype": "Data", "width": 900},
	]


def row_of(finding: Finding) -> Row:
	return {
		"state": finding.state,
		"state_label": label_of(finding.state),
		"colour": COLOUR[finding.state],
		"point": finding.point,
		"found": finding.found,
		"to_do": finding.to_do,
	}


def label_of(state: str) -> str:
	return {GOOD: _("Good"), TO_DO: _("To do"), URGENT: _("Urgent")}[state]


def message(found: list[Finding]) -> str:
	"""What is to be done, in whole sentences: a table cuts them off, on a telephone after a few words."""
	points = [
		'<li><span class="indicator-pill {}">{}</span> <b>{}</b> ({}): {}</li>'.format(
			COLOUR[finding.state],
			*(
				escape_html(text)
				for text in (label_of(finding.state), finding.point, finding.found, finding.to_do)
			),
		)
		for finding in found
		if finding.state != GOOD
	]
	return '<ul class="list-unstyled">{}</ul>'.format("".join(points)) if points else ""


def summary(found: list[Finding]) -> list[Row]:
	return [
		{
			"label": label_of(state),
			"value": sum(finding.state == state for finding in found),
			"datatype": "Int",
			"indicator": COLOUR[state].title(),
		}
		for state in (URGENT, TO_DO, GOOD)
	]
