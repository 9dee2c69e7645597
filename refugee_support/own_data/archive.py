"""The machine-readable copy (client-data-1.json has its schema), and the archive with everything in it."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import frappe
from frappe.utils import now_datetime

from refugee_support.consents.form import association
from refugee_support.own_data import AttachedFile, Copy
from refugee_support.own_data.labels import ENGLISH, GERMAN, field_label, kind_label, word
from refugee_support.own_data.reasons import sentence_for

SCHEMA = Path(__file__).parent / "schema" / "client-data-1.json"
FORMAT, VERSION = "refugee-support.client-data", 1
MADE = (2026, 1, 1, 0, 0, 0)  # of entries in an archive: the day is in the copy itself


def as_json(copy: Copy, request: Any, files: list[dict[str, Any]]) -> dict[str, Any]:
	"""Values as they are stored; what fields are called is in `labels`."""
	controller = association()
	return {
		"format": FORMAT,
		"version": VERSION,
		"created": now_datetime().isoformat(timespec="seconds"),
		"basis": "Art. 20 GDPR" if request.kind == "Portability" else "Art. 15 GDPR",
		"controller": {"name": controller["association"], "contact": controller["contact"]},
		"person": copy.client,
		"records": [
			{
				"type": record.doctype,
				"id": record.name,
				"given": record.given.lower().replace(" ", "_"),
				"data": record.data,
				"tables": record.tables,
			}
			for record in copy.records
		],
		"labels": labels(copy),
		"files": files,
		"withheld": [
			{
				"type": thing.doctype,
				**({"field": thing.fieldname} if thing.fieldname else {}),
				"number": len(names),
				"reason": thing.reason,
				"explanation": sentence_for(thing.reason),
			}
			for thing, names in sorted(copy.withheld.items(), key=lambda item: repr(item[0]))
		],
	}


def labels(copy: Copy) -> dict[str, dict[str, Any]]:
	"""What kinds of records and their fields are called, in German and English."""
	fields: dict[str, set[str]] = {}
	for record in copy.records:
		fields.setdefault(record.doctype, set()).update(record.data)
	return {
		doctype: {
			"de": kind_label(doctype, GERMAN),
			"en": kind_label(doctype, ENGLISH),
			"fields": {
				name: {"de": field_label(doctype, name, GERMAN), "en": field_label(doctype, name, ENGLISH)}
				for name in sorted(names)
			},
		}
		for doctype, names in sorted(fields.items())
	}


def packed(copy: Copy, request: Any, pdf: bytes) -> bytes:
	"""A ZIP: the readable copy, the machine-readable one with its schema, and the files."""
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
		described = []
		for file in copy.files:
			content = content_of(file.name)
			described.append(description(file, content))
			archive.writestr(entry(file.path), content, zipfile.ZIP_DEFLATED)
		document = as_json(copy, request, described)
		text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
		archive.writestr(entry(f"{word('archive', GERMAN)}.pdf"), pdf, zipfile.ZIP_DEFLATED)
		archive.writestr(entry("daten.json"), text, zipfile.ZIP_DEFLATED)
		archive.writestr(entry(SCHEMA.name), SCHEMA.read_text(encoding="utf-8"), zipfile.ZIP_DEFLATED)
	return stream.getvalue()


def entry(path: str) -> zipfile.ZipInfo:
	info = zipfile.ZipInfo(path, MADE)
	info.external_attr = 0o600 << 16
	return info


def content_of(file: str) -> bytes:
	"""As it lies on the disk: the framework would read text as text."""
	return Path(frappe.get_doc("File", file).get_full_path()).read_bytes()


def description(file: AttachedFile, content: bytes) -> dict[str, Any]:
	return {
		"path": file.path,
		"name": file.file_name,
		"size": len(content),
		"sha256": hashlib.sha256(content).hexdigest(),
		"of": {"type": file.doctype, "id": file.record},
	}
