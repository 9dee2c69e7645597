"""What a CV is made of, as plain data. Pure Python.

Religion, marital status, nationality, number of children: there is no place for them here, so that no design can
print them (section 1 AGG; docs/decisions.md 82).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["Day", "Month", "Year"]
WORK, INTERNSHIP, EDUCATION, COURSE = "Work", "Internship", "Education", "Course"
VOLUNTEERING, GAP = "Volunteering", "Explained Gap"
STATION_KINDS = (WORK, INTERNSHIP, EDUCATION, COURSE, VOLUNTEERING, GAP)
SKILL, LANGUAGE, COMPUTER, DRIVING_LICENCE = "Skill", "Language", "Computer", "Driving Licence"
SKILL_KINDS = (SKILL, LANGUAGE, COMPUTER, DRIVING_LICENCE)
CEFR_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


@dataclass(frozen=True)
class Station:
	"""One stretch of a life: a job, a school, a course, or a time that is explained."""

	kind: str
	title: str
	organisation: str = ""
	place: str = ""
	country: str = ""
	from_date: date | None = None
	to_date: date | None = None
	is_ongoing: bool = False
	precision: Precision = "Month"
	lines: tuple[str, ...] = ()  # what was done there, one bullet each


@dataclass(frozen=True)
class Skill:
	kind: str
	name: str  # of a language: its German name
	cefr_level: str = ""
	is_native: bool = False
	remark: str = ""


@dataclass(frozen=True)
class Qualification:
	"""A degree or certificate from abroad, with what it is worth here."""

	title_original: str
	german_equivalent: str = ""
	institution: str = ""
	country: str = ""
	awarded_on: date | None = None
	recognition: str = ""  # in words: "Anerkennung: volle Gleichwertigkeit"


@dataclass(frozen=True)
class Photo:
	content: bytes
	mime_type: str = "image/jpeg"


@dataclass(frozen=True)
class CareerProfile:
	name: str  # in Latin letters, as in the passport
	occupation: str = ""
	intro: str = ""
	address_lines: tuple[str, ...] = ()
	phone: str = ""
	email: str = ""
	work_permission: str = ""
	photo: Photo | None = None
	stations: tuple[Station, ...] = ()
	skills: tuple[Skill, ...] = ()
	qualifications: tuple[Qualification, ...] = ()

	@property
	def city(self) -> str:
		"""For "Erkrath, 25.11.2026" above a signature: the last line of the address without its postcode."""
		last = self.address_lines[-1] if self.address_lines else ""
		return last.lstrip("0123456789 ").strip()
