"""The reasons of `rules.names` in words."""

from collections.abc import Iterable

from frappe import _


def in_words(codes: Iterable[str]) -> str:
	words = {
		"same_name": _("same name"),
		"same_words": _("the names they have in common are the same"),
		"other_spelling": _("same name in another spelling"),
		"similar_name": _("similar name"),
		"names_swapped": _("first and last name exchanged"),
		"extra_name": _("one has a further name"),
		"missing_name": _("one name is missing"),
		"same_birth_date": _("same date of birth"),
		"same_birth_year": _("same year of birth"),
		"birth_date_swapped": _("day and month of birth exchanged"),
		"birth_date_slip": _("nearly the same date of birth"),
		"birth_date_close": _("dates of birth close to each other"),
		"birth_date_differs": _("different dates of birth"),
	}
	return ", ".join(words[code] for code in codes)
