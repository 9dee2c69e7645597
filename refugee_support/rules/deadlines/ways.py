"""A period is over: what the law still leaves open. No dates are promised that depend on facts not known here."""

from datetime import date

from refugee_support.rules.deadlines.others import REINSTATEMENT
from refugee_support.rules.deadlines.wording import (
	DECIDES,
	Text,
	day_de,
	day_en,
	numbered,
	period_de,
	period_en,
)


def ways_left(regime: str, *, announced_on: date | None = None, remedy: bool = True) -> list[Text]:
	"""The ways that are left after a missed period: reinstatement, and in social law a review.

	Args:
		regime: Law regime of the decision; an unknown one leaves the general sentence only.
		announced_on: Announcement of the decision, for the last day of a review.
		remedy: Whether the missed period was one for a remedy, or another one (an answer, an application).
	"""
	texts = []
	if regime in REINSTATEMENT:
		period, unit, source = REINSTATEMENT[regime][0 if remedy else 1]
		texts.append(
			Text(
				"Wiedereinsetzung: Wurde die Frist ohne Verschulden versäumt (etwa Krankheit; dass der Brief nicht verstanden wurde, genügt meist "
				f"nicht), kann sie innerhalb von {period_de(period, unit)} nach Wegfall des Hindernisses beantragt und die "
				f"Handlung nachgeholt werden ({source}).",
				"Reinstatement: if the period was missed without fault (illness; not having understood the letter is mostly "
				f"not enough), it can be asked for within {period_en(period, unit)} after the obstacle ended, together with "
				f"the act itself ({source}).",
			)
		)
	if regime == "SGB X" and remedy:
		texts.append(_review(announced_on))
	texts.append(
		Text(
			"Handeln Sie trotzdem sofort: Auch eine verspätete Antwort kann die Behörde noch bearbeiten. Fragen Sie die "
			"juristische Anleitung (§ 6 RDG).",
			"Act at once nevertheless: the authority may still deal with a late answer. Ask the supervising lawyer "
			"(§ 6 RDG).",
		)
	)
	return [*texts, DECIDES]


def _review(announced_on: date | None) -> Text:
	until_de = until_en = ""
	if announced_on is not None:
		last = date(announced_on.year + 4, 12, 31)
		until_de, until_en = f" bis {day_de(last)}", f" until {day_en(last)}"
	return Text(
		f"Überprüfungsantrag: Ist der Bescheid falsch, kann seine Überprüfung beantragt werden{until_de} (§ 44 SGB X; im SGB II, "
		"SGB XII und AsylbLG wird nur für ein Jahr zurück gezahlt).",
		f"Review: if the decision is wrong, a review can be asked for{until_en} (§ 44 SGB X; under SGB II, SGB XII and AsylbLG "
		"only one year is paid back).",
	)


def ways_in(texts: list[Text], language: str) -> list[str]:
	return numbered(texts, language)
