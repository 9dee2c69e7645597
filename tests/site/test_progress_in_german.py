"""Learners who have gained at least one level (AMIF R.2.8), as a figure that may leave the house."""

from typing import Any

import frappe
import pytest
from frappe.desk import query_report

from refugee_support import access
from tests.site import factories as make

REPORT = "Progress in German"
RANGE = {"from_date": "2012-01-01", "to_date": "2012-12-31"}
NAME = "Lernbeispiel"


def run(**filters: Any) -> dict[str, Any]:
	return query_report.run(REPORT, {**RANGE, **filters})


def lines(**filters: Any) -> dict[str, dict[str, Any]]:
	return {row["key"]: row for row in run(**filters)["result"]}


def learner(*levels: tuple[str, str], gender: str = "Female", **values: Any) -> str:
	"""Somebody with a level on each of these days."""
	client = make.make_client(last_name=NAME, gender=gender).name
	for day, level in levels:
		make.make_level(client, level=level, assessed_on=day, **values)
	return client


@pytest.fixture
def learners() -> None:
	for _number in range(6):
		learner(("2011-05-01", "A1"), ("2012-06-01", "A2"))
	for _number in range(5):
		learner(("2012-02-01", "B1"), ("2012-06-01", "B1"))
	for _number in range(2):
		learner(("2012-02-01", "A1"), ("2012-06-01", "B1"), gender="Male")
	learner(("2012-02-01", "A1"), ("2012-06-01", "B2"), level_source="Own Statement")
	learner(("2010-02-01", "A1"), ("2011-06-01", "B2"))


@pytest.fixture
def coordinator() -> None:
	user = make.make_user(access.COORDINATOR, new_password="")
	make.make_volunteer_profile(user)
	frappe.set_user(user)


def test_who_gained_a_level_in_the_period_is_counted_once(learners, coordinator):
	total = lines(internal=1)["*total*"]
	assert (total["persons"], total["improved"], total["same"], total["once"]) == (13, 8, 5, 0)
	assert total["share"] == 61.5


def test_lines_by_gender_and_by_skill(learners, coordinator):
	by_gender = lines(internal=1)
	assert (by_gender["Female"]["improved"], by_gender["Male"]["improved"]) == (6, 2)
	by_skill = lines(internal=1, by="skill")
	assert by_skill["Overall"]["improved"] == 8


def test_few_people_are_withheld_and_cannot_be_worked_out(learners, coordinator):
	shown = lines()
	assert shown["Male"]["improved"] == shown["Male"]["share"] == "•"
	assert "•" in (shown["Female"]["improved"], shown["*total*"]["improved"])


@pytest.fixture
def one_learner() -> None:
	learner(("2012-02-01", "A1"), ("2012-06-01", "A2"))


def test_too_few_altogether_show_nothing(one_learner, coordinator):
	for by in ("gender", "skill"):
		row = lines(by=by)["*total*"]
		assert {row[name] for name in ("persons", "improved", "share")} == {"•"}


def test_neither_name_nor_number_of_anybody_is_in_the_answer(learners, coordinator):
	numbers = frappe.get_all("Client", {"last_name": NAME}, pluck="name")
	answer = frappe.as_json(run(internal=1))
	assert numbers
	assert not [word for word in (NAME, *numbers) if word in answer]


@pytest.mark.parametrize(
	"role", [access.VOLUNTEER, access.CAFE_HELPER, access.APPLICATION_HELPER, access.ADMINISTRATOR]
)
def test_others_do_not_run_it(role):
	frappe.set_user(make.make_helper(role))
	with pytest.raises(frappe.PermissionError):
		run()


@pytest.mark.parametrize(
	"filters", [{"by": "client"}, {"from_date": "2013-01-01"}, {"to_date": "gestern"}, {"threshold": "1"}]
)
def test_a_wrong_filter_is_named(coordinator, filters):
	with pytest.raises(frappe.ValidationError):
		run(**filters)
