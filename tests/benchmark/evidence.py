"""Standard reports on 1,000,000 Service Records against the bare SQL they need. By hand, never in CI:

	cd <bench>/sites && ../env/bin/python ../apps/refugee_support/tests/benchmark/evidence.py <site> [records]

Writes its own records into the site (a test site of its own; drop it afterwards). Of every report the queries on
Service Records are noted in a first run and sent again bare, through the driver alone; the limit is three times their
time. The memory is what Python holds at most at one time during a run.
"""

import argparse
import random
import statistics
import time
import tracemalloc
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.desk import query_report

RECORD, ROUNDS, LIMIT = "Service Record", 3, 3
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


def queries_of(name: str, filters: dict[str, Any]) -> list[str]:
	seen: list[str] = []
	sql = frappe.local.db.sql

	def noted(query: Any, *args: Any, **options: Any) -> Any:
		answer = sql(query, *args, **options)
		if f"tab{RECORD}" in str(query):
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
	missing = records - frappe.db.count(RECORD)
	chance = random.Random(8)
	while missing > 0:
		rows = [record(chance) for _number in range(min(missing, 50_000))]
		frappe.db.bulk_insert(RECORD, list(rows[0]), [list(row.values()) for row in rows], chunk_size=5_000)
		frappe.db.commit()  # a command by hand keeps what is written
		missing -= len(rows)
	frappe.db.commit()


SERVICES = ["Consultation"] * 6 + ["Language Cafe Session", "Community Event", "Application Filed"]
SERVICES += ["Application Decided", "Integration Milestone"]


def record(chance: random.Random) -> dict[str, Any]:
	day = date(2018, 7, 1) + timedelta(days=chance.randrange(2900))
	service, person = chance.choice(SERVICES), chance.randrange(40_000)
	met = service in SERVICES[:8]
	decided = service == "Application Decided"
	month = (day - date(2015 + person % 3, 1, 1)).days // 30
	return {
		"name": frappe.generate_hash(length=16),
		"service_date": day,
		"service_year": day.year,
		"service_quarter": f"{day.year}-Q{(day.month + 2) // 3}",
		"service_month": f"{day:%Y-%m}",
		"service_type": service,
		"participation": "Main Person",
		"person_key": f"P{person:08d}",
		"household_key": f"H{person // 3:08d}",
		"contacts": int(met),
		"minutes": 30 if met else 0,
		"gender": ("Female", "Male")[person % 2],
		"age_group": ("18-26", "27-40", "41-60")[person % 3],
		"region": ("Western Asia", "Eastern Africa", "Eastern Europe", "Western Africa")[person % 4],
		"residence_category": ("Toleration", "Humanitarian Permit", "Asylum Procedure")[person % 3],
		"german_level": ("A1", "A2", "B1")[person % 3],
		"years_in_germany": "3 to 5",
		"months_in_germany": month,
		"topic": f"topic-{chance.randrange(24)}",
		"result": f"result-{chance.randrange(12)}",
		"contact_kind": "Follow-Up Contact" if met else None,
		"authority": f"office-{chance.randrange(12)}" if not met else None,
		"application_type": f"kind-{chance.randrange(20)}" if not met else None,
		"outcome": chance.choice(["Approved", "Rejected", "Withdrawn by Applicant"]) if decided else None,
		"processing_days": chance.randrange(1, 200) if decided else 0,
		"applicants": 1 if decided else 0,
		"milestone": chance.choice(["Level Reached", "Job Begun", "Own Flat"])
		if service == SERVICES[-1]
		else None,
		"milestone_value": "B1",
	}


if __name__ == "__main__":
	main()
