"""The six invented people of the demo, and one with as many stations as wanted: what the PDFs are looked at with."""

from datetime import date

from refugee_support.career.profile import CareerProfile, Station
from refugee_support.demo.plan.careers import (
	ADDRESS,
	BEGINNER,
	ELECTRICIAN,
	ENGINEER,
	NURSE,
	PEOPLE,
	STUDENT,
	TEACHER,
)

__all__ = ("BEGINNER", "ELECTRICIAN", "ENGINEER", "NURSE", "PEOPLE", "STUDENT", "TEACHER", "with_stations")


def with_stations(number: int) -> CareerProfile:
	"""A long working life of jobs that follow one another."""
	stations = tuple(
		Station(
			"Work",
			f"Aushilfe Nummer {n}",
			f"Betrieb {n} GmbH",
			"Erkrath",
			"",
			date(1985 + n, 1, 1),
			date(1985 + n, 11, 1),
			lines=("Waren annehmen und prüfen", "Lager in Ordnung halten"),
		)
		for n in range(1, number + 1)
	)
	return CareerProfile(name="Viele Stationen", address_lines=ADDRESS, stations=stations)
