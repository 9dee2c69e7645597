"""What stands around one Application Support: its stations, gaps, skills, qualifications and applications at a glance."""

from typing import Any

import frappe
from frappe.utils import cint, getdate

from refugee_support.rules import career

STATION = (
	*("name", "kind", "title", "organisation", "place", "from_date", "to_date", "is_ongoing"),
	*("date_precision", "show_in_cv", "certificate", "certificate_valid_until"),
)
SKILL = ("name", "kind", "title", "cefr_level", "is_native", "show_in_cv")
QUALIFICATION = (
	*("name", "title_original", "german_equivalent", "anabin_status", "applied_on"),
	*("decision_due_on", "decision"),
	*("procedure", "next_step", "next_step_on"),
)
APPLICATION = (
	"name",
	"employer",
	"position",
	"outcome",
	"sent_on",
	"interview_on",
	"trial_work_on",
	"claim_until",
)
# What was made: kind of the paper -> what tells one from another
PAPERS = {
	"Client CV": ("design", "note"),
	"Client Cover Letter": ("subject",),
	"Client Application Folder": ("contents", "note"),
}
TALK = ("name", "talk_on", "minutes", "channel")
MOST = 200  # of each kind


def of(support: Any) -> dict[str, Any]:
	"""Rows a reader of the support may read; nothing that names the client."""
	stations = _rows("Client Career Station", support, STATION, "from_date desc")
	return {
		"stations": stations,
		"gaps": gaps_in(support, stations),
		"overlaps": overlaps_in(stations),
		"reasons": list(career.REASONS),
		"skills": _rows("Client Career Skill", support, SKILL, "kind asc"),
		"qualifications": _rows("Client Qualification", support, QUALIFICATION, "awarded_on desc"),
		"applications": _rows("Client Job Application", support, APPLICATION, "sent_on desc"),
		"papers": papers_of(support),
		"talks": _rows("Application Support Talk", support, TALK, "talk_on desc"),
	}


def papers_of(support: Any) -> list[dict[str, Any]]:
	"""Every version of every paper, the newest first; a letter that is no PDF yet is on top."""
	found = [
		{"doctype": doctype, **row}
		for doctype, fields in PAPERS.items()
		for row in _rows(doctype, support, ("name", "made_on", "file", *fields), "creation desc")
	]
	unfinished = [row for row in found if not row["made_on"]]
	return unfinished + sorted(
		(row for row in found if row["made_on"]), key=lambda row: row["made_on"], reverse=True
	)


def gaps_in(support: Any, stations: list[Any]) -> list[dict[str, Any]]:
	born = frappe.db.get_value("Client", support.client, "date_of_birth")
	found = career.gaps(periods(stations), today=getdate(), born=getdate(born) if born else None)
	return [
		{
			"from_date": gap.since,
			"to_date": gap.until,
			"months": gap.months,
			"goes_on": gap.until == getdate(),
		}
		for gap in found
	]


def overlaps_in(stations: list[Any]) -> list[list[str]]:
	return [[first.title, second.title] for first, second in career.overlaps(periods(stations))]


def periods(stations: list[Any]) -> list[career.Period]:
	found = (
		career.period(
			getdate(row.from_date) if row.from_date else None,
			getdate(row.to_date) if row.to_date else None,
			precision=row.date_precision or "Day",
			ongoing=bool(cint(row.is_ongoing)),
			title=row.title,
		)
		for row in stations
	)
	return [one for one in found if one]


def _rows(doctype: str, support: Any, fields: tuple[str, ...], order_by: str) -> list[Any]:
	filters = {"application_support": support.name}
	return frappe.get_list(doctype, filters, [*fields], order_by=order_by, limit=MOST)
