"""From an Authority Letter to its deadline, or to the reason why there is none yet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from frappe.utils import cint, getdate

from refugee_support.rules import deadlines
from refugee_support.rules.deadlines import DECIDES, DeadlineError, FictionRule, Text, numbered

# What a letter asks for, by its kind; other letters only where a day or a period is entered.
REMEDY_LETTERS = (
	*("Administrative Decision", "Decision on Objection", "Asylum Decision"),
	*("Payment Order", "Enforcement Order", "Penalty Order", "Fine Notice", "Dismissal"),
)
ANSWER_LETTERS = ("Hearing", "Request for Documents")
WITHOUT_FICTION = ("Civil", "Criminal")


@dataclass(frozen=True)
class Outcome:
	"""What a letter leads to. Without a kind nothing has to be done by a certain day; with a kind but without
	`due_on` something has, and nobody knows by when: the `texts` say why."""

	kind: str = ""
	due_on: date | None = None
	safe_on: date | None = None
	announced_on: date | None = None
	texts: tuple[Text, ...] = ()

	@property
	def is_computed(self) -> bool:
		return self.due_on is not None

	def in_words(self, language: str) -> str:
		return "\n".join(numbered(self.texts, language))


def outcome_of(letter: Any, rule: Any) -> Outcome:
	"""The deadline of a letter as it is filled in. Never raises: what cannot be computed is an outcome, too."""
	kind = kind_of(letter)
	if not kind:
		return Outcome()
	try:
		outcome = computed(letter, rule, kind)
	except DeadlineError as error:
		outcome = Outcome(kind, texts=(error.text, DECIDES))
	return overridden(letter, outcome)


def kind_of(letter: Any) -> str:
	"""What kind of deadline the letter has; empty if none."""
	if letter.letter_kind in REMEDY_LETTERS:
		return "" if letter.remedy == "None" else "Remedy"
	if letter.letter_kind == "Appointment":
		return "Appointment"
	asks = letter.letter_kind in ANSWER_LETTERS or letter.named_day or letter.period or letter.override_due_on
	return "Set by Authority" if asks else ""


def computed(letter: Any, rule: Any, kind: str) -> Outcome:
	check_days(letter)
	if kind == "Appointment":
		return _plain(kind, deadlines.appointment(_needed(letter, "named_day")))
	if kind == "Set by Authority" and (letter.named_day or not letter.period):
		return _plain(kind, _day_set(letter))
	check_known(letter)
	result = deadlines.remedy_deadline_under(_fictions(letter, rule), **_arguments(letter))
	texts = (*_assumption(letter), *result.texts[:-1], *_hints(letter, rule), DECIDES)
	return Outcome(kind, result.due_on, result.safe_on, result.announced_on, texts)


def _day_set(letter: Any) -> Any:
	return deadlines.day_set_by_authority(
		_needed(letter, "named_day"),
		regime=letter.law_regime or "SGB X",
		fixed_with_notice=bool(cint(letter.named_day_fixed)),
		state=letter.state,
	)


def _plain(kind: str, result: Any) -> Outcome:
	return Outcome(kind, result.due_on, result.safe_on, None, (*result.texts, DECIDES))


def _arguments(letter: Any) -> dict[str, Any]:
	period, unit = cint(letter.period), letter.period_unit
	return {
		"regime": letter.law_regime,
		"delivery": letter.delivery,
		"period": period,
		"unit": unit,
		"posted_on": posting_day(letter),
		"served_on": _day(letter.served_on),
		"received_on": _day(letter.received_on),
		"state": letter.state,
	}


def posting_day(letter: Any) -> date | None:
	"""The day of posting; if unknown, the date of the letter, which is earlier and so safe.

	Where the day of service, hand-over or retrieval counts, nothing is assumed.
	"""
	if letter.posted_on:
		return getdate(letter.posted_on)
	retrieved = letter.delivery == "Electronic" and letter.law_regime in ("VwVfG", "AsylG")
	presumed = letter.delivery in ("Ordinary Post", "Registered Post", "Electronic") and not retrieved
	return _day(letter.letter_date) if presumed else None


def is_posting_assumed(letter: Any) -> bool:
	return (
		not letter.posted_on and posting_day(letter) is not None and letter.law_regime not in WITHOUT_FICTION
	)


def _fictions(letter: Any, rule: Any) -> tuple[FictionRule, ...]:
	"""The rules of the law, and the one of the association's Remedy Rule where it says otherwise."""
	if not rule or not cint(rule.fiction_days):
		return deadlines.FICTIONS
	own = FictionRule(
		letter.law_regime,
		cint(rule.fiction_days),
		_day(rule.valid_from),
		_day(rule.valid_to),
		rule.source or "",
	)
	return (*deadlines.FICTIONS, own)


def _assumption(letter: Any) -> tuple[Text, ...]:
	if not is_posting_assumed(letter):
		return ()
	return (
		Text(
			"Der Tag der Aufgabe zur Post ist unbekannt: Angenommen wird das Datum des Briefs. Das ist früher und damit sicher.",
			"The day of posting is unknown: the date of the letter is assumed. That is earlier, and so safe.",
		),
	)


def _hints(letter: Any, rule: Any) -> tuple[Text, ...]:
	hints = []
	if letter.remedy_notice in ("Missing", "Wrong") and letter.law_regime not in WITHOUT_FICTION:
		source = deadlines.period_without_proper_notice(letter.law_regime).source
		hints.append(
			Text(
				f"Ohne richtige Rechtsbehelfsbelehrung gilt ein Jahr ({source}). Warten Sie nicht darauf: Antworten Sie "
				"innerhalb der üblichen Frist.",
				f"Without a proper notice of remedies it is one year ({source}). Do not wait for it: answer within the usual "
				"period.",
			)
		)
	if rule and rule.hint:
		hints.append(Text(rule.hint, rule.hint_en or rule.hint))
	return tuple(hints)


# --- What must be right before anything is computed ---


def check_days(letter: Any) -> None:
	today = getdate()
	for fieldname, de, en in (
		("letter_date", "Das Datum des Briefs", "The date of the letter"),
		("posted_on", "Die Aufgabe zur Post", "The posting"),
		("served_on", "Die Zustellung", "The service"),
		("received_on", "Der Empfang", "The receipt"),
	):
		if letter.get(fieldname) and getdate(letter.get(fieldname)) > today:
			raise DeadlineError(
				fieldname,
				f"{de} liegt in der Zukunft. Bitte prüfen Sie das Datum.",
				f"{en} lies in the future. Please check the date.",
			)
	if letter.posted_on and letter.letter_date and getdate(letter.posted_on) < getdate(letter.letter_date):
		raise DeadlineError(
			"posted_on",
			"Die Aufgabe zur Post liegt vor dem Datum des Briefs. Bitte prüfen Sie beide.",
			"The posting lies before the date of the letter. Please check both.",
		)


def check_known(letter: Any) -> None:
	"""What the rules would refuse too, said in the words of the form."""
	if not letter.law_regime:
		raise DeadlineError(
			"law_regime",
			"Für diese öffentliche Stelle ist kein Verfahrensrecht hinterlegt. Bitte wählen Sie es nach der "
			"Rechtsbehelfsbelehrung.",
			"No law regime is known for this public authority. Please choose it by the notice of remedies.",
		)
	if not letter.state:
		raise DeadlineError(
			"state",
			"Das Bundesland der Stelle ist unbekannt; es entscheidet über die Feiertage. Bitte wählen Sie es.",
			"The German state of the authority is unknown; it decides about public holidays. Please choose it.",
		)
	if not cint(letter.period) or not letter.period_unit:
		raise _period_missing(letter)


def _period_missing(letter: Any) -> DeadlineError:
	if letter.law_regime == "AsylG":
		return DeadlineError(
			"period",
			"GEAS: Bitte übernehmen Sie die Frist aus der Rechtsbehelfsbelehrung; sofort an eine Anwaltskanzlei oder die "
			"Asylverfahrensberatung wenden. Für Asylentscheidungen wird nie eine Frist angenommen.",
			"GEAS: please take the period from the notice of remedies; turn to a lawyer or the asylum procedure counselling "
			"at once. No period is ever assumed for asylum decisions.",
		)
	return DeadlineError(
		"period",
		"Für diese Stelle und diesen Brief gibt es keine Regel, und die Frist (größer als 0, mit Einheit) fehlt. Bitte "
		"übernehmen Sie sie aus der Rechtsbehelfsbelehrung.",
		"There is no rule for this authority and this letter, and the period (greater than 0, with its unit) is missing. "
		"Please take it from the notice of remedies.",
	)


def _needed(letter: Any, fieldname: str) -> date:
	if not letter.get(fieldname):
		raise DeadlineError(
			fieldname,
			"Es fehlt der Tag, den der Brief nennt. Bitte tragen Sie ihn ein.",
			"The day the letter names is missing. Please enter it.",
		)
	return getdate(letter.get(fieldname))


# --- What somebody knows better ---


def overridden(letter: Any, outcome: Outcome) -> Outcome:
	if not letter.override_due_on:
		return outcome
	due = getdate(letter.override_due_on)
	reason = letter.override_reason or ""
	entered = Text(
		f"Von Hand eingetragener letzter Tag: {deadlines.day_de(due)}. Begründung: {reason}",
		f"Last day entered by hand: {deadlines.day_en(due)}. Reason: {reason}",
	)
	safe = min(due, outcome.safe_on) if outcome.safe_on else deadlines.safe_before(due, letter.state or "NW")
	texts = (*outcome.texts[:-1], entered, DECIDES)
	return Outcome(outcome.kind, due, safe, outcome.announced_on, texts)


def _day(value: Any) -> date | None:
	return getdate(value) if value else None
