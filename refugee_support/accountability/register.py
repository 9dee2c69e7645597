"""The record of processing activities: Art. 30 (1) GDPR, point by point."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, getdate

from refugee_support.accountability import ACTIVITY, REVIEW_AFTER, retention
from refugee_support.accountability.paper import Paper, Section, day_of, text_of, who_is_responsible
from refugee_support.client_page import label_of


def register() -> Paper:
	"""Of what the association does; read through the reader's own permissions."""
	activities = [frappe.get_doc(ACTIVITY, name) for name in enabled()]
	return Paper(
		title=_("Record of Processing Activities"),
		law=_("Art. 30 (1) GDPR"),
		intro=_(
			"Measures under Art. 32 GDPR stand in a list of their own, which is printed from the state of the program on the day."
		),
		sections=[
			who_is_responsible(),
			overview(activities),
			*(section_of(number, one) for number, one in enumerate(activities, 1)),
			Section("", kind="signature"),
		],
	)


def enabled() -> list[str]:
	return frappe.get_list(ACTIVITY, {"enabled": 1}, pluck="name", order_by="sort_order, name", limit=0)


def overview(activities: list[Any]) -> Section:
	return Section(
		_("Overview"),
		kind="overview",
		columns=(_("No."), _("Processing Activity"), _("Impact Assessment"), _("Reviewed")),
		rows=[
			(str(number), label_of(one), _(one.assessment, context=ACTIVITY), reviewed(one))
			for number, one in enumerate(activities, 1)
		],
	)


def reviewed(activity: Any) -> str:
	if not activity.reviewed_on:
		return _("not yet")
	return _("{0}, {1}").format(day_of(activity.reviewed_on), activity.reviewed_by_name or "–")


def section_of(number: int, activity: Any) -> Section:
	return Section(
		f"{number}. {label_of(activity)}",
		facts=facts_of(activity),
		note=""
		if activity.reviewed_on
		else _(
			"A proposal that came with the program. Nobody of the association has compared it with what is really done."
		),
	)


def facts_of(activity: Any) -> list[tuple[str, str]]:
	kept = [*retention.sentences(activity.retention_kind), text_of(activity, "retention_note")]
	reason = text_of(activity, "assessment_reason")
	assessment = _("{0}. {1}").format(_(activity.assessment, context=ACTIVITY), reason).strip()
	return [
		(_("Purpose"), text_of(activity, "purpose")),
		(_("Legal Basis"), text_of(activity, "legal_basis")),
		(_("Categories of Persons"), text_of(activity, "persons")),
		(_("Categories of Data"), text_of(activity, "data_categories")),
		(_("Recipients"), text_of(activity, "recipients")),
		(_("Third Countries"), text_of(activity, "third_countries")),
		(_("Retention"), "\n".join(line for line in kept if line)),
		(_("Impact Assessment"), assessment),
		(_("Last Reviewed On"), reviewed(activity)),
	]


def out_of_date() -> list[str]:
	"""Activities nobody has reviewed for a year, or ever."""
	day = add_months(getdate(), -REVIEW_AFTER)
	rows = frappe.get_all(ACTIVITY, {"enabled": 1}, ["name", "reviewed_on"])
	return [row.name for row in rows if not row.reviewed_on or getdate(row.reviewed_on) < getdate(day)]
