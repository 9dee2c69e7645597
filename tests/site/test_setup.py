"""What installing puts on a site, and that doing it again changes nothing anybody has chosen."""

import frappe
import pytest
from frappe.desk.desktop import get_workspace_sidebar_items
from frappe.model.document import Document

from refugee_support.access import APP_ROLES, COUNSELLOR, VOLUNTEER
from refugee_support.rules.regions import region_of
from refugee_support.setup import (
	add_what_is_missing,
	after_migrate,
	genders,
	master_data,
	module_profile,
	role_profiles,
	settings,
	system_settings,
	traces,
	uninstall,
)

FRAPPES_WORKSPACES = {"Build", "Users", "Tools", "Integrations", "Website"}
STATUS = "GEST"


def snapshot() -> dict[str, list]:
	doctypes = (*master_data.DOCTYPES, "Country", "Gender", "Role Profile", "Module Profile", "Block Module")
	state = {
		doctype: frappe.get_all(doctype, fields=["name", "modified"], order_by="name") for doctype in doctypes
	}
	return state | {"settings": sorted(frappe.db.get_singles_dict(settings.SETTINGS).items())}


def user_with(*roles: str) -> Document:
	user = frappe.get_doc({"doctype": "User", "email": "setup-test@example.com", "first_name": "Setup"})
	user.send_welcome_email = 0
	user.append_roles(*roles)
	module_profile.give_to_user(user)
	return user.insert()


# --- Master data ---


@pytest.mark.parametrize("doctype", master_data.DOCTYPES)
def test_every_row_is_there_after_the_installation(doctype: str) -> None:
	codes = {row["code"] for row in master_data.rows_of(doctype)}
	assert codes <= set(frappe.get_all(doctype, pluck="name"))


def test_a_row_comes_with_its_law_and_validity() -> None:
	status = frappe.get_doc("Residence Status", "AE104C")
	assert (status.enabled, status.category, str(status.valid_to)) == (1, "Humanitarian Permit", "2027-06-30")


def test_running_it_again_changes_nothing() -> None:
	before = snapshot()
	add_what_is_missing()
	assert snapshot() == before


def test_an_edited_label_survives_a_migrate() -> None:
	frappe.get_doc("Residence Status", STATUS).update({"label": "Gestattung"}).save()
	after_migrate()
	assert frappe.db.get_value("Residence Status", STATUS, "label") == "Gestattung"


def test_a_row_switched_off_stays_off() -> None:
	frappe.get_doc("Residence Status", STATUS).update({"enabled": 0}).save()
	after_migrate()
	assert frappe.db.get_value("Residence Status", STATUS, "enabled") == 0


def test_a_deleted_row_comes_back() -> None:
	frappe.db.delete("Consultation Result", {"name": "WITHDRAWN"})
	after_migrate()
	assert frappe.db.exists("Consultation Result", "WITHDRAWN")


def test_rows_of_the_association_are_left_alone() -> None:
	own = {"code": "OWN_TOPIC", "label": "Fahrradwerkstatt", "reporting_category": "Other"}
	frappe.get_doc({"doctype": "Counselling Topic", **own}).insert()
	after_migrate()
	assert frappe.db.get_value("Counselling Topic", "OWN_TOPIC", "label") == "Fahrradwerkstatt"


# --- Frappe's own lists ---


def test_genders_are_there() -> None:
	assert set(genders.GENDERS) <= set(frappe.get_all("Gender", pluck="name"))


def test_kosovo_is_a_country() -> None:
	assert frappe.db.get_value("Country", "Kosovo", "code") == "xk"


def test_every_country_of_the_site_has_a_region() -> None:
	without = [country for country in frappe.get_all("Country", pluck="name") if not region_of(country)]
	assert without in ([], ["Antarctica"])


# --- Settings ---


def test_a_setting_of_a_later_version_gets_its_default() -> None:
	frappe.db.delete("Singles", {"doctype": settings.SETTINGS, "field": "default_duration"})
	settings.add_missing_defaults()
	assert frappe.db.get_singles_dict(settings.SETTINGS).default_duration == "30"


def test_a_changed_setting_is_kept() -> None:
	frappe.db.set_single_value(settings.SETTINGS, "default_channel", "Telephone")
	settings.add_missing_defaults()
	assert frappe.db.get_single_value(settings.SETTINGS, "default_channel") == "Telephone"


@pytest.fixture
def frappes_defaults() -> Document:
	system = frappe.get_single("System Settings")
	for field in system_settings.SAFER_VALUES:
		system.set(field, system.meta.get_field(field).default)
	system.flags.ignore_mandatory = True
	return system.save()


def test_defaults_of_the_system_become_safer(
	frappes_defaults: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(system_settings.shutil, "which", lambda name: f"/usr/bin/{name}")
	system_settings.make_safer()
	system = frappe.get_single("System Settings")
	assert {
		field: system.get(field) for field in system_settings.SAFER_VALUES
	} == system_settings.SAFER_VALUES


def test_sessions_really_end_after_eight_hours(frappes_defaults: Document) -> None:
	system_settings.make_safer()
	assert frappe.sessions.get_expiry_in_seconds() == 8 * 60 * 60


def test_what_an_administrator_chose_is_kept(frappes_defaults: Document) -> None:
	frappes_defaults.update({"session_expiry": "12:00"}).save()
	system_settings.make_safer()
	assert frappe.get_single("System Settings").session_expiry == "12:00"


def test_backups_are_not_encrypted_where_that_is_impossible(
	frappes_defaults: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(system_settings.shutil, "which", lambda name: None)
	system_settings.make_safer()
	assert frappe.get_single("System Settings").encrypt_backup == 0


# --- Roles and what they see of Frappe ---


@pytest.mark.parametrize("role", APP_ROLES)
def test_every_role_has_a_profile_of_its_name(role: str) -> None:
	assert [row.role for row in frappe.get_doc("Role Profile", role).roles] == [role]


def test_a_profile_that_waits_for_a_worker_is_repaired_all_the_same() -> None:
	profile = frappe.get_doc("Role Profile", VOLUNTEER)
	profile.update({"roles": []}).db_update()
	frappe.db.delete("Has Role", {"parent": VOLUNTEER})
	profile.lock()
	role_profiles.keep()
	assert [row.role for row in frappe.get_doc("Role Profile", VOLUNTEER).roles] == [VOLUNTEER]


def test_the_module_profile_blocks_every_module_but_ours() -> None:
	modules = set(frappe.get_all("Module Def", pluck="name"))
	blocked = {row.module for row in frappe.get_doc("Module Profile", module_profile.PROFILE).block_modules}
	assert modules - blocked == {"Refugee Support"}


def test_a_new_module_is_blocked_for_users_who_are_there_already() -> None:
	user = user_with(VOLUNTEER)
	frappe.get_doc({"doctype": "Module Def", "module_name": "Plumbing", "app_name": "frappe"}).db_insert()
	module_profile.block_all_other_modules()
	assert "Plumbing" in frappe.get_doc("User", user.name).get_blocked_modules()


@pytest.mark.parametrize("role", APP_ROLES)
def test_people_of_this_app_see_none_of_frappes_workspaces(role: str) -> None:
	frappe.set_user(user_with(role).name)
	pages = get_workspace_sidebar_items()["pages"]
	shown = {page["name"] for page in pages if page}  # Frappe 16 lists None for somebody without a workspace
	assert not shown & FRAPPES_WORKSPACES


def test_a_role_profile_counts_as_its_roles() -> None:
	user = frappe.get_doc(
		{"doctype": "User", "email": "setup-test@example.com", "role_profile_name": COUNSELLOR}
	)
	module_profile.give_to_user(user)
	assert user.module_profile == module_profile.PROFILE


def test_technical_people_keep_their_view() -> None:
	assert not user_with(COUNSELLOR, "System Manager").module_profile


# --- Leaving ---


@pytest.fixture
def names() -> traces.Names:
	return traces.names_on_site()


def test_a_dry_run_removes_nothing() -> None:
	before = snapshot()
	uninstall.before_uninstall()
	uninstall.after_uninstall()
	assert snapshot() == before


def test_the_files_name_what_the_site_has(names: traces.Names) -> None:
	on_disk = traces.names_on_disk()
	assert {kind: set(on_disk[kind]) - set(names[kind]) for kind in names} == {kind: set() for kind in names}


TRACES: dict[str, dict[str, str]] = {
	"List Filter": {"reference_doctype": "Client", "filter_name": "Salim"},
	"View Log": {"reference_doctype": "Client", "reference_name": "C-1"},
	"Version": {"ref_doctype": "Client", "docname": "C-1"},
	"Comment": {"reference_doctype": "Client", "reference_name": "C-1"},
	"ToDo": {"reference_type": "Client", "reference_name": "C-1"},
	"User Permission": {"allow": "Client", "for_value": "C-1", "user": "Administrator"},
	"Kanban Board": {"reference_doctype": "Client", "kanban_board_name": "Board"},
	"Access Log": {"export_from": "Client"},
	"Deleted Document": {"deleted_doctype": "Client", "deleted_name": "C-1"},
	"Custom Field": {"dt": "ToDo", "fieldname": "their_client", "fieldtype": "Link", "options": "Client"},
	"Custom DocPerm": {"parent": "Client", "role": "System Manager"},
	"List View Settings": {"name": "Client"},
	"Prepared Report": {"report_name": "My services"},
}


@pytest.mark.parametrize("doctype", TRACES)
def test_traces_go(doctype: str, names: traces.Names, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(traces, "remove_from_disk", lambda files: None)  # no rollback brings those back
	trace = frappe.get_doc({"doctype": doctype, "name": "a-trace", **TRACES[doctype]})
	trace.db_insert()
	names["Report"].append("My services")
	traces.remove_what_links_to(names["DocType"])
	for table, field, kind in uninstall.NAMED:
		traces.remove(table, field, names[kind])
	assert not frappe.db.exists(doctype, trace.name)


def test_an_attached_file_goes_from_disk_with_its_record() -> None:
	report = frappe.get_doc({"doctype": "Prepared Report", "name": "a-report", "report_name": "My services"})
	report.db_insert()
	attached = {"attached_to_doctype": report.doctype, "attached_to_name": report.name}
	file = frappe.get_doc(
		{"doctype": "File", "file_name": "setup.txt", "content": "x", "is_private": 1, **attached}
	)
	file.insert()
	traces.remove("Prepared Report", "report_name", ["My services"])
	assert not frappe.db.exists("File", file.name) and not file.exists_on_disk()


def test_a_record_that_only_mentions_us_stays() -> None:
	account = frappe.get_doc({"doctype": "Email Account", "name": "Office", "append_to": "Client"})
	account.db_insert()
	traces.forget("Email Account", "append_to", ["Client"])
	assert frappe.db.get_value("Email Account", "Office", ["name", "append_to"]) == ("Office", None)


def test_a_page_only_our_roles_could_see_does_not_open_to_everybody() -> None:
	grant = {"parent": "Tools", "parenttype": "Workspace", "parentfield": "roles", "role": VOLUNTEER}
	frappe.get_doc({"doctype": "Has Role", "name": "a-grant", **grant}).db_insert()
	uninstall.remove_roles()
	assert frappe.db.get_value("Has Role", "a-grant", "role") == "System Manager"


def test_roles_leave_no_rows() -> None:
	user = user_with(VOLUNTEER)
	uninstall.remove_roles()
	left = {
		doctype: frappe.db.count(doctype, {"name": ["in", APP_ROLES]}) for doctype in ("Role", "Role Profile")
	}
	left["Has Role"] = frappe.db.count("Has Role", {"parent": user.name})
	assert left == {"Role": 0, "Role Profile": 0, "Has Role": 0}


def test_users_see_frappes_modules_again() -> None:
	user = user_with(VOLUNTEER)
	uninstall.remove_module_profile()
	blocked = frappe.db.count("Block Module", {"parent": user.name})
	assert (blocked, frappe.db.get_value("User", user.name, "module_profile")) == (0, None)


def test_a_fresh_site_gets_role_profiles_before_the_tasks_that_lead_to_them(site):
	for doctype in ("Volunteer Task", "Role Profile"):
		frappe.db.delete(doctype)
	add_what_is_missing()
	assert frappe.db.get_value("Volunteer Task", {"role_profile": COUNSELLOR})
