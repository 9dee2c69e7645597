"""Whose follow-ups nobody will do: people who are away, have left, or may not see clients any more."""

from collections.abc import Iterable

import frappe

from refugee_support import access


def absent(users: Iterable[str]) -> set[str]:
	"""Those of these accounts that are switched off, or whose profile is not active today."""
	names = set(users)
	enabled = set(frappe.get_all("User", {"name": ["in", [*names, ""]], "enabled": 1}, pluck="name"))
	return {user for user in names if user not in enabled or not _is_here(user)}


def _is_here(user: str) -> bool:
	return user == "Administrator" or access.has_active_undertaking(user)
