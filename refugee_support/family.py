"""Who belongs to a client: the household of a day and the relations, as far as the reader may see them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.rules.history import Dated, valid_on
from refugee_support.rules.relations import FULL_AGE, INVERSE, age_on

CLIENT_FIELDS = ("name", "client_name", "date_of_birth", "status")


@frappe.whitelist()
def people_around(client: str, day: str | None = None) -> list[dict[str, Any]]:
	"""Whom a conversation with this client may also have been with: household first, then relatives.

	Args:
		client: a client the caller may read.
		day: ISO date of the conversation; today if empty.

	Returns:
		One dict each: client, client_name, about (role and age, in the reader's language).
	"""
	frappe.get_doc("Client", client).check_permission("read")
	on = getdate(day) if day else getdate()
	words = household_words(client, on)
	for relation in relations_of(client, on):
		if relation["other"]:
			words[relation["other"]] = relation["word"]
	people = [person for person in visible_clients(words) if person.status != "Anonymised"]
	order = {name: number for number, name in enumerate(words)}
	return [
		{
			"client": person.name,
			"client_name": person.client_name,
			"about": ", ".join(part for part in (words[person.name], _age(person, on)) if part),
		}
		for person in sorted(people, key=lambda person: order[person.name])
	]


@frappe.whitelist()
def relations_shown(client: str) -> list[dict[str, Any]]:
	"""The relations of a client for their page, past ones last."""
	frappe.get_doc("Client", client).check_permission("read")
	shown = relations_of(client)
	names = {person.name: person for person in visible_clients(row["other"] for row in shown if row["other"])}
	for row in shown:
		person = names.get(row["other"])
		row["other_name"] = person.client_name if person else row["outside_person"]
		row["is_past"] = bool(row["until"]) and getdate(row["until"]) < getdate()
	return sorted(shown, key=lambda row: row["is_past"])


def household_words(client: str, day: date) -> dict[str, str]:
	"""The others in the client's household on a day, with their role in it."""
	mine = frappe.get_all(  # names are shown only as far as visible_clients lets them through
		"Client Household Member",
		{"client": client, "parenttype": "Client Household"},
		["parent", "from_date", "to_date"],
		order_by="from_date, creation",
	)
	household = valid_on([_dated(row, row.parent) for row in mine], day)
	if not household:
		return {}
	members = frappe.get_all(
		"Client Household Member",
		{"parent": household, "client": ["!=", client]},
		["client", "relation", "from_date", "to_date"],
		order_by="idx",
	)
	return {
		row.client: _(row.relation or "", context="Client Household Member")
		for row in members
		if valid_on([_dated(row, row.client)], day)
	}


def relations_of(client: str, day: date | None = None) -> list[dict[str, Any]]:
	"""What others are to this client, in words: from both sides, through the reader's permissions."""
	rows = frappe.get_list(
		"Client Relation",
		or_filters={"client": client, "related_client": client},
		fields=["name", "client", "relation", "related_client", "outside_person", "from_date", "to_date"],
		order_by="creation",
		limit=0,
	)
	found = []
	for row in rows:
		if day and not valid_on([_dated(row, row.name)], day):
			continue
		is_first = row.client == client
		word = INVERSE[row.relation] if is_first else row.relation
		found.append(
			{
				"name": row.name,
				"word": word_for(word),
				"other": row.related_client if is_first else row.client,
				"outside_person": row.outside_person,
				"since": row.from_date,
				"until": row.to_date,
			}
		)
	return found


def word_for(word: str) -> str:
	"""What the other person is, as a noun: the record says `Parent of`, the page `Mother or Father`."""
	return {
		"Guardian of": _("Guardian"),
		"Ward of": _("Ward"),
		"Parent of": _("Mother or Father"),
		"Child of": _("Child"),
		"Grandparent of": _("Grandparent"),
		"Grandchild of": _("Grandchild"),
		"Spouse or Partner of": _("Spouse or Partner"),
		"Sibling of": _("Sibling"),
		"Other Relative of": _("Other Relative"),
		"Trusted Person of": _("Trusted Person"),
		"Trusts": _("Trusts This Person"),
	}[word]


def visible_clients(names: Iterable[str]) -> list[Any]:
	wanted = list(names)
	if not wanted:
		return []
	return frappe.get_list("Client", {"name": ["in", wanted]}, list(CLIENT_FIELDS), limit=0)


def _dated(row: Any, value: str) -> Dated:
	since, until = (getdate(day) if day else None for day in (row.from_date, row.to_date))
	return Dated(value, since, until)


def _age(person: Any, day: date) -> str:
	born = person.date_of_birth and getdate(person.date_of_birth)
	if not born or born > day:
		return ""
	years = age_on(born, day)
	return _("{0} years").format(years) if years < FULL_AGE else _("born {0}").format(born.year)
