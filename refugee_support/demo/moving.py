"""A small old spreadsheet on its way in, checked and not yet run: what is created, what somebody must decide, what is
refused and why. People in it are invented; one of them is in the demo already, spelled differently."""

import io
from datetime import date, timedelta
from typing import Any

import frappe
from openpyxl import Workbook

from refugee_support.demo.duplicates import SPELLINGS, recorded_twice
from refugee_support.demo.plan.model import World
from refugee_support.demo.registry import Registry, existing
from refugee_support.moving import reading, run, undo
from refugee_support.moving.checking import ROW
from refugee_support.moving.keys import KEY

DOCTYPE, MOVES_IN = "Legacy Import", "beraterin@example.org"
TITLE, SOURCE, FILE_NAME = (
	"Beratungen 2018 bis 2020",
	"Beratungstabelle bis 2020 (Demo)",
	"beratungen-bis-2020.xlsx",
)


HEADINGS = (
	"Klient-Nr Familien-ID Vorname Nachname Geburtsdatum Nationalität Status Deutsch Telefon Ort".split()
)


def create_old_import(world: World, registry: Registry) -> int:
	"""Uploaded and checked by the counsellor, as she would see it herself."""
	if existing(DOCTYPE, [registry.old_import]):
		return 0
	before = frappe.session.user, frappe.local.lang
	frappe.set_user(MOVES_IN)
	frappe.local.lang = "de"
	try:
		registry.old_import = upload(old_workbook(_spelled_differently(world)), world.today).name
		run.check(registry.old_import)
	finally:
		frappe.set_user(before[0])
		frappe.local.lang = before[1]
	registry.save()
	return 1


def upload(content: bytes, today: date) -> Any:
	"""The file with the sheets and columns as they are proposed."""
	document = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"title": TITLE,
			"source": SOURCE,
			"data_as_of": today - timedelta(days=30),
			"default_minutes": 30,
		}
	).insert()
	attached = {
		"attached_to_doctype": DOCTYPE,
		"attached_to_name": document.name,
		"attached_to_field": "file",
	}
	file = frappe.get_doc(
		{"doctype": "File", "file_name": FILE_NAME, "content": content, "is_private": 1, **attached}
	).insert()
	document.file = file.file_url
	reading.propose(document, reading.open_file(document))
	document.status = run.CHECKING  # what `check` waits for
	document.flags.by_run = True
	return document.save()


def _spelled_differently(world: World) -> tuple[str, str, str, date | None]:
	person = recorded_twice(world)
	if not person:
		return "8", "Samira", "Beispiel", date(1990, 5, 6)
	return "8", SPELLINGS[person.first_name], person.last_name, person.born


def old_workbook(somebody: tuple[str, str, str, date | None]) -> bytes:
	"""
	Args:
		somebody: number, first name, last name, date of birth of a person who is here already.
	"""
	number, first_name, last_name, born = somebody
	same_person = [
		int(number),
		"100",
		first_name,
		last_name,
		born,
		None,
		None,
		None,
		"02104 / 555 08",
		"Erkrath",
	]
	sheets: dict[str, list[list[Any]]] = {
		"Familien": [["Familien-ID", "Familie"], [100, "Karimi"], [101, "Familie Bondar"]],
		"Klienten": [
			HEADINGS,
			[1, 100, "Parisa", "Karimi", "03.04.1985", "Iran", "Gest.", "A2", "02104 / 555 01", "Erkrath"],
			[2, 100, "Navid", "Karimi", "ca. 1980", "Iran", "Gest.", "A1", "02104 / 555 02", "Erkrath"],
			[3, 101, "Svitlana", "Bondar", "17.09.1991", "Ukraine", "§24", "B1", None, "Haan"],
			[4, None, "Yonas", "Tesfay", "31.02.1995", "Eritrea", "Duldg.", None, None, "Erkrath"],
			[5, None, "Selam", "Haile", "12.12.1998", "Eritrea", "Duldnug", "A1", None, "Erkrath"],
			[6, None, "Adil", "Rahimi", "1988", "Afghanistan", "AE 25.3", "B2", None, "Hilden"],
			[7, None, "Derya", "Yıldız", "05.06.1979", "Türkei", "grüne Karte", None, None, "Erkrath"],
			same_person,
		],
		"Beratungen": [
			["Nr", "Datum", "Klient-Nr", "Thema", "Dauer", "Kontaktart", "Status", "Bemerkung"],
			[1, "05.11.2018", 1, "Jobcenter", "45", "persönlich", "Gest.", "Bescheid erklärt"],
			[2, "06.03.2019", 1, "Kita", 30, "Tel.", None, "Anmeldung besprochen"],
			[3, date(2019, 4, 1), 2, "Wohnung", "1,5 h", "Büro", "Gest.", None],
			[4, "07.04.2019", None, "Formulare", 15, "Büro", None, "ohne Namen"],
			[5, "Mai 2019", 6, "Jobcenter", 20, "Mail", "Duldg.", None],
			[6, "14.06.2019", 99, "Wohnung", 25, "Büro", None, "Klient-Nr gibt es nicht"],
			[7, "bald", 1, "Jobcenter", 10, "Tel.", None, None],
			[8, "21.01.2020", 3, "Arzt", 40, "persönlich", None, None],
		],
	}
	book = Workbook()
	book.remove(book.active)
	for title, rows in sheets.items():
		sheet = book.create_sheet(title)
		for row in rows:
			sheet.append(row)
	content = io.BytesIO()
	book.save(content)
	return content.getvalue()


def remove_old_import(registry: Registry) -> None:
	"""With its records, if a visitor has run it; what visitors have worked on since stays like all that is theirs."""
	if not existing(DOCTYPE, [registry.old_import]):
		return
	document = frappe.get_doc(DOCTYPE, registry.old_import)
	if undo.can_undo(document):
		try:
			undo.undo(document)
		except frappe.ValidationError:
			frappe.clear_last_message()
	run.remove_file(document)
	frappe.db.delete(ROW, {"legacy_import": document.name})
	frappe.db.delete(KEY, {"source": SOURCE})
	for table in frappe.get_meta(DOCTYPE).get_table_fields():
		frappe.db.delete(table.options, {"parent": document.name, "parenttype": DOCTYPE})
	frappe.db.delete(DOCTYPE, {"name": document.name})
