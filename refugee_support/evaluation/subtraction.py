"""Indicators of which one counts some of those whom the other counts: the rest is their difference, and must not be a few people.

"Third-country nationals" less "third-country nationals advised by volunteers" are those whom staff advised.
"""

from collections.abc import Sequence
from typing import Any

MEASURES = ("Persons", "Households", "Contacts", "Services")
WORDS = ("channel", "helper_kind", "milestone")
LISTS = ("topics", "application_types")
CHECKS = ("third_countries_only", "only_this_programme")


def is_within(narrow: Any, wide: Any) -> bool:
	"""Whether whatever the first indicator counts is counted by the second, by their definitions.

	Some pairs in which this is so by chance, or by the kind of service, are not found: whoever sends the workbook looks.
	"""
	if narrow.measure != wide.measure or narrow.measure not in MEASURES:
		return False
	if narrow.get("service_type") != wide.get("service_type"):
		return False
	return (
		all(not wide.get(field) or wide.get(field) == narrow.get(field) for field in WORDS)
		and all(_listed(narrow, wide, field) for field in LISTS)
		and all(not int(wide.get(field) or 0) or int(narrow.get(field) or 0) for field in CHECKS)
	)


def _listed(narrow: Any, wide: Any, field: str) -> bool:
	allowed, asked = _codes(wide, field), _codes(narrow, field)
	return not allowed or (bool(asked) and asked <= allowed)


def _codes(indicator: Any, field: str) -> set[str]:
	return {part.strip() for part in (indicator.get(field) or "").split(",") if part.strip()}


def told_by_subtraction(lines: Sequence[dict[str, Any]], threshold: int) -> list[dict[str, Any]]:
	"""The lines (as `lines_of` makes them) that leave 1 to threshold - 1 when subtracted from a wider one."""
	known = [line for line in lines if line["actual"] is not None]
	return [
		line
		for line in known
		if any(
			line is not wider
			and is_within(line["indicator"], wider["indicator"])
			and 0 < wider["actual"] - line["actual"] < threshold
			for wider in known
		)
	]


def widest_first(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
	"""So that of two sheets of which one counts some of the other's people the wider one stays."""

	def wider(line: dict[str, Any]) -> int:
		return sum(is_within(line["indicator"], other["indicator"]) for other in lines)

	return sorted(lines, key=wider)
