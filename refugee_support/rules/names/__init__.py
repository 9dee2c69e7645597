"""Are these two people the same? Names may come from different transliterations. Pure Python.

Called from outside the app, too (docs/duplicates.md): the names here stay.
"""

from dataclasses import dataclass
from datetime import date

from refugee_support.rules.names import comparison, keys

LIKELY = 0.8  # from here on a person should look at the two records


@dataclass(frozen=True)
class PersonName:
	"""A person as an office has written them down; any part may be missing, in any script."""

	first_name: str
	last_name: str
	date_of_birth: date | None = None
	native_name: str = ""


def same_person_likelihood(a: PersonName, b: PersonName) -> float:
	"""0..1, the same in both directions; 1 for identical records, 0 where nothing is known of one of them."""
	return comparison.compare(a, b)[0]


def reasons(a: PersonName, b: PersonName) -> tuple[str, ...]:
	"""Why, in codes that an application puts into words: `REASONS`."""
	return comparison.compare(a, b)[1]


REASONS = (
	"same_name",
	"same_words",
	"other_spelling",
	"similar_name",
	"names_swapped",
	"extra_name",
	"missing_name",
	"same_birth_date",
	"same_birth_year",
	"birth_date_swapped",
	"birth_date_slip",
	"birth_date_close",
	"birth_date_differs",
)


def name_keys(person: PersonName) -> set[str]:
	"""Keys to store and index: two records of one person nearly always share one (docs/duplicates.md)."""
	return keys.name_keys(person)
