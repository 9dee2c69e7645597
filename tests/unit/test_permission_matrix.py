"""docs/permissions.md says what the DocType files say. Needs no Frappe."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

import permission_matrix as matrix


def test_the_page_says_what_the_files_say() -> None:
	assert matrix.written() == matrix.matrix(), "run: python tests/tools/permission_matrix.py"


def test_nobody_has_the_right_to_share_to_import_or_to_mail() -> None:
	assert "!" not in matrix.matrix().replace("!=", "")


def test_every_doctype_is_in_the_matrix_once() -> None:
	rows = [line.split("|")[1].strip() for line in matrix.matrix().splitlines()[2:]]
	assert rows == [entry["name"] for entry in matrix.doctypes()]
	assert {"Client", "Consultation", "Access Grant"} <= set(rows)


def test_client_data_stays_with_counselling_roles() -> None:
	"""Whoever has no counselling role reads master data, their own profile and statistics: named one by one."""
	also_for_others = {"Client Access Log", "Service Record", "Refugee Support Settings"}
	# Guests of an event whose team they are on, none of them linked to a client: access.event_registration_criterion.
	of_guests = ("Event Registration", "Language Cafe Helper")
	known = matrix.criteria()
	for entry in matrix.doctypes():
		if entry["name"] not in known or entry["name"] in also_for_others or "Volunteer" in entry["name"]:
			continue
		for role in ("Refugee Support Coordinator", "Refugee Support Administrator", "Language Cafe Helper"):
			if (entry["name"], role) == of_guests:
				continue
			assert not matrix.rights(entry, role) or is_about_no_client(entry), f"{role}: {entry['name']}"


def is_about_no_client(entry: dict) -> bool:
	return not any(field.get("options") == "Client" for field in entry["fields"])
