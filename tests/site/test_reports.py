"""Consultations over Time: every figure recomputed from what was planted, in plain Python."""

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

import frappe
import pytest
from frappe.desk import query_report, reportview

from refugee_support import access
from refugee_support.patches import run_reports_at_once
from refugee_support.refugee_support.report.consultations_over_time.consultations_over_time import execute
from refugee_support.refugee_support.report.consultations_over_time.question import CHARACTERISTICS as OFFERED
from tests.site import factories as make

REPORT = "Consultations over Time"
# A time before the association existed: nothing else on the site lies there.
RANGE = {"from_date": "2011-01-01", "to_date": "2012-06-30"}
TOPICS = {"report-a": "Wohnen", "report-b": "Schule"}
STATUSES = {"REPORT-GEST": "Asylum Procedure", "REPORT-AE": "Humanitarian Permit"}


@dataclass
class Person:
	gender: str = ""
	nationality: str = ""
	household: str = ""
	client: str = ""
	key: str = ""


@dataclass
class Visit:
	day: str
	people: list[str]  # main person first; nobody: anonymous
	minutes: int
	topic: str
	channel: str = "Office"
	anonymous: dict[str, str] = field(default_factory=dict)


PEOPLE = {
	"mother": Person("Female", "Syria", "haus"),
	"father": Person("Male", "Syria", "haus"),
	"child": Person("Female", "Syria", "haus"),
	"olena": Person("Female", "Ukraine", "wohnung"),
	"sami": Person("Male", ""),
}
VISITS = [
	Visit("2011-01-10", ["mother", "father", "child"], 60, "report-a"),
	Visit("2011-02-15", ["mother"], 30, "report-b"),
	Visit("2011-02-20", ["olena"], 45, "report-a", "Telephone"),
	Visit("2011-03-05", [], 15, "report-a", "Telephone", {"anonymous_gender": "Female"}),
	Visit("2011-06-30", ["sami"], 30, "report-b"),
	Visit("2011-07-01", ["sami"], 20, "report-a"),
	Visit("2012-01-20", ["mother", "child"], 25, "report-a"),
]


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> dict[str, Person]:
	monkeypatch.setattr(frappe.local, "lang", "en")
	for code, label in TOPICS.items():
		make.make_topic(code, label=label, label_en={"report-a": "Housing"}.get(code))
	for code, category in STATUSES.items():
		make.make("Residence Status", code=code, label=f"Status {code}", category=category)
	people = {name: plant_person(name, person) for name, person in PEOPLE.items()}
	for home in ("haus", "wohnung"):
		plant_household(home, [person for person in people.values() if person.household == home])
	for visit in VISITS:
		plant_visit(visit, people)
	frappe.set_user(helper(access.COORDINATOR))
	return people


def plant_person(name: str, person: Person) -> Person:
	client = make.make_client(
		first_name=name.title(),
		last_name="Musterfrau",
		gender=person.gender or None,
		nationality=person.nationality or None,
	)
	return Person(person.gender, person.nationality, person.household, client.name, client.person_key)


def plant_household(home: str, people: Iterable[Person]) -> None:
	household = make.make_household(*(person.client for person in people))
	for person in people:
		person.household = f"{home} {household.household_key}"


def plant_visit(visit: Visit, people: dict[str, Person]) -> None:
	clients = [people[name].client for name in visit.people]
	make.make_consultation(
		clients[0] if clients else None,
		consultation_date=visit.day,
		duration_minutes=visit.minutes,
		main_topic=visit.topic,
		channel=visit.channel,
		family_members=[{"client": client} for client in clients[1:]],
		**visit.anonymous,
	)


# --- The same figures, worked out without the app ---


def month(day: str) -> str:
	return day[:7].replace("-", "_")


def quarter(day: str) -> str:
	return f"{day[:4]}_q{(int(day[5:7]) + 2) // 3}"


def year(day: str) -> str:
	return day[:4]


PERIOD: dict[str, Callable[[str], str]] = {"Month": month, "Quarter": quarter, "Year": year}


def expected(
	measure: str, visits: list[Visit], value_of: Callable[[Visit, str], str], value: str | None
) -> float:
	"""The measure over some visits; with a value, only what has that value of the characteristic."""
	mains = [v for v in visits if value in (None, value_of(v, v.people[0] if v.people else ""))]
	if measure == "Contacts":
		return len(mains)
	if measure == "Hours":
		return round(sum(v.minutes for v in mains) / 60, 2)
	came = {name for v in visits for name in v.people if value in (None, value_of(v, name))}
	if measure == "Persons":
		return len(came)
	return len({PEOPLE[name].household or name for name in came})


def person_value(fieldname: str) -> Callable[[Visit, str], str]:
	def value_of(visit: Visit, name: str) -> str:
		if not name:
			return visit.anonymous.get(f"anonymous_{fieldname}", "") or "Not recorded"
		return getattr(PEOPLE[name], fieldname) or "Not recorded"

	return value_of


CHARACTERISTICS: dict[str, Callable[[Visit, str], str]] = {
	"gender": person_value("gender"),
	"nationality": person_value("nationality"),
	"topic": lambda visit, name: {"report-a": "Housing", "report-b": "Schule"}[visit.topic],
	"channel": lambda visit, name: visit.channel,
}


# --- Running it ---


def helper(role: str) -> str:
	user = make.make_user(role, new_password="")  # nobody logs in: hashing would only cost time
	make.make_volunteer_profile(user)
	return user


def plant_anonymous(day: str, **values: Any) -> None:
	reader = frappe.session.user
	frappe.set_user("Administrator")
	make.make_consultation(None, consultation_date=day, **values)
	frappe.set_user(reader)


def run(**filters: Any) -> dict[str, Any]:
	return query_report.run(REPORT, {**RANGE, **filters})


def by_label(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
	return {row["label"]: row for row in result["result"]}


def in_summary(result: dict[str, Any]) -> dict[str, Any]:
	return {item["label"].split(" (")[0]: item["value"] for item in result["report_summary"]}


# --- Every measure, period and characteristic ---


@pytest.mark.parametrize("measure", ["Contacts", "Persons", "Households", "Hours"])
@pytest.mark.usefixtures("planted")
def test_every_figure_is_what_was_planted(measure: str) -> None:
	for (period, key), (characteristic, value_of) in product(PERIOD.items(), CHARACTERISTICS.items()):
		rows = by_label(run(measure=measure, period=period, characteristic=characteristic))
		for label, row in rows.items():
			value = None if label == "Total" else label
			for name in [name for name in row if name.startswith("period_")]:
				visits = [v for v in VISITS if key(v.day) == name.removeprefix("period_")]
				assert row[name] == expected(measure, visits, value_of, value), (characteristic, label, name)
			assert row["total"] == expected(measure, VISITS, value_of, value), (characteristic, label)


@pytest.mark.usefixtures("planted")
def test_every_value_has_a_row_and_the_last_two_are_not_recorded_and_total() -> None:
	for characteristic, value_of in CHARACTERISTICS.items():
		labels = [row["label"] for row in run(characteristic=characteristic)["result"]]
		values = {value_of(visit, visit.people[0] if visit.people else "") for visit in VISITS}
		assert set(labels) == values | {"Not recorded", "Total"}, characteristic
		assert labels[-2:] == ["Not recorded", "Total"], characteristic


@pytest.mark.usefixtures("planted")
def test_without_a_characteristic_there_is_one_row_for_all() -> None:
	result = run(period="Year")["result"]
	assert [(row["label"], row["period_2011"], row["period_2012"], row["total"]) for row in result] == [
		("All", 6, 1, 7)
	]


@pytest.mark.usefixtures("planted")
def test_periods_without_consultations_are_shown_as_zero() -> None:
	result = run(period="Month")
	assert len(result["columns"]) == 18 + 2
	assert result["result"][0]["period_2011_04"] == 0


@pytest.mark.usefixtures("planted")
def test_a_family_conversation_is_one_contact_and_three_persons() -> None:
	january = {"from_date": "2011-01-01", "to_date": "2011-01-31"}
	assert run(measure="Contacts", **january)["result"][0]["total"] == 1
	assert run(measure="Persons", **january)["result"][0]["total"] == 3
	assert run(measure="Households", **january)["result"][0]["total"] == 1


@pytest.mark.usefixtures("planted")
def test_who_comes_in_two_months_counts_once_in_each_and_once_in_the_total() -> None:
	row = run(measure="Persons", to_date="2011-02-28")["result"][0]
	assert (row["period_2011_01"], row["period_2011_02"], row["total"]) == (3, 2, 4)


@pytest.mark.usefixtures("planted")
def test_an_anonymous_contact_is_a_contact_with_hours_but_no_person() -> None:
	summary = in_summary(run(from_date="2011-03-01", to_date="2011-03-31"))
	assert summary == {"Contacts": 1, "Persons": 0, "Households": 0, "Hours": 0.25, "First contacts": 0}


@pytest.mark.usefixtures("planted")
def test_the_summary_shows_all_measures_whatever_is_asked() -> None:
	summary = in_summary(run(measure="Hours", characteristic="gender"))
	assert summary["Contacts"] == 7
	assert summary["Persons"] == 5
	assert summary["Households"] == 3  # one person lives alone
	assert summary["Hours"] == 3.75


@pytest.mark.usefixtures("planted")
def test_the_summary_compares_with_the_same_days_a_year_before() -> None:
	result = run(from_date="2012-01-01", to_date="2012-06-30")
	assert result["report_summary"][0]["label"] == "Contacts (\u221280 % on the year before)"  # 1 after 5


@pytest.mark.usefixtures("planted")
def test_a_range_longer_than_a_year_is_compared_with_nothing() -> None:
	assert run()["report_summary"][0]["label"] == "Contacts"


def test_a_status_entered_late_counts_from_its_day(planted: dict[str, Person]) -> None:
	frappe.set_user("Administrator")
	client = frappe.get_doc("Client", planted["sami"].client)
	client.append("residence_history", {"residence_status": "REPORT-GEST", "valid_from": "2010-01-01"})
	client.append("residence_history", {"residence_status": "REPORT-AE", "valid_from": "2011-07-01"})
	client.save(ignore_permissions=True)
	rows = by_label(run(characteristic="residence_status"))
	assert (rows["Status REPORT-GEST"]["period_2011_06"], rows["Status REPORT-GEST"]["period_2011_07"]) == (
		1,
		0,
	)
	assert (rows["Status REPORT-AE"]["period_2011_06"], rows["Status REPORT-AE"]["period_2011_07"]) == (0, 1)


@pytest.mark.usefixtures("planted")
def test_figures_can_be_narrowed() -> None:
	assert run(topic="report-b")["result"][0]["total"] == 2
	assert run(topic="report-b", measure="Persons")["result"][0]["total"] == 2
	assert run(helper_kind="Volunteer")["result"][0]["total"] == 0


@pytest.mark.usefixtures("planted")
def test_labels_are_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(frappe.local, "lang", "de")
	labels = set(by_label(run(characteristic="topic")))
	assert {"Wohnen", "Schule"} <= labels
	assert "Housing" not in labels


@pytest.mark.usefixtures("planted")
def test_bands_are_listed_from_low_to_high() -> None:
	for band in ("61+", "0-5", "27-40"):
		plant_anonymous("2011-05-01", anonymous_age_group=band)
	labels = [row["label"] for row in run(characteristic="age_group")["result"]]
	assert labels == ["0-5", "27-40", "61+", "Not recorded", "Total"]


@pytest.mark.usefixtures("planted")
def test_the_chart_stacks_the_largest_eight_groups_and_the_rest() -> None:
	for number in range(10):
		topic = make.make_topic(f"report-{number:02d}", label=f"Thema {number:02d}")
		plant_anonymous("2011-04-01", main_topic=topic)
	result = run(characteristic="topic")
	datasets = result["chart"]["data"]["datasets"]
	assert len(datasets) == 9
	assert datasets[-1]["name"] == "Other"
	total = by_label(result)["Total"]
	sums = [sum(values) for values in zip(*(d["values"] for d in datasets), strict=True)]
	assert sums == [total[column["fieldname"]] for column in result["columns"][1:-1]]


@pytest.mark.usefixtures("planted")
def test_notes_say_that_persons_do_not_add_up_and_anonymous_contacts_are_missing() -> None:
	note = run(measure="Persons")["message"]
	assert "do not add up to the total" in note
	assert "Anonymous contacts are not included" in note


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("measure", ["Contacts", "Persons"])
def test_the_number_of_queries_does_not_grow_with_the_data(
	measure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	queries: list[str] = []
	sql = frappe.local.db.sql

	def counted(query: Any, *args: Any, **kwargs: Any) -> Any:
		if "tabService Record" in str(query):
			queries.append(str(query))
		return sql(query, *args, **kwargs)

	monkeypatch.setattr(frappe.local.db, "sql", counted)
	run(measure=measure, characteristic="topic")
	with_totals = frappe.db.db_type == "mariadb"  # SQLite has no ROLLUP and is asked for them apart
	assert len(queries) == {"Contacts": 2, "Persons": 3 if with_totals else 4}[measure]


# --- Who may run it, and what it may say ---


@pytest.mark.parametrize("role", [access.COORDINATOR, access.COUNSELLOR])
def test_coordinators_and_counsellors_get_the_report(role: str) -> None:
	frappe.set_user(helper(role))
	assert run()["result"]


@pytest.mark.parametrize(
	"role",
	[access.VOLUNTEER, access.CAFE_HELPER, access.APPLICATION_HELPER, access.ADMINISTRATOR, "System Manager"],
)
@pytest.mark.parametrize("door", [lambda: run(), lambda: execute(dict(RANGE))], ids=["desk", "execute"])
def test_other_roles_are_refused(role: str, door: Callable[[], Any]) -> None:
	frappe.set_user(helper(role))
	with pytest.raises(frappe.PermissionError):
		door()


def test_the_coordinator_needs_no_access_to_clients(planted: dict[str, Person]) -> None:
	assert run(characteristic="gender")["result"][-1]["total"] == 7
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Client", planted["mother"].client).check_permission("read")


def test_no_identity_leaves_the_report(planted: dict[str, Person]) -> None:
	said = json.dumps([run(characteristic=name, measure="Persons") for name in ("", *OFFERED)], default=str)
	for person in planted.values():
		assert person.client not in said
		assert person.key not in said
	assert "Musterfrau" not in said
	assert not any(name.title() in said for name in PEOPLE)


@pytest.mark.usefixtures("planted")
def test_every_characteristic_that_is_offered_works() -> None:
	for characteristic in OFFERED:
		assert run(characteristic=characteristic)["result"][-1]["total"] == 7, characteristic


@pytest.mark.usefixtures("planted")
def test_the_coordinator_exports_what_is_shown() -> None:
	filters = {**RANGE, "period": "Year", "characteristic": "topic"}
	form = {
		"report_name": REPORT,
		"file_format_type": "CSV",
		"filters": json.dumps(filters),
		"visible_idx": "[]",
	}
	frappe.local.form_dict = frappe._dict(
		form, custom_columns="[]", include_indentation=0, applied_filters={}
	)
	query_report.export_query()
	lines = frappe.response.filecontent.decode("utf-8-sig").splitlines()
	assert [line.replace('"', "").split(",") for line in lines[-2:]] == [
		["Not recorded", "0", "0", "0"],
		["Total", "6", "1", "7"],
	]


def test_counsellors_see_figures_but_do_not_export_them() -> None:
	frappe.set_user(helper(access.COUNSELLOR))
	frappe.local.form_dict = frappe._dict(
		report_name=REPORT, file_format_type="CSV", filters=json.dumps(RANGE)
	)
	with pytest.raises(frappe.PermissionError):
		query_report.export_query()


@pytest.mark.usefixtures("planted")
def test_html_in_a_value_stays_text() -> None:
	evil = "<img src=x onerror=alert(1)>"
	frappe.db.set_value("Service Record", {"service_date": "2011-01-10"}, "municipality", evil)
	result = run(characteristic="municipality")
	assert evil in by_label(result)  # the report's formatter escapes it, an export shows it as it is
	assert not any("<" in dataset["name"] for dataset in result["chart"]["data"]["datasets"])


@pytest.mark.parametrize("measure", ["Contacts", "Persons"])
@pytest.mark.usefixtures("planted")
def test_two_spellings_of_a_place_are_one_row(measure: str) -> None:
	if frappe.db.db_type != "mariadb":
		pytest.skip("SQLite keeps spellings apart")
	for day, spelling in {"2011-01-10": "Erkrath", "2011-02-15": "ERKRATH", "2011-02-20": "Mettmann"}.items():
		frappe.db.set_value("Service Record", {"service_date": day}, "municipality", spelling)
	rows = by_label(run(characteristic="municipality", measure=measure, to_date="2011-02-28"))
	(erkrath,) = [row for label, row in rows.items() if label.lower() == "erkrath"]
	figures = (erkrath["period_2011_01"], erkrath["period_2011_02"], erkrath["total"])
	assert figures == {"Contacts": (1, 1, 2), "Persons": (3, 1, 3)}[measure]


@pytest.mark.usefixtures("planted")
def test_a_value_is_no_formula_in_a_spreadsheet() -> None:
	frappe.db.set_value("Service Record", {"service_date": "2011-01-10"}, "municipality", "=1+1")
	assert "'=1+1" in by_label(run(characteristic="municipality"))


# --- Filters ---


def refused(**filters: Any) -> str:
	with pytest.raises(frappe.ValidationError) as refusal:
		execute({**RANGE, **filters})
	return str(refusal.value)


SQL = "gender`, (SELECT password FROM `__Auth`), `"


@pytest.mark.parametrize(
	("filters", "named"),
	[
		({"from_date": "2011-02-30"}, "From Date"),
		({"from_date": "yesterday"}, "From Date"),
		({"from_date": ["2011-01-01"]}, "From Date"),
		({"from_date": 20110101}, "From Date"),
		({"to_date": "0001-01-01"}, "To Date"),
		({"from_date": "2012-07-01"}, "From Date"),
		({"period": "Week"}, "Period"),
		({"period": SQL}, "Period"),
		({"period": {"a": 1}}, "Period"),
		({"from_date": "1950-01-01", "period": "Month"}, "Period"),
		({"measure": "minutes"}, "Measure"),
		({"measure": SQL}, "Measure"),
		({"characteristic": "person_key"}, "Characteristic"),
		({"characteristic": "source_name"}, "Characteristic"),
		({"characteristic": SQL}, "Characteristic"),
		({"characteristic": ["gender"]}, "Characteristic"),
		({"topic": "no such topic"}, "Main Topic"),
		({"topic": ["like", "%"]}, "Main Topic"),
		({"topic": {"like": "%"}}, "Main Topic"),
		({"residence_status": "' OR '1'='1"}, "Residence Status"),
		({"funding_programme": 1}, "Funding Programme"),
		({"helper_kind": "Nobody"}, "Staff or Volunteer"),
		({"municipality": ["Erkrath"]}, "Municipality"),
		({"municipality": "x" * 141}, "Municipality"),
	],
)
def test_a_filter_that_makes_no_sense_is_refused_by_name(filters: dict[str, Any], named: str) -> None:
	assert named in refused(**filters)


def test_a_wrong_filter_does_not_make_a_background_report_of_it() -> None:
	frappe.set_user(helper(access.COORDINATOR))
	with pytest.raises(frappe.ValidationError):
		run(period="Week")
	clocks = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
	assert not [
		clock for clock in clocks if clock.kwargs.get("report") == REPORT and not clock.finished.is_set()
	]


def test_a_refusal_shows_what_was_typed_as_text() -> None:
	assert "<script>" not in refused(period="<script>alert(1)</script>")


@pytest.mark.usefixtures("planted")
def test_sql_in_a_free_text_filter_finds_nothing() -> None:
	assert run(municipality="' OR '1'='1")["result"][0]["total"] == 0


@pytest.mark.usefixtures("planted")
def test_unknown_filters_are_ignored() -> None:
	assert run(person_key="x", user="Administrator", foo="bar")["result"][0]["total"] == 7


def test_without_filters_the_last_twelve_months_are_shown() -> None:
	frappe.set_user(helper(access.COORDINATOR))
	columns = execute({})[0]
	assert len(columns) == 12 + 2
	assert columns[-2]["fieldname"] == f"period_{date.today():%Y_%m}"


# --- Report Builder ---


@pytest.mark.usefixtures("planted")
def test_the_coordinator_groups_service_records_in_the_report_view() -> None:
	frappe.local.form_dict = frappe._dict(
		doctype="Service Record",
		fields=json.dumps(["`tabService Record`.`channel`"]),
		filters=json.dumps(
			[["Service Record", "service_date", "between", [RANGE["from_date"], RANGE["to_date"]]]]
		),
		group_by="`tabService Record`.`channel`",
		aggregate_function="sum",
		aggregate_on_field="contacts",
		aggregate_on_doctype="Service Record",
		order_by="_aggregate_column desc",
		view="Report",
	)
	answer = reportview.get()
	rows = [dict(zip(answer["keys"], values, strict=True)) for values in answer["values"]]
	assert {row["channel"]: row["_aggregate_column"] for row in rows} == {"Office": 5, "Telephone": 2}


def test_a_report_that_refuses_to_run_does_not_become_a_prepared_one() -> None:
	"""Frappe's watch over slow reports would go off 15 seconds later and keep results of all who may run it as files."""
	frappe.set_user(make.make_helper(access.COUNSELLOR, undertaking_signed_on=None))
	with pytest.raises(frappe.PermissionError):
		query_report.run("Possible Duplicates", filters={})
	assert not [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]


def test_a_report_that_was_turned_into_a_prepared_one_runs_at_once_again() -> None:
	frappe.db.set_value("Report", "Possible Duplicates", "prepared_report", 1)
	for _run in range(2):
		run_reports_at_once.execute()
		assert not frappe.db.get_value("Report", "Possible Duplicates", "prepared_report")
