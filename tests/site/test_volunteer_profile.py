"""From interest to farewell: the steps, the account that follows, and who may not do what."""

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, nowdate

from refugee_support import access
from refugee_support.patches import give_tasks_to_helpers
from refugee_support.volunteers import actions, certificates, daily, life_cycle
from tests.site import factories as make

CAFE_TASK, CHILDCARE, COUNSELLING, ADMINISTRATION = (
	"LANGUAGE_CAFE",
	"CHILDCARE",
	"COUNSELLING",
	"ADMINISTRATION",
)


def day(offset: int) -> str:
	return add_days(nowdate(), offset)


def helper(*roles: str, **profile) -> str:
	user = make.make_user(*roles, new_password="")  # nobody logs in: hashing would only cost time
	make.make_volunteer_profile(user, **profile)
	return user


@pytest.fixture
def administrator() -> str:
	"""Logged in as an administrator of the association, who has no right to Frappe's User."""
	user = helper(access.ADMINISTRATOR)
	frappe.set_user(user)
	assert not frappe.has_permission("User", "write", doc="Administrator")
	return user


def new_profile(*tasks: str, **values):
	"""Somebody interested, entered by whoever is logged in, with every step but what `values` take away."""
	defaults = {
		"full_name": "Amal Beispiel",
		"email": f"{frappe.generate_hash(length=8)}@example.com",
		"conversation_on": day(-5),
		"undertaking_signed_on": day(-4),
		"instructed_on": day(-4),
		"legal_training_on": day(-3),
		"supervising_lawyer": "RAin Muster",
		"tasks": [{"task": task, "from_date": day(0)} for task in tasks or (CAFE_TASK,)],
	}
	return frappe.get_doc({"doctype": "Volunteer Profile", **defaults, **values}).insert()


def started(*tasks: str, **values):
	profile = new_profile(*tasks, **values)
	confirm(profile)
	actions.activate(profile.name)
	return profile.reload()


def confirm(profile, user: str = "Administrator") -> None:
	"""By somebody else than who entered the tasks."""
	me = frappe.session.user
	frappe.set_user(user)
	for row in filter(life_cycle.awaits_confirmation, profile.tasks):
		actions.confirm_task(profile.name, row.name)
	frappe.set_user(me)


def inspect(profile, **values):
	defaults = {"volunteer": profile.name, "inspected_on": day(0), "certificate_date": day(-20)}
	values = {**defaults, "relevant_conviction": "No", **values}
	return frappe.get_doc({"doctype": "Police Certificate Inspection", **values}).insert()


def roles(profile) -> set[str]:
	return set(frappe.get_roles(profile.user)) & set(access.APP_ROLES)


def enabled(user: str) -> bool:
	return bool(frappe.db.get_value("User", user, "enabled"))


# --- Starting ---


def test_becoming_active_creates_the_account_with_the_roles_of_the_tasks(administrator: str) -> None:
	profile = started(CAFE_TASK, COUNSELLING)
	user = frappe.get_doc("User", profile.user)
	assert user.enabled and user.full_name == "Amal Beispiel"
	assert roles(profile) == {access.CAFE_HELPER, access.VOLUNTEER}
	assert user.module_profile == "Refugee Support"
	assert access.has_active_undertaking(user.name)


def test_all_that_is_missing_is_listed_at_once(administrator: str) -> None:
	profile = new_profile(CHILDCARE, COUNSELLING, instructed_on=None, supervising_lawyer=None, email=None)
	with pytest.raises(frappe.ValidationError):
		actions.activate(profile.name)
	said = str(frappe.local.message_log)
	for word in (
		"data protection instruction",
		"police certificate",
		"supervising lawyer",
		"e-mail",
		"counsellor",
	):
		assert word in said, word
	assert "first conversation" not in said


def test_the_stage_says_what_is_due(administrator: str) -> None:
	profile = new_profile(undertaking_signed_on=None)
	assert profile.stage == "Undertaking Due"
	profile.undertaking_signed_on = day(0)
	assert profile.save().stage == "Ready to Start"


def test_an_account_that_is_there_is_used_and_keeps_its_other_roles(administrator: str) -> None:
	frappe.set_user("Administrator")
	technician = make.make_user("System Manager", new_password="")
	frappe.set_user(administrator)
	profile = started(user=technician, email=None)
	assert roles(profile) == {access.CAFE_HELPER}
	assert "System Manager" in frappe.get_roles(technician)
	actions.leave(profile.name, nowdate())
	assert enabled(technician), "an administrator of the association must not lock out the site's technician"
	assert "System Manager" in frappe.get_roles(technician)
	assert not roles(profile)


def test_an_ended_task_takes_its_role_the_next_day(administrator: str) -> None:
	profile = started(CAFE_TASK, COUNSELLING)
	row = next(row for row in profile.tasks if row.task == CAFE_TASK)
	row.db_set({"from_date": day(-9), "to_date": day(-1)})
	daily.run()
	assert roles(profile) == {access.VOLUNTEER}


def test_the_role_profile_of_a_task_gives_no_foreign_role(administrator: str) -> None:
	frappe.set_user("Administrator")
	poisoned = frappe.get_doc("Role Profile", access.CAFE_HELPER)
	poisoned.append("roles", {"role": "System Manager"})
	poisoned.update_child_table("roles")
	frappe.set_user(administrator)
	profile = started()
	assert "System Manager" not in frappe.get_roles(profile.user)


def test_a_task_with_a_foreign_role_profile_is_refused(administrator: str) -> None:
	frappe.set_user("Administrator")
	make.make("Role Profile", role_profile="Almighty", roles=[{"role": "System Manager"}])
	frappe.set_user(administrator)
	task = frappe.get_doc("Volunteer Task", CAFE_TASK)
	task.role_profile = "Almighty"
	with pytest.raises(frappe.ValidationError, match="Role Profile"):
		task.save()


# --- Four eyes ---


def test_a_task_that_leads_to_clients_needs_a_second_person(administrator: str) -> None:
	profile = new_profile(COUNSELLING)
	assert profile.stage == "Confirmation Due"
	with pytest.raises(frappe.PermissionError):
		actions.confirm_task(profile.name, profile.tasks[0].name)
	with pytest.raises(frappe.ValidationError, match="counsellor"):
		actions.activate(profile.name)


def test_a_counsellor_confirms_and_a_volunteer_does_not(administrator: str) -> None:
	counsellor, volunteer = helper(access.COUNSELLOR), helper(access.VOLUNTEER)
	profile = new_profile(COUNSELLING)
	with pytest.raises(frappe.PermissionError):
		confirm(profile, volunteer)
	frappe.set_user(administrator)
	confirm(profile, counsellor)
	assert frappe.db.get_value("Volunteer Profile Task", profile.tasks[0].name, "confirmed_by") == counsellor


def test_a_confirmation_cannot_be_written_into_the_form(administrator: str) -> None:
	profile = new_profile(COUNSELLING)
	profile.tasks[0].update({"confirmed_by": "Administrator", "entered_by": "Administrator"})
	profile.save()
	row = frappe.get_doc("Volunteer Profile", profile.name).tasks[0]
	assert not row.confirmed_by and row.entered_by == administrator


def test_another_task_or_a_longer_one_is_confirmed_anew(administrator: str) -> None:
	profile = started(COUNSELLING)
	profile.tasks[0].task = "COUNSELLING_STAFF"
	profile.save()
	assert not profile.tasks[0].confirmed_by and not roles(profile)
	assert profile.stage == "Active, Incomplete"


def test_a_shorter_task_stays_confirmed(administrator: str) -> None:
	profile = started(COUNSELLING)
	profile.tasks[0].to_date = day(30)
	profile.save()
	assert roles(profile) == {access.VOLUNTEER}


def test_administrators_cannot_raise_themselves(administrator: str) -> None:
	profile = frappe.get_doc("Volunteer Profile", {"user": administrator})
	profile.append("tasks", {"task": COUNSELLING, "from_date": day(0)})
	with pytest.raises(frappe.PermissionError, match="another administrator"):
		profile.save()
	task = frappe.get_doc("Volunteer Task", ADMINISTRATION)
	task.role_profile = access.COUNSELLOR
	with pytest.raises(frappe.PermissionError, match="another administrator"):
		task.save()


def test_administrators_make_no_second_profile_for_themselves(administrator: str) -> None:
	with pytest.raises(frappe.PermissionError):
		new_profile(user=administrator)
	with pytest.raises(frappe.PermissionError):
		new_profile(email=administrator)


# --- One profile per account, and none for the site's own ---


def test_the_accounts_of_the_site_and_of_others_are_refused(administrator: str) -> None:
	for user in ("Administrator", "Guest", helper(access.CAFE_HELPER)):
		with pytest.raises(frappe.ValidationError):
			new_profile(user=user)


def test_an_account_cannot_be_exchanged(administrator: str) -> None:
	profile = started()
	frappe.set_user("Administrator")
	other = make.make_user(new_password="")
	frappe.set_user(administrator)
	profile.user = other
	with pytest.raises(frappe.ValidationError, match="User"):
		profile.save()


def test_who_has_worked_here_is_not_deleted(administrator: str) -> None:
	profile = started()
	with pytest.raises(frappe.ValidationError, match="Leaving"):
		profile.delete()
	new_profile().delete()


# --- One's own profile ---


def test_a_volunteer_changes_their_details_and_nothing_else() -> None:
	volunteer = helper(access.VOLUNTEER)
	frappe.set_user(volunteer)
	profile = frappe.get_doc("Volunteer Profile", {"user": volunteer})
	profile.undertaking_ended_on = None
	assert not profile.has_permission("write")
	actions.save_my_details(
		"0211 123456",
		[{"language": "ti", "level": "C1"}],
		[{"weekday": "Thursday", "time_of_day": "Evening"}],
	)
	profile.reload()
	assert profile.languages[0].language == "ti" and profile.availability[0].weekday == "Thursday"


def test_who_has_no_profile_is_told_so() -> None:
	frappe.set_user(make.make_user(access.VOLUNTEER, new_password=""))
	with pytest.raises(frappe.ValidationError, match="no profile"):
		actions.save_my_details("1", [], [])


# --- Undertaking ---


def test_an_undertaking_that_ended_cannot_end_again(administrator: str) -> None:
	profile = new_profile(undertaking_ended_on=day(-1))
	profile.undertaking_ended_on = day(-2)
	with pytest.raises(frappe.ValidationError, match="has ended already"):
		profile.save()


def test_a_new_undertaking_keeps_the_one_that_ended(administrator: str) -> None:
	profile = new_profile(undertaking_ended_on=day(-1))
	profile.update({"undertaking_signed_on": day(0), "undertaking_ended_on": None})
	profile.save()
	(earlier,) = profile.reload().earlier_undertakings
	assert (str(earlier.signed_on), str(earlier.ended_on)) == (day(-4), day(-1))
	profile.earlier_undertakings = []
	profile.save()
	assert len(profile.reload().earlier_undertakings) == 1, "history cannot be taken away"


@pytest.mark.parametrize(
	"field", ["conversation_on", "instructed_on", "legal_training_on", "undertaking_signed_on"]
)
def test_steps_are_not_taken_in_the_future(administrator: str, field: str) -> None:
	with pytest.raises(frappe.ValidationError, match="future"):
		new_profile(**{field: day(1)})


# --- Pausing and leaving ---


def test_a_pause_closes_the_account_and_resuming_opens_it(administrator: str) -> None:
	profile = started(COUNSELLING)
	actions.pause(profile.name)
	assert not enabled(profile.user) and not roles(profile)
	actions.activate(profile.name)
	assert enabled(profile.user) and roles(profile) == {access.VOLUNTEER}


def test_leaving_ends_account_keys_tokens_tasks_undertaking_and_teams(administrator: str) -> None:
	profile = started(COUNSELLING)
	user = profile.user
	frappe.set_user("Administrator")
	client = make.make_client()
	make.put_on_team(client.name, user)
	account = frappe.get_doc("User", user)
	account.update({"api_key": "key", "api_secret": "secret", "reset_password_key": "reset"})
	account.save()
	token = make.make("OAuth Bearer Token", user=user, access_token=frappe.generate_hash(), expires_in=60)
	frappe.set_user(administrator)
	actions.leave(profile.name, nowdate())
	account.reload(), profile.reload()
	assert not account.enabled and not account.api_key and not account.reset_password_key
	assert not account.get_password("api_secret", raise_exception=False)
	assert not frappe.db.exists("OAuth Bearer Token", token.name)
	assert profile.status == "Former" and profile.stage == "Has Left"
	assert str(profile.undertaking_ended_on) == str(profile.tasks[0].to_date) == nowdate()
	(row,) = frappe.get_all("Client Support Team Member", {"helper": user}, ["to_date"])
	assert row.to_date == getdate()
	assert not access.has_active_undertaking(user)


def test_the_last_administrator_stays() -> None:
	for name in frappe.get_all(
		"Has Role", {"role": access.ADMINISTRATOR, "parenttype": "User"}, pluck="parent"
	):
		frappe.db.set_value("User", name, "enabled", 0)
	last = helper(access.ADMINISTRATOR)
	profile = frappe.get_doc("Volunteer Profile", {"user": last})
	for leave in (lambda: actions.leave(profile.name, nowdate()), lambda: actions.pause(profile.name)):
		with pytest.raises(frappe.ValidationError, match="last administrator"):
			leave()
	frappe.db.rollback()


def test_somebody_who_comes_back_needs_a_new_undertaking_and_task(administrator: str) -> None:
	profile = started()
	actions.leave(profile.name, nowdate())
	with pytest.raises(frappe.ValidationError, match="undertaking"):
		actions.activate(profile.name)
	profile.reload()
	profile.update({"undertaking_signed_on": nowdate(), "undertaking_ended_on": None})
	profile.append("tasks", {"task": CAFE_TASK, "from_date": nowdate()})
	profile.save()
	actions.activate(profile.name)
	assert enabled(profile.user) and not profile.reload().left_on


# --- Police certificates ---


def test_childcare_begins_with_a_certificate_and_ends_with_it(administrator: str) -> None:
	profile = new_profile(CHILDCARE)
	assert profile.stage == "Police Certificate Due"
	inspection = inspect(profile)
	assert str(inspection.valid_until) == str(add_months(day(-20), 60))
	actions.activate(profile.name)
	profile.reload()
	assert roles(profile) == {access.CAFE_HELPER}
	inspection.db_set("valid_until", day(-1))
	daily.run()
	profile.reload()
	assert not roles(profile)
	assert profile.tasks[0].end_reason == "Police Certificate"


def test_a_conviction_closes_tasks_with_children_at_once_and_says_so_nowhere_else(administrator: str) -> None:
	profile = new_profile(CHILDCARE)
	inspect(profile)
	actions.activate(profile.name)
	inspect(profile, relevant_conviction="Yes", certificate_date=day(-1))
	profile.reload()
	assert not roles(profile)
	assert "onvict" not in frappe.as_json(profile.as_dict())
	versions = frappe.get_all("Version", {"docname": profile.name}, pluck="data")
	assert not [data for data in versions if "onvict" in data]


@pytest.mark.parametrize(
	("values", "field"),
	[
		({"inspected_on": 1}, "Inspected On"),
		({"certificate_date": 1}, "Date of the Certificate"),
		({"inspected_on": -9, "certificate_date": -8}, "Date of the Certificate"),
		({"certificate_date": -100}, "older than 3 months"),
	],
)
def test_an_impossible_inspection_is_refused(administrator: str, values: dict, field: str) -> None:
	with pytest.raises(frappe.ValidationError, match=field):
		inspect(new_profile(CHILDCARE), **{name: day(offset) for name, offset in values.items()})


def test_without_a_task_with_children_nothing_is_recorded(administrator: str) -> None:
	with pytest.raises(frappe.ValidationError, match="no task with children"):
		inspect(new_profile(CAFE_TASK))


def test_a_renewal_replaces_what_was_known(administrator: str) -> None:
	profile = new_profile(CHILDCARE)
	first, second = inspect(profile), inspect(profile, certificate_date=day(-1))
	assert frappe.get_all(certificates.DOCTYPE, {"volunteer": profile.name}, pluck="name") == [second.name]
	assert not frappe.db.exists("Deleted Document", {"deleted_name": first.name})


def test_the_facts_are_erased_six_months_after_the_last_day_with_children(administrator: str) -> None:
	profile = new_profile(CHILDCARE)
	inspection = inspect(profile)
	row = profile.tasks[0]
	row.db_set({"from_date": add_months(nowdate(), -9), "to_date": day(-1)})
	certificates_left = lambda: frappe.db.exists(certificates.DOCTYPE, inspection.name)  # noqa: E731
	daily.run()
	assert certificates_left()
	row.db_set("to_date", add_months(nowdate(), -6))
	daily.run()
	assert not certificates_left()
	assert not frappe.db.exists("Version", {"ref_doctype": certificates.DOCTYPE})
	assert not frappe.db.exists("Deleted Document", {"deleted_doctype": certificates.DOCTYPE})


def test_the_facts_are_erased_at_once_when_the_task_was_never_taken_up(administrator: str) -> None:
	profile = new_profile(CHILDCARE)
	inspection = inspect(profile)
	profile.reload()
	profile.tasks[0].task = CAFE_TASK
	profile.save()
	daily.run()
	assert not frappe.db.exists(certificates.DOCTYPE, inspection.name)


def test_administrators_are_reminded_once_and_without_a_name(administrator: str) -> None:
	profile = new_profile(CHILDCARE)
	inspect(profile).db_set("valid_until", day(80))
	daily.run()
	daily.run()
	told = {"document_type": "Volunteer Profile", "document_name": profile.name, "for_user": administrator}
	(subject,) = frappe.get_all("Notification Log", told, pluck="subject")
	assert "90" in subject and "Amal" not in subject


@pytest.mark.parametrize(
	"role", [access.COUNSELLOR, access.COORDINATOR, access.VOLUNTEER, access.CAFE_HELPER, "System Manager"]
)
def test_only_administrators_see_inspections(administrator: str, role: str) -> None:
	inspection = inspect(new_profile(CHILDCARE))
	frappe.set_user("Administrator")
	frappe.set_user(make.make_user(role, new_password=""))
	assert not frappe.get_doc(certificates.DOCTYPE, inspection.name).has_permission("read")
	with pytest.raises(frappe.PermissionError):
		frappe.get_list(certificates.DOCTYPE)


def test_an_inspection_is_not_corrected_deleted_or_illustrated(administrator: str) -> None:
	inspection = inspect(new_profile(CHILDCARE))
	for forbidden in ("write", "delete", "print", "export", "email", "share", "report"):
		assert not inspection.has_permission(forbidden), forbidden
	with pytest.raises(frappe.PermissionError):
		make_attachment = {"attached_to_doctype": certificates.DOCTYPE, "attached_to_name": inspection.name}
		frappe.get_doc(doctype="File", file_name="scan.txt", content="scan", **make_attachment).insert()
	frappe.set_user("Administrator")
	with pytest.raises(frappe.ValidationError, match="erase"):
		frappe.delete_doc(certificates.DOCTYPE, inspection.name)


def test_a_slip_is_erased_without_a_trace(administrator: str) -> None:
	inspection = inspect(new_profile(CHILDCARE))
	actions.erase_inspection(inspection.name)
	assert not frappe.db.exists(certificates.DOCTYPE, inspection.name)


# --- Migration ---


def test_a_profile_of_the_first_version_gets_the_tasks_of_its_roles() -> None:
	user = make.make_user(access.COUNSELLOR, access.COORDINATOR, new_password="")
	profile = make.make_volunteer_profile(user, joined_on=day(-400))
	frappe.db.delete("Volunteer Profile Task", {"parent": profile.name})
	profile.db_set({"stage": None, "instructed_on": None})
	for _again in range(2):
		give_tasks_to_helpers.execute()
	profile.reload()
	assert {row.task for row in profile.tasks} == {"COUNSELLING_STAFF", "COORDINATION"}
	assert {str(row.from_date) for row in profile.tasks} == {day(-400)}
	assert profile.stage == "Active, Incomplete"
	daily.refresh(profile.name)
	assert roles(profile) == {access.COUNSELLOR, access.COORDINATOR}
