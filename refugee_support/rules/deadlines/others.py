"""Dates that begin or end differently from a remedy (domain facts 3.2, 3.3, 3.6 to 3.8)."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from refugee_support.rules.deadlines.announcement import kind_of_day
from refugee_support.rules.deadlines.days import (
	NEXT,
	add_period,
	check_state,
	is_working_day,
	required_day,
	roll_back,
	roll_forward,
	working_days_before,
)
from refugee_support.rules.deadlines.remedy import BUFFER
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
from refugee_support.rules.months import add_months


@dataclass(frozen=True)
class Explained:
	"""A result that says how it came about."""

	texts: tuple[Text, ...] = field(repr=False)

	@property
	def steps(self) -> list[str]:
		return self.steps_in("de")

	def steps_in(self, language: str) -> list[str]:
		return numbered((*self.texts, DECIDES), language)


@dataclass(frozen=True)
class PlainDeadline(Explained):
	"""A last day, and a day until which nothing can go wrong (never after it)."""

	due_on: date
	safe_on: date


# --- No proper notice of remedies ---


class ProperPeriod(NamedTuple):
	period: int
	unit: str
	source: str


_WITHOUT_NOTICE = {
	"SGB X": "§ 66 Abs. 2 SGG",
	"VwVfG": "§ 58 Abs. 2 VwGO",
	"AsylG": "§ 58 Abs. 2 VwGO",
	"AO": "§ 356 Abs. 2 AO",
}


def period_without_proper_notice(regime: str) -> ProperPeriod:
	"""One year where the notice of remedies is missing or wrong; computed like every other period.

	Raises:
		DeadlineError: where the regime knows no such rule.
	"""
	if regime not in _WITHOUT_NOTICE:
		raise DeadlineError(
			"regime",
			"Hier verlängert eine fehlende Rechtsbehelfsbelehrung die Frist nicht auf ein Jahr.",
			"Here a missing notice of remedies does not make the period one year.",
		)
	return ProperPeriod(1, "year", _WITHOUT_NOTICE[regime])


# --- Days that are named: by an authority, by an appointment, by the end of a permit ---


def day_set_by_authority(
	day: date, *, regime: str = "SGB X", fixed_with_notice: bool = False, state: str = "NW"
) -> PlainDeadline:
	"""A day an authority has set ("by 14 March"): moves to the next working day, unless the authority says that
	it does not (section 26 (3) sentence 2 SGB X, section 31 (3) sentence 2 VwVfG); section 108 (3) AO always moves it."""
	day = required_day("day", day)
	check_state(state)
	safe = working_days_before(roll_back(day, state), BUFFER, state)
	named = Text(f"Die Behörde hat den {day_de(day)} gesetzt.", f"The authority has set {day_en(day)}.")
	if is_working_day(day, state):
		return PlainDeadline((named,), day, safe)
	if fixed_with_notice and regime != "AO":
		fixed = Text(
			"Sie hat darauf hingewiesen, dass er sich nicht verschiebt (§ 26 Abs. 3 Satz 2 SGB X, § 31 Abs. 3 Satz 2 "
			"VwVfG): Es bleibt dabei.",
			"It has pointed out that it does not move (§ 26 Abs. 3 Satz 2 SGB X, § 31 Abs. 3 Satz 2 VwVfG): it stays.",
		)
		return PlainDeadline((named, fixed), day, safe)
	due, kind = roll_forward(day, state), kind_of_day(day, state)
	moved = Text(
		f"Das ist ein {kind.de}: Die Frist endet mit dem nächsten Werktag, {day_de(due)} "
		"(§ 26 Abs. 3 Satz 1 SGB X, § 31 Abs. 3 Satz 1 VwVfG, § 108 Abs. 3 AO).",
		f"That is a {kind.en}: the period ends with the next working day, {day_en(due)} "
		"(§ 26 Abs. 3 Satz 1 SGB X, § 31 Abs. 3 Satz 1 VwVfG, § 108 Abs. 3 AO).",
	)
	return PlainDeadline((named, moved), due, safe)


def appointment(day: date) -> PlainDeadline:
	"""An appointment is kept on its day, whatever day that is (section 26 (5) SGB X)."""
	day = required_day("day", day)
	text = Text(
		f"Termin am {day_de(day)}: Er verschiebt sich nicht (§ 26 Abs. 5 SGB X, § 31 Abs. 5 VwVfG).",
		f"Appointment on {day_en(day)}: it does not move (§ 26 Abs. 5 SGB X, § 31 Abs. 5 VwVfG).",
	)
	return PlainDeadline((text,), day, day)


def last_day_before_expiry(valid_until: date, *, state: str = "NW") -> PlainDeadline:
	"""To be renewed before it expires (section 81 (4) AufenthG): no rolling, and the last safe day is a working day."""
	valid_until = required_day("valid_until", valid_until)
	check_state(state)
	safe = roll_back(valid_until, state)
	texts = [
		Text(
			f"Gültig bis {day_de(valid_until)}: Der Antrag muss vor Ablauf gestellt sein; der Tag verschiebt sich nicht "
			"auf einen Werktag (§ 81 Abs. 4 AufenthG).",
			f"Valid until {day_en(valid_until)}: the application must be made before it expires; the day does not move "
			"to a working day (§ 81 Abs. 4 AufenthG).",
		),
		Text(
			f"Letzter sicherer Tag zu den Öffnungszeiten: {day_de(safe)}.",
			f"Last safe day during office hours: {day_en(safe)}.",
		),
	]
	return PlainDeadline(tuple(texts), valid_until, safe)


# --- Claims and reinstatement ---


def equal_treatment_claim(event_on: date, *, state: str = "NW") -> PlainDeadline:
	"""Two months to claim damages for discrimination (sections 15 (4), 21 (5) AGG)."""
	return _from_event(
		required_day("event_on", event_on), 2, "month", "§ 15 Abs. 4, § 21 Abs. 5 AGG, § 193 BGB", state
	)


# Of a remedy, and of other periods of the regime (an application, for instance).
REINSTATEMENT = {
	"SGB X": ((1, "month", "§ 67 Abs. 2 SGG, § 84 Abs. 2 Satz 3 SGG"), (2, "week", "§ 27 Abs. 2 SGB X")),
	"VwVfG": ((2, "week", "§ 60 Abs. 2 VwGO, § 70 Abs. 2 VwGO"), (2, "week", "§ 32 Abs. 2 VwVfG")),
	"AsylG": ((2, "week", "§ 60 Abs. 2 VwGO"), (2, "week", "§ 32 Abs. 2 VwVfG")),
	"AO": ((1, "month", "§ 110 Abs. 2 AO"), (1, "month", "§ 110 Abs. 2 AO")),
	"Civil": ((2, "week", "§ 234 ZPO, § 5 Abs. 3 KSchG"), (2, "week", "§ 234 ZPO")),
	"Criminal": ((1, "week", "§ 45 Abs. 1 StPO"), (1, "week", "§ 45 Abs. 1 StPO")),
}


def reinstatement(
	*, regime: str, obstacle_ended_on: date, remedy: bool = True, state: str = "NW"
) -> PlainDeadline:
	"""The last day to ask for reinstatement (Wiedereinsetzung) after a period was missed without fault.

	Args:
		obstacle_ended_on: The day the obstacle ended, or the omission became known.
		remedy: Whether the missed period was one for a remedy, or another one of the regime.
	"""
	if regime not in REINSTATEMENT:
		raise DeadlineError(
			"regime", f"Unbekanntes Verfahrensrecht: „{regime}“.", f"Unknown law regime: “{regime}”."
		)
	period, unit, source = REINSTATEMENT[regime][0 if remedy else 1]
	return _from_event(required_day("obstacle_ended_on", obstacle_ended_on), period, unit, source, state)


def _from_event(event_on: date, period: int, unit: str, source: str, state: str) -> PlainDeadline:
	check_state(state)
	raw_end = add_period(event_on, period, unit)
	due = roll_forward(raw_end, state)
	safe = max(event_on, working_days_before(roll_back(raw_end, state), BUFFER, state))
	texts = [
		Text(
			f"Ab {day_de(event_on)} läuft eine Frist von {period_de(period, unit)} ({source}); der Tag selbst zählt nicht "
			f"mit (§ 187 Abs. 1 BGB). Sie endet rechnerisch am {day_de(raw_end)} (§ 188 Abs. 2, 3 BGB).",
			f"From {day_en(event_on)} a period of {period_en(period, unit)} runs ({source}); the day itself does not "
			f"count (§ 187 Abs. 1 BGB). By counting it ends on {day_en(raw_end)} (§ 188 Abs. 2, 3 BGB).",
		)
	]
	if due != raw_end:
		kind = kind_of_day(raw_end, state)
		texts.append(
			Text(
				f"Das ist ein {kind.de}: Die Frist endet mit dem nächsten Werktag, {day_de(due)} (§ 193 BGB).",
				f"That is a {kind.en}: the period ends with the next working day, {day_en(due)} (§ 193 BGB).",
			)
		)
	return PlainDeadline(tuple(texts), due, safe)


# --- No decision at all: an opportunity, not a deadline ---


@dataclass(frozen=True)
class EarliestAction(Explained):
	"""From when an action for inaction is admissible.

	Attributes:
		waits_until: The last day of the waiting period.
		counted_on: The first day by counting alone.
		earliest_on: The first day that nobody disputes: later, where the waiting period ends on no working day.
	"""

	waits_until: date
	counted_on: date
	earliest_on: date


_WAITING = {
	("SGG", "application"): (6, "§ 88 Abs. 1 SGG"),
	("SGG", "objection"): (3, "§ 88 Abs. 2 SGG"),
	("VwGO", "application"): (3, "§ 75 VwGO"),
	("VwGO", "objection"): (3, "§ 75 VwGO"),
	("FGO", "objection"): (6, "§ 46 Abs. 1 FGO"),
}


def earliest_action_for_inaction(
	filed_on: date, *, court: str, after: str = "application", state: str = "NW"
) -> EarliestAction:
	"""The first day of an action because the authority does not decide (Untätigkeitsklage).

	Args:
		court: "SGG", "VwGO" or "FGO", the law of the court.
		after: "application" or "objection".
	"""
	filed_on = required_day("filed_on", filed_on)
	check_state(state)
	if (court, after) not in _WAITING:
		raise DeadlineError(
			"court",
			f"Für {court} und „{after}“ ist keine Wartezeit hinterlegt.",
			f"No waiting period is known for {court} and “{after}”.",
		)
	months, source = _WAITING[court, after]
	waits_until = add_months(filed_on, months)
	counted = waits_until + NEXT
	earliest = roll_forward(waits_until, state) + NEXT
	texts = [
		Text(
			f"Eingegangen am {day_de(filed_on)}, Wartezeit {months} Monate bis {day_de(waits_until)} ({source}).",
			f"Received on {day_en(filed_on)}, waiting period {months} months until {day_en(waits_until)} ({source}).",
		),
		Text(
			f"Eine Untätigkeitsklage ist ab {day_de(earliest)} möglich, nicht vorher. Das ist eine Möglichkeit, keine Frist.",
			f"An action for inaction is possible from {day_en(earliest)}, not before. It is an opportunity, not a deadline.",
		),
	]
	if counted != earliest:
		texts.insert(
			1,
			Text(
				f"Der letzte Tag ist kein Werktag. Ob die Wartezeit sich verlängert (§ 64 Abs. 3 SGG), ist umstritten; "
				f"gezählt ohne Verlängerung wäre es der {day_de(counted)}, sicher ist der spätere Tag.",
				f"The last day is no working day. Whether the waiting period is prolonged (§ 64 Abs. 3 SGG) is disputed; "
				f"counted without, it would be {day_en(counted)}; the later day is safe.",
			),
		)
	return EarliestAction(tuple(texts), waits_until, counted, earliest)


# --- How far back ---


@dataclass(frozen=True)
class BackPayment(Explained):
	paid_from: date


def child_benefit_from(received_on: date) -> BackPayment:
	"""Child benefit is paid back for six months before the month in which the application came in
	(section 70 (1) sentence 2 EStG, section 5 (2) BKGG)."""
	received_on = required_day("received_on", received_on)
	paid_from = add_months(received_on.replace(day=1), -6)
	text = Text(
		f"Antrag eingegangen am {day_de(received_on)}: Kindergeld wird rückwirkend für die letzten sechs Monate vor "
		f"Beginn dieses Monats gezahlt, also ab {day_de(paid_from)} (§ 70 Abs. 1 Satz 2 EStG, § 5 Abs. 2 BKGG).",
		f"Application received on {day_en(received_on)}: child benefit is paid for the last six months before the "
		f"beginning of that month, so from {day_en(paid_from)} (§ 70 Abs. 1 Satz 2 EStG, § 5 Abs. 2 BKGG).",
	)
	return BackPayment((text,), paid_from)


@dataclass(frozen=True)
class Review(Explained):
	"""The review of a decision that is final but wrong (section 44 SGB X)."""

	apply_until: date
	benefits_from: date


_ONE_YEAR_BACK = {
	"SGB II": "§ 40 Abs. 1 SGB II",
	"SGB XII": "§ 116a SGB XII",
	"AsylbLG": "§ 9 Abs. 4 AsylbLG",
}


def review_of_final_decision(announced_on: date, applied_on: date, *, law: str = "") -> Review:
	"""Until when a review can be asked for, and from when benefits are paid then.

	Args:
		law: "SGB II", "SGB XII" or "AsylbLG" go back one calendar year, all others four.
	"""
	announced_on = required_day("announced_on", announced_on)
	applied_on = required_day("applied_on", applied_on)
	if applied_on < announced_on:
		raise DeadlineError(
			"applied_on",
			"Der Antrag auf Überprüfung liegt vor dem Bescheid.",
			"The application for review lies before the decision.",
		)
	until = date(announced_on.year + 4, 12, 31)
	years, source = (
		(1, f"§ 44 Abs. 4 SGB X, {_ONE_YEAR_BACK[law]}")
		if law in _ONE_YEAR_BACK
		else (4, "§ 44 Abs. 4 SGB X")
	)
	back_to = date(applied_on.year - years, 1, 1)
	texts = (
		Text(
			f"Bescheid aus {announced_on.year}: Überprüfung kann bis {day_de(until)} beantragt werden, vier Jahre nach "
			"Ablauf des Jahres der Bekanntgabe (§ 44 SGB X).",
			f"Decision of {announced_on.year}: a review can be asked for until {day_en(until)}, four years after the end "
			"of the year of announcement (§ 44 SGB X).",
		),
		Text(
			f"Bei Antrag in {applied_on.year} werden Leistungen längstens ab {day_de(back_to)} nachgezahlt ({source}).",
			f"With an application in {applied_on.year}, benefits are paid from {day_en(back_to)} at the earliest ({source}).",
		),
	)
	return Review(texts, until, back_to)
