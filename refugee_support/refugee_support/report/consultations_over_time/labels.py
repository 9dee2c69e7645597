"""What keys are called in the reader's language. Text only: whoever shows it in HTML escapes it."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate

from refugee_support.languages import language_name


def labels_of(characteristic: str, values: Iterable[str]) -> dict[str, str]:
	"""Labels of the values of a characteristic; "" stands for those not recorded."""
	known = [value for value in values if value]
	labels = {value: _harmless(label) for value, label in _labels_of_known(characteristic, known).items()}
	return labels | {"": _("Not recorded")}


def _labels_of_known(characteristic: str, values: list[str]) -> dict[str, str]:
	field = frappe.get_meta("Service Record").get_field(characteristic)
	if characteristic == "municipality":
		return {value: value for value in values}
	if field.fieldtype == "Link" and frappe.get_meta(field.options).has_field("label_en"):
		return _master_labels(field.options, values)
	if field.options == "Language":
		return _language_names(values)
	return {value: _(value, context="Service Record") for value in values}


def _master_labels(doctype: str, values: list[str]) -> dict[str, str]:
	# Without permissions: these are the labels of figures the reader may see, not records to open.
	rows = frappe.get_all(doctype, {"name": ["in", values]}, ["name", "label", "label_en"])
	english = str(frappe.local.lang).startswith("en")
	labels = {row.name: (english and row.label_en) or row.label for row in rows}
	return {value: labels.get(value) or value for value in values}


def _language_names(values: list[str]) -> dict[str, str]:
	rows = frappe.get_all("Language", {"name": ["in", values]}, ["name", "language_name"])  # as above
	names = {row.name: language_name(row.name, row.language_name) for row in rows}
	return {value: names.get(value) or value for value in values}


def _harmless(label: str) -> str:
	"""A label a spreadsheet would take for a formula is marked as text."""
	return f"'{label}" if label[:1] in ("=", "+", "-", "@") else label


def period_label(key: str, month_format: str = "MMM yyyy") -> str:
	"""`2026-03` as Mar 2026, `2026-Q1` as Q1 2026, in the reader's language."""
	year, _separator, part = key.partition("-")
	if part.startswith("Q"):
		return _("Q{0} {1}", context="Quarter of a year").format(part[1:], year)
	return formatdate(date(int(year), int(part), 1), month_format) if part else year
