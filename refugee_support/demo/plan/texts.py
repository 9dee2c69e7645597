"""Short German sentences for summaries, follow-ups, notes and confidential records."""

from collections.abc import Iterator
from itertools import cycle, product
from random import Random

from refugee_support.demo.plan.model import Conversation, Household, Note, Secret
from refugee_support.demo.plan.tables import rows

WITHOUT_SUMMARY = 0.1


def phrases(topic: str, part: str) -> list[str]:
	return [row["text"] for row in rows("phrases") if row["topic"] == topic and row["part"] == part]


class Summaries:
	"""What was brought, what was done, what comes next: every combination once before any comes twice."""

	def __init__(self, seed: int) -> None:
		self.seed = seed
		self.decks: dict[str, Iterator[str]] = {}

	def about(self, topic: str, rng: Random) -> str:
		if rng.random() < WITHOUT_SUMMARY:
			return ""
		if topic not in self.decks:
			self.decks[topic] = cycle(self.shuffled(topic))
		return next(self.decks[topic])

	def shuffled(self, topic: str) -> list[str]:
		following = phrases("*", "next")
		endings = following + [""] * len(following)
		sentences = product(phrases(topic, "occasion"), phrases(topic, "action"), endings)
		deck = sorted({" ".join(part for part in parts if part) for parts in sentences})
		rng = Random(f"{self.seed}/{topic}")
		rng.shuffle(deck)
		return deck


def follow_up_note(result: str, rng: Random) -> str:
	return rng.choice(phrases(result, "follow_up") or phrases("INFORMED", "follow_up"))


def plan_notes(conversations: list[Conversation], seed: int) -> list[Note]:
	"""Every text of data/notes.csv once, on a conversation about one of its topics."""
	rng = Random(f"{seed}/notes")
	named = [conversation for conversation in conversations if conversation.client]
	taken: set[int] = set()
	notes: list[Note] = []
	for row in rows("notes"):
		fitting = [c.number for c in named if c.topic in row["topics"].split() and c.number not in taken]
		if fitting:
			number = rng.choice(fitting[len(fitting) // 2 :])
			taken.add(number)
			notes.append(Note(len(notes) + 1, number, row["text"]))
	return notes


def plan_secrets(households: list[Household], seed: int) -> list[Secret]:
	"""The stories of data/confidential.csv, for people of the right country of origin."""
	rng = Random(f"{seed}/secrets")
	waiting: dict[str, list[int]] = {}
	for household in households:
		waiting.setdefault(household.story.origin, []).append(household.head.number)
	secrets: list[Secret] = []
	for row in rows("confidential"):
		if not waiting.get(row["origin"]):
			continue
		values = {name: text for name, text in row.items() if name != "origin" and text}
		values["bamf_file_number"] = f"9{rng.randint(100000, 999999)}-000"
		values["azr_number"] = f"000000{rng.randint(100000, 999999)}"
		secrets.append(Secret(len(secrets) + 1, waiting[row["origin"]].pop(0), values))
	return secrets
