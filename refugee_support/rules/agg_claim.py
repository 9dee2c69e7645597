"""Whether the General Equal Treatment Act (AGG) may give a claim, and from when its two months run. Pure Python.

A proposal for somebody who decides (section 6 RDG), never a decision. Where it is unclear, the period is watched.
"""

from datetime import date

YES, NO, UNCLEAR = "Yes", "No", "Unclear"
WATCHED = (YES, UNCLEAR)
WORK = "Work"
AUTHORITIES = ("Public Authority", "Police or Security")
# Contracts under private law (sections 19, 20 AGG).
CONTRACTS = ("Housing", "Goods and Services")
DOUBTFUL = ("Health and Care", "Education and Childcare", "Other")


def claim_possible(area: str, actor_kind: str) -> str:
	"""Section 2 AGG covers work whoever employs, and goods, services and housing offered by private parties; what an
	authority decides is not covered (for benefits section 33c SGB I forbids discrimination, without damages)."""
	if area == WORK:
		return YES
	if actor_kind in AUTHORITIES:
		return NO
	if area in CONTRACTS:
		return YES if actor_kind != "Private Person" else UNCLEAR
	return UNCLEAR if area in DOUBTFUL else NO


def claim_begins_on(area: str, happened_on: date, known_on: date | None = None) -> date:
	"""At work: arrival of the refusal, or knowledge (section 15 (4) sentence 2 AGG); otherwise the incident itself
	(section 21 (5) AGG), because later knowledge excuses only who could not know."""
	if area == WORK and known_on and known_on > happened_on:
		return known_on
	return happened_on
