"""Moving in against Frappe's own Data Import: the same consultations of the same clients, on the same machine. By hand:

	cd <bench>/sites && ../env/bin/python ../apps/refugee_support/tests/benchmark/legacy_import.py <site> [rows] [compared]

Both get the same rows, Data Import with its codes, days and numbers already put right, as it needs them (it neither maps
nor links): what the rows say of their clients on that day it cannot take in at all, so it has less to do. Only the first
`compared` rows are given to both, because Data Import takes too long for all. Our time is that of the dry run and the
run. Everything is taken back at the end. Prints rows per second, the ratio, and the most memory used.
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


TOPICS = {"Jobcenter": "JOBCENTER", "Kita": "CHILDCARE", "Wohnung": "HOUSING", "Formulare": "FORMS_CONTACTS"}
CHANNELS = {"persönlich": "Office", "Tel.": "Telephone", "Mail": "E-Mail"}


def main(site: str, rows: int, compared: int) -> None:
	frappe.init(site)
	if not frappe.conf.allow_tests:
		raise SystemExit("Not a test site: bench --site … set-config allow_tests true")
	frappe.connect()
	frappe.db.begin()
	frappe.flags.in_test = True
	frappe.local.db.commit = lambda: None
	frappe.set_user("Administrator")
	clients = make_clients()
	if compared:
		some = lines(compared)
		frappe.db.savepoint("benchmark")
		theirs = data_import(some, clients)
		frappe.db.rollback(save_point="benchmark")
		ours = move_in(some)
		frappe.db.rollback(save_point="benchmark")
		print(
			f"the same {compared} rows: moving in {ours:.0f} rows/s, Data Import {theirs:.0f}: {ours / theirs:.1f}"
		)
	if rows:
		before = memory()
		print(
			f"{rows} rows: {move_in(lines(rows)):.0f} rows/s; memory {before} MB before, {memory()} MB at most"
		)
	frappe.db.rollback()
	frappe.destroy()


def memory() -> int:
	return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def lines(rows: int) -> list[list[str]]:
	"""In the order of their days, as a database gives them out."""
	chance = random.Random(7)
	days = sorted(chance.randrange(2800) for _row in range(rows))
	return [
		[
			str(number),
			(date(2018, 7, 1) + timedelta(days=day)).strftime("%d.%m.%Y"),
			str(chance.randrange(1, CLIENTS + 1)),
			chance.choice(list(TOPICS)),
			str(chance.randrange(10, 90)),
			chance.choice(list(CHANNELS)),
			chance.choice(STATUSES),
			"Bescheid erklärt",
		]
		for number, day in enumerate(days, 1)
	]


def text(rows: list[list[str]], headings: tuple[str, ...], separator: str = ";") -> bytes:
	content = io.StringIO()
	csv.writer(content, delimiter=separator).writerows([headings, *rows])
	return content.getvalue().encode()


def make_clients() -> dict[str, str]:
	"""Old number -> record."""
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
	keys = {"source": "Benchmark", "target": "Client"}
	return dict(frappe.get_all("Legacy Import Key", keys, ["legacy_id", "record"], as_list=True))


def move_in(rows: list[list[str]]) -> float:
	seconds, document = run(text(rows, HEADINGS), "beratungen.csv")
	assert document.rows_created == len(rows), (document.rows_created, document.rows_refused)
	return len(rows) / seconds


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
	document.db_set("status", job.CHECKING)
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


def data_import(rows: list[list[str]], clients: dict[str, str]) -> float:
	"""Frappe's importer on the same rows, their values already put right by hand."""
	from frappe.core.doctype.data_import.importer import Importer

	fields = (
		"consultation_date",
		"client",
		"main_topic",
		"duration_minutes",
		"channel",
		"counsellor",
		"summary",
	)
	values = [
		[
			"-".join(reversed(day.split("."))),
			clients[client],
			TOPICS[topic],
			minutes,
			CHANNELS[channel],
			"Administrator",
			summary,
		]
		for _number, day, client, topic, minutes, channel, _status, summary in rows
	]
	with NamedTemporaryFile(suffix=".csv") as file:
		Path(file.name).write_bytes(text(values, fields, ","))
		before = frappe.db.count("Consultation")
		start = time.perf_counter()
		importer = Importer(
			"Consultation", file_path=file.name, import_type="Insert New Records", console=True
		)
		importer.import_data()
		seconds = time.perf_counter() - start
	assert frappe.db.count("Consultation") - before == len(rows)
	return len(rows) / seconds


if __name__ == "__main__":
	numbers = [int(number) for number in sys.argv[2:]]
	main(sys.argv[1], *[*numbers, *(5000, 2000)[len(numbers) :]])
