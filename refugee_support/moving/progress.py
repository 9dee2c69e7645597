"""How far a dry run, a run or its undoing is: a few numbers in Redis, for those who have the form open.

Asked for every other second instead of sent, because live updates do not reach everybody (a proxy, an old browser), and a
page that seems to stand still is closed or reloaded by whoever waits.
"""

import frappe

SECONDS_KEPT = 3600


def note(name: str, done: int, total: int = 0) -> None:
	"""
	Args:
		total: of how many; 0 where the end of the file is not known yet.
	"""
	frappe.cache.set_value(_key(name), {"done": done, "total": total}, expires_in_sec=SECONDS_KEPT)


def of(name: str) -> dict[str, int]:
	"""Empty until the job has begun."""
	return frappe.cache.get_value(_key(name), expires=True) or {}


def forget(name: str) -> None:
	frappe.cache.delete_value(_key(name))


def _key(name: str) -> str:
	return f"legacy_import_progress:{name}"
