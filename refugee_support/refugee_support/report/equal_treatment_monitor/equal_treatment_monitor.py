"""Equal treatment: do applications of some people take longer, or are they refused more often, than others' for the same
thing at the same authority?

Reads Service Records only and counts applications, not people. docs/figures.md says what it shows and what it does not.
"""

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Count

from refugee_support.evidence import counting, layout
from refugee_support.evidence.filters import Frame, choice_in, narrowing_in, read_frame, refuse
from refugee_support.evidence.publishing import TOTAL, WITHHELD, withhold_lines
from refugee_support.refugee_support.report.consultations_over_time.labels import labels_of
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.rules.applications import DECISIONS
from refugee_support.rules.equal_treatment import (
	DAYS,
	DOCUMENTS,
	MEASURES,
	REFUSED,
	REMEDY,
	Cases,
	Comparison,
	compare,
)

Row = dict[str, Any]
Strata = dict[tuple[str, str], dict[str, Cases]]
HOUSEHOLD = "household"
BY = ("region", "residence_category", "gender", HOUSEHOLD)
SIZES = ("5", "10", "20", "30", "50")
REFUSALS = ("Rejected", "Denied for Non-Cooperation")
SUCCESS = ("Fully Successful", "Partly Successful")


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str, None, list[Row]]:
	frappe.has_permission("Service Record", "report", throw=True)
	keep_live("Equal Treatment Monitor")
	frame, by, smallest = read_filters(dict(filters or {}))
	strata = count(frame, by)
	found = compare(strata, smallest=smallest)
	rows = get_rows(frame, by, strata, found)
	return get_columns(), rows, get_notes(frame, smallest), None, get_summary(found)


def read_filters(filters: Row) -> tuple[Frame, str, int]:
	frame = read_frame(filters)
	for field in ("application_type", "authority"):
		if value := narrowing_in(filters, field):
			frame.where[field] = value
	by = choice_in(filters, "by", _("Compare by"), BY) or BY[0]
	smallest = int(choice_in(filters, "smallest", _("Smallest Group Compared"), SIZES) or 10)
	if frame.protected and smallest < frame.threshold:
		refuse(
			_("{0}: please choose at least {1}, the smallest figure shown."),
			_("Smallest Group Compared"),
			frame.threshold,
		)
	return frame, by, smallest


def count(frame: Frame, by: str) -> Strata:
	"""Cases by kind of application and authority, then by group, in one query: decided applications, each once."""
	record = DocType("Service Record")
	group = (
		Case().when(record.applicants > 1, "family").else_("alone")
		if by == HOUSEHOLD
		else counting.value_of(by)
	)
	keys = [counting.value_of("application_type"), counting.value_of("authority"), group, record.outcome]
	keys += [record.processing_days, record.documents_requested, counting.value_of("remedy_outcome")]
	query = counting.records(frame, ("Application Decided",)).where(record.participation == "Main Person")
	query = query.where(record.outcome.isin(DECISIONS))
	strata: Strata = defaultdict(lambda: defaultdict(Cases))
	for kind, authority, name, *case, number in query.select(*keys, Count("*")).groupby(*keys).run():
		_add(strata[kind, authority][name], *case, number)
	return strata


def _add(cases: Cases, outcome: str, days: int, documents: int, remedy: str, number: int) -> None:
	if days > 0:
		cases.days[days] = cases.days.get(days, 0) + number
	questions = {REFUSED: outcome in REFUSALS, DOCUMENTS: bool(documents)}
	if remedy and remedy != "Remedy Withdrawn":
		questions[REMEDY] = remedy in SUCCESS
	for question, answer in questions.items():
		cases.asked[question] += number
		cases.yes[question] += number * answer


# --- Rows ---


def get_rows(frame: Frame, by: str, strata: Strata, found: list[Comparison]) -> list[Row]:
	"""What was compared, differences first. Groups that are too small are named only where somebody asks for one kind of
	application or one authority: of a whole house they would be a hundred lines without a figure."""
	labels = _labels(by, found)
	kinds = labels_of("application_type", {one.stratum[0] for one in found})
	authorities = labels_of("authority", {one.stratum[1] for one in found})
	asked_for = bool({"application_type", "authority"} & frame.where.keys())
	hidden = {stratum: withheld(groups, frame) for stratum, groups in strata.items()}
	rows = [
		{
			"kind": kinds[one.stratum[0]],
			"authority": authorities[one.stratum[1]],
			"label": labels[one.group],
			**_figures(one, hidden[one.stratum][one.measure]),
		}
		for one in found
		if one.size and (one.verdict != "too few" or asked_for)
	]
	order = {"higher": 0, "lower": 1, "no difference": 2, "too few": 3}
	rows.sort(
		key=lambda row: (order[row["verdict"]], row["kind"], row["authority"], row["measure"], row["label"])
	)
	return rows


def _labels(by: str, found: list[Comparison]) -> dict[str, str]:
	if by == HOUSEHOLD:
		return {"alone": _("One applicant"), "family": _("Several applicants")}
	return labels_of(by, {one.group for one in found})


def withheld(groups: dict[str, Cases], frame: Frame) -> dict[str, set[str]]:
	"""For each measure the groups of whom no figure is shown: too few cases, or too few of them with yes or with no."""
	if not frame.protected:
		return {measure: set() for measure in MEASURES}
	found = {}
	for measure in MEASURES:
		lines = {name: _counts(cases, measure) for name, cases in groups.items()}
		found[measure] = withhold_lines(lines, frame.threshold)
	return found


def _counts(cases: Cases, measure: str) -> list[int]:
	size = cases.size(measure)
	return [size] if measure == DAYS else [size, cases.yes[measure], size - cases.yes[measure]]


def _figures(one: Comparison, hidden: set[str]) -> Row:
	row: Row = {
		"measure": measure_name(one.measure),
		"verdict": one.verdict,
		"finding": finding(one),
		"size": one.size,
		"other_size": one.other_size,
		"value": _shown(one, one.value),
		"other_value": _shown(one, one.other_value),
		"probability": None if one.probability is None else round(one.probability, 3),
	}
	figures = ("size", "other_size", "value", "other_value", "probability")
	if one.group in hidden:
		row |= dict.fromkeys(figures, WITHHELD)
	elif TOTAL in hidden:
		row |= dict.fromkeys(("other_size", "other_value", "probability"), WITHHELD)
	elif one.verdict == "too few":
		row |= dict.fromkeys(("value", "other_value", "probability"), None)
	return row


def measure_name(measure: str) -> str:
	return {
		DAYS: _("Days until decision (median)"),
		REFUSED: _("Refused, %"),
		DOCUMENTS: _("Asked for more documents, %"),
		REMEDY: _("Success after a remedy, %"),
	}[measure]


def _shown(one: Comparison, value: float | None) -> float | None:
	if value is None or one.measure == DAYS:
		return value
	return round(value * 100)


def finding(one: Comparison) -> str:
	"""In plain words; never why."""
	return {
		"too few": _("Too few cases: nothing can be said."),
		"no difference": _("No difference that could not be chance."),
		"higher": _("Higher than for all others; hardly chance."),
		"lower": _("Lower than for all others; hardly chance."),
	}[one.verdict]


# --- Columns, notes, summary ---


def get_columns() -> list[Row]:
	text = {"fieldtype": "Data"}
	return [
		{"fieldname": "kind", "label": _("Application Type"), "width": 180, **text},
		{"fieldname": "authority", "label": _("Authority"), "width": 180, **text},
		{"fieldname": "measure", "label": _("Compared"), "width": 210, **text},
		{"fieldname": "label", "label": _("Group"), "width": 170, **text},
		layout.count_column("size", _("Cases"), 80),
		layout.float_column("value", _("Of This Group"), width=120),
		layout.count_column("other_size", _("Other Cases"), 110),
		layout.float_column("other_value", _("Of All Others"), width=120),
		layout.float_column("probability", _("Chance Alone (p)"), 3, 130),
		{"fieldname": "finding", "label": _("In Words"), "width": 320, **text},
	]


def get_notes(frame: Frame, smallest: int) -> str:
	return layout.notes(
		frame,
		_("Counts decided applications by the day of the decision; a family's application is one."),
		_("Each group is compared with all others who applied for the same thing at the same authority."),
		_("Nothing is said of groups with fewer than {0} cases.").format(smallest),
		_(
			"“Hardly chance” means: among all comparisons of this table, the risk of even one false alarm is at most 5 % (Fisher's exact test and the Mann–Whitney test, corrected by Holm's method)."
		),
		_(
			"The table shows that there is a difference, not why: income, papers or the law may differ between the groups. It knows only the applications we accompanied. “No difference” does not prove equal treatment; there may be too few cases to see one."
		),
	)


def get_summary(found: list[Comparison]) -> list[Row]:
	compared = [one for one in found if one.probability is not None]
	differences = [one for one in compared if one.verdict in ("higher", "lower")]
	return [
		layout.summary(_("Comparisons"), len(compared)),
		layout.summary(_("Too few cases to compare"), sum(1 for one in found if one.size) - len(compared)),
		layout.summary(_("Differences that are hardly chance"), len(differences)),
	]
