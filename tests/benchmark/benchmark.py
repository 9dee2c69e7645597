"""How fast is it? Ratios against plain Frappe or bare SQL, taken in one run. By hand, never in CI:

	cd <bench>/sites && ../env/bin/python ../apps/refugee_support/tests/benchmark/benchmark.py <site>

Writes its own data into the site (50,000 clients, 500,000 Service Records) unless they are there: use a test site
of its own and drop it afterwards. Prints a table; docs/performance.md keeps the last one.
"""

import argparse
import platform
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import cycle
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Sum

from refugee_support.patches.give_tasks_to_helpers import TASK_OF_ROLE

CLIENTS, RECORDS, TEAM, ROUNDS = 50_000, 500_000, 20, 30
DEADLINES = 10_000
COUNSELLOR, VOLUNTEER = "bench-counsellor@example.org", "bench-volunteer@example.org"
PLAIN = "Benchmark Plain Document"  # as many fields as Consultation, no controller


def main() -> None:
	arguments = argparse.ArgumentParser(description=__doc__)
	arguments.add_argument("site")
	frappe.init(arguments.parse_args().site)
	if not frappe.conf.allow_tests:
		raise SystemExit("Not a test site: bench --site … set-config allow_tests true")
	frappe.connect()
	frappe.db.begin()
	prepare()
	print(f"Frappe {frappe.__version__}, {frappe.db.db_type}, Python {platform.python_version()}\n")
	print(f"| what | ours, ms | compared with | ms | ratio | limit |\n|{'---|' * 6}")
	for benchmark in (saving, list_as_counsellor, list_as_volunteer, client_page, report, deadlines):
		benchmark()
	frappe.db.rollback()


def compare(
	what: str, ours: Callable, other: str, theirs: Callable, limit: float, rounds: int = ROUNDS
) -> None:
	"""Medians of alternating rounds: both sides meet the same machine."""
	ours(), theirs()
	times: tuple[list[float], list[float]] = ([], [])
	for _round in range(rounds):
		for function, taken in zip((ours, theirs), times, strict=True):
			start = time.perf_counter()
			function()
			taken.append((time.perf_counter() - start) * 1000)
	mine, reference = (statistics.median(taken) for taken in times)
	ratio = mine / reference
	verdict = "" if ratio <= limit else " **over**"
	print(f"| {what} | {mine:.1f} | {other} | {reference:.1f} | {ratio:.2f}{verdict} | {limit} |")


# --- What is measured ---


def saving() -> None:
	frappe.set_user(COUNSELLOR)
	clients = cycle(frappe.get_all("Client", pluck="name", limit=1000, order_by="name desc"))
	topics = frappe.get_all("Counselling Topic", pluck="name", limit=2)
	values = {
		"main_topic": topics[0],
		"consultation_date": "2026-05-04",
		"duration_minutes": 30,
		"channel": "Office",
		"counsellor": COUNSELLOR,
		"summary": "Kindergeld: fehlende Unterlagen besprochen.",
		"other_topics": [{"topic": topics[1]}],
	}

	def save(doctype: str) -> None:
		frappe.get_doc({"doctype": doctype, "client": next(clients), **values}).insert()
		frappe.db.commit()  # saved is what survives a power cut

	compare(
		"Saving a consultation",
		lambda: save("Consultation"),
		"saving a plain document with the same fields",
		lambda: save(PLAIN),
		limit=2,
		rounds=200,
	)


def client_list() -> list:
	fields = ["name", "client_name", "status", "residence_status", "residence_valid_until", "modified"]
	return frappe.get_list("Client", fields=fields, order_by="creation desc", limit=20)


def todo_list() -> list:
	fields = ["name", "description", "status", "priority", "date", "modified"]
	return frappe.get_list("ToDo", fields=fields, order_by="creation desc", limit=20)


def list_as(user: str, who: str) -> None:
	frappe.set_user(user)
	compare(
		f"Client list, {CLIENTS:,} clients, {who}",
		client_list,
		"ToDo list of that length",
		todo_list,
		limit=1.3,
	)


def list_as_counsellor() -> None:
	list_as(COUNSELLOR, "counsellor")


def list_as_volunteer() -> None:
	list_as(VOLUNTEER, f"volunteer with {TEAM} of them")


def client_page() -> None:
	"""Somebody known for years: the page against Frappe's own loading of the form below it."""
	from frappe.desk.form.load import getdoc

	from refugee_support.client_page import client_page as page

	frappe.set_user(COUNSELLOR)
	busiest = frappe.get_all("Consultation", ["client"], order_by="contact_number desc", limit=1)
	client = busiest[0].client

	def load_form() -> None:
		frappe.response.docs = []
		getdoc("Client", client)

	compare(
		"The page of a client",
		lambda: page(client),
		"Frappe's getdoc of the client",
		load_form,
		limit=2,
		rounds=50,
	)


def report() -> None:
	from refugee_support.refugee_support.report.consultations_over_time.consultations_over_time import execute

	frappe.set_user(COUNSELLOR)
	record = DocType("Service Record")
	base = {"from_date": "2024-12-01", "to_date": "2026-11-30", "period": "Month"}
	for characteristic, measure, aggregate in (
		("gender", "Contacts", Sum(record.contacts)),
		("residence_status", "Persons", Count(record.person_key).distinct()),
	):
		bare = (
			frappe.qb.from_(record)
			.select(record.service_month, record[characteristic], aggregate)
			.where(record.service_date[date(2024, 12, 1) : date(2026, 11, 30)])
			.where(record.service_type == "Consultation")
			.groupby(record.service_month, record[characteristic])
		)
		filters = {**base, "characteristic": characteristic, "measure": measure}
		compare(
			f"Consultations over Time, {RECORDS:,} records, {measure.lower()} by {characteristic}",
			lambda filters=filters: execute(frappe._dict(filters)),
			"the bare GROUP BY",
			lambda bare=bare: bare.run(),
			limit=3,
			rounds=3,
		)


def deadlines() -> None:
	"""The daily check: the step each of 10,000 open deadlines has reached, who may see it, what was sent already."""
	from refugee_support.deadlines.reminders import plan
	from refugee_support.rules.deadlines import remedy_deadline

	frappe.set_user("Administrator")
	today = date(2026, 6, 1)
	letter = {"regime": "SGB X", "delivery": "Ordinary Post", "period": 1, "unit": "month"}

	def read() -> list:
		return frappe.get_all("Legal Deadline", {"status": "Open"}, ["*"], limit=0)

	def check() -> None:
		for row in frappe.get_all("Legal Deadline", {"status": "Open"}, ["announced_on"], limit=0):
			remedy_deadline(**letter, posted_on=row.announced_on)
		plan(today)

	compare(
		f"Computing and checking {DEADLINES:,} open deadlines",
		check,
		"reading them",
		read,
		limit=5,
		rounds=5,
	)


# --- Data ---


def prepare() -> None:
	frappe.flags.in_test = frappe.flags.mute_emails = True
	make_user(COUNSELLOR, "Refugee Support Counsellor", "Staff")
	make_user(VOLUNTEER, "Refugee Support Volunteer", "Volunteer")
	make_plain_doctype()
	chance = random.Random(1)
	if frappe.db.count("Client") < CLIENTS:
		fill("Client", CLIENTS, lambda number: client_row(number, chance))
		fill("ToDo", CLIENTS, todo_row)
		names = [f"B-{number:06d}" for number in chance.sample(range(CLIENTS), TEAM)]
		fill("Client Support Team Member", TEAM, lambda number: team_row(number, names[number]))
		# the table is not only the volunteer's: every client has somebody
		fill(
			"Client Support Team Member",
			CLIENTS,
			lambda number: team_row(number + TEAM, f"B-{number:06d}", COUNSELLOR),
		)
	if frappe.db.count("Service Record") < RECORDS:
		fill("Service Record", RECORDS, lambda number: record_row(number, chance))
	if frappe.db.count("Legal Deadline") < DEADLINES:
		fill("Legal Deadline", DEADLINES, lambda number: deadline_row(number, chance))
	frappe.db.commit()  # by hand, on a test site
	if frappe.db.db_type == "mariadb":
		frappe.db.sql_ddl(
			"ANALYZE TABLE `tabClient`, `tabToDo`, `tabClient Support Team Member`, `tabService Record`"
		)


def make_user(email: str, role: str, kind: str) -> None:
	if frappe.db.exists("User", email):
		return
	user = {"doctype": "User", "email": email, "first_name": email.split("@")[0], "send_welcome_email": 0}
	frappe.get_doc({**user, "roles": [{"role": role}]}).insert()
	frappe.get_doc(
		{
			"doctype": "Volunteer Profile",
			"full_name": email,
			"user": email,
			"helper_kind": kind,
			"status": "Active",
			"conversation_on": "2020-01-01",
			"undertaking_signed_on": "2020-01-01",
			"instructed_on": "2020-01-01",
			"legal_training_on": "2020-01-01",
			"supervising_lawyer": "RAin Muster",
			"tasks": [{"task": TASK_OF_ROLE[role], "from_date": "2020-01-01"}],
		}
	).insert()


def make_plain_doctype() -> None:
	"""The fields of Consultation, child tables included, without our code: what Frappe itself costs."""
	if frappe.db.exists("DocType", PLAIN):
		return
	keep = ("fieldname", "fieldtype", "label", "options", "reqd", "default", "search_index")
	fields = [{key: df.get(key) for key in keep} for df in frappe.get_meta("Consultation").fields]
	frappe.get_doc(
		{
			"doctype": "DocType",
			"name": PLAIN,
			"module": "Refugee Support",
			"custom": 1,
			"autoname": "hash",
			"track_changes": 1,
			"fields": fields,
			"permissions": [{"role": "Refugee Support Counsellor", "read": 1, "write": 1, "create": 1}],
		}
	).insert()


def fill(doctype: str, count: int, row: Callable[[int], dict[str, Any]], batch: int = 10_000) -> None:
	for start in range(0, count, batch):
		rows = [{**standard(start + n), **row(start + n)} for n in range(min(batch, count - start))]
		fields = list(rows[0])
		frappe.db.bulk_insert(doctype, fields, [[r[f] for f in fields] for r in rows], chunk_size=batch)
		frappe.db.commit()  # by hand, on a test site


def standard(number: int) -> dict[str, Any]:
	day = str(date(2019, 1, 1) + timedelta(minutes=number * 5)) + f" {number % 24:02d}:{number % 60:02d}:00"
	return {"owner": "Administrator", "modified_by": "Administrator", "creation": day, "modified": day}


def client_row(number: int, chance: random.Random) -> dict[str, Any]:
	return {
		"name": f"B-{number:06d}",
		"first_name": f"Vorname{number}",
		"last_name": f"Name{chance.randrange(9000)}",
		"client_name": f"Vorname{number} Name",
		"search_name": f"vorname{number} name",
		"status": "Active",
		"person_key": f"p{number:019d}",
		"residence_valid_until": date(2026, 1, 1) + timedelta(days=number % 900),
	}


def todo_row(number: int) -> dict[str, Any]:
	# allocated to both users in turn: Frappe's own ToDo condition has something to compare, too
	return {
		"name": f"BT-{number:06d}",
		"description": f"Aufgabe {number}",
		"status": "Open",
		"priority": "Medium",
		"allocated_to": (COUNSELLOR, VOLUNTEER)[number % 2],
	}


def deadline_row(number: int, chance: random.Random) -> dict[str, Any]:
	due = date(2026, 1, 5) + timedelta(days=chance.randrange(350))
	return {
		"name": f"BF-{number:06d}",
		"client": f"B-{chance.randrange(CLIENTS):06d}",
		"kind": "Remedy",
		"status": "Open",
		"due_on": due,
		"safe_on": due - timedelta(days=7),
		"advance_on": due - timedelta(days=14),
		"announced_on": due - timedelta(days=30),
		"sort_on": due,
		"responsible": chance.choice((COUNSELLOR, VOLUNTEER)),
		"action": "Widerspruch",
		"steps_de": "1. Zur Post gegeben, gilt als bekannt gegeben (§ 37 Abs. 2 Satz 1 SGB X).\n" * 6,
		"steps_en": "1. Posted, counts as announced (§ 37 Abs. 2 Satz 1 SGB X).\n" * 6,
	}


def team_row(number: int, client: str, helper: str = VOLUNTEER) -> dict[str, Any]:
	return {
		"name": f"BM-{number:06d}",
		"parent": client,
		"parenttype": "Client",
		"parentfield": "support_team",
		"idx": 1,
		"helper": helper,
		"from_date": date(2025, 1, 1),
	}


def record_row(number: int, chance: random.Random) -> dict[str, Any]:
	day = date(2018, 7, 1) + timedelta(days=number % 3070)
	person = chance.randrange(20_000)
	return {
		"name": f"BR-{number:07d}",
		"service_date": day,
		"service_year": day.year,
		"service_quarter": f"{day.year}-Q{(day.month + 2) // 3}",
		"service_month": f"{day.year}-{day.month:02d}",
		"service_type": "Consultation",
		"participation": "Main Person",
		"person_key": f"p{person:019d}",
		"household_key": f"h{person // 3:019d}",
		"contacts": 1,
		"minutes": 30,
		"gender": ("Female", "Male")[person % 2],
		"residence_status": ("GEST", "AE252F", "DULD60A", "AE24", "NE263", None)[person % 6],
		"topic": f"T{number % 24}",
		"source_doctype": "Consultation",
		"source_name": f"bench-{number}",
	}


if __name__ == "__main__":
	main()
