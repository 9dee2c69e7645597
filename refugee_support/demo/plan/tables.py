"""The texts, names and proportions of the invented world are CSV files in demo/data."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
	"""The rows of a table; read once, to be treated as constants."""
	with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
		return tuple(csv.DictReader(file))


def rows_where(name: str, column: str, value: str) -> list[dict[str, str]]:
	return [row for row in rows(name) if row[column] == value]


def weights(text: str) -> dict[str, float]:
	"""`"INFORMED:3 OPEN:1"` as a mapping."""
	pairs = (part.rsplit(":", 1) for part in text.split())
	return {key: float(weight) for key, weight in pairs}
