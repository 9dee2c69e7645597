"""How long people have been on their way, counted in the database: by month, whether they got there or not."""

from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Count, Max, Min

from refugee_support.evidence.counting import RECORD, meetings, records
from refugee_support.evidence.filters import Frame
from refugee_support.evidence.publishing import TOTAL
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


def count(frame: Frame, goal: str, by: str) -> dict[str, Path]:
	"""Paths of all (TOTAL) and, with a characteristic that never changes, of each group."""
	people = _people(frame, goal, by)
	# seen there before the first step that has a day: the step was another one, and nobody knows when it was
	earlier = Case().when((people.early == 1) | (people.there_at < people.reached), 1).else_(0)
	keys = [*([people.group] if by else []), people.seen, people.reached, earlier, people.there]
	rows = frappe.qb.from_(people).select(*keys, Count("*")).groupby(*keys).run()
	groups: dict[str, Path] = {TOTAL: Path()}
	for row in rows:
		for key in (TOTAL, *row[:-5]):
			_add(groups.setdefault(key or "", Path()), *row[-5:])
	return groups


def _add(path: Path, seen: int | None, reached: int | None, early: int, there: int, number: int) -> None:
	unknown = reached is None and there  # reached, nobody knows when
	if seen is None or early or unknown:
		path.left_out += number
		return
	place = (int(seen if reached is None else reached), reached is not None)
	path.observed[place] = path.observed.get(place, 0) + number


def _people(frame: Frame, goal: str, by: str) -> Any:
	"""One row for each person: last month seen, month of the step, whether it was before arrival."""
	record = DocType(RECORD)
	step, state = GOALS[goal](record)
	arrived = record.years_in_germany != ""
	met = (
		records(frame, meetings())
		.where(record.person_key.isnotnull())
		.select(record.person_key)
		.distinct()
		.as_("met")
	)
	query = (
		frappe.qb.from_(record)
		.join(met)
		.on(record.person_key == met.person_key)
		.where(record.service_date <= frame.to_date)
		.groupby(record.person_key)
		.select(
			Max(Case().when(arrived, record.months_in_germany)).as_("seen"),
			Min(Case().when(step & arrived, record.months_in_germany)).as_("reached"),
			Max(Case().when(step & (record.years_in_germany == ""), 1).else_(0)).as_("early"),
			Max(Case().when(state, 1).else_(0)).as_("there"),
			Min(Case().when(state & arrived, record.months_in_germany)).as_("there_at"),
		)
	)
	if by:
		query = query.select(Max(record[by]).as_("group"))
	return query.as_("people")
