"""Summer and winter time, a clock that jumps, a server in UTC: nobody is reminded twice, nobody is forgotten."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import frappe
import pytest
from frappe.utils import data, get_datetime, getdate, now_datetime

from refugee_support import clock
from refugee_support.deadlines import heartbeat, reminders
from refugee_support.erasing import due
from refugee_support.refugee_support.doctype.data_breach import data_breach
from refugee_support.safety import running
from refugee_support.safety.finding import GOOD, URGENT
from tests.site import factories
from tests.site import records as make

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# 25 hours and 23: clocks go back at 3 on the one Sunday, forward at 2 on the other
NEXT = date.today().year + 1  # whoever is reminded has signed by then
AUTUMN, SPRING = (
	max(day for day in (date(NEXT, month, n) for n in range(25, 32)) if day.weekday() == 6)
	for month in (10, 3)
)


@pytest.fixture(autouse=True)
def berlin() -> None:
	frappe.db.set_single_value("System Settings", "time_zone", "Europe/Berlin")
	frappe.cache.delete_value("time_zone")
	assert frappe.utils.get_system_timezone() == "Europe/Berlin"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
	"""The clock on the wall, for everybody who has taken `now_datetime` from Frappe."""
	original = data.now_datetime
	users = [
		module for module in list(sys.modules.values()) if getattr(module, "now_datetime", None) is original
	]

	def set_to(moment: datetime) -> None:
		for module in users:
			monkeypatch.setattr(module, "now_datetime", lambda: moment)

	return set_to


@pytest.fixture
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def real_hours(day: date) -> Iterator[datetime]:
	"""Every hour that passes from the evening before to the morning after, as the clock shows it."""
	moment = clock.to_utc(datetime.combine(day, datetime.min.time()) - 6 * HOUR)
	for number in range(40):
		yield clock.from_utc(moment + number * HOUR)


def steps_of(deadline: str) -> Counter:
	rows = frappe.get_all("Deadline Reminder", {"deadline": deadline}, ["recipient", "step"])
	return Counter((row.recipient, row.step) for row in rows)


def run_hourly(at: Callable, moments: list[datetime]) -> None:
	frappe.set_user("Administrator")
	for moment in moments:
		at(moment)
		reminders.run_if_due()


# --- Deadlines ---


@pytest.mark.parametrize("day", [AUTUMN, SPRING])
def test_on_a_day_of_25_or_23_hours_a_step_is_told_once(day: date, at: Callable, counsellor: str) -> None:
	hours = list(real_hours(day))
	assert sum(moment.date() == day for moment in hours) == (25 if day == AUTUMN else 23)
	at(hours[0])
	deadline = make.deadline(due_on=day + 3 * DAY, responsible=counsellor).name
	frappe.db.set_single_value("Refugee Support Settings", heartbeat.FIELD, hours[0] - DAY)
	run_hourly(at, hours)
	told = steps_of(deadline)
	assert told[counsellor, "3 Days"] == 1 and set(told.values()) == {1}


def test_a_clock_that_jumps_by_hours_and_a_day_reminds_of_every_step_once(
	at: Callable, counsellor: str
) -> None:
	monday = datetime(NEXT, 11, 2, 8)
	at(monday)
	deadline = make.deadline(due_on=date(NEXT, 11, 12), responsible=counsellor).name
	moments = [
		*(monday, monday - 5 * HOUR, monday + HOUR),  # back by hours
		*(monday + 3 * DAY, monday + 2 * HOUR, monday + DAY),  # ahead by days, and set right
		*(monday + 3 * DAY, monday + 2 * DAY, monday + 3 * DAY + HOUR),  # back by a day
		*(monday + number * DAY for number in range(4, 12)),
	]
	assert any(later < earlier for earlier, later in pairwise(moments))
	run_hourly(at, moments)
	told = steps_of(deadline)
	assert set(told.values()) == {1}, told
	mine = {step for user, step in told if user == counsellor}
	at(monday)
	frappe.db.set_single_value("Refugee Support Settings", heartbeat.FIELD, monday - DAY)
	straight = make.deadline(due_on=date(NEXT, 11, 12), responsible=counsellor).name
	run_hourly(at, [monday + number * DAY for number in range(12)])
	assert mine == {step for user, step in steps_of(straight) if user == counsellor} and len(mine) > 3


def test_reminders_that_ran_in_the_future_are_said_to_be_late(at: Callable) -> None:
	at(datetime(2026, 11, 3, 8))
	heartbeat.beat()
	at(datetime(2026, 11, 2, 8))
	assert heartbeat.is_late()
	at(datetime(2026, 11, 3, 7))  # the night in October
	assert not heartbeat.is_late()


# --- Frappe's scheduler ---


def test_jobs_that_wait_for_a_time_in_the_future_are_named_and_begun_again() -> None:
	job = frappe.get_doc("Scheduled Job Type", {"method": "refugee_support.tasks.remind_of_deadlines"})
	job.db_set("last_execution", now_datetime() + 3 * DAY)
	assert not job.is_event_due(now_datetime() + DAY)  # this is what makes it dangerous
	assert (running.last_run().state, "set_right" in running.last_run().to_do) == (URGENT, True)
	assert clock.set_right() == 1
	assert running.last_run().state == GOOD
	job.reload()
	assert job.is_event_due(now_datetime() + HOUR)
	assert clock.set_right() == 0


# --- Hours that count ---


@pytest.mark.parametrize(
	("noticed", "due_at"),
	[
		("2026-10-24 10:00:00", "2026-10-27 09:00:00"),
		("2026-10-25 02:30:00", "2026-10-28 01:30:00"),  # twice on that night: the first is meant
		("2026-03-28 10:00:00", "2026-03-31 11:00:00"),
		("2026-11-03 10:00:00", "2026-11-06 10:00:00"),
	],
)
def test_the_72_hours_are_hours_that_pass(noticed: str, due_at: str, counsellor: str) -> None:
	assert breach(noticed).report_due_at == get_datetime(due_at)


def breach(noticed: str, **values: str) -> Any:
	words = {"title": "Brief", "what_happened": "Ein Bescheid ging an die alte Anschrift."}
	return frappe.get_doc({"doctype": "Data Breach", "noticed_at": noticed, **words, **values}).insert()


def test_five_reminders_in_72_hours_although_the_clock_went_back_twice(at: Callable, counsellor: str) -> None:
	at(datetime(2026, 10, 24, 10, 30))
	document = breach("2026-10-24 10:00:00", responsible=counsellor)
	began = clock.to_utc(datetime(2026, 10, 24, 10, 30))
	for number in range(73):
		at(clock.from_utc(began + number * HOUR))
		data_breach.remind()
		if number == 30:
			at(clock.from_utc(began + 20 * HOUR))  # somebody sets it back, and right again
			data_breach.remind()
	told = frappe.db.count("Notification Log", {"document_name": document.name, "for_user": counsellor})
	assert told == frappe.db.get_value("Data Breach", document.name, "reminders_sent") == 5


def test_erasures_are_proposed_once_however_often_a_night_comes(site: str) -> None:
	client = factories.make_client(status="Closed").name
	frappe.db.set_value("Client", client, {"creation": "2010-01-01 08:00:00", "closed_on": "2010-02-01"})
	for day in (AUTUMN, AUTUMN + DAY, AUTUMN - DAY, AUTUMN, AUTUMN + DAY):
		due.update_list(day)
	assert frappe.get_all("Client Erasure", {"client": client}, pluck="status") == ["Due"]


# --- Where the server stands ---


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Europe/Berlin"])
def test_the_time_is_that_of_the_site_whatever_the_server_thinks(
	zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setenv("TZ", zone)
	time.tzset()
	try:
		utc = datetime.fromtimestamp(time.time(), tz=UTC).replace(tzinfo=None)
		assert abs(clock.to_utc(now_datetime()) - utc) < timedelta(seconds=5)
		assert getdate() == now_datetime().date()
	finally:
		monkeypatch.undo()
		time.tzset()
