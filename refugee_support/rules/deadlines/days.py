"""Working days, public holidays and calendar periods."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from refugee_support.rules.deadlines.wording import DeadlineError, Text
from refugee_support.rules.months import add_months

STATES = {
	"BW": "Baden-Württemberg",
	"BY": "Bayern",
	"BE": "Berlin",
	"BB": "Brandenburg",
	"HB": "Bremen",
	"HH": "Hamburg",
	"HE": "Hessen",
	"MV": "Mecklenburg-Vorpommern",
	"NI": "Niedersachsen",
	"NW": "Nordrhein-Westfalen",
	"RP": "Rheinland-Pfalz",
	"SL": "Saarland",
	"SN": "Sachsen",
	"ST": "Sachsen-Anhalt",
	"SH": "Schleswig-Holstein",
	"TH": "Thüringen",
}
UNITS = ("day", "week", "month", "year")
# Public holidays of all states are known from the first whole year of the united country.
FIRST_YEAR, LAST_YEAR = 1991, 2100
SATURDAY = 5
NEXT = timedelta(days=1)


@cache
def _holidays(state: str, year: int) -> tuple[dict[date, str], dict[date, str]]:
	"""Public holidays of a state, with their German and English names.

	Days that are holidays in some municipalities only (Assumption Day in Bavaria, the Peace Festival in Augsburg,
	Corpus Christi in parts of Saxony and Thuringia) are not among them: without them a deadline ends earlier, never later.
	"""
	from holidays import country_holidays  # the table of all countries, so only when it is needed

	german, english = (
		dict(country_holidays("DE", subdiv=state, years=year, language=language))
		for language in ("de", "en_US")
	)
	return german, english


def holiday_on(day: date, state: str) -> Text | None:
	german, english = _holidays(state, day.year)
	return Text(german[day], english[day]) if day in german else None


def is_working_day(day: date, state: str) -> bool:
	"""Neither Saturday nor Sunday nor a public holiday of the state (section 193 BGB). 24 and 31 December are
	working days, and Shrove Monday is one too."""
	return day.weekday() < SATURDAY and day not in _holidays(state, day.year)[0]


def roll_forward(day: date, state: str) -> date:
	"""The day itself, or the next working day."""
	while not is_working_day(day, state):
		day += NEXT
	return day


def roll_back(day: date, state: str) -> date:
	"""The day itself, or the last working day before it."""
	while not is_working_day(day, state):
		day -= NEXT
	return day


def working_days_before(day: date, count: int, state: str) -> date:
	for _number in range(count):
		day = roll_back(day - NEXT, state)
	return day


def add_period(day: date, period: int, unit: str) -> date:
	"""The last day of a period whose first day is the one after `day` (sections 187 (1), 188 BGB).

	Args:
		unit: "day", "week", "month" or "year".

	Raises:
		DeadlineError: for a period that is not a positive whole number, an unknown unit, or an end beyond 2100.
	"""
	check_period(period, unit)
	try:
		if unit in ("day", "week"):
			end = day + timedelta(days=period * (7 if unit == "week" else 1))
		else:
			end = add_months(day, period * (12 if unit == "year" else 1))
	except (OverflowError, ValueError) as error:
		raise _too_long() from error
	if end.year >= LAST_YEAR:
		raise _too_long()
	return end


def _too_long() -> DeadlineError:
	return DeadlineError(
		"period",
		f"Die Frist reicht über das Jahr {LAST_YEAR} hinaus. Bitte prüfen Sie ihre Länge.",
		f"The period ends after {LAST_YEAR}. Please check its length.",
	)


def check_period(period: Any, unit: Any) -> None:
	if unit not in UNITS:
		raise DeadlineError(
			"unit",
			f"Unbekannte Einheit der Frist: „{unit}“. Möglich sind day (Tag), week (Woche), month (Monat), year (Jahr).",
			f"Unknown unit of the period: “{unit}”. Possible are day, week, month and year.",
		)
	if isinstance(period, bool) or not isinstance(period, int) or period < 1:
		raise DeadlineError(
			"period",
			f"Die Länge der Frist muss eine ganze Zahl größer als 0 sein, nicht „{period}“.",
			f"The length of the period must be a whole number greater than 0, not “{period}”.",
		)


def check_state(state: Any) -> None:
	if not isinstance(state, str) or state not in STATES:
		raise DeadlineError(
			"state",
			f"Unbekanntes Bundesland: „{state}“. Erwartet wird eines der Kürzel {', '.join(STATES)}.",
			f"Unknown German state: “{state}”. Expected is one of {', '.join(STATES)}.",
		)


def as_day(argument: str, value: Any) -> date | None:
	"""A date, or None where there is none.

	Raises:
		DeadlineError: for anything else, and for years without a table of holidays.
	"""
	if value is None:
		return None
	if isinstance(value, datetime):
		value = value.date()
	if not isinstance(value, date):
		raise DeadlineError(
			argument,
			f"„{value}“ ist kein Datum ({argument}).",
			f"“{value}” is not a date ({argument}).",
		)
	if not FIRST_YEAR <= value.year < LAST_YEAR:
		raise DeadlineError(
			argument,
			f"Das Jahr {value.year} kann nicht stimmen. Bitte prüfen Sie das Datum ({argument}).",
			f"The year {value.year} cannot be right. Please check the date ({argument}).",
		)
	return value


def required_day(argument: str, value: Any) -> date:
	day = as_day(argument, value)
	if day is None:
		raise DeadlineError(argument, f"Es fehlt ein Datum ({argument}).", f"A date is missing ({argument}).")
	return day
