"""A cover letter: text from a template, what must not be left in it, and its place on the page. Pure Python.

The page follows DIN 5008 form B: address field 45 mm from the top, subject and text below 98 mm, fold marks at 105 and
210 mm (templates/career/letter.css).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from refugee_support.career.profile import CareerProfile
from refugee_support.career.sections import antichronological

DEFAULT_SALUTATION = "Sehr geehrte Damen und Herren,"
DEFAULT_CLOSING = "Mit freundlichen Grüßen"
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}\n]*?)\s*\}\}")
# What people leave behind when they copy a model: brackets of every kind, dots and lines to fill in, model companies
_LEFTOVERS = (
	re.compile(r"\{\{?[^{}\n]*\}\}?"),
	re.compile(r"\[[^\[\]\n]{0,60}\]"),
	re.compile(r"‹[^‹›\n]{0,60}›"),  # what <Firma> has become (rules/text.py)
	re.compile(r"\b[Xx]{3,}\b|_{3,}|\.{4,}|…{2,}|\?{2,}"),
	re.compile(
		r"\b(?:TT\.MM\.JJJJ|MM/JJJJ|Muster(?:mann|frau|firma|straße|stadt)|Lorem ipsum)\b", re.IGNORECASE
	),
)


@dataclass(frozen=True)
class CoverLetter:
	recipient: tuple[str, ...]  # lines of the address field, at most six
	subject: str
	body: str  # paragraphs are divided by an empty line
	letter_date: date
	salutation: str = DEFAULT_SALUTATION
	closing: str = DEFAULT_CLOSING
	enclosures: tuple[str, ...] = ()

	@property
	def paragraphs(self) -> tuple[tuple[str, ...], ...]:
		"""Paragraphs of lines: what a person set as one line stays one."""
		blocks = re.split(r"\n\s*\n", self.body.strip())
		return tuple(tuple(line.strip() for line in block.splitlines()) for block in blocks if block.strip())


@dataclass(frozen=True)
class Leftover:
	"""`part`: Recipient, Subject, Salutation or Body. `line` counts from 1."""

	part: str
	line: int
	text: str


def fill(text: str, values: Mapping[str, str]) -> str:
	"""Known placeholders become what is known; what is not known stays visible, to be found later.

	>>> fill("Bewerbung als {{Stelle}} bei {{Firma}}", {"Stelle": "Koch"})
	'Bewerbung als Koch bei {{Firma}}'
	"""

	def replace(match: re.Match[str]) -> str:
		known = {key.casefold(): value for key, value in values.items()}
		return known.get(match[1].casefold()) or match[0]

	return _PLACEHOLDER.sub(replace, text)


def placeholders_in(text: str) -> list[str]:
	return list(dict.fromkeys(_PLACEHOLDER.findall(text)))


def values_for(
	profile: CareerProfile, *, position: str = "", employer: str = "", contact: str = ""
) -> dict[str, str]:
	"""What a template can name. Nothing is guessed: without a contact there is no gender to address."""
	german = next((skill.cefr_level for skill in profile.skills if skill.name == "Deutsch"), "")
	jobs = antichronological([station for station in profile.stations if station.kind == "Work"])
	return {
		"Stelle": position,
		"Firma": employer,
		"Ansprechperson": contact,
		"Name": profile.name,
		"Beruf": profile.occupation,
		"Deutschniveau": german,
		"Arbeitserlaubnis": profile.work_permission,
		"Letzte Tätigkeit": jobs[0].title if jobs else "",
		"Telefon": profile.phone,
		"E-Mail": profile.email,
	}


def leftovers(letter: CoverLetter) -> list[Leftover]:
	"""Every place that still waits to be filled in, in reading order."""
	parts = (
		("Recipient", "\n".join(letter.recipient)),
		("Subject", letter.subject),
		("Salutation", letter.salutation),
		("Body", letter.body),
	)
	return [
		Leftover(part, number, found)
		for part, text in parts
		for number, line in enumerate(text.splitlines(), start=1)
		for found in _leftovers_of(line)
	]


def _leftovers_of(line: str) -> list[str]:
	spans: list[tuple[int, int]] = []
	for pattern in _LEFTOVERS:
		for match in pattern.finditer(line):
			if not any(start < match.end() and match.start() < end for start, end in spans):
				spans.append(match.span())
	return [line[start:end] for start, end in sorted(spans)]
