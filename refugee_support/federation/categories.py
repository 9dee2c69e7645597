"""Which categories mean the same at every association, because they come with the program."""

from collections.abc import Iterable

import frappe
from frappe import _

from refugee_support.evaluation.counting import COUNTRY, RECORD
from refugee_support.evaluation.figures import OTHER_COUNTRIES, in_order, labels_in
from refugee_support.rules.evaluation import ALL, CHARACTERISTICS
from refugee_support.rules.federation import Combined, CombinedTable, Label
from refugee_support.rules.federation.exchange import TIMES

OF_ITS_OWN = (
	"municipality",
	"funding_programme",
)  # every association has its own: the same where called the same
MASTERS = {"residence_category": ("Residence Status", "category")}


def options() -> dict[str, list[str]]:
	"""Column of Service Record -> all it can have, for the columns with a fixed list."""
	meta = frappe.get_meta(RECORD)
	fixed = {
		side: (meta.get_field(side).options or "").split("\n")
		for side in CHARACTERISTICS.values()
		if meta.get_field(side).fieldtype == "Select"
	}
	for side, (doctype, field) in MASTERS.items():
		fixed[side] = (frappe.get_meta(doctype).get_field(field).options or "").split("\n")
	return fixed


def groups() -> set[str]:
	"""What rare countries are counted as."""
	return {*options()["region"], OTHER_COUNTRIES} - {""}


def known(tables: Iterable[tuple[str, Iterable[Label]]]) -> dict[str, set[str]]:
	"""Column -> the keys among these that this site knows. Read without permissions: names of categories, nobody's data."""
	meta, fixed = frappe.get_meta(RECORD), options()
	found: dict[str, set[str]] = {ALL: {ALL}}
	for side, labels in tables:
		keys = {label.key for label in labels}
		if side in fixed:
			keys &= set(fixed[side])
		elif side in OF_ITS_OWN:
			keys = set()
		elif side not in TIMES and side != ALL:
			stored = frappe.get_all(meta.get_field(side).options, {"name": ["in", list(keys)]}, pluck="name")
			# Databases differ on capitals: only what is spelled alike is the same key.
			keys = (keys & set(stored)) | (keys & groups() if side == COUNTRY else set())
		found.setdefault(side, set()).update(keys)
	return found


def in_words(side: str, labels: Iterable[Label], is_known: Iterable[str]) -> dict[str, str]:
	"""What the categories are called in the reader's language: as here, else as the association calls them."""
	is_known = set(is_known)
	labels = list(labels)
	ours = labels_in(side, [label.key for label in labels if label.key in is_known or not label.key])
	german = str(frappe.local.lang).startswith("de")
	return {
		label.key: ours.get(label.key) or (label.de if german else label.en or label.de) or label.key
		for label in labels
	}


def ordered(side: str, labels: Iterable[Label], table: CombinedTable, *, is_row: bool) -> list[str]:
	def size(key: str) -> Combined:
		return table.grids[0][(key, None) if is_row else (None, key)]

	keys = [label.key for label in labels]
	return in_order(side, keys, {key: int(size(key).shown) for key in keys})


def word(text: str) -> str:
	"""A characteristic or a kind of service in the reader's language."""
	if not text:
		return ""
	found = _(text, context="Evaluation Report Table")
	return found if found != text else _(text, context="Service Record")
