"""Invented names, telephone numbers and addresses. No name is anybody's: first and family names of each
country are shuffled and dealt out like cards."""

from collections.abc import Iterator
from itertools import cycle
from random import Random
from typing import NamedTuple

from refugee_support.demo.plan.tables import rows


class Name(NamedTuple):
	latin: str
	native: str


class NameBook:
	"""Deals out the names of data/names.csv, every one of a country before any comes twice."""

	def __init__(self, seed: int) -> None:
		self.seed = seed
		self.decks: dict[tuple[str, str], Iterator[dict[str, str]]] = {}

	def draw(self, origin: str, kind: str) -> dict[str, str]:
		key = (origin, kind)
		if key not in self.decks:
			cards = [row for row in rows("names") if row["origin"] == origin and row["kind"] == kind]
			Random(f"{self.seed}/{origin}/{kind}").shuffle(cards)
			self.decks[key] = cycle(cards)
		return next(self.decks[key])

	def first_name(self, origin: str, gender: str) -> Name:
		card = self.draw(origin, gender.lower())
		return Name(card["latin"], card["native"])

	def family_name(self, origin: str) -> dict[str, str]:
		"""A family name; where names come from the father's first name, a male first name."""
		return self.draw(origin, "male" if has_patronymics(origin) else "family")


def family_name_of(card: dict[str, str], gender: str) -> Name:
	"""The form a man or a woman bears: Zelinskyi, Zelinska."""
	if gender == "Female" and card["latin_feminine"]:
		return Name(card["latin_feminine"], card["native_feminine"])
	return Name(card["latin"], card["native"])


def origin_facts(origin: str) -> dict[str, str]:
	return next(row for row in rows("origins") if row["origin"] == origin)


def has_patronymics(origin: str) -> bool:
	return origin_facts(origin)["family_name"] == "patronymic"


def telephone_numbers() -> Iterator[str]:
	"""Numbers the Bundesnetzagentur keeps free for films: nobody can be called by mistake."""
	yield from (f"+49 171 39200{n:02d}" for n in range(100))
	yield from (f"+49 176 040690{n:02d}" for n in range(100))


def addresses(rng: Random) -> Iterator[str]:
	"""Streets that do not exist, in the districts of Erkrath."""
	streets = list(rows("streets"))
	while True:
		rng.shuffle(streets)
		for row in streets:
			yield f"{row['street']} {rng.randint(1, int(row['highest_number']))}, {row['district']}"
