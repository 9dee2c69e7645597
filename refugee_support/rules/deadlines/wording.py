"""How days, periods and mistakes are written, in German and English."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

WEEKDAYS_DE = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
	*("January", "February", "March", "April", "May", "June"),
	*("July", "August", "September", "October", "November", "December"),
)
# singular, dative plural ("von drei Wochen"), English
UNIT_WORDS = {
	"day": ("einem Tag", "Tagen", "day"),
	"week": ("einer Woche", "Wochen", "week"),
	"month": ("einem Monat", "Monaten", "month"),
	"year": ("einem Jahr", "Jahren", "year"),
}


class Text(NamedTuple):
	"""One sentence, in both languages."""

	de: str
	en: str


class DeadlineError(ValueError):
	"""What is missing or impossible, as a sentence for the person who types; `argument` is the one to mend."""

	def __init__(self, argument: str, de: str, en: str) -> None:
		super().__init__(de)
		self.argument = argument
		self.text = Text(de, en)

	def in_language(self, language: str) -> str:
		return in_language(self.text, language)


DECIDES = Text(
	"Berechneter Vorschlag; maßgeblich ist der Bescheid. Dies ist keine Rechtsberatung.",
	"Computed suggestion; what the authority's notice says decides. This is not legal advice.",
)


def in_language(text: Text, language: str) -> str:
	"""German to readers of German, English to everybody else."""
	return text.de if is_german(language) else text.en


def is_german(language: str) -> bool:
	return language.replace("_", "-").split("-")[0].lower() == "de"


def numbered(texts: Sequence[Text], language: str) -> list[str]:
	return [f"{number}. {in_language(text, language)}" for number, text in enumerate(texts, start=1)]


def day_de(day: date) -> str:
	return f"{WEEKDAYS_DE[day.weekday()][:2]} {day.day:02d}.{day.month:02d}.{day.year}"


def day_en(day: date) -> str:
	return f"{WEEKDAYS_EN[day.weekday()][:3]} {day.day} {MONTHS_EN[day.month - 1]} {day.year}"


def period_de(period: int, unit: str) -> str:
	"""In the dative: "eine Frist von zwei Wochen"."""
	one, many, _english = UNIT_WORDS[unit]
	return one if period == 1 else f"{period} {many}"


def period_en(period: int, unit: str) -> str:
	word = UNIT_WORDS[unit][2]
	return f"one {word}" if period == 1 else f"{period} {word}s"
