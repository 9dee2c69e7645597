"""Columns, notes and charts as all standard reports have them."""

from collections.abc import Sequence
from typing import Any

from frappe import _

from refugee_support.evidence.counting import Counts
from refugee_support.evidence.filters import Frame
from refugee_support.evidence.publishing import number, protection_note
from refugee_support.rules.text import plain_text

Row = dict[str, Any]


def label_column(label: str, width: int = 260) -> Row:
	return {"fieldname": "label", "label": label, "fieldtype": "Data", "width": width}


def count_column(fieldname: str, label: str, width: int = 110) -> Row:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Int", "width": width}


def float_column(fieldname: str, label: str, precision: int = 1, width: int = 110) -> Row:
	return {
		"fieldname": fieldname,
		"label": label,
		"fieldtype": "Float",
		"precision": precision,
		"width": width,
	}


def measure_columns() -> list[Row]:
	return [
		count_column("contacts", _("Contacts")),
		count_column("persons", _("Persons")),
		count_column("households", _("Households")),
		float_column("hours", _("Hours")),
	]


def measures(counts: Counts) -> Row:
	return {
		"contacts": counts.contacts,
		"persons": counts.persons,
		"households": counts.households,
		"hours": counts.hours,
	}


def notes(frame: Frame, *sentences: str) -> str:
	return " ".join([*sentences, protection_note(frame)])


def date_of_service_note() -> str:
	return _("Counted by the date of the service, with characteristics as they were on that day.")


def distinct_note() -> str:
	return _(
		"Persons and households count once in each line and once in the total, so lines do not add up to the total. Anonymous contacts are contacts, but no persons."
	)


def bars(
	labels: Sequence[str], datasets: Sequence[tuple[str, Sequence[Any]]], *, stacked: bool = False
) -> Row:
	"""Bars, which begin at zero. The chart library puts names into its tooltips as HTML."""
	return {
		"data": {
			"labels": [plain_text(label) for label in labels],
			"datasets": [
				{"name": plain_text(name), "values": [number(value) for value in values]}
				for name, values in datasets
			],
		},
		"type": "bar",
		"barOptions": {"stacked": int(stacked)},
		"fieldtype": "Float"
		if any(isinstance(value, float) for _name, values in datasets for value in values)
		else "Int",
	}


def summary(label: str, value: Any, datatype: str = "Int") -> Row:
	"""A figure above the table; a withheld one is text."""
	return {"label": label, "value": value, "datatype": "Data" if isinstance(value, str) else datatype}
