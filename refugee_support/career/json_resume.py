"""A profile as JSON Resume, and back: so that a person can take it along to another association, or to a job portal.

JSON Resume 1.x (https://jsonresume.org/schema, MIT). The schema allows further fields: what it has no word for (what kind
of station, how exact a date is, recognition) stands under keys that begin with "x-". Reading takes what it knows.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from refugee_support.career import profile as p

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
MOST_ENTRIES = 200  # of a kind, in a file that is read
_KIND = "x-kind"
_FORMATS = {"Day": "%Y-%m-%d", "Month": "%Y-%m", "Year": "%Y"}


class NotReadable(ValueError):
	"""`place`: where in the file, as work[2].startDate; `problem`: kind, date, order or many."""

	def __init__(self, place: str, problem: str) -> None:
		super().__init__(f"{place}: {problem}")
		self.place, self.problem = place, problem


def exported(profile: p.CareerProfile) -> dict[str, Any]:
	"""Without the photo: a file that travels shows no face."""
	return {
		"$schema": SCHEMA,
		"basics": _without_empty(
			name=profile.name,
			label=profile.occupation,
			email=profile.email,
			phone=profile.phone,
			summary=profile.intro,
			location=_without_empty(address="\n".join(profile.address_lines), countryCode="DE"),
			**{"x-work-permission": profile.work_permission},
		),
		"work": [_job(one) for one in profile.stations if one.kind in (p.WORK, p.INTERNSHIP, p.GAP)],
		"volunteer": [_voluntary(one) for one in profile.stations if one.kind == p.VOLUNTEERING],
		"education": [_school(one) for one in profile.stations if one.kind in (p.EDUCATION, p.COURSE)],
		"certificates": [_certificate(one) for one in profile.qualifications],
		"languages": [_language(one) for one in profile.skills if one.kind == p.LANGUAGE],
		"skills": [
			_without_empty(name=one.name, level=one.remark, **{_KIND: one.kind})
			for one in profile.skills
			if one.kind != p.LANGUAGE
		],
	}


def imported(resume: Any) -> p.CareerProfile:
	"""What a file says, as a profile.

	Raises:
		NotReadable: a field has another type than the schema says, a date is none, an end is before its beginning.
	"""
	basics = _mapping(_mapping(resume, "$").get("basics"), "basics")
	location = _mapping(basics.get("location"), "basics.location")
	address = _text(location, "address", "basics.location").splitlines()
	town = " ".join(_text(location, key, "basics.location") for key in ("postalCode", "city")).strip()
	return p.CareerProfile(
		name=_text(basics, "name", "basics"),
		occupation=_text(basics, "label", "basics"),
		intro=_text(basics, "summary", "basics"),
		address_lines=tuple(line for line in (*address, town) if line),
		phone=_text(basics, "phone", "basics"),
		email=_text(basics, "email", "basics"),
		work_permission=_text(basics, "x-work-permission", "basics"),
		stations=tuple(_stations(resume)),
		skills=tuple(_skills(resume)),
		qualifications=tuple(_qualifications(resume)),
	)


def _without_empty(**values: Any) -> dict[str, Any]:
	return {key: value for key, value in values.items() if value}


def _dates(one: p.Station) -> dict[str, Any]:
	form = _FORMATS[one.precision]
	return _without_empty(
		startDate=one.from_date and one.from_date.strftime(form),
		endDate=one.to_date and not one.is_ongoing and one.to_date.strftime(form),
	)


def _extras(one: p.Station) -> dict[str, Any]:
	return _without_empty(**{_KIND: one.kind, "x-place": one.place, "x-country": one.country})


def _job(one: p.Station) -> dict[str, Any]:
	where = ", ".join(part for part in (one.place, one.country) if part)
	named = _without_empty(
		name=one.organisation, position=one.title, location=where, highlights=list(one.lines)
	)
	return {**named, **_dates(one), **_extras(one)}


def _voluntary(one: p.Station) -> dict[str, Any]:
	named = _without_empty(organization=one.organisation, position=one.title, highlights=list(one.lines))
	return {**named, **_dates(one), **_extras(one)}


def _school(one: p.Station) -> dict[str, Any]:
	named = _without_empty(institution=one.organisation, area=one.title, courses=list(one.lines))
	return {**named, **_dates(one), **_extras(one)}


def _certificate(one: p.Qualification) -> dict[str, Any]:
	awarded = one.awarded_on and one.awarded_on.isoformat()
	extras = {
		"x-german-equivalent": one.german_equivalent,
		"x-country": one.country,
		"x-recognition": one.recognition,
	}
	return _without_empty(name=one.title_original, issuer=one.institution, date=awarded, **extras)


def _language(one: p.Skill) -> dict[str, Any]:
	fluency = "Native speaker" if one.is_native else one.cefr_level
	return _without_empty(language=one.name, fluency=fluency, **{"x-remark": one.remark})


def _stations(resume: dict[str, Any]) -> Iterable[p.Station]:
	parts = (
		("work", "name", "position", "highlights", (p.WORK, p.INTERNSHIP, p.GAP)),
		("volunteer", "organization", "position", "highlights", (p.VOLUNTEERING,)),
		("education", "institution", "area", "courses", (p.EDUCATION, p.COURSE)),
	)
	for part, organisation, title, lines, kinds in parts:
		for place, entry in _entries(resume, part):
			kind = _text(entry, _KIND, place)
			yield _station(
				entry,
				place,
				kind=kind if kind in kinds else kinds[0],
				title=_text(entry, title, place) or _text(entry, "studyType", place),
				organisation=_text(entry, organisation, place),
				place_name=_text(entry, "x-place", place) or _text(entry, "location", place),
				lines=tuple(_texts(entry, lines, place)),
			)


def _station(entry: dict[str, Any], place: str, *, place_name: str, **named: Any) -> p.Station:
	begun, precision = _point(entry, "startDate", place, last=False)
	ended, _precision = _point(entry, "endDate", place, last=True)
	if begun and ended and ended < begun:
		raise NotReadable(f"{place}.endDate", "order")
	country = _text(entry, "x-country", place)
	return p.Station(
		**named,
		place=place_name,
		country=country,
		from_date=begun,
		to_date=ended,
		is_ongoing=bool(begun and not ended),
		precision=precision,
	)


def _skills(resume: dict[str, Any]) -> Iterable[p.Skill]:
	for place, entry in _entries(resume, "languages"):
		fluency = _text(entry, "fluency", place)
		level = next((level for level in p.CEFR_LEVELS if level in fluency.upper()), "")
		native = any(word in fluency.casefold() for word in ("native", "mutter"))
		remark = _text(entry, "x-remark", place) or ("" if level or native else fluency)
		yield p.Skill(p.LANGUAGE, _text(entry, "language", place), level, native, remark)
	for place, entry in _entries(resume, "skills"):
		kind = _text(entry, _KIND, place)
		words = [_text(entry, "level", place), *_texts(entry, "keywords", place)]
		remark = ", ".join(word for word in words if word)
		yield p.Skill(kind if kind in p.SKILL_KINDS else p.SKILL, _text(entry, "name", place), remark=remark)


def _qualifications(resume: dict[str, Any]) -> Iterable[p.Qualification]:
	for place, entry in _entries(resume, "certificates"):
		yield p.Qualification(
			title_original=_text(entry, "name", place),
			german_equivalent=_text(entry, "x-german-equivalent", place),
			institution=_text(entry, "issuer", place),
			country=_text(entry, "x-country", place),
			awarded_on=_point(entry, "date", place, last=False)[0],
			recognition=_text(entry, "x-recognition", place),
		)


def _entries(resume: dict[str, Any], part: str) -> Iterable[tuple[str, dict[str, Any]]]:
	entries = resume.get(part) or []
	if not isinstance(entries, list):
		raise NotReadable(part, "kind")
	if len(entries) > MOST_ENTRIES:
		raise NotReadable(part, "many")
	for number, entry in enumerate(entries):
		place = f"{part}[{number}]"
		yield place, _mapping(entry, place)


def _mapping(value: Any, place: str) -> dict[str, Any]:
	if value is None and place != "$":
		return {}
	if not isinstance(value, dict):
		raise NotReadable(place, "kind")
	return value


def _text(entry: dict[str, Any], key: str, place: str) -> str:
	value = entry.get(key)
	if value is None:
		return ""
	if not isinstance(value, str):
		raise NotReadable(f"{place}.{key}", "kind")
	return value.strip()


def _texts(entry: dict[str, Any], key: str, place: str) -> list[str]:
	values = entry.get(key) or []
	if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
		raise NotReadable(f"{place}.{key}", "kind")
	return [" ".join(value.split()) for value in values if value.strip()]


def _point(entry: dict[str, Any], key: str, place: str, *, last: bool) -> tuple[date | None, p.Precision]:
	"""2014, 2014-06 or 2014-06-29; of a month or a year its first or its last day."""
	text = _text(entry, key, place)
	if not text:
		return None, "Month"
	try:
		numbers = [int(part) for part in text.split("-")]
		if len(numbers) == 1:
			return date(numbers[0], *((12, 31) if last else (1, 1))), "Year"
		if len(numbers) == 2:
			day = date(*numbers, 1)
			return (_end_of_month(day) if last else day), "Month"
		return date(*numbers), "Day"
	except (ValueError, TypeError) as error:
		raise NotReadable(f"{place}.{key}", "date") from error


def _end_of_month(day: date) -> date:
	return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
