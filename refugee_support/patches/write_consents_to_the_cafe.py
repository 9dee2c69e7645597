"""Whoever had agreed to be counted by name at language cafés gets the consent that says so (decision 150)."""

import frappe

from refugee_support import consents


def execute() -> None:
	agreed = frappe.get_all("Client", {"cafe_consent_on": ["is", "set"]}, ["name", "cafe_consent_on"])
	known = set(frappe.get_all(consents.CONSENT, {"purpose": consents.BY_NAME}, pluck="client"))
	for client in agreed:
		if client.name not in known:
			write(client.name, client.cafe_consent_on)


def write(client: str, day: str) -> None:
	consent = frappe.get_doc(
		{
			"doctype": consents.CONSENT,
			"client": client,
			"purpose": consents.BY_NAME,
			"given_on": day,
			"how": "Known From Earlier Records",
			"title": consents.BY_NAME,
			"state": "In Force",
		}
	)
	consent.flags.ignore_validate = True  # also for days and clients one could not enter by hand any more
	consent.insert(ignore_permissions=True)  # a migration, run by whoever owns the site
