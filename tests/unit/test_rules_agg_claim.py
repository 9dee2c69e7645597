"""Where the AGG may give a claim, and when its two months begin."""

from datetime import date

import pytest

from refugee_support.rules.agg_claim import NO, UNCLEAR, YES, claim_begins_on, claim_possible
from refugee_support.rules.deadlines import equal_treatment_claim


@pytest.mark.parametrize(
	("area", "actor", "possible"),
	[
		("Work", "Employer or Recruiter", YES),
		("Work", "Public Authority", YES),
		("Housing", "Landlord or Agency", YES),
		("Housing", "Public Authority", NO),
		("Housing", "Private Person", UNCLEAR),
		("Goods and Services", "Business or Service", YES),
		("Authorities and Benefits", "Public Authority", NO),
		("Police and Courts", "Police or Security", NO),
		("Health and Care", "Health Service", UNCLEAR),
		("Education and Childcare", "School or Childcare", UNCLEAR),
		("Public Space", "Private Person", NO),
	],
)
def test_section_2_agg(area: str, actor: str, possible: str) -> None:
	assert claim_possible(area, actor) == possible


def test_section_15_4_agg_runs_from_knowledge_and_section_21_5_from_the_incident() -> None:
	happened, known = date(2026, 6, 10), date(2026, 6, 30)
	assert claim_begins_on("Work", happened, known) == known
	assert claim_begins_on("Housing", happened, known) == happened
	assert claim_begins_on("Work", known, happened) == known, "nobody knows of it before it happened"


def test_worked_case_t26_two_months_from_30_june_end_on_monday_31_august() -> None:
	begins_on = claim_begins_on("Work", date(2026, 6, 30))
	assert equal_treatment_claim(begins_on).due_on == date(2026, 8, 31)
