"""Every test here runs on the real test site and leaves nothing behind."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def saving_a_user_keeps_the_cache(site: str) -> Iterator[None]:
	"""Whenever a user is saved, Frappe notes who must type an e-mail password again, and empties the cache of the
	whole site for it. Nobody here has a mailbox; without it a test that makes users takes a tenth of the time."""
	from frappe.core.doctype.user import user

	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(user, "ask_pass_update", lambda: None)
		yield


@pytest.fixture(autouse=True)
def rolled_back(site: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
	"""A full rollback per test: it also drops cached copies of the documents a test touched."""
	import frappe

	monkeypatch.setattr(frappe.local.db, "commit", lambda: None)
	monkeypatch.setattr(frappe.local, "lang", "en")  # whatever language a test before has left behind
	yield
	frappe.set_user("Administrator")
	frappe.db.rollback()
	frappe.local.db.value_cache.clear()  # single values are remembered past the rollback
	frappe.local.message_log = []
