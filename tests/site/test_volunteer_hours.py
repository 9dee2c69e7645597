"""Hours, allowances, and who can help: one's own and nobody else's, in figures that name nobody."""

import frappe
import pytest
from frappe.utils import add_days, nowdate

from refugee_support import access
from refugee_support.refugee_support.doctype.volunteer_hours import volunteer_hours
from refugee_support.refugee_support.report.allowances_of_the_year import allowances_of_the_year
from refugee_support.refugee_support.report.hours_of_volunteers import hours_of_volunteers
from refugee_support.refugee_support.report.who_can_help import who_can_help
from tests.site import factories as make


def helper(role: str, **profile) -> str:
	user = make.make_user(role, new_password="")  # nobody logs in: hashing would only cost time
	make.make_volunteer_profile(user, **profile)
	return user


def profile_of(user: str) -> str:
	return frappe.db.get_value("Volunteer Profile", {"user": user})


def enter(**values):
	defaults = {"date": nowdate(), "hours": 1.5, "task": "LANGUAGE_CAFE"}
	return frappe.get_doc({"doctype": "Volunteer Hours", **defaults, **values}).insert()


def test_people_enter_change_and_take_back_their_own_hours() -> None:
	user = helper(access.CAFE_HELPER)
	frappe.set_user(user)
	hours = enter()
	assert (hours.volunteer, hours.user, hours.month) == (profile_of(user), user, nowdate()[:7])
	hours.hours = 2
	hours.save()
	assert volunteer_hours.my_hours()["month"] == 2
	volunteer_hours.take_back(hours.name)
	assert not frappe.db.exists("Volunteer Hours", hours.name)
	assert not frappe.db.exists("Deleted Document", {"deleted_name": hours.name})


def test_nobody_enters_sees_or_changes_the_hours_of_others() -> None:
	user, other = helper(access.CAFE_HELPER), helper(access.CAFE_HELPER)
	hours = enter(volunteer=profile_of(other))
	frappe.set_user(user)
	with pytest.raises(frappe.PermissionError):
		enter(volunteer=profile_of(other))
	assert hours.name not in frappe.get_list("Volunteer Hours", pluck="name", limit=0)
	stored = frappe.get_doc("Volunteer Hours", hours.name)
	assert not stored.has_permission("read") and not stored.has_permission("write")
	with pytest.raises(frappe.PermissionError):
		volunteer_hours.take_back(hours.name)
	own = enter()
	own.volunteer = profile_of(other)
	with pytest.raises(frappe.PermissionError):
		own.save()


def test_a_coordinator_sees_all_hours_and_changes_their_own_only() -> None:
	hours = enter(volunteer=profile_of(helper(access.CAFE_HELPER)))
	frappe.set_user(helper(access.COORDINATOR))
	stored = frappe.get_doc("Volunteer Hours", hours.name)
	assert stored.has_permission("read") and not stored.has_permission("write")
	assert enter(task="COORDINATION").has_permission("write")


@pytest.mark.parametrize(
	("values", "field"),
	[
		({"hours": 0}, "Hours"),
		({"hours": 25}, "Hours"),
		({"date": 1}, "Date"),
		({"task": "COUNSELLING"}, "Task"),
		({"date": -400}, "Task"),
	],
)
def test_impossible_hours_are_refused(values: dict, field: str) -> None:
	frappe.set_user(helper(access.CAFE_HELPER))
	if "date" in values:
		values = {**values, "date": add_days(nowdate(), values["date"])}
	with pytest.raises(frappe.ValidationError, match=field):
		enter(**values)


def test_a_day_has_24_hours_over_all_entries() -> None:
	frappe.set_user(helper(access.CAFE_HELPER))
	enter(hours=20)
	with pytest.raises(frappe.ValidationError, match="more than 24"):
		enter(hours=5)


def test_the_report_adds_up_by_task_and_month_and_names_nobody() -> None:
	one, two = helper(access.CAFE_HELPER, full_name="Zqname Eins"), helper(access.CAFE_HELPER)
	frappe.db.delete("Volunteer Hours")
	for user, hours in ((one, 2), (one, 1.25), (two, 3)):
		enter(volunteer=profile_of(user), hours=hours)
	frappe.set_user(helper(access.COORDINATOR))
	_columns, rows, *_rest = hours_of_volunteers.execute({"by": "task"})
	by_label = {row["label"]: row for row in rows}
	assert by_label["Sprachcafé"]["total"] == 6.25 and by_label["Sprachcafé"]["people"] == 2
	assert rows[-1]["total"] == 6.25
	assert "Zqname" not in str(rows)
	_columns, rows, *_rest = hours_of_volunteers.execute({"by": "volunteer"})
	assert {row["label"]: row["total"] for row in rows}["Zqname Eins"] == 3.25


@pytest.mark.parametrize("role", [access.COUNSELLOR, access.VOLUNTEER, access.CAFE_HELPER])
def test_who_evaluates_nothing_gets_no_report(role: str) -> None:
	frappe.set_user(helper(role))
	for report in (hours_of_volunteers, allowances_of_the_year):
		with pytest.raises(frappe.PermissionError):
			report.execute({})


@pytest.mark.parametrize(
	"filters", [{"from_date": "2026-02-01", "to_date": "2026-01-01"}, {"from_date": "x"}]
)
def test_a_wrong_period_is_refused_with_a_sentence(filters: dict) -> None:
	with pytest.raises(frappe.ValidationError):
		hours_of_volunteers.execute(filters)


# --- Allowances ---


def pay(volunteer: str, amount: float, kind: str = "Volunteering", **values):
	values = {"volunteer": volunteer, "amount": amount, "kind": kind, "paid_on": "2026-02-01", **values}
	return frappe.get_doc({"doctype": "Volunteer Allowance", **values}).insert()


def warned() -> bool:
	told = "free of tax" in str(frappe.local.message_log)
	frappe.local.message_log = []
	return told


def test_passing_the_limit_of_the_year_warns() -> None:
	person = profile_of(helper(access.CAFE_HELPER))
	frappe.set_user(helper(access.ADMINISTRATOR))
	pay(person, 960)
	assert not warned()
	pay(person, 0.01)
	assert warned()
	pay(person, 3300, "Teaching and Care")
	assert not warned()
	pay(person, 5000, "Expenses with Receipt")
	assert not warned()


def test_each_year_has_its_own_limit() -> None:
	person = profile_of(helper(access.CAFE_HELPER))
	pay(person, 840, paid_on="2025-12-31")
	assert not warned()
	pay(person, 1, paid_on="2025-11-30")
	assert warned()
	rows = allowances_of_the_year.execute({"year": 2025})[1]
	(row,) = [row for row in rows if row["total"] == 841]
	assert (row["limit"], row["left"]) == (840, -1)


def test_administrators_pay_others_not_themselves() -> None:
	user = helper(access.ADMINISTRATOR)
	frappe.set_user(user)
	with pytest.raises(frappe.PermissionError, match="another administrator"):
		pay(profile_of(user), 10)


@pytest.mark.parametrize("role", [access.COUNSELLOR, access.VOLUNTEER, access.CAFE_HELPER])
def test_nobody_else_sees_what_was_paid(role: str) -> None:
	payment = pay(profile_of(helper(access.CAFE_HELPER)), 10)
	frappe.set_user(helper(role))
	assert not frappe.get_doc("Volunteer Allowance", payment.name).has_permission("read")


# --- Matching ---


def found(**filters) -> set[str]:
	return {row["person"] for row in who_can_help.execute(filters)[1]}


def test_who_speaks_tigrinya_and_is_there_on_thursday() -> None:
	thursday, friday = [{"weekday": "Thursday", "time_of_day": "Evening"}], [{"weekday": "Friday"}]
	speaks = {"languages": [{"language": "ti", "level": "C1"}]}
	helper(access.VOLUNTEER, full_name="Zq Donnerstag", availability=thursday, **speaks)
	helper(access.VOLUNTEER, full_name="Zq Freitag", availability=friday, **speaks)
	helper(access.VOLUNTEER, full_name="Zq Pause", status="Paused", availability=thursday, **speaks)
	frappe.set_user(helper(access.COUNSELLOR, full_name="Zq Fragt"))
	matching = {name for name in found(language="ti", weekday="Thursday") if name.startswith("Zq")}
	assert matching == {"Zq Donnerstag"}


def test_volunteers_do_not_search_their_colleagues() -> None:
	frappe.set_user(helper(access.VOLUNTEER))
	with pytest.raises(frappe.PermissionError):
		who_can_help.execute({})
