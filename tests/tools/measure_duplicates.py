"""Precision and recall of refugee_support.rules.names on the labelled pairs, by part and by category.

    python tests/tools/measure_duplicates.py            prints the tables
    python tests/tools/measure_duplicates.py --write    writes them into docs/duplicates.md

Needs nothing but Python. The pairs: tests/unit/data/name_pairs.csv, invented persons, 1 = the same person.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from refugee_support.rules.names import LIKELY, PersonName, name_keys, same_person_likelihood  # noqa: E402

PAIRS = ROOT / "tests/unit/data/name_pairs.csv"
DOCUMENT = ROOT / "docs/duplicates.md"
PARTS = ("development", "held-out", "unseen")


@dataclass(frozen=True)
class Pair:
	"""Two records of the list, and whether they are one person."""

	part: str
	category: str
	same: bool
	a: PersonName
	b: PersonName

	@property
	def found(self) -> bool:
		return same_person_likelihood(self.a, self.b) >= LIKELY

	@property
	def shares_a_key(self) -> bool:
		return bool(name_keys(self.a) & name_keys(self.b))


@dataclass
class Figures:
	"""Counts of right and wrong answers, and what follows from them."""

	found: int = 0
	missed: int = 0
	wrong: int = 0
	apart: int = 0
	without_key: int = 0

	@property
	def precision(self) -> float:
		return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

	@property
	def recall(self) -> float:
		return self.found / (self.found + self.missed) if self.found + self.missed else 1.0


def read_pairs() -> list[Pair]:
	with PAIRS.open(encoding="utf-8", newline="") as file:
		return [
			Pair(row["part"], row["category"], row["same"] == "1", _person(row, "a"), _person(row, "b"))
			for row in csv.DictReader(file)
		]


def _person(row: dict[str, str], which: str) -> PersonName:
	born = row[f"born_{which}"]
	return PersonName(
		row[f"first_{which}"],
		row[f"last_{which}"],
		date.fromisoformat(born) if born else None,
		row[f"native_{which}"],
	)


def measure(pairs: Iterable[Pair]) -> Figures:
	figures = Figures()
	for pair in pairs:
		if pair.same and pair.found:
			figures.found += 1
			figures.without_key += not pair.shares_a_key
		elif pair.same:
			figures.missed += 1
		elif pair.found:
			figures.wrong += 1
		else:
			figures.apart += 1
	return figures


def tables() -> str:
	pairs = read_pairs()
	lines = [
		"| Part of the list | Pairs | Same | Different | Precision | Recall | Found without a common key |"
	]
	lines += ["|---|---|---|---|---|---|---|"]
	for part in (*PARTS, "all"):
		chosen = [pair for pair in pairs if part in (pair.part, "all")]
		f = measure(chosen)
		lines.append(
			f"| {part} | {len(chosen)} | {f.found + f.missed} | {f.apart + f.wrong} "
			f"| {f.precision:.3f} | {f.recall:.3f} | {f.without_key} |"
		)
	by_category: dict[tuple[bool, str], list[Pair]] = defaultdict(list)
	for pair in pairs:
		by_category[(not pair.same, pair.category)].append(pair)
	lines += ["", "| Category | Is one person | Pairs | Right | Wrong |", "|---|---|---|---|---|"]
	for (different, category), chosen in sorted(by_category.items()):
		f = measure(chosen)
		right, wrong = (f.apart, f.wrong) if different else (f.found, f.missed)
		lines.append(f"| {category} | {'no' if different else 'yes'} | {len(chosen)} | {right} | {wrong} |")
	return "\n".join(lines)


if __name__ == "__main__":
	text = tables()
	print(text)
	if "--write" in sys.argv:
		document = DOCUMENT.read_text(encoding="utf-8")
		marked = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.S)
		DOCUMENT.write_text(
			marked.sub(lambda found: found[1] + text + "\n" + found[2], document), encoding="utf-8"
		)
