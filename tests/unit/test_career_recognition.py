"""The line about a foreign degree in a CV: what the notice says, and nothing that is not decided."""

from datetime import date

import pytest

from refugee_support.career.recognition import recognition_line
from refugee_support.rules.career import ends_soon, has_passed

MARCH = date(2026, 3, 16)


@pytest.mark.parametrize(
	("facts", "expected"),
	[
		({}, ""),
		(
			{"decision": "Full", "decided_on": MARCH, "authority": "Bezirksregierung Münster"},
			"Anerkennung: volle Gleichwertigkeit (Bezirksregierung Münster, 03/2026)",
		),
		(
			{"decision": "Partial", "decided_on": MARCH, "condition": "Anpassungsqualifizierung"},
			"Anerkennung: teilweise Gleichwertigkeit (03/2026), noch zu erfüllen: Anpassungsqualifizierung",
		),
		(
			{"decision": "With Conditions", "condition": "Kenntnisprüfung"},
			"Anerkennung mit Auflage, noch zu erfüllen: Kenntnisprüfung",
		),
		({"decision": "Full", "condition": "längst erfüllt"}, "Anerkennung: volle Gleichwertigkeit"),
		({"applied_on": MARCH, "authority": "IHK FOSA"}, "Anerkennung beantragt (IHK FOSA, 03/2026)"),
		(
			{"procedure": "Statement of Comparability", "applied_on": MARCH, "authority": "ZAB"},
			"Zeugnisbewertung beantragt (ZAB, 03/2026)",
		),
		(
			{"procedure": "Statement of Comparability", "decision": "Full", "authority": "ZAB"},
			"Zeugnisbewertung liegt vor (ZAB)",
		),
		(
			{"anabin_status": "H+", "anabin_degree": "Corresponds"},
			"anabin: Hochschule H+, Abschluss entspricht",
		),
		({"anabin_degree": "Equivalent"}, "anabin: Abschluss gleichwertig"),
		(
			{"anabin_status": "H+", "applied_on": MARCH, "decision": "Full"},
			"Anerkennung: volle Gleichwertigkeit",
		),
	],
)
def test_an_employer_reads_what_is_decided_else_what_is_applied_for_else_anabin(
	facts: dict, expected: str
) -> None:
	assert recognition_line(**facts) == expected


@pytest.mark.parametrize(
	"facts",
	[
		{"decision": "None", "decided_on": MARCH},
		{"decision": "Withdrawn", "decided_on": MARCH, "anabin_status": "H+"},
		{"anabin_status": "H-"},
		{"anabin_status": "Not Listed", "anabin_degree": "Not Listed"},
	],
)
def test_a_refusal_and_what_helps_nobody_stand_in_no_cv(facts: dict) -> None:
	assert recognition_line(**facts) == ""


def test_section_6_3_bqfg_the_last_day_itself_is_not_late() -> None:
	assert not has_passed(date(2026, 11, 25), date(2026, 11, 25))
	assert has_passed(date(2026, 11, 25), date(2026, 11, 26))


def test_a_certificate_is_told_of_eight_weeks_before_it_ends_and_after() -> None:
	until = date(2026, 11, 25)
	assert [ends_soon(until, day) for day in (date(2026, 9, 29), date(2026, 9, 30), date(2026, 12, 1))] == [
		False,
		True,
		True,
	]
