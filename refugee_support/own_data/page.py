"""The readable copy: German, and beside it what each thing is called in the person's language."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe.utils import formatdate, getdate

from refugee_support import consents
from refugee_support.career import engine
from refugee_support.career.messages import told_clearly
from refugee_support.consents.form import association
from refugee_support.erasing.due import last_day_of
from refugee_support.own_data import DAYS, Copy, Record
from refugee_support.own_data.labels import (
	GERMAN,
	field_label,
	kind_label,
	link_shown,
	value_shown,
	value_translated,
	word,
	words,
)
from refugee_support.own_data.people import NO_PERSON
from refugee_support.own_data.reasons import sentence_for
from refugee_support.rules.text import direction

# One line each in a table: there may be thousands.
IN_LINES = {
	"Client Access Log": ("time", "action", "ref_doctype"),
	"Service Record": ("service_date", "service_type", "topic", "minutes"),
}
FIRST = ("Client", "Client Household", "Client Relation", "Client Consent", "Confidential Record")
LAST = tuple(IN_LINES)
NOT_SHOWN = {"person_key", "household_key", "search_name", "draft_id"}  # in the JSON
Row = dict[str, Any]


def language_of_client(client: str) -> str:
	"""The person's language, where the page has words in it; otherwise empty: German alone."""
	code = frappe.db.get_value("Client", client, "main_language") or ""
	known = set(words()["Access to Data"]) - {"key", GERMAN}
	return code if code in known else code.split("-")[0] if code.split("-")[0] in known else ""


def pdf_of(copy: Copy, request: Any) -> bytes:
	with told_clearly():
		return engine.document(html_of(copy, request)).write_pdf()


def html_of(copy: Copy, request: Any) -> str:
	foreign = language_of_client(copy.client)
	return engine.page(
		"data_copy.html",
		language=foreign,
		direction=direction(foreign),
		title=pair(request.kind, foreign),
		heading={key: pair(key, foreign) for key in ("about", "rights", "records", "files", "withheld")},
		portable=request.kind == "Portability",
		association=association(),
		in_state_nw=frappe.db.get_single_value("Refugee Support Settings", "state") in ("NW", None, ""),
		person=frappe.db.get_value("Client", copy.client, "client_name"),
		number=copy.client,
		created=formatdate(getdate(), "dd.MM.yyyy"),
		received=formatdate(request.received_on, "dd.MM.yyyy"),
		basis=basis_of(copy.client),
		recipients=sorted(recipients(copy)),
		kept_until=kept_until(copy.client),
		groups=list(groups(copy, foreign)),
		files=[
			{"path": one.path, "name": one.file_name, "of": kind_label(one.doctype, GERMAN)}
			for one in copy.files
		],
		withheld=withheld(copy, foreign),
	)


def pair(key: str, foreign: str) -> Row:
	return {"de": word(key, GERMAN), "foreign": word(key, foreign) if foreign else ""}


def basis_of(client: str) -> str:
	state, day = consents.word_of(client, (consents.DATA_PROCESSING,))
	return formatdate(day, "dd.MM.yyyy") if state == "In Force" and day else ""


def kept_until(client: str) -> str:
	day = last_day_of(client, getdate())
	return formatdate(day, "dd.MM.yyyy") if day else ""


def recipients(copy: Copy) -> set[str]:
	"""Authorities and institutions that are named in what is given."""
	found = set()
	for record in copy.records:
		for df in frappe.get_meta(record.doctype).get_link_fields():
			if df.options == "Public Authority" and record.data.get(df.fieldname):
				found.add(link_shown("Public Authority", record.data[df.fieldname]))
		if record.doctype == "Client Referral" and record.data.get("institution"):
			found.add(record.data["institution"])
	return found


def groups(copy: Copy, foreign: str) -> Iterator[Row]:
	"""Records of one kind after the other: the person first, statistics and the access log at the end."""
	kinds: dict[str, list[Record]] = {}
	for record in copy.records:
		kinds.setdefault(record.doctype, []).append(record)

	def place(kind: str) -> tuple[int, str]:
		if kind in FIRST:
			return FIRST.index(kind), ""
		return 100 + (LAST.index(kind) + 1 if kind in LAST else 0), kind_label(kind, GERMAN)

	for kind in sorted(kinds, key=place):
		yield {
			"de": kind_label(kind, GERMAN),
			"foreign": kind_label(kind, foreign) if foreign else "",
			"columns": [labels(kind, name, foreign) for name in IN_LINES.get(kind, ())],
			"lines": [line(record, copy.client) for record in kinds[kind]] if kind in IN_LINES else [],
			"records": []
			if kind in IN_LINES
			else [shown(record, copy.client, foreign) for record in kinds[kind]],
		}


def labels(doctype: str, fieldname: str, foreign: str) -> Row:
	return {
		"de": field_label(doctype, fieldname, GERMAN),
		"foreign": field_label(doctype, fieldname, foreign) if foreign else "",
	}


def line(record: Record, client: str) -> list[str]:
	return [
		value_shown(record.doctype, name, record.data[name], client) if name in record.data else ""
		for name in IN_LINES[record.doctype]
	]


def shown(record: Record, client: str, foreign: str) -> Row:
	day = next((record.data[name] for name in DAYS if record.data.get(name)), None)
	return {
		"day": formatdate(getdate(day), "dd.MM.yyyy") if day and record.doctype != "Client" else "",
		"given": record.given,
		"fields": list(fields_of(record.doctype, record.data, client, foreign)),
		"tables": [
			{
				**labels(record.doctype, fieldname, foreign),
				"rows": [
					list(fields_of(child_of(record.doctype, fieldname), row, client, foreign)) for row in rows
				],
			}
			for fieldname, rows in record.tables.items()
		],
	}


def child_of(doctype: str, fieldname: str) -> str:
	df = frappe.get_meta(doctype).get_field(fieldname)
	return df.options if df else fieldname


def fields_of(doctype: str, data: dict[str, Any], client: str, foreign: str) -> Iterator[Row]:
	"""In the order of the form. A "no" nobody has entered and keys of the program say nothing: they are in the JSON."""
	meta = frappe.get_meta(doctype)
	order = [df.fieldname for df in meta.fields if df.fieldname in data]
	order += [name for name in data if name not in order]
	for name in order:
		df, value = meta.get_field(name), data[name]
		if not df and is_technical(doctype, name, value):
			continue
		if (df and name in NOT_SHOWN) or (df and df.fieldtype == "Check" and not value):
			continue
		if name == "client" and value == client:
			continue
		yield {
			**labels(doctype, name, foreign),
			"value": value_shown(doctype, name, value, client),
			"translated": value_translated(doctype, name, value, foreign) if foreign else "",
		}


def is_technical(doctype: str, fieldname: str, value: Any) -> bool:
	"""When and by which program a row was written; who wrote it, if people who work here are named, is shown."""
	if fieldname == "creation":
		return doctype != "Client"
	return fieldname not in ("owner", "modified_by") or value in NO_PERSON


def withheld(copy: Copy, foreign: str) -> list[Row]:
	"""One line for each kind and reason; fields of one kind together."""
	found: dict[tuple[str, str], Row] = {}
	for thing, names in copy.withheld.items():
		row = found.setdefault((thing.doctype, thing.reason), {"names": set(), "fields": set()})
		row["names"] |= set(names)
		if thing.fieldname:
			row["fields"].add(field_label(thing.doctype, thing.fieldname, GERMAN))
	lines = [
		{
			"de": kind_label(doctype, GERMAN),
			"foreign": word(doctype, foreign) if foreign else "",
			"fields": ", ".join(sorted(row["fields"])),
			"number": len(row["names"]),
			"reason": sentence_for(reason),
		}
		for (doctype, reason), row in found.items()
	]
	return sorted(lines, key=lambda row: (row["reason"], row["de"]))
