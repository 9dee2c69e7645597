"""Sessions of a series, made ahead around public and school holidays."""

from datetime import date, datetime, timedelta
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, cint, get_time, getdate

from refugee_support.duties import following
from refugee_support.rules.cafe_sessions import LeftOut, Rhythm, SchoolHoliday, session_days
from refugee_support.rules.deadlines.days import holiday_on

SERIES, SESSION = "Language Cafe Series", "Language Cafe Session"
WEEKS_AHEAD = 8
REPEATED = (
	"title",
	"place",
	"room",
	"capacity",
	"level_from",
	"level_to",
	"topic",
	"funding_programme",
	"with_childcare",
	"places_under_3",
	"places_3_to_6",
	"places_from_7",
)


def make_all_due(today: date) -> None:
	"""The daily job: one series that cannot be read does not hold up the others."""
	for name in frappe.get_all(SERIES, {"enabled": 1}, pluck="name"):
		frappe.db.savepoint("series")
		try:
			make_ahead(frappe.get_doc(SERIES, name), today)
		except Exception:
			frappe.db.rollback(save_point="series")
			frappe.log_error("Language café: sessions could not be made", reference_doctype=SERIES)


@frappe.whitelist(methods=["POST"])
def make_sessions(series: str) -> dict[str, Any]:
	"""For the button on the series: what was made, and which days were left out and why."""
	document = frappe.get_doc(SERIES, series)
	document.check_permission("write")
	frappe.has_permission(SESSION, "create", throw=True)
	made, left_out = make_ahead(document, getdate())
	return {
		"made": made,
		"left_out": [f"{frappe.format(row.day, {'fieldtype': 'Date'})}: {row.reason}" for row in left_out],
	}


def make_ahead(series: Document, today: date) -> tuple[int, list[LeftOut]]:
	"""Those of the coming weeks that are not there yet. A session that was moved or cancelled keeps its day in the
	series, so that it is not made again."""
	last = getdate(add_days(today, 7 * (cint(series.weeks_ahead) or WEEKS_AHEAD)))
	days, left_out = session_days(
		rhythm_of(series), today, last, public_holiday, school_holidays(today, last)
	)
	there = set(frappe.get_all(SESSION, {"series": series.name}, pluck="series_key"))
	missing = [day for day in days if series_key(series.name, day) not in there]
	for day in missing:
		# Made by the series' own plan: the button asks for the right, the job is nobody's.
		session = session_on(series, day).insert(ignore_permissions=True)
		following.make_for_session(session, series)
	return len(missing), left_out


def rhythm_of(series: Document) -> Rhythm:
	return Rhythm(
		weekday=series.weekday,
		starts_on=getdate(series.starts_on),
		ends_on=getdate(series.ends_on) if series.ends_on else None,
		every_weeks=2 if series.rhythm == "Every Second Week" else 1,
		in_school_holidays=bool(cint(series.in_school_holidays)),
	)


def state() -> str:
	return frappe.db.get_single_value("Refugee Support Settings", "state") or "NW"


def public_holiday(day: date) -> str | None:
	found = holiday_on(day, state())
	if not found:
		return None
	return found.de if str(frappe.local.lang).startswith("de") else found.en


def school_holidays(first: date, last: date) -> list[SchoolHoliday]:
	rows = frappe.get_all(
		"School Holiday",
		{"enabled": 1, "state": state(), "from_date": ["<=", last], "to_date": [">=", first]},
		["from_date", "to_date", "label"],
	)
	return [SchoolHoliday(getdate(row.from_date), getdate(row.to_date), row.label) for row in rows]


def series_key(series: str, day: date) -> str:
	return f"{series}|{day}"


def session_on(series: Document, day: date) -> Document:
	session = frappe.new_doc(SESSION)
	session.update({field: series.get(field) for field in REPEATED})
	session.update(
		{
			"series": series.name,
			"series_day": day,
			"series_key": series_key(series.name, day),
			"starts_at": datetime.combine(day, clock(series.from_time)),
			"ends_at": datetime.combine(day, clock(series.to_time)),
		}
	)
	session.set("helpers", [{"helper": row.helper, "duty": row.duty} for row in series.helpers])
	session.flags.from_series = True
	return session


def clock(value: Any) -> Any:
	"""A Time field is a duration on MariaDB, a time on SQLite and text in a form."""
	if isinstance(value, timedelta):
		return (datetime.min + value).time()
	return get_time(value)
