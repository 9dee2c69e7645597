"""Moving in against Frappe's own Data Import: the same consultations of the same clients, on the same machine. By hand:

	cd <bench>/sites && ../env/bin/python ../apps/refugee_support/tests/benchmark/legacy_import.py <site> [rows]

Everything is taken back at the end. Prints rows per second, the ratio, and the most memory used.
"""

import csv
import io
import random
import resource
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import frappe

CLIENTS = 200
HEADINGS = ("Nr", "Datum", "Klient-Nr", "Thema", "Dauer", "Kontaktart", "Status", "Bemerkung")
STATUSES = ("Duldg.", "Gest.", "AE 25.3", "", "", "")


def main(site: str, rows: int) -> None:
	frappe.init(site)
	if not frappe.conf.allow_tests:
		raise SystemExit("Not a test site: bench --site … set-config allow_tests true")
	frappe.connect()
	frappe.db.begin()
	frappe.flags.in_test = True
	frappe.local.db.commit = lambda: None
	frappe.set_user("Administrator")
	ours, clients = move_in(rows)
	theirs = data_import(min(rows, 300), clients)
	memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
	print(
		f"moving in: {ours:.0f} rows/s ({rows} rows); Data Import: {theirs:.0f} rows/s; ratio {ours / theirs:.1f}"
	)
	print(f"most memory: {memory} MB")
	frappe.db.rollback()
	frappe.destroy()


def lines(rows: int, numbers: list[str]) -> list[list[str]]:
	chance = random.Random(7)
	days = sorted(chance.randrange(2800) for _row in range(rows))
	return [
		[
			str(number),
			(date(2018, 7, 1) + timedelta(days=day)).strftime("%d.%m.%Y"),
			chance.choice(numbers),
			chance.choice(("Jobcenter", "Kita", "Wohnung", "Formulare")),
			str(chance.randrange(10, 90)),
			chance.choice(("persönlich", "Tel.", "Mail")),
			chance.choice(STATUSES),
			"Bescheid erklärt",
		]
		for number, day in enumerate(days, 1)
	]


def text(rows: list[list[str]], headings: tuple[str, ...], separator: str = ";") -> bytes:
	content = io.StringIO()
	csv.writer(content, delimiter=separator).writerows([headings, *rows])
	return content.getvalue().encode()


def move_in(rows: int) -> tuple[float, list[str]]:
	letters = "abcdefghijklmnopqrst"
	people = [
		[
			str(n),
			f"{letters[n % 20]}{letters[n // 20 % 20]}marek",
			f"{letters[n * 7 % 20]}{letters[n * 3 % 20]}ovik",
		]
		for n in range(1, CLIENTS + 1)
	]
	run(text(people, ("Klient-Nr", "Vorname", "Nachname")), "klienten.csv")
	keys = frappe.get_all("Legacy Import Key", {"source": "Benchmark", "target": "Client"}, pluck="record")
	numbers = [str(n) for n in range(1, CLIENTS + 1)]
	seconds, document = run(text(lines(rows, numbers), HEADINGS), "beratungen.csv")
	assert document.rows_created == rows, (document.rows_created, document.rows_refused)
	return rows / seconds, keys


def run(content: bytes, name: str) -> tuple[float, Any]:
	"""The jobs themselves, without a queue."""
	from refugee_support.moving import run as job
	from refugee_support.refugee_support.doctype.legacy_import import legacy_import

	values = {
		"title": "Umzug",
		"source": "Benchmark",
		"data_as_of": frappe.utils.nowdate(),
		"default_minutes": 30,
	}
	document = frappe.get_doc({"doctype": "Legacy Import", **values}).insert()
	attached = {"attached_to_doctype": "Legacy Import", "attached_to_name": document.name}
	file = frappe.get_doc({"doctype": "File", "file_name": name, "content": content, **attached}).insert()
	document.db_set("file", file.file_url)
	legacy_import.read_file(document.name)
	document.reload()
	start = time.perf_counter()
	job.check(document.name)
	checked = time.perf_counter()
	waiting = {"legacy_import": document.name, "outcome": "Perhaps Duplicate"}
	legacy_import.decide(
		document.name, frappe.get_all("Legacy Import Row", waiting, pluck="name"), "Another Person"
	)
	document.db_set("status", job.RUNNING)
	job.write(document.name)
	print(f"{name}: dry run {checked - start:.1f} s, run {time.perf_counter() - checked:.1f} s")
	return time.perf_counter() - start, document.reload()


def data_import(rows: int, clients: list[str]) -> float:
	"""Frappe's importer on rows that need nothing mapped: codes, ISO days, numbers of records."""
	from frappe.core.doctype.data_import.importer import Importer

	fields = (
		"client",
		"consultation_date",
		"main_topic",
		"duration_minutes",
		"channel",
		"counsellor",
		"summary",
	)
	chance = random.Random(7)
	values = [
		[
			chance.choice(clients),
			"2019-05-06",
			"JOBCENTER",
			"30",
			"Office",
			"Administrator",
			"Bescheid erklärt",
		]
		for _row in range(rows)
	]
	with NamedTemporaryFile(suffix=".csv") as file:
		Path(file.name).write_bytes(text(values, fields, ","))
		importer = Importer(
			"Consultation", file_path=file.name, import_type="Insert New Records", console=True
		)
		before = frappe.db.count("Consultation")
		start = time.perf_counter()
		importer.import_data()
		seconds = time.perf_counter() - start
	assert frappe.db.count("Consultation") - before == rows
	return rows / seconds


if __name__ == "__main__":
	main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5000)
