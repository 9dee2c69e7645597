"""Where the headings of a sheet are, what the sheet is about, and which column is what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache

from refugee_support.rules.legacy.tables import Line
from refugee_support.rules.legacy.targets import TARGETS, Field, Target
from refugee_support.rules.legacy.values import fold

LOOK_AT = 20  # rows at the top among which the headings are
LIKE = 0.86


@dataclass(frozen=True)
class Headings:
	"""The headings of a sheet, and the number of the last row they fill."""

	texts: tuple[str, ...]  # one for each column; empty where there is none
	last_row: int


def find_headings(lines: Iterable[Line]) -> Headings | None:
	"""The row, or the two rows, in which most cells are known headings; else the first row of texts."""
	top = [line for line, _number in zip(lines, range(LOOK_AT), strict=False)]
	candidates: list[tuple[int, int, Headings]] = []
	for at, (number, cells) in enumerate(top):
		texts = _texts(cells)
		if not _is_texts(cells):
			continue
		candidates.append((_known(texts), -at, Headings(texts, number)))
		if at and _is_texts(top[at - 1][1]):
			both = _joined(_texts(top[at - 1][1]), texts)
			# Two rows only where the second adds to the first: a row of data is no heading.
			if _known(both) > max(_known(texts), _known(_texts(top[at - 1][1]))):
				candidates.append((_known(both), -at, Headings(both, number)))
	return max(candidates, key=lambda candidate: candidate[:2])[2] if candidates else None


def _texts(cells: Sequence) -> tuple[str, ...]:
	return tuple("" if cell is None else " ".join(str(cell).split()) for cell in cells)


def _is_texts(cells: Sequence) -> bool:
	filled = [cell for cell in cells if cell is not None]
	return bool(filled) and not any(isinstance(cell, int | float | date) for cell in filled)


def _known(texts: Iterable[str]) -> int:
	known = _all_headings()
	return len({folded for text in texts if (folded := fold(text)) in known})


def _joined(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[str, ...]:
	width = max(len(upper), len(lower))
	upper, lower = (row + ("",) * (width - len(row)) for row in (upper, lower))
	return tuple(low or up for up, low in zip(upper, lower, strict=True))


@cache
def _all_headings() -> frozenset[str]:
	return frozenset(
		fold(h) for target in TARGETS.values() for field in target.fields for h in field.headings
	)


def guess_target(sheet: str, headings: Headings) -> str:
	"""The DocType a sheet is about: by its name, else by what its headings fit best; empty where nothing fits."""
	folded = fold(sheet)
	for target in TARGETS.values():
		if any(fold(name) == folded or (len(name) > 5 and fold(name) in folded) for name in target.names):
			return target.doctype
	scores = {doctype: _fit(target, headings) for doctype, target in TARGETS.items()}
	best = max(scores, key=lambda doctype: scores[doctype])
	return best if scores[best] >= 2 else ""


def _fit(target: Target, headings: Headings) -> float:
	found = {name for name in guess_columns(target, headings.texts).values()}
	missing = [field for field in target.fields if field.required and field.name not in found]
	return len(found) - 1.5 * len(missing)


def guess_columns(
	target: Target, headings: Sequence[str], known: Mapping[str, str] | None = None
) -> dict[int, str]:
	"""Which field each column is for; what was decided before comes first, then exact headings, then likeness.

	Args:
		known: folded heading -> field, as decided in earlier runs ("" for a column that was left out).

	Returns:
		Column (1 is the first) -> name of the field. No field twice, but for fields that take several.
	"""
	known = known or {}
	taken: dict[str, int] = {}
	columns: dict[int, str] = {}

	def take(column: int, name: str) -> None:
		if name and name not in taken:
			taken[name] = column
			columns[column] = name

	folded = {column: fold(text) for column, text in enumerate(headings, 1) if text}
	for column, text in folded.items():
		if text in known:
			take(column, known[text])
	for exact in (True, False):
		for field in target.fields:
			if field.name in taken:
				continue
			left = [c for c, text in folded.items() if c not in columns and text not in known]
			column = max(left, key=lambda c: _rank(field, folded[c], exact), default=0)
			if column and _rank(field, folded[column], exact) > 0:
				take(column, field.name)
	return dict(sorted(columns.items()))


def _rank(field: Field, heading: str, exact: bool) -> float:
	"""How well a heading fits a field; headings that stand earlier in its list fit better."""
	folded = _folded_headings(field)
	if heading in folded:
		return 2 - folded.index(heading) / 100
	if exact or len(heading) < 4:
		return 0
	best = max(SequenceMatcher(None, heading, text).ratio() for text in folded)
	return best if best >= LIKE else 0


@cache
def _folded_headings(field: Field) -> tuple[str, ...]:
	return tuple(fold(text) for text in field.headings)
