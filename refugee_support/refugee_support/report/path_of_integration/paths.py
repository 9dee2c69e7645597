"""How long people have been on their way: by month, whether they got there or not. Everybody's path is read in one pass
over the records, of which nothing is kept but a few months for each person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.query_builder import Case, DocType

from refugee_support.evidence.counting import RECORD, meetings
from refugee_support.evidence.filters import Frame
from refugee_support.evidence.publishing import TOTAL
from refugee_support.evidence.streaming import rows_of
from refugee_support.rules.milestones import JOBS

B1_OR_MORE = ["B1", "B2", "C1", "C2"]


@dataclass
class Path:
	"""Months since arrival and whether they got there -> people; those nobody can say it of are left out."""

	observed: dict[tuple[int, bool], int] = field(default_factory=dict)
	left_out: int = 0

	@property
	def persons(self) -> int:
		return sum(self.observed.values())

	@property
	def reached(self) -> int:
		return sum(number for (_months, there), number in self.observed.items() if there)

	def reached_by(self, months: int) -> int:
		return sum(number for (time, there), number in self.observed.items() if there and time <= months)

	@property
	def seen_until(self) -> int:
		"""Beyond the last month in which anybody was observed the curve says nothing."""
		return max((months for months, _there in self.observed), default=-1)


def _b1(record: Any) -> tuple[Any, Any]:
	step = (record.milestone == "Level Reached") & record.milestone_value.isin(B1_OR_MORE)
	return step, record.german_level.isin(B1_OR_MORE)


def _job(record: Any) -> tuple[Any, Any]:
	return record.milestone == "Job Begun", record.employment_status.isin(sorted(JOBS))


def _flat(record: Any) -> tuple[Any, Any]:
	return record.milestone == "Own Flat", record.accommodation == "Private Flat"


# Goal -> the milestone that reaches it, and the state in which somebody has reached it whenever that was.
GOALS = {"b1": _b1, "job": _job, "flat": _flat}
# What a record says, as the bits of one number; two more for each goal follow: the step was taken, the state holds.
MET, BEFORE_ARRIVAL, FIRST_GOAL = 1, 2, 4


@dataclass
class _Steps:
	"""What is known of one person and one goal; months since arrival."""

	reached: int | None = None
	there_at: int | None = None
	early: bool = False
	there: bool = False


class _Person:
	__slots__ = ("goals", "group", "met", "seen")

	def __init__(self) -> None:
		self.met, self.group, self.seen = False, "", None
		self.goals: list[_Steps | None] = [None] * len(GOALS)

	def add(self, group: str | None, month: int | None, signs: int) -> None:
		self.met = self.met or bool(signs & MET)
		self.group = max(self.group, group or "")
		if month is not None and (self.seen is None or month > self.seen):
			self.seen = month
		said = signs // FIRST_GOAL
		for place in range(len(GOALS)) if said else ():
			if both := said >> 2 * place & 3:
				self.goals[place] = _after(self.goals[place], month, bool(signs & BEFORE_ARRIVAL), both)


def _after(steps: _Steps | None, month: int | None, before_arrival: bool, both: int) -> _Steps:
	steps = steps or _Steps()
	taken, holds = both & 1, both & 2
	if taken:
		steps.reached = _earlier(steps.reached, month)
		steps.early = steps.early or before_arrival
	if holds:
		steps.there, steps.there_at = True, _earlier(steps.there_at, month)
	return steps


def _earlier(one: int | None, other: int | None) -> int | None:
	return other if one is None else one if other is None else min(one, other)


def count(frame: Frame, by: str) -> dict[str, dict[str, Path]]:
	"""For each goal the paths of all (TOTAL) and, with a characteristic that never changes, of each group."""
	with rows_of(_rows(frame, by)) as rows:
		people = [person for person in _people(rows).values() if person.met]
	groups = sorted({person.group for person in people}) if by else []
	paths = {goal: {key: Path() for key in (TOTAL, *groups)} for goal in GOALS}
	for person in people:
		for goal, steps in zip(GOALS, person.goals, strict=True):
			for key in (TOTAL, person.group) if by else (TOTAL,):
				_add(paths[goal][key], person.seen, steps or _Steps())
	return paths


def _add(path: Path, seen: int | None, steps: _Steps) -> None:
	reached = steps.reached
	unknown = reached is None and steps.there  # reached, nobody knows when
	# seen there before the first step that has a day: the step was another one, and nobody knows when it was
	another = None not in (steps.there_at, reached) and steps.there_at < reached
	if seen is None or steps.early or another or unknown:
		path.left_out += 1
		return
	place = (seen if reached is None else reached, reached is not None)
	path.observed[place] = path.observed.get(place, 0) + 1


def _people(rows: Iterable[Sequence[Any]]) -> dict[str, _Person]:
	people: dict[str, _Person] = {}
	for key, group, month, signs in rows:
		person = people.get(key)
		if person is None:
			person = people[key] = _Person()
		person.add(group, month, signs)
	return people


def _rows(frame: Frame, by: str) -> Any:
	"""Everybody's records up to the later date: key, group, months since arrival, and what the record says."""
	record = DocType(RECORD)
	arrived = record.years_in_germany != ""
	month = Case().when(arrived, record.months_in_germany)
	return (
		frappe.qb.from_(record)
		.where(record.person_key.isnotnull() & (record.person_key != ""))
		.where(record.service_date <= frame.to_date)
		.select(record.person_key, record[by] if by else record.person_key, month, _signs(record, frame))
	)


def _signs(record: Any, frame: Frame) -> Any:
	met = (record.service_date >= frame.from_date) & record.service_type.isin([*meetings(), ""])
	for column, value in frame.where.items():
		met = met & (record[column] == value)
	signs = _sign(met, MET) + _sign(record.years_in_germany == "", BEFORE_ARRIVAL)
	weight = FIRST_GOAL
	for goal in GOALS.values():
		step, state = goal(record)
		signs, weight = signs + _sign(step, weight) + _sign(state, 2 * weight), 4 * weight
	return signs


def _sign(condition: Any, weight: int) -> Any:
	return Case().when(condition, weight).else_(0)
