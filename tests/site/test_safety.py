"""What installing sets, and what "Safety of This Site" says of a site that was left, or made, less safe."""

import os
import time
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.desk.query_report import run
from frappe.twofactor import two_factor_is_enabled
from frappe.utils import add_days, now_datetime
from frappe.utils.fixtures import import_fixtures

from refugee_support import safety
from refugee_support.access import ADMINISTRATOR, APP_ROLES, COORDINATOR, COUNSELLOR
from refugee_support.safety import backups, configuration, log_in, people, running
from refugee_support.safety.finding import GOOD, TO_DO, URGENT, Finding
from refugee_support.setup import system_settings
from tests.site import factories as make

REPORT = "Safety of This Site"


@pytest.fixture(autouse=True)
def administrator(site: str) -> None:
	frappe.set_user("Administrator")


@pytest.fixture
def defaults(site: str) -> None:
	"""System Settings as Frappe leaves them."""
	meta = frappe.get_meta("System Settings")
	set_system(
		**{
			field: meta.get_field(field).default
			for field in system_settings.SAFER_VALUES | system_settings.SECOND_FACTOR
		}
	)


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> None:
	for module in (system_settings, log_in):
		monkeypatch.setattr(module, "mail_goes_out", lambda: True)


def set_system(**values: Any) -> None:
	frappe.db.set_single_value("System Settings", values)
	frappe.clear_document_cache("System Settings", "System Settings")


# --- At install ---


def test_after_the_installation_every_setting_it_can_make_is_good(defaults: None) -> None:
	system_settings.make_safer()
	for point in (
		log_in.session_length,
		log_in.passwords,
		log_in.failed_log_ins,
		log_in.sign_up,
		log_in.reset_links,
		log_in.ways_around_it,
		configuration.document_sharing,
		configuration.tracebacks,
		configuration.uploads_of_guests,
		configuration.links_in_mails,
		configuration.telemetry,
	):
		assert point().state == GOOD, point()


def test_an_association_without_e_mail_is_not_locked_out(defaults: None) -> None:
	system_settings.make_safer()
	frappe.local.lang = "en"  # saving the settings has made it that of the site
	assert not frappe.get_single("System Settings").enable_two_factor_auth
	finding = log_in.second_factor()
	assert finding.state == TO_DO and "First set up outgoing e-mail" in finding.to_do


def test_with_e_mail_the_team_needs_a_second_factor_and_customers_of_a_shop_do_not(
	defaults: None, mail: None
) -> None:
	frappe.db.set_value("Role", "All", "two_factor_auth", 0)
	system_settings.make_safer()
	assert log_in.second_factor().state == log_in.ways_around_it().state == GOOD
	assert two_factor_is_enabled(make.make_user(COUNSELLOR, new_password=""))
	assert not two_factor_is_enabled(make.make_user(new_password=""))
	assert not two_factor_is_enabled("Administrator")  # the way back, if the mail account breaks


def test_an_update_does_not_take_the_second_factor_away(site: str) -> None:
	"""Roles are fixtures: every migrate writes them anew. With the tick in the fixture it stays."""
	import_fixtures("refugee_support")
	assert frappe.get_all("Role", {"name": ["in", APP_ROLES], "two_factor_auth": 0}) == []


def test_who_switched_the_second_factor_off_finds_it_off_after_a_migrate(site: str, mail: None) -> None:
	from refugee_support.setup import add_what_is_missing

	set_system(enable_two_factor_auth=0)
	add_what_is_missing()
	assert not frappe.get_single("System Settings").enable_two_factor_auth


@pytest.mark.parametrize(
	("filters", "muted", "expected"),
	[
		({"enable_outgoing": 1, "default_outgoing": 1}, 0, True),
		({"enable_outgoing": 1, "default_outgoing": 1}, 1, False),
		({"enable_outgoing": 1, "default_outgoing": 0}, 0, False),
	],
)
def test_mail_goes_out_with_a_default_account_that_is_not_muted(
	filters: dict[str, int], muted: int, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setitem(frappe.conf, "mute_emails", muted)
	monkeypatch.setitem(frappe.flags, "mute_emails", None)
	frappe.db.delete("Email Account")
	values = {"email_account_name": "Test", "email_id": "post@example.com", "smtp_server": "localhost"}
	frappe.get_doc({"doctype": "Email Account", "name": "Test", **values, **filters}).db_insert()
	assert system_settings.mail_goes_out() is expected


# --- Each setting that was made less safe ---

LESS_SAFE = [
	(log_in.session_length, "session_expiry", "170:00", TO_DO),
	(log_in.passwords, "minimum_password_score", "2", TO_DO),
	(log_in.passwords, "enable_password_policy", 0, URGENT),
	(log_in.failed_log_ins, "allow_consecutive_login_attempts", 0, URGENT),
	(log_in.failed_log_ins, "allow_consecutive_login_attempts", 50, TO_DO),
	(log_in.reset_links, "reset_password_link_expiry_duration", 0, TO_DO),
	(configuration.document_sharing, "disable_document_sharing", 0, TO_DO),
	(configuration.tracebacks, "allow_error_traceback", 1, TO_DO),
	(configuration.uploads_of_guests, "allow_guests_to_upload_files", 1, URGENT),
	(configuration.links_in_mails, "attach_view_link", 1, TO_DO),
	(configuration.links_in_mails, "allow_older_web_view_links", 1, TO_DO),
	(configuration.telemetry, "enable_telemetry", 1, TO_DO),
	(backups.encryption_is_on, "encrypt_backup", 0, URGENT),
]


@pytest.mark.parametrize(("point", "field", "value", "state"), LESS_SAFE)
def test_a_setting_made_less_safe_is_said_and_the_setting_named(
	point: Any, field: str, value: Any, state: str
) -> None:
	set_system(**{field: value})
	finding = point()
	assert finding.state == state
	assert frappe.get_meta("System Settings").get_label(field) in finding.to_do


def test_signing_up_is_said(site: str) -> None:
	frappe.db.set_single_value("Website Settings", "disable_signup", 0)
	assert log_in.sign_up().state == TO_DO


def test_a_link_in_a_mail_is_a_way_past_the_second_factor(site: str) -> None:
	set_system(login_with_email_link=1, enable_two_factor_auth=0)
	assert log_in.ways_around_it().state == GOOD  # there is none to go past
	set_system(enable_two_factor_auth=1)
	assert log_in.ways_around_it().state == TO_DO


def test_with_e_mail_a_missing_second_factor_is_urgent_also_of_one_role(site: str, mail: None) -> None:
	set_system(enable_two_factor_auth=0)
	assert log_in.second_factor().state == URGENT
	set_system(enable_two_factor_auth=1)
	assert log_in.second_factor().state == GOOD
	frappe.db.set_value("Role", COUNSELLOR, "two_factor_auth", 0)
	assert log_in.second_factor().state == URGENT


@pytest.mark.parametrize("key", configuration.UNSAFE_KEYS)
def test_keys_for_developers_are_said(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
	for other in configuration.UNSAFE_KEYS:
		monkeypatch.setitem(frappe.conf, other, 0)
	assert configuration.keys_for_developers().state == GOOD
	monkeypatch.setitem(frappe.conf, key, 1)
	finding = configuration.keys_for_developers()
	assert (finding.state, finding.found) == (URGENT, key)


@pytest.mark.parametrize(
	("url", "state"),
	[("https://verein.example", GOOD), ("http://localhost:8000", GOOD), ("http://verein.example", URGENT)],
)
def test_an_unencrypted_connection_is_urgent(url: str, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(configuration, "get_url", lambda: url)
	assert configuration.encrypted_connection().state == state


# --- Backups ---


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
	monkeypatch.setattr(backups.backups, "get_backup_path", lambda: str(tmp_path))
	return tmp_path


def backup(folder: Path, kind: str, content: bytes, hours: float = 1) -> None:
	path = folder / f"20261126_030000-verein-{kind}"
	path.write_bytes(content)
	os.utime(path, (time.time() - hours * 3600,) * 2)


ENCRYPTED, GZIP = b"\x8c\x0d\x04\x09" + bytes(600), b"\x1f\x8b\x08" + bytes(600)
TAR = bytes(257) + b"ustar" + bytes(400)


def test_no_backup_is_urgent(folder: Path) -> None:
	assert backups.of_today().state == backups.of_files().state == URGENT
	assert backups.encryption_has_worked().state == GOOD  # there is no plain one


def test_a_backup_of_last_night_with_files_is_good(folder: Path) -> None:
	backup(folder, "database-enc.sql.gz", ENCRYPTED)
	backup(folder, "private-files-enc.tar", ENCRYPTED)
	backup(folder, "site_config_backup-enc.json", b"{}")
	for point in (backups.of_today, backups.of_files, backups.encryption_has_worked):
		assert point().state == GOOD


def test_a_backup_without_files_is_said(folder: Path) -> None:
	backup(folder, "database-enc.sql.gz", ENCRYPTED)
	assert (backups.of_today().state, backups.of_files().state) == (GOOD, URGENT)


def test_a_backup_of_the_day_before_yesterday_is_urgent(folder: Path) -> None:
	backup(folder, "database-enc.sql.gz", ENCRYPTED, hours=40)
	assert backups.of_today().state == URGENT


@pytest.mark.parametrize(("kind", "content"), [("database-enc.sql.gz", GZIP), ("private-files-enc.tar", TAR)])
def test_a_plain_file_that_is_called_encrypted_is_urgent(folder: Path, kind: str, content: bytes) -> None:
	"""Frappe leaves it where gpg fails, with a line on a screen nobody looks at."""
	backup(folder, kind, content)
	finding = backups.encryption_has_worked()
	assert finding.state == URGENT and kind in finding.found


def test_an_erasure_that_a_restore_would_bring_back_is_urgent(
	site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(backups.again, "list_path", lambda: tmp_path / "list.jsonl")
	for name in frappe.get_all("Client Erasure", {"status": "Erased"}, pluck="name"):
		frappe.db.set_value("Client Erasure", name, "proof", None)
	assert backups.list_of_erasures().state == GOOD
	frappe.get_doc(
		{"doctype": "Client Erasure", "name": "probe", "status": "Erased", "proof": "a" * 64}
	).db_insert()
	assert backups.list_of_erasures().state == URGENT
	backups.again.write_down()
	assert backups.list_of_erasures().state == GOOD


# --- What runs, and people ---


def test_a_scheduler_that_is_off_is_urgent(site: str) -> None:
	set_system(enable_scheduler=0)
	assert running.scheduler().state == URGENT


@pytest.mark.parametrize(("hours", "state"), [(0.5, GOOD), (5, URGENT)])
def test_a_scheduler_that_has_stopped_is_urgent(hours: float, state: str) -> None:
	for name in frappe.get_all("Scheduled Job Type", pluck="name"):
		frappe.db.set_value(
			"Scheduled Job Type",
			name,
			"last_execution",
			frappe.utils.add_to_date(now_datetime(), hours=-hours),
		)
	assert running.last_run().state == state


def test_a_counsellor_with_technical_rights_is_named(site: str) -> None:
	user = make.make_user(COUNSELLOR, "System Manager", first_name="Zqtechnik", new_password="")
	assert "Zqtechnik" in people.almighty_team().found
	frappe.get_doc("User", user).remove_roles("System Manager")
	assert "Zqtechnik" not in people.almighty_team().found


def test_an_account_that_nobody_uses_is_named(site: str) -> None:
	user = make.make_user(COORDINATOR, first_name="Zqfort", new_password="")
	assert "Zqfort" not in people.unused_accounts().found  # made today
	frappe.db.set_value("User", user, "last_active", add_days(now_datetime(), -200))
	assert "Zqfort" in people.unused_accounts().found
	frappe.db.set_value("User", user, "enabled", 0)
	assert "Zqfort" not in people.unused_accounts().found


def test_a_key_for_programs_is_named(site: str) -> None:
	user = make.make_user(COUNSELLOR, first_name="Zqschnittstelle", new_password="")
	frappe.db.set_value("User", user, "api_key", frappe.generate_hash(length=12))
	finding = people.api_keys()
	assert finding.state == URGENT and "Zqschnittstelle" in finding.found


# --- The report ---


def test_the_worst_comes_first_and_every_point_that_is_not_good_says_what_to_do(site: str) -> None:
	found = safety.findings()
	places = [safety.WORST_FIRST.index(finding.state) for finding in found]
	assert places == sorted(places) and len(found) == len({finding.point for finding in found}) > 20
	assert [finding for finding in found if finding.state != GOOD and not finding.to_do] == []
	assert all(isinstance(finding, Finding) and finding.found for finding in found)


def test_administrators_read_it_in_their_language(monkeypatch: pytest.MonkeyPatch) -> None:
	set_system(encrypt_backup=0)
	frappe.set_user(make.make_user(ADMINISTRATOR, new_password=""))
	monkeypatch.setattr(frappe.local, "lang", "de")
	answer = run(REPORT)
	assert len(answer["result"]) > 20
	assert {row["state_label"] for row in answer["result"]} <= {"Gut", "Zu tun", "Dringend"}
	assert any("Setzen Sie den Haken bei „" in row["to_do"] for row in answer["result"])


def test_what_is_to_be_done_stands_above_the_table_in_full_and_names_are_text(site: str) -> None:
	make.make_user(COUNSELLOR, "System Manager", first_name="Zq", new_password="")
	frappe.db.set_value("User", {"first_name": "Zq"}, "full_name", "<b onclick=x>Zq</b>")
	message = run(REPORT)["message"]
	assert "&lt;b onclick=x&gt;Zq" in message and "<b onclick" not in message
	assert message.count("<li>") == sum(finding.state != GOOD for finding in safety.findings())


@pytest.mark.parametrize("role", [role for role in APP_ROLES if role != ADMINISTRATOR])
def test_nobody_else_learns_where_a_site_is_weak(role: str) -> None:
	frappe.set_user(make.make_user(role, new_password=""))
	with pytest.raises(frappe.PermissionError):
		run(REPORT)
	from refugee_support.refugee_support.report.safety_of_this_site.safety_of_this_site import execute

	with pytest.raises(frappe.PermissionError):
		execute()
