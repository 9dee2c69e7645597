"""ERPNext beside us: money and working time meet our figures there, and nobody who seeks help ever does.

What needs ERPNext is skipped where it is not on the test site: REFUGEE_SUPPORT_TEST_ERPNEXT=1 bin/test tests/site/test_erpnext.py.
"""

from datetime import date
from typing import Any

import frappe
import pytest
from frappe.utils import add_days

from refugee_support import access
from refugee_support.evaluation.indicators import book_of
from refugee_support.integrations.erpnext import fields, is_enabled, money, timesheets
from tests.site import factories as make

TODAY = date.today()  # at worst a day behind the site
# Where ERPNext and Frappe keep people for selling, mailing and calling.
FOR_BUSINESS = (
	*(
		"Contact",
		"Contact Email",
		"Contact Phone",
		"Address",
		"Dynamic Link",
		"Email Group Member",
		"Google Contact",
	),
	*("Customer", "Supplier", "Lead", "Opportunity", "Prospect", "Shareholder", "Employee", "Party Link"),
	*(
		"Campaign",
		"Email Campaign",
		"Newsletter",
		"Appointment",
		"Call Log",
		"Party Account",
		"Issue",
		"Donor",
		"Member",
	),
)


def entries() -> dict[str, int]:
	return {name: frappe.db.count(name) for name in FOR_BUSINESS if frappe.db.table_exists(name)}


def test_nobody_who_seeks_help_is_kept_for_business_or_mailing() -> None:
	before = entries()
	client = make.make_client(
		email_id="amina@example.com", mobile_no="+49 151 1234567", street="Musterweg 1"
	).name
	other = make.make_client(first_name="Sami").name
	make.make_household(client, other)
	make.make_appointment(client)
	make.make_letter(client)
	make.make_referral(client)
	make.make_consultation(client)
	make.make_application(client)
	make.make_application_support(client)
	make.make_registration(client=client)
	make.make_cafe_attendance(client)
	changed = frappe.get_doc("Client", client)
	changed.email_id = "neu@example.com"
	changed.save()
	assert entries() == before and len(before) >= 6


def test_without_a_link_nothing_goes_there_and_nothing_is_asked_for() -> None:
	timesheets.sync(TODAY)
	assert money.linked("KOMM_AN_NRW") == {}
	assert _("Money") not in book_of("KOMM_AN_NRW", TODAY, TODAY).sheetnames


def test_other_apps_that_come_and_go_change_no_field() -> None:
	before = frappe.db.count("Custom Field")
	fields.after_app_install("hrms")
	fields.before_app_uninstall("hrms")
	assert frappe.db.count("Custom Field") == before


# --- With ERPNext ---


def _(text: str) -> str:
	return frappe._(text)


@pytest.fixture
def erpnext(site: str) -> str:
	"""Its company."""
	if not is_enabled():
		pytest.skip("ERPNext is not on this site")
	return frappe.db.get_value("Company", {})


def own_fields() -> list[tuple[str, str]]:
	there = frappe.get_all(
		"Custom Field", {"dt": ["in", list(fields.OURS)]}, ["dt", "fieldname"], as_list=True
	)
	return sorted(there)


def declared_fields() -> list[tuple[str, str]]:
	return sorted((doctype, field["fieldname"]) for doctype, some in fields.OURS.items() for field in some)


def test_the_fields_come_and_go_with_erpnext_and_the_links_stay(
	erpnext: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(
		fields, "THEIRS", {}
	)  # its table would be altered, which ends the transaction of a test
	project = make_project(erpnext)
	frappe.db.set_value("Funding Programme", "AMIF", "erpnext_project", project)
	fields.before_app_uninstall("erpnext")
	assert own_fields() == []
	assert not frappe.get_meta("Funding Programme").has_field("erpnext_project")
	assert money.linked("AMIF") == {}
	fields.after_app_install("erpnext")
	assert own_fields() == declared_fields()
	assert money.linked("AMIF") == {"project": project}
	fields.add_missing()
	assert own_fields() == declared_fields()


@pytest.fixture
def helper(erpnext: str) -> Any:
	"""The profile of somebody with an employee, and the settings that send hours."""
	if not frappe.db.exists("Activity Type", "Ehrenamt"):
		frappe.get_doc({"doctype": "Activity Type", "activity_type": "Ehrenamt"}).insert()
	settings = frappe.get_doc("Refugee Support Settings")
	settings.update({"erpnext_hours_from": add_days(TODAY, -30), "erpnext_activity_type": "Ehrenamt"})
	settings.save()
	user = make.make_user(access.CAFE_HELPER, new_password="")
	make.make_volunteer_profile(user)
	profile = frappe.get_doc("Volunteer Profile", {"user": user})
	profile.erpnext_employee = make_employee(erpnext)
	profile.save()
	return profile


def make_employee(company: str) -> str:
	values = {"first_name": "Erika", "gender": "Female", "company": company}
	days = {"date_of_birth": "1980-01-01", "date_of_joining": "2020-01-01"}
	return frappe.get_doc({"doctype": "Employee", **values, **days}).insert().name


def make_project(company: str) -> str:
	name = f"Projekt {frappe.generate_hash(length=6)}"
	return frappe.get_doc({"doctype": "Project", "project_name": name, "company": company}).insert().name


def enter(profile: Any, **values: Any) -> Any:
	given = {"volunteer": profile.name, "date": TODAY, "hours": 1.5, "task": "LANGUAGE_CAFE"}
	return frappe.get_doc({"doctype": "Volunteer Hours", **given, **values}).insert()


def sheets(profile: Any) -> list[Any]:
	"""Those that count: not the cancelled ones."""
	names = frappe.get_all(
		"Timesheet", {"employee": profile.erpnext_employee, "docstatus": ["<", 2]}, pluck="name"
	)
	return [frappe.get_doc("Timesheet", name) for name in names]


def rows(sheet: Any) -> list[tuple[float, str | None, str]]:
	return [(row.hours, row.project, row.activity_type) for row in sheet.time_logs]


def test_hours_become_one_draft_for_a_day_once_and_say_nothing_of_what_was_done(
	helper: Any, erpnext: str
) -> None:
	project = make_project(erpnext)
	frappe.db.set_value("Funding Programme", "AMIF", "erpnext_project", project)
	enter(helper, funding_programme="AMIF")
	enter(helper, hours=2)
	enter(helper, hours=3, date=add_days(TODAY, -1))
	for _night in range(2):
		timesheets.sync(TODAY)
	found = {sheet.start_date: sheet for sheet in sheets(helper)}
	assert sorted(found) == [add_days(TODAY, -1), TODAY]
	sheet = found[TODAY]
	assert rows(sheet) == [(1.5, project, "Ehrenamt"), (2, None, "Ehrenamt")]
	assert (sheet.docstatus, sheet.refugee_support_hours, sheet.company) == (0, 1, erpnext)
	assert not sheet.note and not any(row.description for row in sheet.time_logs)


def test_changed_hours_are_corrected_and_hours_taken_back_disappear(helper: Any) -> None:
	first, second = enter(helper), enter(helper, date=add_days(TODAY, -1))
	timesheets.sync(TODAY)
	first.hours = 4
	first.save()
	second.delete()
	timesheets.sync(TODAY)
	(sheet,) = sheets(helper)
	assert (sheet.start_date, sheet.total_hours) == (TODAY, 4)


def test_a_submitted_time_sheet_is_amended(helper: Any) -> None:
	hours = enter(helper)
	timesheets.sync(TODAY)
	(sheet,) = sheets(helper)
	sheet.submit()
	timesheets.sync(TODAY)
	assert sheets(helper)[0].docstatus == 1, "nothing has changed"
	hours.hours = 2
	hours.save()
	timesheets.sync(TODAY)
	(amended,) = sheets(helper)
	assert (amended.docstatus, amended.total_hours, amended.amended_from) == (0, 2, sheet.name)


def test_what_is_paid_stays_and_is_told_once(helper: Any) -> None:
	hours = enter(helper)
	timesheets.sync(TODAY)
	(sheet,) = sheets(helper)
	sheet.submit()
	sheet.db_set("status", "Payslip")
	hours.hours = 2
	hours.save()
	for _night in range(2):
		timesheets.sync(TODAY)
	(same,) = sheets(helper)
	assert (same.name, same.total_hours) == (sheet.name, 1.5)
	comments = frappe.get_all(
		"Comment", {"reference_name": sheet.name, "comment_type": "Comment"}, pluck="content"
	)
	assert len(comments) == 1 and "2.0" in comments[0]


def test_hours_before_the_day_or_of_somebody_without_employee_stay_here(helper: Any) -> None:
	frappe.db.set_single_value("Refugee Support Settings", "erpnext_hours_from", TODAY)
	enter(helper, date=add_days(TODAY, -1))
	user = make.make_user(access.CAFE_HELPER, new_password="")
	make.make_volunteer_profile(user)
	enter(frappe.get_doc("Volunteer Profile", {"user": user}))
	before = frappe.db.count("Timesheet")
	timesheets.sync(TODAY)
	assert frappe.db.count("Timesheet") == before
	frappe.db.set_single_value("Refugee Support Settings", "erpnext_hours_from", None)
	frappe.clear_document_cache("Refugee Support Settings", "Refugee Support Settings")
	enter(helper)
	timesheets.sync(TODAY)
	assert sheets(helper) == []


def test_one_day_that_cannot_be_written_does_not_hold_up_the_others(helper: Any, erpnext: str) -> None:
	enter(helper)
	enter(helper, date=add_days(TODAY, -2))
	own = frappe.get_doc({"doctype": "Timesheet", "employee": helper.erpnext_employee, "company": erpnext})
	times = {"from_time": f"{TODAY} 00:00:00", "to_time": f"{TODAY} 03:00:00", "hours": 3}
	own.append("time_logs", {"activity_type": "Ehrenamt", **times})
	own.insert()
	timesheets.sync(TODAY)
	written = [sheet for sheet in sheets(helper) if sheet.name != own.name]
	assert [sheet.start_date for sheet in written] == [add_days(TODAY, -2)]
	assert own.reload().total_hours == 3, "what people write themselves is not touched"
	log = frappe.get_last_doc("Error Log")
	assert "time sheet" in log.method
	assert "Erika" not in log.error and helper.full_name not in log.error


def book_something(company: str, **where: Any) -> None:
	"""100 euro of expenses, paid in cash."""
	account = {"company": company, "is_group": 0}
	expense = frappe.db.get_value("Account", {**account, "root_type": "Expense", "account_type": ""})
	cash = frappe.db.get_value("Account", {**account, "account_type": "Cash"})
	entry = frappe.get_doc({"doctype": "Journal Entry", "company": company, "posting_date": TODAY})
	entry.append("accounts", {"account": expense, "debit_in_account_currency": 100, **where})
	entry.append("accounts", {"account": cash, "credit_in_account_currency": 100, **where})
	entry.insert().submit()


def test_money_stands_beside_hours_in_the_proof_of_use_for_who_may_see_it(helper: Any, erpnext: str) -> None:
	project, center = make_project(erpnext), frappe.db.get_value("Company", erpnext, "cost_center")
	programme = {"erpnext_project": project, "erpnext_cost_center": center}
	frappe.db.set_value("Funding Programme", "AMIF", programme)
	book_something(erpnext, project=project, cost_center=center)
	enter(helper, funding_programme="AMIF", hours=2.5)
	lines = [[cell.value for cell in row] for row in book_of("AMIF", TODAY, TODAY)["Money"].iter_rows()]
	assert ["Total", "Expense", 100] in lines, "once, though it is of both the project and the cost center"
	assert ["Total", "Income", 0] in lines
	assert ["Hours given by people who help", 2.5] in [line[:2] for line in lines]
	earlier = book_of("AMIF", date(2007, 1, 1), date(2007, 1, 31))["Money"]
	assert ["Total", "Expense", 0] in [[cell.value for cell in row] for row in earlier.iter_rows()]

	frappe.set_user(make.make_user(access.COORDINATOR, new_password=""))
	seen = [cell.value for row in book_of("AMIF", TODAY, TODAY)["Money"].iter_rows() for cell in row]
	assert any("may not read the bookkeeping" in str(value) for value in seen)
	assert 100 not in seen and 2.5 in seen
