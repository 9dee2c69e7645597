"""How a German application writes dates, levels and names. Pure Python.

A German CV is German whatever language its writer's desk speaks: these words are not translated (docs/decisions.md 82).
"""

from datetime import date

from refugee_support.career.profile import Skill, Station
from refugee_support.career.right_to_left import within_german

MONTHS = (
	"Januar",
	"Februar",
	"März",
	"April",
	"Mai",
	"Juni",
	"Juli",
	"August",
	"September",
	"Oktober",
	"November",
	"Dezember",
)
# What a level means to an employer who has never heard of the CEFR
LEVELS = {
	"A1": "Anfänge",
	"A2": "Grundkenntnisse",
	"B1": "gute Kenntnisse",
	"B2": "sehr gute Kenntnisse",
	"C1": "fließend",
	"C2": "verhandlungssicher",
}


def german_date(day: date) -> str:
	"""25.11.2026: DIN 5008 with the year in four digits."""
	return f"{day:%d.%m.%Y}"


def long_date(day: date) -> str:
	"""25. November 2026, as above a letter."""
	return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def _point(day: date, precision: str) -> str:
	return {"Day": f"{day:%d.%m.%Y}", "Year": f"{day:%Y}"}.get(precision, f"{day:%m/%Y}")


def period(station: Station) -> str:
	"""03/2015 – 08/2019, 2011 – 2014, seit 09/2024, 06/2020: as exact as it is known, and no more."""
	start = station.from_date and _point(station.from_date, station.precision)
	if station.is_ongoing:
		return f"seit {start}" if start else "laufend"
	end = station.to_date and _point(station.to_date, station.precision)
	if start and end:
		return start if start == end else f"{start} – {end}"
	return f"ab {start}" if start else f"bis {end}" if end else ""


def place_of(station: Station) -> str:
	"""Firma Al-Noor, Aleppo, Syrien: without what is already said in the one before it."""
	said: list[str] = []
	for part in (station.organisation, station.place, station.country):
		if part and part not in said:
			said.append(part)
	return ", ".join(within_german(word) for word in said)


def language_level(skill: Skill) -> str:
	if skill.is_native:
		level = "Muttersprache"
	elif skill.cefr_level:
		level = f"{LEVELS.get(skill.cefr_level, '')} ({skill.cefr_level})".strip()
	else:
		level = ""
	return ", ".join(part for part in (level, skill.remark) if part)
