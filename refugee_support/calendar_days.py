"""Whole days as Frappe's calendar takes them."""

from typing import Any


def whole_days(first: Any, last: Any = None) -> dict[str, Any]:
	"""From one day to another, the last one included: the desk adds it, and takes days for moments unless told otherwise."""
	return {
		"start": f"{first} 00:00:00",
		"end": f"{last or first} 23:59:59",
		"all_day": 1,
		"convert_to_user_tz": 0,  # a day is the same day everywhere
	}
