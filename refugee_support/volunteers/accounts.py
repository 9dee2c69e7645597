"""The account that follows a Volunteer Profile: the only place of this app that writes Frappe's User.

Administrators of the association have no right to User. What they may do reaches accounts through a profile only,
and only this far: roles of this app, nothing else; no account of the site's own; an account that also holds roles
of others (an ERPNext bookkeeper, a System Manager) gains and loses our roles and is otherwise left alone. Every
`ignore_permissions` here rests on that and on the checks of the Volunteer Profile, which has to be saved first.
"""

from collections.abc import Iterable
from contextlib import suppress

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.sessions import clear_sessions
from frappe.utils.password import remove_encrypted_password

from refugee_support.access import ADMINISTRATOR, APP_ROLES
from refugee_support.setup.module_profile import ROLES_EVERYBODY_HAS, roles_of
from refugee_support.volunteers.life_cycle import CLIENT_ROLES, open_tasks, roles_of_task


def wanted_roles(profile: Document) -> set[str]:
	"""What the tasks of today need; a task that leads to clients only once a second person has confirmed it."""
	if profile.status != "Active":
		return set()
	wanted = set()
	for row in open_tasks(profile):
		roles = roles_of_task(row.task)
		wanted |= roles if row.confirmed_by else roles - CLIENT_ROLES
	return wanted


# --- Opening ---


def follow(profile: Document) -> None:
	"""Let the account be what the profile says: open with the roles of today's tasks, or closed."""
	if profile.status == "Active":
		wanted = wanted_roles(profile)
		if wanted and not profile.user:
			profile.db_set("user", create_or_find(profile))
		if profile.user:
			open_account(profile.user, wanted)
	elif profile.user and profile.status in ("Paused", "Former"):
		close_account(profile.user)


def create_or_find(profile: Document) -> str:
	"""The account with the profile's e-mail address; a new one is invited by Frappe's welcome e-mail."""
	email = profile.email.strip().lower()
	if frappe.db.exists("User", email):
		require_free(email, profile.name)
		return email
	*first, last = profile.full_name.split()
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": email,
			"first_name": " ".join(first) or last,
			"last_name": last if first else None,
			"language": frappe.db.get_single_value("System Settings", "language"),
			"send_welcome_email": 1,
		}
	)
	# Replaced by: the right to write the profile, whose checks were passed when it was saved as active.
	return user.insert(ignore_permissions=True).name


def require_free(user: str, profile: str | None) -> None:
	"""Refuse an account of the site itself, or one that another profile has."""
	if user in frappe.STANDARD_USERS:
		frappe.throw(
			_("This account belongs to the site itself. Please choose the account of a person."),
			title=_("Account not available"),
		)
	others = {"user": user, "name": ["!=", profile or ""]}
	if frappe.get_all("Volunteer Profile", others, limit=1):  # whoever asks: the answer names nobody
		frappe.throw(
			_(
				"This account already belongs to another person. One profile per account, one account per person."
			),
			frappe.UniqueValidationError,
			title=_("Account not available"),
		)


def open_account(name: str, wanted: set[str]) -> None:
	user = frappe.get_doc("User", name)
	has = {row.role for row in user.roles} & set(APP_ROLES)
	if has == wanted and user.enabled:
		return
	if ADMINISTRATOR in has - wanted:
		require_another_administrator(name)
	refuse_foreign_role_profile(user)
	if not user.enabled and not foreign_roles(user):
		enable(user)
	set_roles(user, wanted)
	# Replaced by: the right to write the profile; only roles of this app come and go (set_roles).
	user.save(ignore_permissions=True)


def enable(user: Document, enabled: int = 1) -> None:
	user.enabled = enabled
	# Frappe would save the notification settings itself, with the rights of whoever acts.
	frappe.db.set_value("Notification Settings", user.name, "enabled", enabled)


def set_roles(user: Document, wanted: Iterable[str]) -> None:
	kept = [row for row in user.roles if row.role not in APP_ROLES or row.role in wanted]
	user.set("roles", kept)
	user.append_roles(*(set(wanted) - {row.role for row in kept}))
	forget_our_role_profiles(user)


def forget_our_role_profiles(user: Document) -> None:
	"""A role profile on the account would bring back what has just been taken."""
	if user.get("role_profile_name") in APP_ROLES:
		user.role_profile_name = None
	if rows := user.get("role_profiles"):  # Frappe 16
		user.set("role_profiles", [row for row in rows if row.role_profile not in APP_ROLES])


def refuse_foreign_role_profile(user: Document) -> None:
	"""Frappe sets an account's roles from its role profile at every save: ours would be lost without a word."""
	named = {user.get("role_profile_name"), *(row.role_profile for row in user.get("role_profiles") or [])}
	if named - {None, "", *APP_ROLES}:
		frappe.throw(
			_(
				"The roles of this account are set by a role profile of another app. Please ask the site's technical administrator to choose single roles for it instead."
			),
			title=_("Account not available"),
		)


def foreign_roles(user: Document) -> set[str]:
	return roles_of(user) - set(APP_ROLES) - ROLES_EVERYBODY_HAS


# --- Closing ---


def close_account(name: str) -> None:
	"""Take our roles, and where the account has no others: disable it, end its sessions, keys, tokens and links."""
	user = frappe.get_doc("User", name)
	if ADMINISTRATOR in {row.role for row in user.roles}:
		require_another_administrator(name)
	set_roles(user, ())
	ours_alone = not foreign_roles(user)
	if ours_alone:
		enable(user, 0)
		user.api_key = user.api_secret = user.reset_password_key = None
		end_tokens(name)
	# Replaced by: the right to write the profile, which has just been paused or ended.
	user.save(ignore_permissions=True)
	if ours_alone:
		# Again when everything is stored: a session that began meanwhile.
		frappe.db.after_commit.add(lambda: clear_sessions(name, force=True))


def end_tokens(user: str) -> None:
	remove_encrypted_password("User", user, "api_secret")
	for doctype in ("OAuth Bearer Token", "OAuth Authorization Code"):
		frappe.db.delete(doctype, {"user": user})
	for key in frappe.cache.get_keys("one_time_login_key:"):  # links sent by e-mail
		with suppress(UnicodeDecodeError):
			key = key.decode() if isinstance(key, bytes) else key
			key = key.split("|", 1)[-1]
			if frappe.cache.get_value(key) == user:
				frappe.cache.delete_value(key)


def require_another_administrator(leaving: str) -> None:
	"""Refuse to leave the association without anybody who manages it."""
	holders = frappe.get_all("Has Role", {"parenttype": "User", "role": ADMINISTRATOR}, pluck="parent")
	others = [*(set(holders) - {leaving, *frappe.STANDARD_USERS}), ""]
	if not frappe.get_all("User", {"name": ["in", others], "enabled": 1}, limit=1):
		frappe.throw(
			_(
				"This is the last administrator. Please give the task of administration to somebody else first."
			),
			title=_("Last administrator"),
		)
