"""The day a decision counts as announced: from the next one on, its period runs (domain facts 3.2)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from refugee_support.rules.deadlines.days import SATURDAY, holiday_on, is_working_day, roll_forward
from refugee_support.rules.deadlines.laws import PARAGRAPHS, FictionRule, fiction_days
from refugee_support.rules.deadlines.wording import (
	WEEKDAYS_DE,
	WEEKDAYS_EN,
	DeadlineError,
	Text,
	day_de,
	day_en,
)

ORDINALS_DE = {1: "ersten", 2: "zweiten", 3: "dritten", 4: "vierten", 5: "fünften", 6: "sechsten"}
ORDINALS_EN = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}
DAYS_TO_RETRIEVE = 10  # section 41 (2a) VwVfG
NO_FICTION = ("Civil", "Criminal")


@dataclass(frozen=True)
class Letter:
	"""What is known of how a letter came."""

	regime: str
	delivery: str
	posted_on: date | None
	served_on: date | None
	received_on: date | None
	state: str

	@property
	def earliest(self) -> date | None:
		known = [day for day in (self.posted_on, self.served_on, self.received_on) if day]
		return min(known) if known else None


# Sentences are put together when somebody reads them: most computations are only compared.
Sentence = Callable[[], Text]
Announced = tuple[date, list[Sentence]]


def announcement(letter: Letter, fictions: Iterable[FictionRule]) -> Announced:
	"""The day of announcement and why it is that day.

	Raises:
		DeadlineError: where a day that is needed is missing, or the days contradict each other.
	"""
	check_order(letter)
	if letter.delivery == "Formal Service":
		return _served(letter)
	if letter.delivery == "Handed Over":
		return _handed_over(letter)
	if letter.regime in NO_FICTION:
		return _received(letter)
	if letter.delivery == "Registered Post" and letter.served_on:
		return _return_receipt(letter)
	if letter.delivery == "Electronic" and letter.regime in ("VwVfG", "AsylG"):
		return _retrieved(letter)
	return _presumed(letter, fictions)


def check_order(letter: Letter) -> None:
	"""Nothing arrives before it was sent, and nothing is in hand before it was served."""
	if letter.posted_on and letter.served_on and letter.served_on < letter.posted_on:
		raise _contradiction("served_on", "Die Zustellung", "service", letter.served_on, letter.posted_on)
	if letter.posted_on and letter.received_on and letter.received_on < letter.posted_on:
		raise _contradiction("received_on", "Der Empfang", "receipt", letter.received_on, letter.posted_on)
	if letter.served_on and letter.received_on and letter.received_on < letter.served_on:
		raise DeadlineError(
			"received_on",
			f"Der Empfang ({day_de(letter.received_on)}) liegt vor der Zustellung ({day_de(letter.served_on)}).",
			f"The receipt ({day_en(letter.received_on)}) lies before the service ({day_en(letter.served_on)}).",
		)


def _contradiction(argument: str, what_de: str, what_en: str, day: date, posted: date) -> DeadlineError:
	return DeadlineError(
		argument,
		f"{what_de} ({day_de(day)}) liegt vor der Aufgabe zur Post ({day_de(posted)}).",
		f"The {what_en} ({day_en(day)}) lies before the posting ({day_en(posted)}).",
	)


# --- Days that are known: no presumption ---


def _served(letter: Letter) -> Announced:
	day = letter.served_on
	if day is None:
		raise DeadlineError(
			"served_on",
			"Bei förmlicher Zustellung fehlt der Tag der Zustellung: Er steht auf dem gelben Umschlag.",
			"Formal service needs the day of service: it is noted on the yellow envelope.",
		)
	return day, [
		lambda: Text(
			f"Förmlich zugestellt am {day_de(day)}: Es zählt der Tag auf dem Umschlag, auch bei Einwurf in den "
			"Briefkasten oder Niederlegung; keine Zugangsvermutung (§§ 180, 181 ZPO, § 3 VwZG).",
			f"Formally served on {day_en(day)}: the day on the envelope counts, also when it was put into the letter "
			"box or deposited; no presumed delivery (§§ 180, 181 ZPO, § 3 VwZG).",
		)
	]


def _handed_over(letter: Letter) -> Announced:
	day = letter.served_on or letter.received_on
	if day is None:
		raise DeadlineError(
			"received_on",
			"Bei persönlicher Übergabe fehlt der Tag der Übergabe.",
			"Handing over needs the day it was handed over.",
		)
	if letter.received_on and letter.received_on != day:
		raise DeadlineError(
			"received_on",
			"Übergabe und Empfang sind derselbe Tag, angegeben sind aber zwei verschiedene.",
			"Handing over and receipt are the same day, but two different days are given.",
		)
	paragraph = {"SGB X": "§ 37 Abs. 1 SGB X", "AO": "§ 122 Abs. 1 AO", "AsylG": "§ 10 Abs. 4 AsylG"}.get(
		letter.regime, "§ 130 BGB" if letter.regime in NO_FICTION else "§ 41 Abs. 1 VwVfG"
	)
	return day, [
		lambda: Text(
			f"Übergeben am {day_de(day)}: Die Bekanntgabe ist an diesem Tag ({paragraph}).",
			f"Handed over on {day_en(day)}: it is announced on that day ({paragraph}).",
		)
	]


def _received(letter: Letter) -> Announced:
	"""Civil and criminal law: what counts is that it came, on the day it came."""
	day = letter.served_on or letter.received_on
	if day is None:
		raise DeadlineError(
			"received_on",
			"Hier zählt der Tag, an dem der Brief ankam; eine Zugangsvermutung gibt es nicht. Bitte geben Sie ihn an.",
			"Here the day counts on which the letter came; there is no presumed delivery. Please enter it.",
		)
	paragraph = PARAGRAPHS[letter.regime].letter
	return day, [
		lambda: Text(
			f"Zugegangen am {day_de(day)}: Es zählt der tatsächliche Zugang, keine Zugangsvermutung ({paragraph}).",
			f"Received on {day_en(day)}: the actual receipt counts, there is no presumed delivery ({paragraph}).",
		)
	]


def _return_receipt(letter: Letter) -> Announced:
	day = letter.served_on
	assert day is not None
	return day, [
		lambda: Text(
			f"Einschreiben mit Rückschein: Es zählt der Tag auf dem Rückschein, {day_de(day)} (§ 4 Abs. 2 Satz 1 VwZG).",
			f"Registered letter with return receipt: the day on the receipt counts, {day_en(day)} "
			"(§ 4 Abs. 2 Satz 1 VwZG).",
		)
	]


def _retrieved(letter: Letter) -> Announced:
	"""A portal under the VwVfG: the day after retrieval; not retrieved within ten days, nothing is announced."""
	day, paragraph = letter.received_on, PARAGRAPHS[letter.regime].electronic
	if day is None:
		raise DeadlineError(
			"received_on",
			"Beim Abruf aus einem Portal fehlt der Tag des Abrufs; ohne Abruf ist nichts bekannt gegeben. "
			"(Kam der Bescheid als E-Mail, rechnen Sie ihn wie einen gewöhnlichen Brief ab dem Tag der Absendung.)",
			"The day of retrieval from the portal is missing; what is not retrieved is not announced. "
			"(If the decision came by e-mail, compute it like an ordinary letter from the day it was sent.)",
		)
	if letter.posted_on and day - letter.posted_on > timedelta(days=DAYS_TO_RETRIEVE):
		raise DeadlineError(
			"received_on",
			f"Der Abruf liegt mehr als {DAYS_TO_RETRIEVE} Tage nach der Benachrichtigung: Dann ist der Bescheid nicht "
			f"bekannt gegeben ({paragraph}). Bitte prüfen Sie die Daten oder fragen Sie die Behörde.",
			f"The retrieval lies more than {DAYS_TO_RETRIEVE} days after the notification: then the decision is not "
			f"announced ({paragraph}). Please check the dates or ask the authority.",
		)
	announced = day + timedelta(days=1)
	return announced, [
		lambda: Text(
			f"Abgerufen am {day_de(day)}: Bekannt gegeben am Tag danach, {day_de(announced)} ({paragraph}).",
			f"Retrieved on {day_en(day)}: announced on the day after, {day_en(announced)} ({paragraph}).",
		)
	]


# --- Presumed delivery ---


def _presumed(letter: Letter, fictions: Iterable[FictionRule]) -> Announced:
	posted, days = letter.posted_on, None
	if posted is None:
		raise DeadlineError(
			"posted_on",
			"Es fehlt der Tag der Aufgabe zur Post (Poststempel; ist er unbekannt, das Datum des Briefs).",
			"The day of posting is missing (postmark; if unknown, the date of the letter).",
		)
	days = fiction_days(letter.regime, posted, fictions)
	if days is None:
		raise DeadlineError(
			"posted_on",
			f"Für {letter.regime} ist keine Zugangsvermutung für Briefe vom {day_de(posted)} hinterlegt.",
			f"No presumed delivery is known for {letter.regime} and letters of {day_en(posted)}.",
		)
	presumed = posted + timedelta(days=days)
	steps: list[Sentence] = [lambda: _presumed_step(letter, posted, presumed, days)]
	announced = presumed
	if not is_working_day(presumed, letter.state):
		announced, step = _not_a_working_day(letter, presumed)
		steps.append(step)
	if letter.received_on is not None and letter.received_on != announced:
		announced, step = _actual_receipt(letter, letter.received_on, announced)
		steps.append(step)
	return announced, steps


def _presumed_step(letter: Letter, posted: date, presumed: date, days: int) -> Text:
	laws = PARAGRAPHS[letter.regime]
	paragraph = {"Registered Post": "§ 4 Abs. 2 VwZG", "Electronic": laws.electronic}.get(
		letter.delivery, laws.letter
	)
	sent_de, sent_en = ("Zur Post gegeben", "Posted")
	if letter.delivery == "Electronic":
		sent_de, sent_en = ("Abgesendet (bei einem Portal: die Benachrichtigung)", "Sent (portal: notified)")
	return Text(
		f"{sent_de} am {day_de(posted)}: Der Bescheid gilt am {ORDINALS_DE.get(days, f'{days}.')} Tag danach als "
		f"bekannt gegeben, am {day_de(presumed)} ({paragraph}).",
		f"{sent_en} on {day_en(posted)}: the decision counts as announced on the "
		f"{ORDINALS_EN.get(days, f'{days}th')} day after, {day_en(presumed)} ({paragraph}).",
	)


def _not_a_working_day(letter: Letter, presumed: date) -> tuple[date, Sentence]:
	"""Tax law shifts the presumed day to a working day (BFH, 14 October 2003, IX R 68/98, section 108 (3) AO);
	social and administrative law do not (BSG, 6 May 2010, B 14 AS 12/09 R). Registered post does not either."""
	kind = kind_of_day(presumed, letter.state)
	if letter.regime != "AO" or letter.delivery == "Registered Post":
		source = (
			"BSG, 06.05.2010, B 14 AS 12/09 R" if letter.regime == "SGB X" else "OVG Lüneburg, 7 PA 184/06"
		)
		return presumed, lambda: Text(
			f"Dieser Tag ist ein {kind.de}; am Tag der Bekanntgabe ändert das nichts ({source}).",
			f"That day is a {kind.en}; this does not move the day of announcement ({source}).",
		)
	announced = roll_forward(presumed, letter.state)
	return announced, lambda: Text(
		f"Dieser Tag ist ein {kind.de}; im Steuerrecht verschiebt sich die Bekanntgabe auf den nächsten Werktag, "
		f"{day_de(announced)} (§ 108 Abs. 3 AO; BFH, 14.10.2003, IX R 68/98).",
		f"That day is a {kind.en}; in tax law the announcement moves to the next working day, "
		f"{day_en(announced)} (§ 108 Abs. 3 AO; BFH, 14.10.2003, IX R 68/98).",
	)


def _actual_receipt(letter: Letter, received: date, announced: date) -> tuple[date, Sentence]:
	if received > announced:
		paragraph = PARAGRAPHS[letter.regime].later
		return received, lambda: Text(
			f"Nachweislich kam er erst am {day_de(received)} an: Dann zählt dieser Tag; den Zugang muss die Behörde "
			f"beweisen ({paragraph}). Heben Sie den Umschlag auf.",
			f"It provably arrived only on {day_en(received)}: then that day counts; the authority has to prove the "
			f"receipt ({paragraph}). Keep the envelope.",
		)
	return announced, lambda: Text(
		f"Er kam schon am {day_de(received)} an: Es bleibt trotzdem beim {day_de(announced)} "
		f"({PARAGRAPHS[letter.regime].letter}).",
		f"It arrived as early as {day_en(received)}: {day_en(announced)} counts nevertheless "
		f"({PARAGRAPHS[letter.regime].letter}).",
	)


def kind_of_day(day: date, state: str) -> Text:
	"""What a day that is no working day is called."""
	holiday = holiday_on(day, state)
	if holiday is not None:
		return Text(f"Feiertag ({holiday.de})", f"public holiday ({holiday.en})")
	assert day.weekday() >= SATURDAY
	return Text(WEEKDAYS_DE[day.weekday()], WEEKDAYS_EN[day.weekday()])
