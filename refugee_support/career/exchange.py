"""A profile as JSON Resume out of the site and into it (json_resume.py)."""

import json
from typing import Any

import frappe
from frappe import _

from refugee_support.career import json_resume, profile
from refugee_support.career.loading import country_of, language_of, profile_of, support_of
from refugee_support.career.messages import told_clearly

LARGEST = 1024 * 1024


@frappe.whitelist()
def export_profile(application_support: str) -> dict[str, Any]:
	support = support_of(application_support)
	return {"client": support.client, "resume": json_resume.exported(profile_of(support, complain=False))}


@frappe.whitelist(methods=["POST"])
def import_profile(application_support: str, content: str) -> dict[str, Any]:
	"""Add what a JSON Resume says to a profile: all of it, or nothing where anything cannot be read. What is there
	already stays, and is not added a second time."""
	support = support_of(application_support, "write")
	with told_clearly():
		resume = json_resume.imported(_parsed(content))
	known = profile_of(support, complain=False)
	added = [_add_station(support.name, one) for one in resume.stations if not _is_known(one, known)]
	spoken = {(one.kind, one.name.casefold()) for one in known.skills}
	added += [
		_add_skill(support.name, one)
		for one in resume.skills
		if (one.kind, one.name.casefold()) not in spoken
	]
	titles = {one.title_original.casefold() for one in known.qualifications}
	added += [
		_add_qualification(support.name, one)
		for one in resume.qualifications
		if one.title_original.casefold() not in titles
	]
	for fieldname in ("occupation", "intro"):
		if not support.get(fieldname):
			support.set(fieldname, getattr(resume, fieldname))
	support.save()
	return {"client": support.client, "added": len(added)}


def _parsed(content: str) -> Any:
	if len(content) > LARGEST:
		frappe.throw(
			_("This file is larger than one megabyte. A JSON Resume is not."), title=_("File cannot be read")
		)
	try:
		return json.loads(content)
	except (ValueError, RecursionError):
		frappe.throw(
			_("This file is no JSON. Please choose a file that was exported as JSON Resume."),
			title=_("File cannot be read"),
		)


def _is_known(station: profile.Station, known: profile.CareerProfile) -> bool:
	same = (station.kind, station.title.casefold(), station.organisation.casefold())
	return any(
		(one.kind, one.title.casefold(), one.organisation.casefold()) == same
		and one.from_date == station.from_date
		for one in known.stations
	)


def _add_station(support: str, one: profile.Station) -> str:
	return _insert(
		"Client Career Station",
		application_support=support,
		kind=one.kind,
		title=one.title or one.organisation or _("Without title"),
		organisation=one.organisation,
		place=one.place,
		country=_country(one.country),
		from_date=one.from_date,
		to_date=one.to_date,
		is_ongoing=int(one.is_ongoing),
		date_precision=one.precision,
		description="\n".join(one.lines),
		show_in_cv=1,
	)


def _add_skill(support: str, one: profile.Skill) -> str:
	language = _language(one.name) if one.kind == profile.LANGUAGE else None
	kind = one.kind if one.kind != profile.LANGUAGE or language else profile.SKILL
	return _insert(
		"Client Career Skill",
		application_support=support,
		kind=kind,
		skill=None if language else one.name,
		language=language,
		cefr_level=one.cefr_level,
		is_native=int(one.is_native),
		remark=one.remark,
		show_in_cv=1,
	)


def _add_qualification(support: str, one: profile.Qualification) -> str:
	return _insert(
		"Client Qualification",
		application_support=support,
		title_original=one.title_original,
		german_equivalent=one.german_equivalent,
		institution=one.institution,
		country=_country(one.country),
		awarded_on=one.awarded_on,
		recognition=one.recognition,
	)


def _insert(doctype: str, **values: Any) -> str:
	"""Nothing is not None: Frappe fills an empty country or language with that of the site."""
	known = {
		key: "" if value is None and key in ("country", "language") else value
		for key, value in values.items()
	}
	return frappe.get_doc({"doctype": doctype, **known}).insert().name


def _country(name: str) -> str | None:
	"""The country a file names in German or English; nothing where it is none we know."""
	if not name:
		return None
	countries = frappe.get_all("Country", pluck="name")  # says nothing about a person
	return next((one for one in countries if name in (one, country_of(one))), None)


def _language(name: str) -> str | None:
	languages = frappe.get_all("Language", fields=["name", "language_name"])
	wanted = name.casefold()
	return next(
		(
			one.name
			for one in languages
			if wanted in (language_of(one.name).casefold(), one.language_name.casefold())
		),
		None,
	)
