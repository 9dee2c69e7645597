"""The invented association: users who can log in, and their Volunteer Profiles."""

import frappe

from refugee_support.demo.plan.model import Helper
from refugee_support.demo.plan.tables import rows
from refugee_support.demo.registry import existing, record_name
from refugee_support.demo.volunteers import facts_of

# Known to everybody who reads this file: only ever on a demo site.
PASSWORD = "Willkommen-Erkrath-2026"
MODULE_PROFILE = "Refugee Support"


def create_team(helpers: list[Helper]) -> int:
	there = existing("User", [helper.email for helper in helpers])
	missing = [helper for helper in helpers if helper.email not in there]
	for helper in missing:
		create_user(helper)
	there = existing("Volunteer Profile", profile_names(helpers))
	for helper in helpers:
		if record_name("profile", helper.email) not in there:
			create_profile(helper)
	return len(missing)


def profile_names(helpers: list[Helper]) -> list[str]:
	return [record_name("profile", helper.email) for helper in helpers]


def create_user(helper: Helper) -> None:
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": helper.email,
			"first_name": helper.first_name,
			"last_name": helper.last_name,
			"gender": helper.gender,
			"language": "de",
			"time_zone": "Europe/Berlin",
			"enabled": int(helper.left_on is None),
			"send_welcome_email": 0,
			"new_password": PASSWORD,
			"module_profile": frappe.db.exists("Module Profile", MODULE_PROFILE),
			"roles": [{"role": role} for role in roles_of(helper)],
		}
	)
	user.flags.no_welcome_mail = True
	user.insert()


def roles_of(helper: Helper) -> list[str]:
	"""The roles of the role profile, written directly: the field for the profile differs between Frappe versions."""
	profile = {"parenttype": "Role Profile", "parent": helper.role}
	return frappe.get_all("Has Role", profile, pluck="role", order_by="idx") or [helper.role]


def create_profile(helper: Helper) -> None:
	frappe.get_doc(
		{
			"doctype": "Volunteer Profile",
			"full_name": helper.full_name,
			"user": helper.email,
			"helper_kind": helper.kind,
			"status": helper.status,
			"joined_on": helper.joined_on,
			"left_on": helper.left_on,
			"undertaking_signed_on": helper.undertaking_on,
			"undertaking_ended_on": helper.left_on if helper.undertaking_on else None,
			**facts_of(helper),
		}
	).insert(set_name=record_name("profile", helper.email))


def logins() -> list[dict[str, str]]:
	"""One account for each role, with the label a visitor of the demo reads."""
	return [
		{"label": row["login"], "user": row["email"], "password": PASSWORD}
		for row in rows("team")
		if row["login"]
	]
