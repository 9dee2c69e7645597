"""The standard reports: every figure worked out again from the source documents with SQL of its own."""

import json
import statistics
from datetime import date
from typing import Any

import frappe
import pytest
from frappe.desk import query_report

from refugee_support import access
from refugee_support.boot import labels_of_master_data
from refugee_support.evidence import counting
from tests.site import factories as make

# A time before the association existed: nothing else on the site lies there.
RANGE = {"from_date": "2012-01-01", "to_date": "2013-06-30"}
YEAR_BEFORE = {"from_date": "2011-01-01", "to_date": "2012-06-30"}
INTERNAL = {**RANGE, "internal": 1}
REPORTS = (
	"Demand over Time",
	"Characteristics of Persons",
	"Topics and Results",
	"Path of Integration",
	"Progress in German",
	"Decisions of Authorities",
	"Cafe and Events",
	"Equal Treatment Monitor",
)
NAME = "Musterfrau"


def run(report: str, **filters: Any) -> dict[str, Any]:
	return query_report.run(report, {**INTERNAL, **filters})


def lines(report: str, **filters: Any) -> dict[str, dict[str, Any]]:
	return {row["key"]: row for row in run(report, **filters)["result"]}


def sql(query: str, **values: Any) -> list[dict[str, Any]]:
	return frappe.db.sql(query, {**RANGE, **values}, as_dict=True)


@pytest.fixture
def coordinator() -> str:
	user = make.make_user(access.COORDINATOR, new_password="")  # nobody logs in
	make.make_volunteer_profile(user)
	frappe.set_user(user)
	return user


@pytest.fixture
def planted() -> None:
	"""Families and single people over two years, each with a path of its own."""
	for number in range(2):
		make.make_topic(f"std-{number}", label=f"Thema {number}")
	for code, category in (("STD-GEST", "Asylum Procedure"), ("STD-AE", "Humanitarian Permit")):
		make.make("Residence Status", code=code, label=code, category=category)
	clients = [plant_client(number) for number in range(8)]
	make.make_household(*(clients[number].name for number in (0, 1, 2)))
	make.make_household(clients[3].name, clients[4].name)
	for number in range(16):
		plant_consultation(number, [client.name for client in clients])
	for number in range(6):
		plant_application(number, clients)


def plant_client(number: int) -> Any:
	return make.make_client(
		first_name=f"Person{number}",
		last_name=NAME,
		gender="Female" if number % 3 else "Male",
		nationality="Syria" if number % 2 else None,
		arrival_date=None if number == 5 else f"2010-0{number + 1}-01",
		characteristics=[
			{"characteristic": "German Level", "value": "A1", "valid_from": "2011-01-01"},
			{"characteristic": "German Level", "value": "B1", "valid_from": f"2012-0{number + 1}-15"},
		][: 1 if number % 4 == 3 else 2],
		german_level="A1" if number % 4 == 3 else "B1",
		residence_history=[
			{"residence_status": "STD-GEST", "valid_from": "2010-01-01"},
			{"residence_status": "STD-AE", "valid_from": f"2012-{number + 2:02d}-01"},
		],
	)


def plant_consultation(number: int, clients: list[str]) -> None:
	"""Every fifth is anonymous, every third a family's; some lie in the year before."""
	main = None if number % 5 == 4 else clients[number % 8]
	along = [clients[(number + 1) % 8]] if main and number % 3 == 0 else []
	make.make_consultation(
		main,
		consultation_date=date(2011 + number % 3, 1 + number % 6, 10 + number),
		duration_minutes=15 + number,
		main_topic=f"std-{number % 2}",
		result=None if number % 4 else frappe.db.get_value("Consultation Result", {}, "name"),
		family_members=[{"client": client} for client in along],
	)


def plant_application(number: int, clients: list[Any]) -> None:
	outcome = ("Approved", "Rejected", "Withdrawn by Applicant")[number % 3]
	make.make_application(
		clients[number].name,
		submitted_on=f"2012-01-{number + 1:02d}",
		submission_channel="By Post",
		decided_on=f"2012-{number + 2:02d}-03",
		outcome=outcome,
		co_applicants=[{"client": clients[1].name}] if number == 0 else [],
	)


# --- The same figures from the source documents ---

PRESENT = """
	(select c.name, c.client, c.consultation_date day, c.main_topic topic from `tabConsultation` c where c.client <> ''
	union all
	select c.name, p.client, c.consultation_date, c.main_topic from `tabConsultation` c
	join `tabConsultation Participant` p on p.parent = c.name) present
"""
HOUSEHOLD = """
	coalesce((select m.parent from `tabClient Household Member` m where m.client = present.client
		and (m.from_date is null or m.from_date <= present.day) and (m.to_date is null or m.to_date >= present.day)
		order by m.from_date desc limit 1), present.client)
"""
MONTH = "concat(year({0}), '-', lpad(month({0}), 2, '0'))"


def demand(between: dict[str, str]) -> dict[str, tuple]:
	month = MONTH.format("c.consultation_date")
	contacts = sql(
		f"select {month} k, count(*) n, sum(duration_minutes) m, sum(contact_number = 1 and ifnull(client, '') <> '') f from `tabConsultation` c"
		" where consultation_date between %(from_date)s and %(to_date)s group by k",
		**between,
	)
	people = sql(
		f"select {MONTH.format('present.day')} k, count(distinct client) p, count(distinct {HOUSEHOLD}) h"
		f" from {PRESENT} where present.day between %(from_date)s and %(to_date)s group by k",
		**between,
	)
	found = {row.k: (row.p, row.h) for row in people}
	return {row.k: (row.n, *found.get(row.k, (0, 0)), round(float(row.m) / 60, 2), row.f) for row in contacts}


@pytest.mark.usefixtures("planted", "coordinator")
def test_every_figure_is_that_of_the_source_documents() -> None:
	if frappe.db.db_type != "mariadb":
		pytest.skip("the recomputation uses MariaDB's own date functions")
	check_demand()
	check_characteristics()
	check_topics_and_results()
	check_decisions()
	check_path()


def check_demand() -> None:
	now, before = demand(RANGE), demand(YEAR_BEFORE)
	rows = lines("Demand over Time")
	total = rows.pop("*total*")
	assert len(rows) == 18 and sum(figures[0] for figures in now.values()) > 8
	for key, row in rows.items():
		figures = now.get(key, (0, 0, 0, 0, 0))
		measures = ("contacts", "persons", "households", "hours", "first_contacts")
		assert tuple(row[name] for name in measures) == figures, key
		earlier = before.get(f"{int(key[:4]) - 1}{key[4:]}", (0, 0))
		assert (row["contacts_before"], row["persons_before"]) == earlier[:2], key
		grown = round((figures[0] - earlier[0]) / earlier[0] * 100, 1) if earlier[0] else None
		assert row["contacts_growth"] == grown, key
	(people,) = sql(
		f"select count(distinct client) p, count(distinct {HOUSEHOLD}) h from {PRESENT}"
		" where present.day between %(from_date)s and %(to_date)s"
	)
	assert (total["persons"], total["households"]) == (people.p, people.h)
	assert total["contacts"] == sum(figures[0] for figures in now.values())


def check_characteristics() -> None:
	last = f"(select client, max(day) day from {PRESENT} where day between %(from_date)s and %(to_date)s group by client) l"
	by_gender = sql(
		f"select coalesce(c.gender, '') k, count(*) n from {last} join `tabClient` c on c.name = l.client group by k"
	)
	rows = lines("Characteristics of Persons", characteristic="gender")
	assert {row.k: row.n for row in by_gender} == nonzero(rows)
	status = (
		"(select s.residence_status from `tabClient Residence Status` s where s.parent = l.client"
		" and s.valid_from <= l.day order by s.valid_from desc limit 1)"
	)
	crossed = sql(
		f"select {status} s, coalesce(c.gender, '') g, count(*) n from {last} join `tabClient` c on c.name = l.client"
		" group by s, g"
	)
	result = run(
		"Characteristics of Persons", characteristic="residence_status", second_characteristic="gender"
	)
	assert {(row.s, row.g): row.n for row in crossed} == cells(result, {"Female": "Female", "Male": "Male"})


def check_topics_and_results() -> None:
	where = "where consultation_date between %(from_date)s and %(to_date)s"
	counted = sql(
		f"select main_topic t, coalesce(r.label_en, r.label, '') r, count(*) n, sum(duration_minutes) m from `tabConsultation` c"
		f" left join `tabConsultation Result` r on r.name = c.result {where} group by t, r"
	)
	result = run("Topics and Results")
	assert {(row.t, row.r or "Not recorded"): row.n for row in counted} == cells(result, {})
	by_topic = sql(
		f"select topic k, count(distinct client) n from {PRESENT} where day between %(from_date)s and %(to_date)s group by k"
	)
	assert {row.k: row.n for row in by_topic} == nonzero(lines("Topics and Results", measure="Persons"))
	hours = nonzero(lines("Topics and Results", measure="Hours"))
	minutes = sql(f"select main_topic k, sum(duration_minutes) m from `tabConsultation` {where} group by k")
	assert hours == {row.k: round(float(row.m) / 60, 2) for row in minutes}


def check_decisions() -> None:
	found = sql(
		"select authority, outcome, datediff(decided_on, submitted_on) days from `tabAuthority Application`"
		" where decided_on between %(from_date)s and %(to_date)s"
	)
	(authority,) = {row.authority for row in found}
	row = lines("Decisions of Authorities")[authority]
	outcomes = [row_.outcome for row_ in found]
	assert (row["filed"], row["decided"]) == (6, len(found))
	assert (row["approved"], row["rejected"], row["withdrawn"]) == tuple(
		outcomes.count(name) for name in ("Approved", "Rejected", "Withdrawn by Applicant")
	)
	days = [row_.days for row_ in found if row_.outcome != "Withdrawn by Applicant"]
	assert row["median_days"] == statistics.median(days)
	assert row["longest_quarter"] == statistics.quantiles(days, n=4, method="inclusive")[2]
	assert row["refused_share"] == 50


def check_path() -> None:
	"""Whoever began with B1 or a job on a known day after arrival got there; all others wait until they were last seen."""
	arrived = sql(
		f"select c.name, c.arrival_date a, (select max(day) from {PRESENT} where present.client = c.name and day <= %(to_date)s) seen,"
		" (select min(milestone_date) from `tabIntegration Milestone` m where m.client = c.name and m.withdrawn = 0"
		"  and m.kind = 'Level Reached' and m.value in ('B1', 'B2') and m.milestone_date <= %(to_date)s) b1"
		f" from `tabClient` c where exists (select 1 from {PRESENT} where present.client = c.name and day between"
		" %(from_date)s and %(to_date)s)"
	)
	row = next(row for row in run("Path of Integration")["result"] if row["goal"] == "b1")
	assert (row["persons"], row["reached"]) == (
		sum(bool(person.a) for person in arrived),
		sum(bool(person.a and person.b1) for person in arrived),
	)
	assert row["left_out"] == sum(not person.a for person in arrived)
	assert row["reached"] > 1 and row["left_out"] == 1
	# half of those who are still on their way got there
	months = sorted((p.b1.year - p.a.year) * 12 + p.b1.month - p.a.month for p in arrived if p.a and p.b1)
	assert row["median"] in months


@pytest.fixture
def steps(planted: None) -> None:
	"""First jobs, flats of their own, and visits to a café and an event by some of them."""
	clients = frappe.get_all("Client", {"last_name": NAME}, pluck="name", order_by="name")
	for number in (0, 2, 4):
		make.make_milestone(clients[number], kind="Job Begun", milestone_date=f"2012-0{number + 2}-10")
	for number in (1, 2):
		make.make_milestone(clients[number], kind="Own Flat", milestone_date=f"2012-0{number + 4}-20")
	for day, guests in (("2012-03-07", 3), ("2012-03-14", 2), ("2013-01-09", 4)):
		session = make.make_cafe_session(day=day, with_childcare=1, places_3_to_6=10).name
		for _guest in range(guests):
			make.make_cafe_attendance(session=session, gender="Female", age_bracket="18 to 60")
		make.make_cafe_attendance(clients[0], session)
		for status in ("Picked Up", "Waiting"):
			taken = {"taken_at": f"{day} 15:10:00", "picked_up_at": f"{day} 16:40:00"}
			make.make_childcare_place(session, status=status, **(taken if status == "Picked Up" else {}))
	event = make.make_event(
		starts_at="2012-03-10 10:00:00", ends_at="2012-03-10 12:00:00", status="Held"
	).name
	for number, (status, adults, children) in enumerate(
		(("Attended", 2, 1), ("Attended", 1, 0), ("No-Show", 4, 0))
	):
		about = {"adults": adults, "children": children, "phone": f"0211 {number}"}
		client = clients[3] if number == 1 else None
		make.make_registration(event, status=status, client=client, **about)


@pytest.mark.usefixtures("planted", "steps", "coordinator")
def test_first_job_and_own_flat_are_those_of_the_milestones() -> None:
	reached = {"job": "Job Begun", "flat": "Own Flat"}
	rows = {row["goal"]: row for row in run("Path of Integration")["result"] if row["key"] == "*total*"}
	for goal, kind in reached.items():
		people = sql(
			"select c.name, c.arrival_date a, (select min(milestone_date) from `tabIntegration Milestone` m"
			" where m.client = c.name and m.kind = %(kind)s and m.withdrawn = 0 and m.milestone_date <= %(to_date)s) there"
			f" from `tabClient` c where exists (select 1 from {PRESENT} where present.client = c.name and day between"
			" %(from_date)s and %(to_date)s)",
			kind=kind,
		)
		known = [person for person in people if person.a]
		row = rows[goal]
		assert row["persons"] == len(known)
		assert row["reached"] == sum(bool(person.there) for person in known) > 0
		assert row["left_out"] == len(people) - len(known)


@pytest.mark.usefixtures("planted", "steps", "coordinator")
def test_visits_are_those_of_the_check_in_and_of_the_list_of_participants() -> None:
	if frappe.db.db_type != "mariadb":
		pytest.skip("the recomputation uses MariaDB's own date functions")
	month = MONTH.format("session_date")
	between = "where session_date between %(from_date)s and %(to_date)s"
	cafe = sql(
		f"select {month} k, count(*) n, count(distinct client) p, sum(duration_minutes) m from `tabCafe Attendance` {between} group by k"
	)
	children = sql(
		f"select {month} k, count(*) n from `tabCafe Childcare Place` {between} and taken_at is not null group by k"
	)
	events = sql(
		f"select {MONTH.format('e.starts_at')} k, sum(r.adults + r.children) n, count(distinct r.client) p"
		" from `tabEvent Registration` r join `tabCommunity Event` e on e.name = r.event"
		" where r.status = 'Attended' and date(e.starts_at) between %(from_date)s and %(to_date)s group by k"
	)
	rows = lines("Cafe and Events")
	shown = {
		name: {
			key: tuple(row[f"{name}_{measure}"] for measure in measures)
			for key, row in rows.items()
			if key != "*total*" and row[f"{name}_contacts"]
		}
		for name, measures in (
			("language_cafe_session", ("contacts", "persons", "hours")),
			("cafe_childcare", ("contacts",)),
			("event_visit", ("contacts", "persons")),
		)
	}
	assert shown["language_cafe_session"] == {
		row.k: (row.n, row.p, round(float(row.m) / 60, 2)) for row in cafe
	}
	assert shown["cafe_childcare"] == {row.k: (row.n,) for row in children}
	assert shown["event_visit"] == {row.k: (int(row.n), row.p) for row in events}
	assert len(cafe) == 2 and events[0].n == 4


def nonzero(rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
	return {key: row["total"] for key, row in rows.items() if row["total"] and key != "*total*"}


def cells(result: dict[str, Any], names: dict[str, str]) -> dict[tuple[str, str], int]:
	labels = {c["fieldname"]: c["label"] for c in result["columns"] if c["fieldname"].startswith("column_")}
	return {
		(row["key"], names.get(label, label)): row[name]
		for row in result["result"]
		for name, label in labels.items()
		if row[name] and row["key"] != "*total*"
	}


# --- Protection ---


def plant_records(*people: tuple[str, str], service: str = "Consultation", **values: Any) -> None:
	"""Service Records as a source would write them: a key and a gender for each."""
	rows = []
	for number, (key, gender) in enumerate(people):
		row = {
			"name": f"std{number}{key}{service}"[:140],
			"person_key": key,
			"household_key": key,
			"gender": gender,
		}
		row |= {"service_date": "2009-03-02", "service_month": "2009-03", "service_type": service}
		rows.append(row | {"participation": "Main Person", "contacts": 1, "minutes": 30} | values)
	frappe.db.bulk_insert("Service Record", list(rows[0]), [list(row.values()) for row in rows])


SMALL = {"from_date": "2009-03-01", "to_date": "2009-03-31", "internal": 0}


@pytest.mark.usefixtures("coordinator")
def test_small_figures_are_withheld_unless_asked_for_internally() -> None:
	plant_records(*((f"p{number}", "Female" if number < 9 else "Male") for number in range(12)))
	rows = lines("Characteristics of Persons", **SMALL)
	assert (rows["Male"]["total"], rows["Female"]["total"], rows["*total*"]["total"]) == ("•", "•", 12)
	assert rows["Male"]["share"] == "•"
	assert "withheld" in run("Characteristics of Persons", **SMALL)["message"]
	rows = lines("Characteristics of Persons", **{**SMALL, "threshold": "3"})
	assert (rows["Male"]["total"], rows["Female"]["total"]) == (3, 9)
	internal = run("Characteristics of Persons", **{**SMALL, "internal": 1})
	assert "Not for passing on" in internal["message"]
	assert {row["key"]: row["total"] for row in internal["result"]}["Male"] == 3


@pytest.mark.usefixtures("coordinator")
def test_the_order_of_lines_does_not_tell_what_is_withheld() -> None:
	plant_records(
		*((f"p{n}", gender) for n, gender in enumerate(["Male"] * 6 + ["Female"] * 7 + ["Divers"] * 2))
	)
	rows = run("Characteristics of Persons", **SMALL)["result"]
	hidden = [place for place, row in enumerate(rows[:-2]) if row["total"] == "•"]
	assert hidden == [len(rows) - 2 - len(hidden) + place for place in range(len(hidden))]
	assert len(hidden) >= 2


@pytest.mark.usefixtures("coordinator")
def test_one_person_alone_is_withheld_in_every_report() -> None:
	for service in ("Consultation", "Language Cafe Session", "Application Filed", "Application Decided"):
		plant_records(("alone", "Female"), service=service)
	for report in REPORTS:
		result = query_report.run(report, SMALL)
		shown = [
			value for row in result["result"] for name, value in row.items() if name not in ("bold", "days")
		]
		assert not any(isinstance(value, int | float) and value for value in shown), (
			report,
			result["result"],
		)


@pytest.mark.usefixtures("coordinator")
def test_visits_to_the_cafe_and_to_events_are_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(
		counting, "meetings", lambda: ("Consultation", "Language Cafe Session", "Community Event")
	)
	plant_records(*((f"p{n}", "Female") for n in range(7)), service="Language Cafe Session", minutes=0)
	plant_records(*((f"p{n}", "Female") for n in range(6)), service="Community Event")
	row = lines("Cafe and Events", **SMALL)["2009-03"]
	assert (row["language_cafe_session_contacts"], row["language_cafe_session_persons"]) == (7, 7)
	assert (row["community_event_contacts"], row["community_event_hours"]) == (6, 3.0)


def plant_decisions(*groups: tuple[str, int, int, int], authority: str) -> None:
	"""Decided applications: of a gender so many, each after so many days and more, the first ones refused."""
	for gender, number, days, refused in groups:
		for case in range(number):
			plant_records(
				(f"{gender}{case}", gender),
				service="Application Decided",
				authority=authority,
				contacts=0,
				applicants=1,
				outcome="Rejected" if case < refused else "Approved",
				processing_days=days + case,
			)


@pytest.mark.usefixtures("coordinator")
def test_unequal_treatment_is_said_where_it_is_hardly_chance_and_nothing_of_small_groups() -> None:
	authority = make.make_office()
	plant_decisions(("Female", 20, 60, 14), ("Male", 25, 20, 5), ("Divers", 4, 300, 4), authority=authority)
	rows = run("Equal Treatment Monitor", **{**SMALL, "by": "gender", "authority": authority})["result"]
	said = {(row["label"], row["measure"]): row for row in rows}
	days = said["Female", "Days until decision (median)"]
	assert days["finding"] == "Higher than for all others; hardly chance."
	assert said["Male", "Refused, %"]["finding"] == "Lower than for all others; hardly chance."
	few = said["Divers", "Days until decision (median)"]
	assert (few["finding"], few["value"]) == ("Too few cases: nothing can be said.", "•")
	internal = run("Equal Treatment Monitor", **{**SMALL, "by": "gender", "internal": 1})["result"]
	assert "Divers" not in {row["label"] for row in internal}  # named only where one authority is asked for
	row = next(row for row in internal if (row["label"], row["measure"]) == ("Female", "Refused, %"))
	assert (row["size"], row["value"], row["other_size"], row["other_value"]) == (20, 70, 29, 31)


def test_report_builder_gets_the_names_of_codes_in_the_readers_language(
	coordinator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	make.make_topic("std-name", label="Wohnen", label_en="Housing")
	assert labels_of_master_data()["Counselling Topic"]["std-name"] == "Housing"
	monkeypatch.setattr(frappe.local, "lang", "de")
	assert labels_of_master_data()["Counselling Topic"]["std-name"] == "Wohnen"
	assert "Client" not in labels_of_master_data()


# --- Bad input, and who may not ---


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.usefixtures("coordinator")
def test_bad_input_gets_a_sentence_and_no_data_an_empty_table(report: str) -> None:
	with pytest.raises(frappe.ValidationError, match="must not lie after"):
		run(report, from_date="2013-07-01")
	with pytest.raises(frappe.ValidationError, match="is not a date"):
		run(report, to_date="gestern")
	with pytest.raises(frappe.ValidationError, match="Smallest Figure Shown"):
		run(report, threshold="1")
	with pytest.raises(frappe.ValidationError, match="does not exist"):
		run(report, topic="deleted-master-record")
	empty = run(report, from_date="1950-01-01", to_date="1950-01-31", internal=0, owner="x")
	assert not any(isinstance(value, int) and value > 1 for row in empty["result"] for value in row.values())


@pytest.mark.usefixtures("planted", "coordinator")
def test_figures_of_a_deleted_topic_stay_under_its_code() -> None:
	frappe.db.delete("Counselling Topic", {"name": "std-0"})
	assert lines("Topics and Results")["std-0"]["label"] == "std-0"


@pytest.mark.usefixtures("planted", "coordinator")
def test_no_identity_in_any_report_not_even_on_request() -> None:
	for report in REPORTS:
		said = json.dumps(run(report), default=str)
		assert NAME not in said and "Person0" not in said
		for key in frappe.get_all("Service Record", pluck="person_key", distinct=True):
			assert not key or key not in said
	for identity in ("person_key", "source_name", "name"):
		for report in ("Characteristics of Persons", "Topics and Results"):
			with pytest.raises(frappe.ValidationError, match="is not one of the values offered"):
				run(report, characteristic=identity)
