"""What the invented world consists of: plain data, no Frappe. The writers turn it into documents."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Helper:
	"""Somebody of the association, paid or not, with a login."""

	email: str
	first_name: str
	last_name: str
	gender: str
	role: str
	kind: str  # Staff or Volunteer
	status: str
	joined_on: date
	left_on: date | None
	undertaking_on: date | None
	languages: frozenset[str]

	@property
	def full_name(self) -> str:
		return f"{self.first_name} {self.last_name}"

	def helps_on(self, day: date) -> bool:
		return self.joined_on <= day and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True)
class Title:
	"""One residence document: what it says, since when and until which last day (None: unlimited)."""

	code: str
	since: date
	until: date | None
	employment: str


@dataclass(frozen=True)
class Change:
	"""A characteristic that holds from a day on (None: from the beginning)."""

	characteristic: str
	value: str
	since: date | None


@dataclass(frozen=True)
class Membership:
	"""A helper's time in a client's support team."""

	helper: str
	since: date
	until: date | None = None

	def holds_on(self, day: date) -> bool:
		return self.since <= day and (self.until is None or day <= self.until)


@dataclass
class Person:
	number: int
	role: str  # father, mother, child, grandmother, ...: decides which life is invented
	relation: str
	first_name: str
	last_name: str
	native_name: str
	gender: str
	born: date
	birth_estimated: bool
	arrived: date
	nationality: str
	language: str
	other_languages: tuple[str, ...] = ()
	interpreter_needed: bool = False
	phone: str = ""
	email: str = ""
	occupation: str = ""
	referral_source: str = ""
	status: str = "Active"
	closed_on: date | None = None
	titles: list[Title] = field(default_factory=list)
	changes: list[Change] = field(default_factory=list)
	team: list[Membership] = field(default_factory=list)

	@property
	def is_adult(self) -> bool:
		return self.role != "child"

	def age_on(self, day: date) -> float:
		return (day - self.born).days / 365.25

	def title_on(self, day: date) -> Title | None:
		begun = [title for title in self.titles if title.since <= day]
		return begun[-1] if begun else None

	def value_on(self, characteristic: str, day: date) -> str:
		"""The value of a characteristic on a day; entries are in the order of time."""
		values = [
			change.value
			for change in self.changes
			if change.characteristic == characteristic and (change.since is None or change.since <= day)
		]
		return values[-1] if values else ""


@dataclass(frozen=True)
class Story:
	"""One line of data/households.csv: who they are and what happened to them so far."""

	origin: str
	kind: str
	children: int
	born_here: int
	path: str
	years_here: float
	expires_in: int | None
	pace: str
	visits: int
	known_months: int
	left_months: int | None
	quiet_months: int | None


@dataclass
class Household:
	number: int
	story: Story
	name: str
	people: list[Person]
	known_since: date
	street: str
	left_on: date | None = None
	quiet_since: date | None = None

	@property
	def head(self) -> Person:
		return self.people[0]

	@property
	def adults(self) -> list[Person]:
		return [person for person in self.people if person.is_adult]

	def present_on(self, day: date) -> list[Person]:
		return [person for person in self.people if person.arrived <= day and person.born <= day]

	def comes_on(self, day: date) -> bool:
		"""Known by then, and neither moved away nor long without questions."""
		last = min(day for day in (self.left_on, self.quiet_since, date.max) if day)
		return self.known_since <= day < last


@dataclass
class Conversation:
	"""One consultation."""

	number: int
	day: date
	minutes: int
	channel: str
	helper: str
	topic: str
	other_topics: tuple[str, ...]
	result: str
	client: int | None = None
	household: int | None = None
	family: tuple[int, ...] = ()
	language: str = ""
	interpreter: str = ""
	summary: str = ""
	referred_to: str = ""
	funding_programme: str = ""
	follow_up_on: date | None = None
	follow_up_done: bool = False
	follow_up_note: str = ""
	anonymous: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
	number: int
	conversation: int
	text: str


@dataclass(frozen=True)
class Secret:
	"""What a Confidential Record says."""

	number: int
	client: int
	values: dict[str, str]


@dataclass
class World:
	today: date
	seed: int
	helpers: list[Helper]
	households: list[Household]
	conversations: list[Conversation]
	notes: list[Note]
	secrets: list[Secret]

	@property
	def people(self) -> list[Person]:
		return [person for household in self.households for person in household.people]
