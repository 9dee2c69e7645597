"""Who must not be found in a wording, and how many people are like them.

Reads without permissions: whoever checks a text may see the client; of the family only the words they have typed
themselves are shown to them, and of the statistics only whether people are few.
"""

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, getdate

from refugee_support.rules.age_groups import age_group
from refugee_support.rules.anonymising import GENDER_WORDS, Count, Subject, Trait, words_of_country
from refugee_support.rules.names import PersonName

MONTHS = 24  # whom the town may have met here
NAMES = ("first_name", "last_name", "native_name")
STATUS_WORDS = {
	"Asylum Procedure": ("asylverfahren", "asylbewerb", "asylsuch", "gestattung"),
	"Toleration": ("duldung", "geduldet"),
	"Humanitarian Permit": ("anerkannt", "flüchtlingseigenschaft", "subsidiär", "abschiebungsverbot"),
}


def subject_of(incident: Any) -> Subject:
	if not incident.client:
		return Subject(numbers=tuple(_numbers(incident)))
	client = frappe.get_doc("Client", incident.client)
	return Subject(
		people=tuple(_people(client)),
		numbers=tuple(_numbers(incident)),
		addresses=tuple(address for address in (client.street, client.email_id) if address),
		traits=tuple(_traits(client)),
	)


def _people(client: Any) -> list[PersonName]:
	"""The person, those they live with, those they are related to."""
	related = {"client": client.name}, {"related_client": client.name}
	names = {client.name}
	for filters in related:
		for row in frappe.get_all("Client Relation", filters, ["client", "related_client"]):
			names |= {row.client, row.related_client} - {None, ""}
	rows = frappe.get_all("Client", {"name": ["in", list(names)]}, NAMES)
	if client.household:
		rows += frappe.get_all("Client", {"household": client.household}, NAMES)
	outside = frappe.get_all("Client Relation", {"client": client.name}, pluck="outside_person")
	people = [
		PersonName(row.first_name or "", row.last_name or "", None, row.native_name or "") for row in rows
	]
	people += [PersonName(name.split(",")[0], "") for name in outside if name]
	return list(dict.fromkeys(people))


def _numbers(incident: Any) -> set[str]:
	numbers: set[str | None] = set()
	if incident.application:
		numbers.add(frappe.db.get_value("Authority Application", incident.application, "reference_number"))
	if incident.client:
		of_client = {"client": incident.client}
		numbers.add(frappe.db.get_value("Client", incident.client, "mobile_no"))
		fields = ["azr_number", "bamf_file_number", "other_file_numbers"]
		for row in frappe.get_all("Confidential Record", of_client, fields):
			several = (row.other_file_numbers or "").replace(";", "\n").replace(",", "\n").split("\n")
			numbers |= {row.azr_number, row.bamf_file_number, *several}
		for doctype in ("Authority Application", "Authority Letter"):
			numbers |= set(frappe.get_all(doctype, of_client, pluck="reference_number"))
	return {number.strip() for number in numbers if number and any(c.isdigit() for c in number)}


# --- Characteristics ---


def _traits(client: Any) -> list[Trait]:
	values = values_of(client)
	traits = [Trait("household_size")]
	if values.get("age_group"):
		traits.append(Trait("age_group"))
	if country := values.get("nationality"):
		traits.append(Trait("nationality", words_of_country(country, _(country, "de"))))
	if gender := values.get("gender"):
		traits.append(Trait("gender", GENDER_WORDS.get(gender, ())))
	if municipality := values.get("municipality"):
		traits.append(Trait("municipality", (municipality,)))
	if status := values.get("residence_status"):
		category = frappe.get_cached_value("Residence Status", status, "category")
		label = frappe.get_cached_value("Residence Status", status, "label") or ""
		first = label.split()[0].rstrip(",") if label else ""
		words = (*STATUS_WORDS.get(category, ()), *((first,) if len(first) > 5 else ()))
		traits.append(Trait("residence_status", words))
	return traits


def values_of(client: Any) -> dict[str, str]:
	"""As Service Records name them."""
	born = getdate(client.date_of_birth) if client.date_of_birth else None
	values = {
		name: client.get(name) for name in ("nationality", "gender", "residence_status", "municipality")
	}
	return {
		name: value for name, value in {**values, "age_group": age_group(born, getdate())}.items() if value
	}


def people_like(name: str) -> Count:
	"""How many people of the last two years' Service Records share some of this client's characteristics."""
	client = frappe.get_doc("Client", name)
	values, sizes = values_of(client), household_sizes()
	own_size = _size(client.household, sizes)

	def count(traits: frozenset[str]) -> int:
		filters: dict[str, Any] = {trait: values[trait] for trait in traits if trait in values}
		filters |= {"service_date": [">=", add_months(getdate(), -MONTHS)], "person_key": ["is", "set"]}
		rows = frappe.get_all(
			"Service Record", filters, ["person_key", "household_key"], distinct=True, limit=0
		)
		people = {
			row.person_key
			for row in rows
			if "household_size" not in traits or sizes.get(row.household_key, 1) == own_size
		}
		return len(people | {client.person_key})

	return count


def household_sizes() -> Counter:
	"""How many people live in each household today, by the key the statistics know it by."""
	keys = dict(frappe.get_all("Client Household", ["name", "household_key"], as_list=True, limit=0))
	rows = frappe.get_all("Client", {"household": ["is", "set"]}, ["household"], limit=0)
	return Counter(keys[row.household] for row in rows if row.household in keys)


def _size(household: str | None, sizes: Counter) -> int:
	key = household and frappe.db.get_value("Client Household", household, "household_key")
	return sizes.get(key, 1)
