"""From the records to a profile: read with the reader's own permissions.

Names of languages and countries are German here whatever the reader's desk speaks: the paper is.
"""

from pathlib import Path
from typing import Any

import frappe
from babel import Locale
from frappe import _
from frappe.utils import getdate

from refugee_support.career.messages import sentence_for
from refugee_support.career.papers import Refused, photo_of
from refugee_support.career.profile import CareerProfile, Photo, Qualification, Skill, Station
from refugee_support.career.recognition import recognition_line

_GERMAN = Locale("de")
_LANGUAGES = {"prs": "Dari", "kmr": "Kurmandschi", "ckb": "Sorani"}
STATION_FIELDS = (
	"kind", "title", "organisation", "place", "country", "from_date", "to_date", "is_ongoing", "date_precision",
	"description",
)  # fmt: skip
SKILL_FIELDS = ("kind", "skill", "language", "cefr_level", "is_native", "remark")
QUALIFICATION_FIELDS = (
	"title_original",
	"german_equivalent",
	"institution",
	"country",
	"awarded_on",
	"recognition",
	*("procedure", "decision", "decided_on", "applied_on", "recognition_authority", "condition"),
	*("anabin_status", "anabin_degree"),
)


def support_of(name: str, right: str = "read") -> Any:
	"""An Application Support the caller may read (or write)."""
	document = frappe.get_doc("Application Support", name)
	document.check_permission(right)
	return document


def profile_of(support: Any, *, complain: bool = True) -> CareerProfile:
	"""`complain`: whether a photo that cannot be used stops the work, or is left out as in a preview."""
	of_this = {"application_support": support.name}
	shown = {**of_this, "show_in_cv": 1}
	return CareerProfile(
		name=support.client_name or "",
		occupation=support.get("occupation") or "",
		intro=support.get("intro") or "",
		address_lines=_lines(support.get("address")),
		phone=support.get("phone") or "",
		email=support.get("email") or "",
		work_permission=(support.get("work_permission") or "").removeprefix("Arbeitserlaubnis:").strip(),
		photo=_photo(support, complain),
		stations=tuple(_station(row) for row in _rows("Client Career Station", shown, STATION_FIELDS)),
		skills=tuple(_skill(row) for row in _rows("Client Career Skill", shown, SKILL_FIELDS)),
		qualifications=tuple(
			_qualification(row) for row in _rows("Client Qualification", of_this, QUALIFICATION_FIELDS)
		),
	)


def content_of(document: Any, fieldname: str) -> bytes:
	"""The bytes of a file in a field of a document the caller may read; empty where the file is gone."""
	document.check_permission("read")
	where = {
		"attached_to_doctype": document.doctype,
		"attached_to_name": document.name,
		"file_url": document.get(fieldname),
	}
	name = document.get(fieldname) and frappe.db.get_value("File", where)
	if not name:
		return b""
	try:
		# not get_content: on Frappe 16 a small picture is taken for text of Windows, and comes back as another
		return Path(frappe.get_doc("File", name).get_full_path()).read_bytes()
	except OSError:
		return b""


def language_of(code: str | None) -> str:
	if not code:
		return ""
	own = frappe.db.get_value("Language", code, "language_name")
	return _LANGUAGES.get(code) or _GERMAN.languages.get(code.replace("-", "_")) or own or code


def country_of(name: str | None) -> str:
	if not name or name == "Germany":
		return ""  # a German employer needs not be told
	code = (frappe.db.get_value("Country", name, "code") or "").upper()
	return _GERMAN.territories.get(code) or _(name, lang="de")


def _rows(doctype: str, filters: dict[str, Any], fields: tuple[str, ...]) -> list[Any]:
	return frappe.get_list(doctype, filters=filters, fields=[*fields], order_by="creation asc", limit=0)


def _lines(text: str | None) -> tuple[str, ...]:
	return tuple(line.strip(" \t•-–*") for line in (text or "").splitlines() if line.strip(" \t•-–*"))


def _photo(support: Any, complain: bool) -> Photo | None:
	if not support.get("photo"):
		return None
	try:
		return photo_of(content_of(support, "photo"))
	except Refused as refused:
		if complain:
			refused.title = _("Photo")
			frappe.throw(sentence_for(refused), title=_("Photo cannot be used"))
		return None


def _station(row: Any) -> Station:
	return Station(
		kind=row.kind,
		title=row.title or "",
		organisation=row.organisation or "",
		place=row.place or "",
		country=country_of(row.country),
		from_date=row.from_date and getdate(row.from_date),
		to_date=row.to_date and getdate(row.to_date),
		is_ongoing=bool(row.is_ongoing),
		precision=row.date_precision or "Month",
		lines=_lines(row.description),
	)


def _skill(row: Any) -> Skill:
	name = language_of(row.language) if row.kind == "Language" else row.skill or ""
	return Skill(row.kind, name, row.cefr_level or "", bool(row.is_native), row.remark or "")


def recognition_of(row: Any) -> str:
	"""What somebody has worded for this CV counts; without it the line follows from the decision."""
	if row.recognition:
		return row.recognition
	return recognition_line(
		procedure=row.procedure or "",
		decision=row.decision or "",
		decided_on=row.decided_on and getdate(row.decided_on),
		applied_on=row.applied_on and getdate(row.applied_on),
		authority=row.recognition_authority or "",
		condition=row.condition or "",
		anabin_status=row.anabin_status or "",
		anabin_degree=row.anabin_degree or "",
	)


def _qualification(row: Any) -> Qualification:
	return Qualification(
		title_original=row.title_original or "",
		german_equivalent=row.german_equivalent or "",
		institution=row.institution or "",
		country=country_of(row.country),
		awarded_on=row.awarded_on and getdate(row.awarded_on),
		recognition=recognition_of(row),
	)
