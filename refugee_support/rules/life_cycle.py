"""From interest to active: which steps somebody who helps has taken, and what is missing today.

The steps may be taken in any order, and some are needed for some tasks only. So the stage is derived from what is
recorded instead of being moved along by hand: it cannot say more than has happened.
"""

from dataclasses import dataclass, field
from datetime import date

from refugee_support.rules.certificates import Certificate

CONVERSATION = "Conversation Due"
UNDERTAKING = "Undertaking Due"
INSTRUCTION = "Instruction Due"
CERTIFICATE = "Police Certificate Due"
TRAINING = "Training Due"
TASK = "Task Due"
CONFIRMATION = "Confirmation Due"
ADDRESS = "E-Mail Due"
STEPS = (CONVERSATION, UNDERTAKING, INSTRUCTION, CERTIFICATE, TRAINING, TASK, CONFIRMATION, ADDRESS)
READY, ACTIVE, INCOMPLETE, PAUSED, LEFT = (
	"Ready to Start",
	"Active",
	"Active, Incomplete",
	"Paused",
	"Has Left",
)


@dataclass(frozen=True)
class TaskPeriod:
	"""A task somebody has taken on, from its first to its last day."""

	first: date
	last: date | None = None
	with_children: bool = False
	needs_legal_guidance: bool = False
	needs_account: bool = True
	awaits_confirmation: bool = False  # leads to clients, and nobody but who entered it has agreed

	def is_open(self, day: date) -> bool:
		return self.first <= day and not self.has_ended(day)

	def has_ended(self, day: date) -> bool:
		return self.last is not None and self.last < day


@dataclass(frozen=True)
class Helper:
	"""What is recorded of one person who helps; a day that is None has not come yet."""

	status: str  # Interested, Active, Paused, Former
	is_staff: bool = False
	conversation_on: date | None = None
	signed_on: date | None = None
	ended_on: date | None = None
	instructed_on: date | None = None
	trained_on: date | None = None
	has_supervising_lawyer: bool = False
	has_address: bool = False
	certificate: Certificate | None = None
	tasks: tuple[TaskPeriod, ...] = field(default=())


def needed_steps(helper: Helper, today: date) -> tuple[str, ...]:
	"""The steps this person's tasks ask for; tasks that have ended ask for nothing."""
	tasks = [task for task in helper.tasks if not task.has_ended(today)]
	not_needed = {
		CONVERSATION: helper.is_staff,  # hired, not met for a cup of tea
		CERTIFICATE: not any(task.with_children for task in tasks),
		TRAINING: not any(task.needs_legal_guidance for task in tasks),
		ADDRESS: not any(task.needs_account for task in tasks),
	}
	return tuple(step for step in STEPS if not not_needed.get(step))


def missing_steps(helper: Helper, today: date) -> tuple[str, ...]:
	"""What has to happen before this person may be active, in the order in which it usually happens."""
	bound = helper.signed_on is not None and helper.signed_on <= today
	done = {
		CONVERSATION: helper.conversation_on is not None,
		UNDERTAKING: bound and (helper.ended_on is None or today < helper.ended_on),
		INSTRUCTION: helper.instructed_on is not None,
		CERTIFICATE: helper.certificate is not None and helper.certificate.holds_on(today),
		TRAINING: helper.trained_on is not None and helper.has_supervising_lawyer,
		TASK: any(not task.has_ended(today) for task in helper.tasks),
		CONFIRMATION: not any(
			task.awaits_confirmation and not task.has_ended(today) for task in helper.tasks
		),
		ADDRESS: helper.has_address,
	}
	return tuple(step for step in needed_steps(helper, today) if not done[step])


def stage(helper: Helper, today: date) -> str:
	missing = missing_steps(helper, today)
	if helper.status == "Active":
		return INCOMPLETE if missing else ACTIVE
	if helper.status == "Interested":
		return missing[0] if missing else READY
	return PAUSED if helper.status == "Paused" else LEFT


def is_task_open(helper: Helper, task: TaskPeriod, today: date) -> bool:
	"""Whether somebody may do a task today: it has begun, has not ended, and with children the certificate holds."""
	certified = helper.certificate is not None and helper.certificate.holds_on(today)
	return task.is_open(today) and (certified or not task.with_children)


def last_day_with_children(helper: Helper, today: date) -> date | None:
	"""The last day of a task with children that has ended; None while one is open or planned, or if there was none."""
	periods = [task for task in helper.tasks if task.with_children]
	if any(not task.has_ended(today) for task in periods):
		return None
	return max((task.last for task in periods if task.last), default=None)
