"""Every test here runs on the real test site and leaves nothing behind."""

from collections.abc import Iterator

import pytest


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
