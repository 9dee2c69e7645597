"""Gaps, overlaps, work permission and days of the help with job applications."""

from datetime import date

import pytest

from refugee_support.rules import career
from refugee_support.rules.text import has_hidden_marks

TODAY = date(2026, 11, 25)
WORK = career.Period(date(2010, 1, 1), date(2015, 6, 30), "Elektriker")
COURSE = career.Period(date(2016, 9, 1), date(2017, 8, 31), "Integrationskurs")
JOB = career.Period(date(2017, 9, 1), None, "Helfer")


def found(*stations: career.Period, **options) -> list[tuple[date, date]]:
	return [(gap.since, gap.until) for gap in career.gaps(stations, today=TODAY, **options)]


def test_the_time_between_two_stations_is_a_gap() -> None:
	assert found(COURSE, WORK, JOB) == [(date(2015, 7, 1), date(2016, 8, 31))]


def test_a_short_break_is_no_gap() -> None:
	later = career.Period(date(2015, 9, 1), None)
	assert found(WORK, later) == []
	assert found(WORK, later, longer_than=1) == [(date(2015, 7, 1), date(2015, 8, 31))]


def test_a_long_job_covers_what_a_short_one_beside_it_leaves_open() -> None:
	beside = career.Period(date(2011, 1, 1), date(2011, 12, 31))
	assert found(WORK, beside, career.Period(date(2015, 7, 1), None)) == []


def test_from_the_last_station_to_today_is_a_gap() -> None:
	assert found(COURSE) == [(date(2017, 9, 1), TODAY)]


def test_a_profile_without_stations_has_no_gaps() -> None:
	assert found() == []


def test_nothing_before_the_youth_is_asked_about() -> None:
	school = career.Period(date(2000, 9, 1), date(2004, 6, 30))
	later = career.Period(date(2012, 1, 1), None)
	assert found(school, later, born=date(1994, 5, 20)) == [(date(2010, 5, 1), date(2011, 12, 31))]
	assert found(school, later, born=date(1997, 5, 20)) == []


def test_stations_known_to_the_year_or_month_reach_to_its_end() -> None:
	year = career.period(date(2010, 1, 1), date(2012, 1, 1), precision="Year")
	month = career.period(date(2013, 1, 5), date(2024, 2, 1), precision="Month")
	assert (year.since, year.until) == (date(2010, 1, 1), date(2012, 12, 31))
	assert (month.since, month.until) == (date(2013, 1, 1), date(2024, 2, 29))
	assert found(year, month, career.Period(date(2024, 3, 1), None)) == []
	assert career.period(None, None) is None


def test_overlapping_jobs_are_shown_and_those_that_meet_in_a_month_are_not() -> None:
	beside = career.Period(date(2014, 1, 1), date(2016, 1, 1), "Fahrer")
	assert career.overlaps([WORK, beside]) == [(WORK, beside)]
	assert career.overlaps([WORK, career.Period(date(2015, 6, 1), None)]) == []


@pytest.mark.parametrize(
	("category", "code", "says"),
	[
		("Humanitarian Permit", "AE252F", "unbeschränkt"),
		("Settlement Permit", "AUFENTHG_9", "unbeschränkt"),
		("Asylum Procedure", "ASYLG_55", "mit Genehmigung"),
		("Toleration", "AUFENTHG_60A", "mit Genehmigung"),
		("EU Freedom of Movement", "EU", "nicht erforderlich"),
		("Humanitarian Permit", "AE254A", ""),
		("German", "GERMAN", ""),
		("Other Permit", "AUFENTHG_16B", ""),
	],
)
def test_work_permission_follows_the_status_where_the_law_is_clear(category: str, code: str, says: str) -> None:
	line = career.work_permission_line(category, code)
	assert says in line and bool(line) is bool(says)


def test_recognition_is_decided_three_months_after_the_documents_are_complete() -> None:
	assert career.decision_due(date(2026, 11, 30)) == date(2027, 2, 28)
	assert career.decision_due(date(2026, 1, 15)) == date(2026, 4, 15)


@pytest.mark.parametrize(
	("sent", "days"), [(date(2026, 11, 12), 0), (date(2026, 11, 11), 14), (date(2026, 10, 26), 30)]
)
def test_reminders_come_after_14_and_30_days(sent: date, days: int) -> None:
	assert career.reminder_reached(sent, TODAY) == days


@pytest.mark.parametrize(
	("text", "hidden"),
	[
		("<b>Koch</b>", True),
		("Koch\u202egro", True),
		("Köchin", False),
		("کارگر می‌شود", False),
		("zwei\nZeilen", False),
	],
)
def test_hidden_marks_are_found_and_scripts_are_left_alone(text: str, hidden: bool) -> None:
	assert has_hidden_marks(text) is hidden
