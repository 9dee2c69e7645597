"""From a person's dated history to the steps of their path. Pure Python.

A milestone is a change with a day. What somebody already brought with them when they were first recorded (an entry
without a date) is a beginning, not a step.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

# Kind of a milestone -> the part of life it belongs to.
STRANDS = {
	"Asylum Procedure Begun": "Residence",
	"Toleration": "Residence",
	"Residence Permit Granted": "Residence",
	"Settlement Permit Granted": "Residence",
	"Naturalisation Applied For": "Residence",
	"Naturalised": "Residence",
	"Course Begun": "Language",
	"Course Passed": "Language",
	"Level Reached": "Language",
	"School Place Found": "School and Childcare",
	"School-Leaving Certificate": "School and Childcare",
	"Childcare Place Found": "School and Childcare",
	"Internship Begun": "Work",
	"Training Begun": "Work",
	"Training Completed": "Work",
	"Studies Begun": "Work",
	"Job Begun": "Work",
	"Job Changed": "Work",
	"Job Ended": "Work",
	"Qualification Recognised": "Work",
	"Own Flat": "Housing",
	"Moved": "Housing",
	"Lost Home": "Housing",
	"Driving Licence": "Social",
	"Voluntary Work Begun": "Social",
	"Joined a Club": "Social",
}
OTHER = "Other Milestone"  # its strand is chosen by hand
KIND_OF_CATEGORY = {
	"Asylum Procedure": "Asylum Procedure Begun",
	"Toleration": "Toleration",
	"Humanitarian Permit": "Residence Permit Granted",
	"Other Permit": "Residence Permit Granted",
	"EU Freedom of Movement": "Residence Permit Granted",
	"Settlement Permit": "Settlement Permit Granted",
	"German": "Naturalised",
}
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
JOBS = {"Employed Part-Time", "Employed Full-Time", "Mini-Job", "Self-Employed"}
LEARNING = {
	"School": "School Place Found",
	"Language or Integration Course": "Course Begun",
	"Vocational Training": "Training Begun",
	"Studies": "Studies Begun",
}


@dataclass(frozen=True)
class Entry:
	"""One row of a history: what holds since a day (None: from the beginning)."""

	row: str  # identifies the row, so that a corrected row corrects its milestone
	value: str
	since: date | None


@dataclass(frozen=True)
class Status(Entry):
	"""A residence status with what the law says of it."""

	category: str = ""
	bridging: bool = False  # a certificate that only carries the earlier status on (section 81 (4) AufenthG)


@dataclass(frozen=True)
class Step:
	row: str
	day: date
	kind: str
	value: str

	@property
	def strand(self) -> str:
		return STRANDS[self.kind]


def residence_steps(history: Iterable[Status]) -> Iterator[Step]:
	"""A step whenever the status becomes another one: renewals and fiction certificates are none, nor is a second
	paper of the same asylum procedure."""
	before, kind_before = "", ""
	for entry in in_order(history):
		if entry.bridging or entry.value == before:
			continue
		kind = KIND_OF_CATEGORY.get(entry.category, "")
		same_procedure = kind == kind_before == "Asylum Procedure Begun"
		before, kind_before = entry.value, kind
		if kind and entry.since and not same_procedure:
			yield Step(entry.row, entry.since, kind, entry.value)


def language_steps(history: Iterable[Entry]) -> Iterator[Step]:
	"""A step for every level above all before: a level entered too high and corrected is none."""
	highest = -1
	for entry in in_order(history):
		level = LEVELS.index(entry.value) if entry.value in LEVELS else -1
		if level > highest and entry.since:
			yield Step(entry.row, entry.since, "Level Reached", entry.value)
		highest = max(highest, level)


def work_steps(history: Iterable[Entry]) -> Iterator[Step]:
	before = ""
	for entry in in_order(history):
		if not entry.value:
			continue  # no longer known is not the same as ended
		kind = kind_of_work(before, entry.value)
		before = entry.value
		if kind and entry.since:
			yield Step(entry.row, entry.since, kind, entry.value)


def kind_of_work(before: str, now: str) -> str:
	"""What a change of employment means; empty for changes that are no step (from seeking work to parental leave)."""
	if now == before:
		return ""
	if now in LEARNING:
		return LEARNING[now]
	if now in JOBS:
		return "Job Changed" if before in JOBS else "Job Begun"
	return "Job Ended" if before in JOBS else ""


def housing_steps(history: Iterable[Entry]) -> Iterator[Step]:
	before = ""
	for entry in in_order(history):
		changed, before = entry.value and entry.value != before, entry.value or before
		if not changed or not entry.since:
			continue
		kind = {"Private Flat": "Own Flat", "Homeless": "Lost Home"}.get(entry.value, "Moved")
		yield Step(entry.row, entry.since, kind, entry.value)


def in_order(history: Iterable[Entry]) -> list:
	"""Oldest first; entries of one day in the order they were entered."""
	return sorted(history, key=lambda entry: entry.since or date.min)
