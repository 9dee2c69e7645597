"""Who can help: languages with their level, tasks, and when somebody is there."""

from dataclasses import dataclass

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "Native Language")
ALL_DAY = "All Day"


@dataclass(frozen=True)
class Wish:
	"""What is looked for; what is empty does not matter."""

	language: str = ""
	level: str = ""
	task: str = ""
	weekday: str = ""
	time_of_day: str = ""


@dataclass(frozen=True)
class Offer:
	"""What one person speaks, does, and when they are there."""

	languages: tuple[tuple[str, str], ...] = ()  # code, level (may be empty)
	tasks: frozenset[str] = frozenset()
	availability: tuple[tuple[str, str], ...] = ()  # weekday, time of day


def fits(offer: Offer, wish: Wish) -> bool:
	return (
		(not wish.language or any(_speaks(language, wish) for language in offer.languages))
		and (not wish.task or wish.task in offer.tasks)
		and (
			not (wish.weekday or wish.time_of_day)
			or any(_is_there(time, wish) for time in offer.availability)
		)
	)


def _speaks(language: tuple[str, str], wish: Wish) -> bool:
	"""A level that was not recorded is not taken for enough."""
	code, level = language
	if code != wish.language or not wish.level:
		return code == wish.language
	return level in LEVELS and LEVELS.index(level) >= LEVELS.index(wish.level)


def _is_there(time: tuple[str, str], wish: Wish) -> bool:
	weekday, time_of_day = time
	same_time = (
		not wish.time_of_day or ALL_DAY in (time_of_day, wish.time_of_day) or time_of_day == wish.time_of_day
	)
	return (not wish.weekday or weekday == wish.weekday) and same_time
