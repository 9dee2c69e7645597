"""From a letter to the last day on which it can be answered (domain facts 3.3)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from refugee_support.rules.deadlines.announcement import Letter, Sentence, announcement, kind_of_day
from refugee_support.rules.deadlines.days import (
	STATES,
	add_period,
	as_day,
	check_period,
	check_state,
	is_working_day,
	roll_back,
	roll_forward,
	working_days_before,
)
from refugee_support.rules.deadlines.laws import FICTIONS, PARAGRAPHS, REGIMES, FictionRule
from refugee_support.rules.deadlines.wording import (
	DECIDES,
	DeadlineError,
	Text,
	day_de,
	day_en,
	numbered,
	period_de,
	period_en,
)

DELIVERIES = ("Ordinary Post", "Registered Post", "Formal Service", "Handed Over", "Electronic")
BUFFER = 3  # working days between the safe date and the day it is computed from


@dataclass(frozen=True)
class RemedyDeadline:
	"""When a period ends, and why.

	Attributes:
		announced_on: The day the decision counts as announced; not counted itself.
		raw_end: The last day of the period before weekends and holidays are looked at.
		due_on: The last day: the remedy must have arrived by its end (24:00).
		safe_on: Until then nothing can go wrong, even if the letter arrived on the day it was written.
		steps: The computation in numbered German sentences.
	"""

	announced_on: date
	raw_end: date
	due_on: date
	safe_on: date
	sentences: tuple[Sentence, ...] = field(repr=False, compare=False)

	@cached_property
	def texts(self) -> tuple[Text, ...]:
		return tuple(sentence() for sentence in self.sentences)

	@cached_property
	def steps(self) -> list[str]:
		return numbered(self.texts, "de")

	def steps_in(self, language: str) -> list[str]:
		"""The computation in German ("de") or in English (any other language)."""
		return numbered(self.texts, language)


def remedy_deadline(
	*,
	regime: str,
	delivery: str,
	period: int,
	unit: str,
	posted_on: date | None = None,
	served_on: date | None = None,
	received_on: date | None = None,
	state: str = "NW",
) -> RemedyDeadline:
	"""The last day to answer a letter, by the law as it stood on the day of posting.

	Args:
		regime: "SGB X", "VwVfG", "AO", "AsylG", "Civil" or "Criminal".
		delivery: "Ordinary Post", "Registered Post" (with `served_on`: the return receipt), "Formal Service",
			"Handed Over" or "Electronic".
		period: The length of the period, in `unit`.
		unit: "day", "week", "month" or "year".
		posted_on: The day of posting or sending; if unknown, the date of the letter.
		served_on: The day noted on the yellow envelope, or on the return receipt.
		received_on: The day it actually came (portal: was retrieved), if that can be proven.
		state: German state of the authority, whose public holidays count.

	Raises:
		ValueError: where something is missing or impossible; a `DeadlineError`, readable by the person who types.
	"""
	return remedy_deadline_under(
		FICTIONS,
		regime=regime,
		delivery=delivery,
		period=period,
		unit=unit,
		posted_on=posted_on,
		served_on=served_on,
		received_on=received_on,
		state=state,
	)


def remedy_deadline_under(
	fictions: Iterable[FictionRule],
	*,
	regime: str,
	delivery: str,
	period: int,
	unit: str,
	posted_on: date | None = None,
	served_on: date | None = None,
	received_on: date | None = None,
	state: str = "NW",
) -> RemedyDeadline:
	"""`remedy_deadline` with other rules for the presumed delivery than those of `laws.FICTIONS`."""
	_check_names(regime, delivery)
	check_state(state)
	check_period(period, unit)
	letter = Letter(
		regime,
		delivery,
		as_day("posted_on", posted_on),
		as_day("served_on", served_on),
		as_day("received_on", received_on),
		state,
	)
	announced, steps = announcement(letter, fictions)
	raw_end = add_period(announced, period, unit)
	due = roll_forward(raw_end, state)
	safe = safe_date(letter.earliest or announced, period, unit, state, due)
	sentences = (
		*steps,
		lambda: _end_step(regime, announced, raw_end, period, unit),
		lambda: _roll_step(raw_end, due, state, PARAGRAPHS[regime].roll),
		lambda: _arrival_step(regime, due),
		lambda: safe_step(safe),
		*((_asylum_step,) if regime == "AsylG" else ()),
		lambda: DECIDES,
	)
	return RemedyDeadline(announced, raw_end, due, safe, sentences)


def _check_names(regime: Any, delivery: Any) -> None:
	if regime not in REGIMES:
		raise DeadlineError(
			"regime",
			f"Unbekanntes Verfahrensrecht: „{regime}“. Möglich sind {', '.join(REGIMES)}.",
			f"Unknown law regime: “{regime}”. Possible are {', '.join(REGIMES)}.",
		)
	if delivery not in DELIVERIES:
		raise DeadlineError(
			"delivery",
			f"Unbekannte Art der Zustellung: „{delivery}“. Möglich sind {', '.join(DELIVERIES)}.",
			f"Unknown kind of delivery: “{delivery}”. Possible are {', '.join(DELIVERIES)}.",
		)


def safe_date(letter_date: date, period: int, unit: str, state: str, due: date) -> date:
	"""The period from the date of the letter, back to a working day, less three working days: never after the
	deadline, and never before the letter."""
	end = roll_back(add_period(letter_date, period, unit), state)
	return min(due, max(letter_date, working_days_before(end, BUFFER, state)))


def safe_before(due: date, state: str) -> date:
	"""The safe date where only the last day is known."""
	return working_days_before(roll_back(due, state), BUFFER, state)


# --- The computation in words ---


def _end_step(regime: str, announced: date, raw_end: date, period: int, unit: str) -> Text:
	laws = PARAGRAPHS[regime]
	shortened = unit in ("month", "year") and raw_end.day != announced.day
	paragraph = f"{laws.end}; {laws.month_end}" if shortened else laws.end
	why = Text("", "")
	if shortened:
		why = Text(
			f"; einen {announced.day}. gibt es dort nicht, also am letzten Tag des Monats",
			f"; there is no {announced.day}th, so on the last day of the month",
		)
	return Text(
		f"Der {day_de(announced)} zählt nicht mit ({laws.begin}). Die Frist von {period_de(period, unit)} endet "
		f"rechnerisch am {day_de(raw_end)}{why.de} ({paragraph}).",
		f"{day_en(announced)} itself does not count ({laws.begin}). The period of {period_en(period, unit)} ends on "
		f"{day_en(raw_end)} by counting{why.en} ({paragraph}).",
	)


def _roll_step(raw_end: date, due: date, state: str, paragraph: str) -> Text:
	if is_working_day(raw_end, state):
		return Text(
			f"Das ist in {STATES[state]} ein Werktag: Es bleibt dabei. Letzter Tag der Frist: {day_de(due)} ({paragraph}).",
			f"That is a working day in {STATES[state]}: it stays. Last day of the period: {day_en(due)} ({paragraph}).",
		)
	kind = kind_of_day(raw_end, state)
	return Text(
		f"Das ist in {STATES[state]} ein {kind.de}: Die Frist endet mit dem nächsten Werktag. "
		f"Letzter Tag der Frist: {day_de(due)} ({paragraph}).",
		f"That is a {kind.en} in {STATES[state]}: the period ends with the next working day. "
		f"Last day of the period: {day_en(due)} ({paragraph}).",
	)


def _arrival_step(regime: str, due: date) -> Text:
	if regime == "SGB X":
		return Text(
			f"Bis {day_de(due)}, 24 Uhr, muss die Antwort angekommen sein; bei einer anderen deutschen Behörde "
			"genügt (§ 84 Abs. 2 Satz 1, § 91 SGG).",
			f"By {day_en(due)}, midnight, the answer must have arrived; another German authority will do "
			"(§ 84 Abs. 2 Satz 1, § 91 SGG).",
		)
	return Text(
		f"Bis {day_de(due)}, 24 Uhr, muss die Antwort bei der Stelle angekommen sein, die in der "
		"Rechtsbehelfsbelehrung steht; absenden genügt nicht (§ 130 BGB).",
		f"By {day_en(due)}, midnight, the answer must have arrived where the notice of remedies says; "
		"sending it is not enough (§ 130 BGB).",
	)


def safe_step(safe: date) -> Text:
	return Text(
		f"Auf der sicheren Seite sind Sie bis {day_de(safe)}: gerechnet ab dem frühesten bekannten Tag, auf einen "
		f"Werktag zurück, {BUFFER} Werktage Reserve (eigene Regel dieses Programms, kein Gesetz).",
		f"You are on the safe side until {day_en(safe)}: counted from the earliest day known, back to a working day, "
		f"{BUFFER} working days in reserve (a rule of this program, not of the law).",
	)


def _asylum_step() -> Text:
	return Text(
		"Asyl: Übernehmen Sie die Frist aus der Rechtsbehelfsbelehrung (neues Recht seit 12.06.2026, § 74 AsylG) "
		"und wenden Sie sich sofort an eine Anwaltskanzlei oder die Asylverfahrensberatung.",
		"Asylum: take the period from the notice of remedies (new law since 12 June 2026, § 74 AsylG) and turn to "
		"a lawyer or the asylum procedure counselling at once.",
	)
