"""What the scheduler calls."""

from frappe.utils import getdate, now_datetime

from refugee_support import advocacy, follow_ups
from refugee_support.cafe import forgetting, making
from refugee_support.deadlines import reminders as deadline_reminders
from refugee_support.duties import following as duties
from refugee_support.erasing import again, disk, due, registrations
from refugee_support.integrations.erpnext import timesheets
from refugee_support.job_help import due as job_due
from refugee_support.job_help import reminders as job_reminders
from refugee_support.own_data import making as data_requests
from refugee_support.refugee_support.doctype.authority_application import renewal
from refugee_support.refugee_support.doctype.client_consent import client_consent
from refugee_support.refugee_support.doctype.data_breach import data_breach
from refugee_support.residence import reminders as title_reminders
from refugee_support.residence import today
from refugee_support.service_records import checking


def send_follow_up_digests() -> None:
	follow_ups.send_digests(getdate())


def remind_of_promises() -> None:
	advocacy.remind(getdate())


def prepare_renewals() -> None:
	renewal.prepare_all_due(getdate())


def begin_residence_titles() -> None:
	today.begin_titles(getdate())


def remind_of_residence_titles() -> None:
	title_reminders.remind(getdate())


def check_service_records() -> None:
	checking.check_nightly(getdate())


def look_after_erasures() -> None:
	due.update_list(getdate())
	registrations.erase_old(getdate())
	again.write_down()


def finish_deleting_files() -> None:
	disk.finish()


def look_after_data_requests() -> None:
	data_requests.remind(getdate())
	data_requests.remove_old_copies(getdate())


def remind_of_breaches() -> None:
	data_breach.remind()


def remind_of_deadlines() -> None:
	deadline_reminders.run_if_due()


def remind_of_job_applications() -> None:
	job_reminders.remind(getdate())
	job_due.remind(getdate())


def empty_childcare_of_past_days() -> None:
	forgetting.empty_past_days(getdate())


def make_cafe_sessions() -> None:
	making.make_all_due(getdate())


def finish_duties() -> None:
	duties.finish(now_datetime())


def end_consents() -> None:
	client_consent.end_those_that_ran_out()


def write_time_sheets() -> None:
	timesheets.sync(getdate())
