"""Doors 19, 21 and 23: an account that is switched off, an open browser tab, and what errors and settings remember."""

import json

import frappe
import pytest

from tests.site import factories
from tests.site.permissions.conftest import committing


@pytest.fixture
def leaving(world, http):
	"""A counsellor with an open session, an API key and a reset link."""

	def make() -> tuple[str, str, str]:
		user = factories.make_helper("Refugee Support Counsellor", helper_kind="Staff")
		document = frappe.get_doc("User", user)
		secret = frappe.generate_hash(length=15)
		document.api_key, document.api_secret = frappe.generate_hash(length=15), secret
		document.reset_password_key = "zzresetzz"
		document.save(ignore_permissions=True)
		return user, document.api_key, secret

	user, key, secret = committing(make)
	session = http(user, factories.PASSWORD)
	assert session.get(f"/api/resource/Client/{world.own}").status_code == 200
	by_key = http()
	by_key.headers["Authorization"] = f"token {key}:{secret}"
	assert by_key.get(f"/api/resource/Client/{world.own}").status_code == 200
	return user, session, by_key


def test_the_log_says_that_somebody_came_with_a_key(leaving, world, stored):
	user, _session, _by_key = leaving
	assert stored("Client Access Log", {"user": user, "via": ["like", "API %"], "client": world.own})


def test_disabling_an_account_ends_sessions_keys_and_links(leaving, world, stored):
	user, session, by_key = leaving

	def disable() -> None:
		document = frappe.get_doc("User", user)
		document.enabled = 0
		document.save(ignore_permissions=True)

	committing(disable)
	for knocks in (session, by_key):
		answer = knocks.get(f"/api/resource/Client/{world.own}")
		assert answer.status_code in (401, 403), answer.text[:200]
		assert "zqownclientzq" not in answer.text
	assert stored("User", user, ["api_key", "reset_password_key"]) == (None, None)


def test_a_key_stops_although_the_account_was_disabled_in_the_database(leaving, world):
	user, _session, by_key = leaving
	committing(lambda: frappe.db.set_value("User", user, "enabled", 0))
	assert by_key.get(f"/api/resource/Client/{world.own}").status_code in (401, 403)


def test_live_updates_carry_no_content(world, monkeypatch):
	"""A tab that joined the record's room while it was allowed to gets what is sent there: names, nothing else."""
	sent: list[str] = []
	monkeypatch.setattr("frappe.realtime.emit_via_redis", lambda *args: sent.append(frappe.as_json(args)))
	frappe.set_user("Administrator")
	client = frappe.get_doc("Client", world.own)
	client.municipality = "zqmunicipalityzq"
	client.save()
	factories.make_file("Client", client.name, "zqattachmentzq.txt", "zqcontentzq")
	client.add_comment("Info", "zqcommentzq")
	frappe.realtime.flush_realtime_log() if hasattr(frappe.local, "_realtime_log") else None
	assert sent, "updates are sent"
	assert "zq" not in "".join(sent), [text for text in sent if "zq" in text]
	frappe.db.rollback()


def test_errors_about_our_records_keep_no_values(site):
	def fail(first_name: str) -> None:
		client = {"doctype": "Client", "first_name": first_name}
		raise ValueError(f"{client['first_name']} is not right")

	try:
		fail("zq" + "secret" + "zq")
	except ValueError as error:
		log = frappe.log_error(title=str(error))
	assert "zqsecretzq" not in log.error + log.method
	assert "test_door_19_accounts.py" in log.error and "ValueError" in log.error


def test_errors_of_others_stay_as_they_were(site):
	text = (
		'Traceback:\n  File "erpnext/x.py", line 1, in f\n    raise\n      amount = 5\nbuiltins.ValueError: 5'
	)
	log = frappe.log_error(title="Somebody else's", message=text)
	assert "amount = 5" in log.error


@pytest.mark.parametrize("doctype", ["Client", "Consultation"])
def test_searched_names_are_not_kept(counsellor, doctype):
	field = "first_name" if doctype == "Client" else "summary"
	settings = {
		"List": {"filters": [[doctype, field, "like", "%zqtypedzq%"], [doctype, "status", "=", "Active"]]},
		"last_view": "List",
	}
	answer = counsellor.call(
		"frappe.model.utils.user_settings.save", doctype=doctype, user_settings=json.dumps(settings)
	)
	assert answer.status_code == 200
	kept = counsellor.call("frappe.model.utils.user_settings.get", doctype=doctype).text
	assert "zqtypedzq" not in kept and "last_view" in kept
	if doctype == "Client":
		assert "Active" in kept
