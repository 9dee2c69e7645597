"""Two years of counselling: who came when, about what, to whom, and what came of it."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from refugee_support.demo.plan.dates import add_months, next_working_day, working_days
from refugee_support.demo.plan.model import Conversation, Helper, Household, Person
from refugee_support.demo.plan.situations import SITUATIONS
from refugee_support.demo.plan.tables import rows, weights
from refugee_support.demo.plan.team import counselling
from refugee_support.demo.plan.texts import Summaries, follow_up_note

NUMBER = 1500
MONTHS = 24
ANONYMOUS = 0.08
FAMILY_ALONG = 0.24  # of conversations with people who do not live alone: about 15 % of all
VOLUNTEERS = 0.4  # where a volunteer is on the support team
FOLLOW_UPS = 0.34
WEEKDAYS = (1.0, 1.3, 0.8, 1.4, 0.5)  # long opening hours on Tuesdays and Thursdays
QUIET_MONTHS = {8: 0.6, 12: 0.7}
CHANNELS = weights("Office:56 Telephone:16 Accompaniment:9 E-Mail:6 Chat:6 Home_Visit:4 Video:3")
MINUTES = {
	"Office": (15, 20, 30, 30, 45, 45, 60, 75),
	"Telephone": (10, 10, 15, 20, 30),
	"Accompaniment": (75, 90, 120, 150, 180),
	"E-Mail": (10, 15, 20),
	"Chat": (5, 10, 15),
	"Home Visit": (60, 75, 90),
	"Video": (30, 45),
}
INTERPRETERS = weights("Volunteer:9 Family_or_Friends:4 Telephone_or_Video_Service:3 Professional:2")
SPEAKS_GERMAN = {"B1", "B2", "C1", "C2"}
STRANGERS = (
	# nationality, language, residence status where it was said
	("Syria", "ar", ""),
	("Ukraine", "uk", "AE24"),
	("Afghanistan", "prs", "GEST"),
	("Turkey", "tr", ""),
	("Morocco", "fr", ""),
	("Iraq", "ar", "DULD60A"),
	("Nigeria", "en", "UNK"),
	("Serbia", "sr", "NONE"),
	("Georgia", "ru", ""),
	("Venezuela", "es", "GEST"),
)
ANONYMOUS_AGES = weights("12-17:1 18-26:5 27-40:8 41-60:5 61+:1")


def plan_consultations(
	households: list[Household], helpers: list[Helper], seed: int, today: date
) -> list[Conversation]:
	planner = Planner(households, helpers, seed, today)
	conversations = [planner.conversation(n, day) for n, day in enumerate(planner.days(), start=1)]
	planner.promise_follow_ups(conversations)
	return conversations


def draw(choices: dict[str, float], rng: Random) -> str:
	return rng.choices(list(choices), list(choices.values()))[0].replace("_", " ")


class Planner:
	def __init__(self, households: list[Household], helpers: list[Helper], seed: int, today: date) -> None:
		self.households, self.today = households, today
		self.helpers = counselling(helpers)
		self.by_mail = {helper.email: helper for helper in helpers}
		self.rng = Random(f"{seed}/consultations")
		self.summaries = Summaries(seed)
		self.seen: set[tuple[int, date]] = set()
		self.topics = {row["topic"]: row for row in rows("topics")}

	def days(self) -> list[date]:
		"""Working days, more of them as the work grows, fewer in the holidays."""
		first = add_months(self.today, -MONTHS) + timedelta(1)
		days = working_days(first, self.today)
		span = (self.today - first).days
		busy = [
			(0.76 + 0.5 * (day - first).days / span)
			* WEEKDAYS[day.weekday()]
			* QUIET_MONTHS.get(day.month, 1)
			for day in days
		]
		return sorted(self.rng.choices(days, busy, k=NUMBER))

	def conversation(self, number: int, day: date) -> Conversation:
		topic = draw_topic(self.topics, self.rng)
		if self.rng.random() < ANONYMOUS:
			return self.anonymous(number, day, topic)
		household, person = self.client_for(topic, day)
		self.seen.add((household.number, day))
		helper = self.helper_for(person, day)
		channel = draw(CHANNELS, self.rng)
		conversation = self.talk(number, day, topic, channel, helper)
		conversation.client, conversation.household = person.number, household.number
		conversation.family = self.family_along(household, person, topic, day)
		conversation.language, conversation.interpreter = self.language(person, helper, day)
		conversation.other_topics = self.other_topics(topic, household, person, day)
		conversation.funding_programme = self.funding(conversation, helper)
		self.follow_up(conversation)
		return conversation

	def talk(self, number: int, day: date, topic: str, channel: str, helper: Helper) -> Conversation:
		row, rng = self.topics[topic], self.rng
		result = draw_code(weights(row["results"]), rng)
		refers = row["authority"] if result == "REFERRED" or rng.random() < 0.06 else ""
		return Conversation(
			number=number,
			day=day,
			minutes=rng.choice(MINUTES[channel]),
			channel=channel,
			helper=helper.email,
			topic=topic,
			other_topics=(),
			result=result,
			summary=self.summaries.about(topic, rng),
			referred_to=refers,
		)

	# --- who ---

	def client_for(self, topic: str, day: date) -> tuple[Household, Person]:
		"""Somebody whom the topic fits that day; families in difficulty come more often."""
		fits = SITUATIONS[self.topics[topic]["who"]]
		known = [h for h in self.households if h.comes_on(day) and (h.number, day) not in self.seen]
		pairs = [(h, p) for h in known for p in h.adults if p.arrived <= day and fits(h, p, day)]
		pairs = pairs or [(h, h.head) for h in known]
		likely = [self.likelihood(h, p, topic, day) for h, p in pairs]
		return self.rng.choices(pairs, likely)[0]

	def likelihood(self, household: Household, person: Person, topic: str, day: date) -> float:
		weight = household.story.visits * (2.0 if person is household.head else 1.0)
		if topic == "PERMIT_RENEWAL":
			title = person.title_on(day)
			left = (title.until - day).days if title and title.until else 999
			weight *= 6 if left < 130 else 1
		return weight

	def helper_for(self, person: Person, day: date) -> Helper:
		team = [self.by_mail[m.helper] for m in person.team if m.holds_on(day)]
		volunteers = [helper for helper in team if helper.kind == "Volunteer" and helper.helps_on(day)]
		if volunteers and self.rng.random() < VOLUNTEERS:
			return self.rng.choice(volunteers)
		staff = [helper for helper in self.helpers if helper.kind == "Staff" and helper.helps_on(day)]
		lead = [helper for helper in staff if helper in team]
		return self.rng.choice(lead * 3 + staff)

	def anonymous(self, number: int, day: date, topic: str) -> Conversation:
		rng = self.rng
		on_duty = [helper for helper in self.helpers if helper.helps_on(day)]
		helper = rng.choices(on_duty, [4 if helper.kind == "Staff" else 1 for helper in on_duty])[0]
		channel = rng.choice(("Office", "Office", "Telephone", "E-Mail"))
		conversation = self.talk(number, day, topic, channel, helper)
		nationality, language, status = rng.choice(STRANGERS)
		conversation.minutes = rng.choice((5, 10, 15, 20))
		conversation.language = rng.choice((language, "de"))
		conversation.interpreter = "None Needed"
		conversation.anonymous = {
			"anonymous_gender": rng.choice(("Male", "Female")),
			"anonymous_age_group": draw(ANONYMOUS_AGES, rng),
			"anonymous_nationality": nationality if rng.random() < 0.8 else "",
			"anonymous_residence_status": status,
		}
		return conversation

	def family_along(self, household: Household, person: Person, topic: str, day: date) -> tuple[int, ...]:
		others = [other for other in household.present_on(day) if other is not person]
		if not others or self.rng.random() > FAMILY_ALONG:
			return ()
		about_children = self.topics[topic]["who"] in {"children", "small_children", "pupils"}
		preferred = [other for other in others if not other.is_adult] if about_children else others
		preferred = preferred or others
		number = self.rng.randint(1, min(3, len(preferred)))
		return tuple(sorted(other.number for other in self.rng.sample(preferred, number)))

	# --- how ---

	def language(self, person: Person, helper: Helper, day: date) -> tuple[str, str]:
		german = person.value_on("German Level", day)
		if german in SPEAKS_GERMAN or (german == "A2" and self.rng.random() < 0.4):
			return "de", "None Needed"
		if person.language in helper.languages:
			return person.language, "None Needed"
		return person.language, draw(INTERPRETERS, self.rng)

	def other_topics(self, topic: str, household: Household, person: Person, day: date) -> tuple[str, ...]:
		related = [
			other
			for other in self.topics[topic]["related"].split()
			if SITUATIONS[self.topics[other]["who"]](household, person, day)
		]
		number = self.rng.choices((0, 1, 2), (65, 28, 7))[0]
		return tuple(self.rng.sample(related, min(number, len(related))))

	def funding(self, conversation: Conversation, helper: Helper) -> str:
		if conversation.channel == "Accompaniment" and helper.kind == "Volunteer":
			return "KOMM_AN_NRW"
		return self.rng.choices(("", "STADT_ERKRATH", "AMIF"), (80, 14, 6))[0]

	def follow_up(self, conversation: Conversation) -> None:
		"""A promise for one of the next weeks. Old ones are kept; of the last two weeks' some are not yet."""
		if self.rng.random() > FOLLOW_UPS:
			return
		due = next_working_day(conversation.day + timedelta(self.rng.randint(4, 28)))
		overdue = (self.today - due).days
		conversation.follow_up_on = due
		conversation.follow_up_done = overdue > 14 or (overdue > 0 and self.rng.random() < 0.7)
		conversation.follow_up_note = follow_up_note(conversation.result, self.rng)

	def promise_follow_ups(self, conversations: list[Conversation]) -> None:
		"""Everybody who counsels finds something to do this week."""
		done: Counter[str] = Counter()
		for conversation in reversed(conversations):
			helper = self.by_mail[conversation.helper]
			busy = conversation.client is None or conversation.follow_up_on
			if busy or helper.left_on or done[helper.email] >= 2:
				continue
			done[helper.email] += 1
			conversation.follow_up_on = next_working_day(self.today + timedelta(self.rng.randint(0, 6)))
			conversation.follow_up_done = False
			conversation.follow_up_note = follow_up_note(conversation.result, self.rng)


def draw_topic(topics: dict[str, dict[str, str]], rng: Random) -> str:
	return draw_code({topic: float(row["weight"]) for topic, row in topics.items()}, rng)


def draw_code(choices: dict[str, float], rng: Random) -> str:
	return rng.choices(list(choices), list(choices.values()))[0]
