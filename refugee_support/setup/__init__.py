"""What the app puts on a site when it is installed and keeps there when it is migrated.

Every step may run again at any time: it adds what is missing and leaves alone what people have changed.
Roles are not here: they are fixtures (fixtures/role.json).
"""

import frappe

from refugee_support import doors
from refugee_support.erasing import again
from refugee_support.integrations.erpnext import fields as erpnext_fields
from refugee_support.setup import (
	consent_texts,
	countries,
	genders,
	indexes,
	languages,
	master_data,
	module_profile,
	role_profiles,
	settings,
	system_settings,
)


def after_install() -> None:
	"""Once only: at a migrate, what an administrator has chosen since stays chosen."""
	system_settings.make_safer()


def after_sync() -> None:
	"""At the end of the installation, when the fixtures are there."""
	add_what_is_missing()
	# While an app is installed, Frappe keeps serving the old defaults from its cache: sessions would stay long.
	frappe.db.after_commit.add(frappe.clear_cache)


def after_migrate() -> None:
	add_what_is_missing()
	again.apply()  # a backup that was restored brings back whom two persons have erased since


def add_what_is_missing() -> None:
	settings.add_missing_defaults()
	indexes.add_for_lists()
	genders.add_missing()
	countries.add_missing()
	languages.add_missing()
	role_profiles.keep()  # volunteers' tasks lead to them
	master_data.add_missing()
	consent_texts.add_missing()
	module_profile.block_all_other_modules()
	doors.drop_leftovers()
	erpnext_fields.add_missing()
	consent_texts.say_which_fonts_are_missing()
