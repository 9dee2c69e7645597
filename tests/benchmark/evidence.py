"""Standard reports on 1,000,000 Service Records against the bare SQL they need. By hand, never in CI:

	cd <bench>/sites && ../env/bin/python ../apps/refugee_support/tests/benchmark/evidence.py <site> [records]

Writes its own records into the site (a test site of its own; drop it afterwards). Of every report the queries on
Service Records are noted in a first run and sent again bare, through the driver alone; the limit is three times their
time. The memory is what Python holds at most at one time during a run.
"""

import argparse
import statistics
import time
import tracemalloc
from typing import Any

import frappe
from frappe.desk import query_report

RECORD, ROUNDS, LIMIT = "Service Record", 3, 3
PERSONS = 40_000
RANGE = {"from_date": "2018-07-01", "to_date": "2026-06-30"}
REPORTS: dict[str, dict[str, Any]] = {
	"Demand over Time": {},
	"Characteristics of Persons": {"second_characteristic": "region"},
	"Topics and Results": {},
	"Path of Integration": {"by": "gender"},
	"Decisions of Authorities": {},
	"Cafe and Events": {},
	"Equal Treatment Monitor": {},
}


def main() -> None:
	arguments = argparse.ArgumentParser(description=__doc__)
	arguments.add_argument("site")
	arguments.add_argument("records", nargs="?", type=int, default=1_000_000)
	parsed = arguments.parse_args()
	frappe.init(parsed.site)
	if not frappe.conf.allow_tests:
		raise SystemExit("Not a test site: bench --site … set-config allow_tests true")
	frappe.connect()
	prepare(parsed.records)
	print(f"{frappe.db.count(RECORD):,} Service Records, {frappe.db.db_type}\n")
	print(f"| report | ms | bare SQL, ms | ratio | limit | Python holds, MB |\n|{'---|' * 6}")
	for name, filters in REPORTS.items():
		measure(name, RANGE | filters)


def measure(name: str, filters: dict[str, Any]) -> None:
	queries = queries_of(name, filters)
	ours, bare = [], []
	for _round in range(ROUNDS):
		ours.append(seconds(lambda: query_report.run(name, filters)))
		bare.append(sum(seconds(lambda query=query: fetch(query)) for query in queries))
	mine, theirs = statistics.median(ours) * 1000, statistics.median(bare) * 1000
	verdict = "" if mine <= LIMIT * theirs else " **over**"
	print(
		f"| {name} | {mine:.0f} | {theirs:.0f} | {mine / theirs:.2f}{verdict} | {LIMIT} | {megabytes(name, filters):.1f} |"
	)


def queries_of(name: str, filters: dict[str, Any], table: str = f"tab{RECORD}") -> list[str]:
	seen: list[str] = []
	sql = frappe.local.db.sql

	def noted(query: Any, *args: Any, **options: Any) -> Any:
		answer = sql(query, *args, **options)
		if table in str(query):
			seen.append(frappe.db.last_query)
		return answer

	frappe.local.db.sql = noted
	try:
		query_report.run(name, filters)
	finally:
		frappe.local.db.sql = sql
	return seen


def fetch(query: Any) -> None:
	cursor = frappe.db._conn.cursor()
	cursor.execute(query)
	cursor.fetchall()


def seconds(function: Any) -> float:
	start = time.perf_counter()
	function()
	return time.perf_counter() - start


def megabytes(name: str, filters: dict[str, Any]) -> float:
	tracemalloc.start()
	query_report.run(name, filters)
	_now, peak = tracemalloc.get_traced_memory()
	tracemalloc.stop()
	return peak / 1e6


# --- Records ---


def prepare(records: int) -> None:
	"""Written by MariaDB itself, a number for each row and everything else from it: the same rows in every run."""
	there = frappe.db.count(RECORD)
	if records <= there:
		return
	columns = ", ".join(f"`{name}`" for name in COLUMNS)
	terms = ", ".join(COLUMNS.values())
	frappe.db.sql(
		f"insert into `tab{RECORD}` ({columns}) select {terms} from ({_drawn(there, records - 1)}) drawn"
	)
	frappe.db.commit()  # a command by hand keeps what is written
	frappe.db.sql(f"analyze table `tab{RECORD}`")


SERVICES = ["Consultation"] * 6 + ["Language Cafe Session", "Community Event", "Application Filed"]
SERVICES += ["Application Decided", "Integration Milestone"]
MET, DECIDED, STEP = "service <= 8", "service = 10", "service = 11"  # places in SERVICES, from 1


def one_of(number: str, *values: str) -> str:
	"""SQL: the value at that place, from 1."""
	return f"elt({number}, {', '.join(repr(value) for value in values)})"


def _drawn(first: int, last: int) -> str:
	"""SQL: what a row is made of. Persons keep their characteristics."""

	def number(salt: str, below: int) -> str:
		return f"crc32(concat({salt!r}, seq)) % {below}"

	return f"""select seq, date'2018-07-01' + interval {number("day", 2900)} day as day,
		1 + {number("service", len(SERVICES))} as service, {number("person", PERSONS)} as person,
		{number("topic", 24)} as topic, {number("result", 12)} as result, {number("authority", 12)} as authority,
		{number("kind", 20)} as kind, {number("outcome", 3)} as outcome, {number("days", 199)} as days
		from seq_{first}_to_{last}"""


COLUMNS = {
	"name": "md5(concat('benchmark', seq))",
	"service_date": "day",
	"service_year": "year(day)",
	"service_quarter": "concat(year(day), '-Q', quarter(day))",
	"service_month": "date_format(day, '%Y-%m')",
	"service_type": one_of("service", *SERVICES),
	"participation": "'Main Person'",
	"person_key": "concat('P', lpad(person, 8, '0'))",
	"household_key": "concat('H', lpad(person div 3, 8, '0'))",
	"contacts": MET,
	"minutes": f"if({MET}, 30, 0)",
	"gender": one_of("1 + person % 2", "Female", "Male"),
	"age_group": one_of("1 + person % 3", "18-26", "27-40", "41-60"),
	"region": one_of("1 + person % 4", "Western Asia", "Eastern Africa", "Eastern Europe", "Western Africa"),
	"residence_category": one_of("1 + person % 3", "Toleration", "Humanitarian Permit", "Asylum Procedure"),
	"german_level": one_of("1 + person % 3", "A1", "A2", "B1"),
	"years_in_germany": "'3 to 5'",
	"months_in_germany": "timestampdiff(month, makedate(2015 + person % 3, 1), day)",
	"topic": "concat('topic-', topic)",
	"result": "concat('result-', result)",
	"contact_kind": f"if({MET}, 'Follow-Up Contact', null)",
	"authority": f"if({MET}, null, concat('office-', authority))",
	"application_type": f"if({MET}, null, concat('kind-', kind))",
	"outcome": f"if({DECIDED}, {one_of('1 + outcome', 'Approved', 'Rejected', 'Withdrawn by Applicant')}, null)",
	"processing_days": f"if({DECIDED}, 1 + days, 0)",
	"applicants": DECIDED,
	"milestone": f"if({STEP}, {one_of('1 + outcome', 'Level Reached', 'Job Begun', 'Own Flat')}, null)",
	"milestone_value": "'B1'",
}


if __name__ == "__main__":
	main()
