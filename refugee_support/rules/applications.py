"""The life of an application to an authority: its states, what moves it on, and when it is renewed.

People enter facts (a document has come in, it was filed on that day, the decision says ...) and the state follows.
A step is taken only when one of the facts behind it has just been entered, so that a counsellor can go back.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DRAFT, WAITING, READY = "Draft", "Waiting for Documents", "Ready to File"
FILED, EXAMINED, REQUESTED, HEARING = "Filed", "Being Examined", "Documents Requested", "Hearing"
DECIDED, REMEDY_FILED, REMEDY_DECIDED = "Decided", "Remedy Filed", "Remedy Decided"
CONCLUDED = "Concluded"

BEFORE_FILING = (DRAFT, WAITING, READY)
AT_AUTHORITY = (FILED, EXAMINED, REQUESTED, HEARING)
AFTER_DECISION = (DECIDED, REMEDY_FILED, REMEDY_DECIDED)
OPEN = (*BEFORE_FILING, *AT_AUTHORITY)

GRANTED = ("Approved", "Partly Approved")
REFUSED = ("Partly Approved", "Rejected", "Denied for Non-Cooperation")
DECISIONS = ("Approved", "Partly Approved", "Rejected", "Denied for Non-Cooperation")
FAILURE_TO_ACT = "Action for Failure to Act (Untätigkeitsklage)"


@dataclass(frozen=True)
class Step:
	"""From one of these states to the next, once all of these facts are there and one of them is new."""

	states: tuple[str, ...]
	facts: tuple[str, ...]
	to: str


STEPS = (
	Step(BEFORE_FILING, ("submitted_on", "submission_channel"), FILED),
	Step(AT_AUTHORITY, ("decided_on", "outcome"), DECIDED),
	Step((FILED,), ("receipt_confirmed_on",), EXAMINED),
	Step((FILED, EXAMINED, HEARING), ("documents_due_on",), REQUESTED),
	Step((FILED, EXAMINED, REQUESTED), ("hearing_until",), HEARING),
	Step((DECIDED, REMEDY_DECIDED), ("remedy", "remedy_filed_on"), REMEDY_FILED),
	Step((REMEDY_FILED,), ("remedy_outcome", "remedy_decided_on"), REMEDY_DECIDED),
)


def next_state(state: str, facts: Mapping[str, Any], entered: Collection[str]) -> str | None:
	"""Where an application goes from a state.

	Args:
		state: where it is.
		facts: field -> value.
		entered: the fields that have just got their value.
	"""
	for step in STEPS:
		if (
			state in step.states
			and all(facts.get(fact) for fact in step.facts)
			and set(step.facts) & set(entered)
		):
			return step.to
	suing = facts.get("remedy") == FAILURE_TO_ACT and facts.get("remedy_filed_on")
	if state in AT_AUTHORITY and suing and {"remedy", "remedy_filed_on"} & set(entered):
		return REMEDY_FILED
	return None


def state_of_checklist(state: str, needed: int, missing: int) -> str:
	"""Before filing, the state follows the checklist once somebody has begun with it.

	Args:
		needed: how many documents are needed at all.
		missing: how many of them have not come in yet.
	"""
	if state not in BEFORE_FILING or not needed:
		return state
	if not missing:
		return READY
	return DRAFT if state == DRAFT and missing == needed else WAITING


def processing_days(filed: date | None, decided: date | None, outcome: str | None) -> int:
	"""Days from filing to the decision; 0 where nobody decided (withdrawn, no decision) or a date is missing."""
	if not filed or not decided or outcome not in DECISIONS:
		return 0
	return (decided - filed).days


def renewal_begins_on(approved_until: date, lead_weeks: int) -> date:
	"""The day on which the next application is prepared. Counted back from the last approved day, never moved by a
	weekend or a holiday: section 81 (4) AufenthG says "vor Ablauf", and what is early harms nobody."""
	return approved_until - timedelta(weeks=lead_weeks)
