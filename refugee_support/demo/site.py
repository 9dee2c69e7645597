"""Marks the site, so that everybody sees at once that this is a demo."""

import frappe

from refugee_support.demo.registry import Registry

SETTINGS = "Refugee Support Settings"
DEMO_SETTINGS = {
	"association_name": "Demo: Wir halten zusammen e. V.",
	"default_municipality": "Erkrath",
	"state": "NW",
}


def mark(registry: Registry) -> None:
	"""Remembers what was set before, once: a second run must not remember the demo's own values."""
	if registry.settings_before:
		return
	registry.settings_before = {name: frappe.db.get_single_value(SETTINGS, name) for name in DEMO_SETTINGS}
	for name, value in DEMO_SETTINGS.items():
		frappe.db.set_single_value(SETTINGS, name, value)


def unmark(registry: Registry) -> None:
	"""Sets back what the demo set and nobody has changed since."""
	for name, value in registry.settings_before.items():
		if frappe.db.get_single_value(SETTINGS, name) == DEMO_SETTINGS.get(name):
			frappe.db.set_single_value(SETTINGS, name, value)
