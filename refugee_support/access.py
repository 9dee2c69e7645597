"""Who may see which client: one criterion per DocType, used for lists and for single documents.

The list hook (`permission_query_conditions`) renders the criterion into the query, the document hook
(`has_permission`) asks the database with the same criterion, so that a list and a form can never disagree and
a forged document in a request cannot grant itself anything. docs/permissions.md has it in words.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Literal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import add_days, cint, getdate
from frappe.utils.caching import request_cache
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from refugee_support.restricted_clients import (
	NOBODY,
	hidden_clients,
	shielded,
	somebody_is_hidden,
	without_hidden,
)

COUNSELLOR = "Refugee Support Counsellor"
VOLUNTEER = "Refugee Support Volunteer"
CAFE_HELPER = "Language Cafe Helper"
APPLICATION_HELPER = "Application Support Helper"
COORDINATOR = "Refugee Support Coordinator"
ADMINISTRATOR = "Refugee Support Administrator"
APP_ROLES = (COUNSELLOR, VOLUNTEER, CAFE_HELPER, APPLICATION_HELPER, COORDINATOR, ADMINISTRATOR)

# Child tables carry what their parent carries: asked for directly, they follow the parent's criterion.
CHILD_TABLES = {
	"Client Language": "Client",
	"Client Support Team Member": "Client",
	"Client Residence Status": "Client",
	"Client Characteristic": "Client",
	"Client Household Member": "Client Household",
	"Consultation Topic": "Consultation",
	"Consultation Participant": "Consultation",
	"Volunteer Profile Availability": "Volunteer Profile",
	"Volunteer Profile Language": "Volunteer Profile",
	"Volunteer Profile Task": "Volunteer Profile",
	"Volunteer Profile Undertaking": "Volunteer Profile",
	"Authority Letter Application": "Authority Letter",
	"Authority Letter Person": "Authority Letter",
	"Consultation Activity": "Consultation",
	"Client Appointment Companion": "Client Appointment",
	"Integration Plan Review": "Integration Plan",
	"Integration Goal Step": "Integration Goal",
	"Application Applicant": "Authority Application",
	"Application Document": "Authority Application",
	"Evaluation Report Table": "Evaluation Report",
	"Application Support Team Member": "Application Support",
	"Advocacy Activity Incident": "Advocacy Activity",
	"Legacy Import Sheet": "Legacy Import",
	"Legacy Import Column": "Legacy Import",
	"Legacy Import Value": "Legacy Import",
	"Client Data Request Decision": "Client Data Request",
}
# Records of the help with job applications: read and written by whoever works on the Application Support they name.
OF_APPLICATION_SUPPORT = (
	"Client Career Station",
	"Client Career Skill",
	"Client Qualification",
	"Client Job Application",
	"Application Support Talk",
	"Client CV",
	"Client Cover Letter",
	"Client Application Folder",
)
# About the people who help, and about the work as a whole: not about clients.
HELPER_DOCTYPES = frozenset(
	{"Volunteer Profile", "Police Certificate Inspection", "Volunteer Hours", "Volunteer Allowance"}
	| {"Evaluation Report"}
)

# What is said outside: they name no client, whoever wrote them.
ADVOCACY_DOCTYPES = frozenset({"Advocacy Activity", "Incident Wording"})

Scope = Literal["all", "team", "none"]
READ_ONLY = "Reading Only"  # the scope of an Access Grant
DAYS_AFTER_INTERPRETING = 14  # for how long an interpreter still sees what they were booked for
READING = ("read", "select", "print", "report", "export", "email")


@request_cache
def profile_of(user: str) -> Any:
	"""The Volunteer Profile of an account, or None, and with it whether counsellors see their own teams only: asked with
	every list and form, in one question. Read once in a request; a profile and settings that are saved forget what was
	read (`forget_profiles`)."""
	profile, setting = DocType("Volunteer Profile"), DocType("Singles")
	columns = ("status", "helper_kind", "undertaking_signed_on", "undertaking_ended_on")
	own_teams_only = (
		frappe.qb.from_(setting)
		.select(setting.value)
		.where(setting.doctype == "Refugee Support Settings")
		.where(setting.field == "counsellors_see_own_teams_only")
	)
	query = frappe.qb.from_(profile).select(*columns, own_teams_only.as_("own_teams_only"))
	rows = query.where(profile.user == user).limit(1).run(as_dict=True)
	return rows[0] if rows else None


def forget_profiles() -> None:
	if hasattr(frappe.local, "request_cache"):  # a command that has asked nothing yet has none (Frappe 15)
		frappe.local.request_cache.clear()


def has_active_undertaking(user: str) -> bool:
	"""Whether the user is bound to secrecy today (section 203 (4) StGB): the gate before every client."""
	profile = profile_of(user)
	if not profile or profile.status != "Active" or not profile.undertaking_signed_on:
		return False
	signed, ended = getdate(profile.undertaking_signed_on), profile.undertaking_ended_on
	return signed <= getdate() and (not ended or getdate() < getdate(ended))


def client_scope(user: str) -> Scope:
	"""Which clients the user may see today: all, those of their support teams, or none."""
	if user == "Administrator":
		return "all"
	roles = frappe.get_roles(user)
	if COUNSELLOR not in roles and VOLUNTEER not in roles:
		return "none"
	if not has_active_undertaking(user):
		return "none"
	if COUNSELLOR in roles and not cint(profile_of(user).own_teams_only):
		return "all"
	return "team"


def administrates(user: str) -> bool:
	return user == "Administrator" or ADMINISTRATOR in frappe.get_roles(user)


def is_counsellor(user: str) -> bool:
	return user == "Administrator" or COUNSELLOR in frappe.get_roles(user)


# --- One criterion per DocType: None lets every row through, NOBODY lets none through. ---


def clients_of_team(user: str) -> Any:
	"""The names of the clients the user sees today, as a sub-query: by a support team or by an Access Grant."""
	return _clients_of_team(user, getdate())


@request_cache  # the question, not the answer: putting it together takes longer than asking it
def _clients_of_team(user: str, today: date) -> Any:
	member, grant = DocType("Client Support Team Member"), DocType("Access Grant")
	by_team = (
		frappe.qb.from_(member)
		.select(member.parent.as_("client"))
		.where(member.parenttype == "Client")
		.where(member.helper == user)
		.where(member.from_date <= today)
		.where(member.to_date.isnull() | (member.to_date >= today))
	)
	by_grant = (
		frappe.qb.from_(grant)
		.select(grant.client)
		.where(grant.user == user)
		.where(grant.from_date <= today)
		.where(grant.to_date >= today)
		.where(grant.revoked_at.isnull())
	)
	by_team.wrap_set_operation_queries = False  # SQLite takes no brackets around the parts of a union
	mine = by_team.union(by_grant).as_("mine")
	return frappe.qb.from_(mine).select(mine.client).where(mine.client.notin(hidden_clients(user)))


def clients_to_read_only(user: str) -> set[str]:
	"""The clients an Access Grant opens for reading alone: no support team and no other grant gives more today."""
	member, grant, today = DocType("Client Support Team Member"), DocType("Access Grant"), getdate()
	grants = (
		frappe.qb.from_(grant)
		.select(grant.client, grant.scope)
		.where((grant.user == user) & grant.revoked_at.isnull())
		.where((grant.from_date <= today) & (grant.to_date >= today))
		.run()
	)
	read_only = {client for client, scope in grants if scope == READ_ONLY}
	read_only -= {client for client, scope in grants if scope != READ_ONLY}
	if not read_only:
		return set()
	of_team = (
		frappe.qb.from_(member)
		.select(member.parent)
		.where(
			(member.parenttype == "Client") & (member.helper == user) & member.parent.isin(list(read_only))
		)
		.where((member.from_date <= today) & (member.to_date.isnull() | (member.to_date >= today)))
		.run(pluck=True)
	)
	return read_only - set(of_team)


def client_criterion(user: str) -> Criterion | None:
	"""All for counsellors, or by a setting those of their support teams; of their support teams and grants for volunteers."""
	scope = client_scope(user)
	if scope == "all":
		return without_hidden("Client", user)
	return NOBODY if scope == "none" else DocType("Client").name.isin(clients_of_team(user))


def client_column_criterion(user: str, column: Any) -> Criterion | None:
	"""The same for a column of another table that holds numbers of clients: so that rows can be counted or cut off
	before the clients themselves are read."""
	scope = client_scope(user)
	if scope == "none":
		return NOBODY
	if scope == "team":
		return column.isin(clients_of_team(user))
	return None if user == "Administrator" else column.notin(hidden_clients(user))


def household_criterion(user: str) -> Criterion | None:
	"""A household shows the names of all who ever lived in it: only to those who may see all of them."""
	scope = client_scope(user)
	if scope != "team":
		return None if scope == "all" else NOBODY
	household, member, foreign = (
		DocType("Client Household"),
		DocType("Client Household Member"),
		DocType("Client Household Member").as_("foreign_member"),
	)
	mine = frappe.qb.from_(member).select(member.parent).where(member.client.isin(clients_of_team(user)))
	others = frappe.qb.from_(foreign).select(foreign.parent).where(foreign.parent.isin(mine))
	others = others.where(foreign.client.notin(clients_of_team(user)))
	return household.name.isin(mine) & household.name.notin(others)


def _names_others(doctype: str, child: str, user: str) -> Any:
	"""Of the records of the user's clients those whose rows name somebody else, as a sub-query. Looked for among these
	records alone: rows about all others are nearly all of the table."""
	record, row = DocType(doctype).as_("of_team"), DocType(child)
	query = frappe.qb.from_(row).join(record).on(record.name == row.parent).select(row.parent)
	query = query.where(record.client.isin(clients_of_team(user)))
	return query.where(row.client.notin(clients_of_team(user)))


def confidential_record_criterion(user: str) -> Criterion | None:
	"""Of the clients the reader sees, for counsellors alone."""
	if not is_counsellor(user):
		return NOBODY
	return _client_link_criterion(user, DocType("Confidential Record").client)


def client_relation_criterion(user: str) -> Criterion | None:
	"""A relation names two people: only to those who may see both."""
	scope = client_scope(user)
	if scope != "team":
		return None if scope == "all" else NOBODY
	relation, mine = DocType("Client Relation"), clients_of_team(user)
	alone = relation.related_client.isnull() | (relation.related_client == "")
	return relation.client.isin(mine) & (alone | relation.related_client.isin(mine))


def consultation_criterion(user: str) -> Criterion | None:
	"""Consultations of visible clients in which nobody else is named; anonymous ones to all counsellors,
	to a volunteer only their own."""
	scope = client_scope(user)
	if scope != "team":
		return None if scope == "all" else NOBODY
	consultation = DocType("Consultation")
	others = _names_others("Consultation", "Consultation Participant", user)
	of_team = consultation.client.isin(clients_of_team(user)) & consultation.name.notin(others)
	if is_counsellor(user):
		return (consultation.is_anonymous == 1) | of_team
	# Not "or": the database would go through the conversations of everybody to find those of twenty clients.
	table = DocType("Consultation").as_("anonymous_one")
	anonymous = frappe.qb.from_(table).select(table.name)
	anonymous = anonymous.where((table.counsellor == user) & (table.is_anonymous == 1))
	table = DocType("Consultation").as_("one_of_team")
	with_team = frappe.qb.from_(table).select(table.name).where(table.client.isin(clients_of_team(user)))
	with_team.wrap_set_operation_queries = False  # SQLite takes no brackets around the parts of a union
	mine = with_team.where(table.name.notin(others)).union(anonymous).as_("my_consultations")
	return consultation.name.isin(frappe.qb.from_(mine).select(mine.name))


def consultation_note_criterion(user: str) -> Criterion | None:
	"""Of the clients the reader sees and of anonymous contacts, for counsellors alone."""
	return _to_counsellors_also_of_nobody(user, DocType("Consultation Note").client)


def authority_letter_criterion(user: str) -> Criterion | None:
	"""Letters to visible clients that are about nobody else."""
	scope = client_scope(user)
	if scope != "team":
		return None if scope == "all" else NOBODY
	letter, others = (
		DocType("Authority Letter"),
		_names_others("Authority Letter", "Authority Letter Person", user),
	)
	return letter.client.isin(clients_of_team(user)) & letter.name.notin(others)


def legal_deadline_criterion(user: str) -> Criterion | None:
	"""Deadlines of visible clients; of a letter, to those who may see the letter."""
	criterion, of_letter = (
		_client_link_criterion(user, DocType("Legal Deadline").client),
		CRITERIA["Authority Letter"](user),
	)
	if criterion is NOBODY or of_letter is None:
		return criterion
	deadline, letter = DocType("Legal Deadline"), DocType("Authority Letter")
	visible = frappe.qb.from_(letter).select(letter.name).where(of_letter)
	readable = deadline.letter.isnull() | (deadline.letter == "") | deadline.letter.isin(visible)
	return readable if criterion is None else criterion & readable


def deadline_reminder_criterion(user: str) -> Criterion | None:
	"""What was sent about a deadline, for those who may see it."""
	of_deadline = CRITERIA["Legal Deadline"](user)
	if of_deadline is None or of_deadline is NOBODY:
		return of_deadline
	reminder, deadline = DocType("Deadline Reminder"), DocType("Legal Deadline")
	return reminder.deadline.isin(frappe.qb.from_(deadline).select(deadline.name).where(of_deadline))


def authority_application_criterion(user: str) -> Criterion | None:
	"""Applications in which every applicant is visible: one decision names the whole family."""
	scope = client_scope(user)
	if scope != "team":
		return None if scope == "all" else NOBODY
	application = DocType("Authority Application")
	others = _names_others("Authority Application", "Application Applicant", user)
	return application.client.isin(clients_of_team(user)) & application.name.notin(others)


def client_representation_criterion(user: str) -> Criterion | None:
	return _client_link_criterion(user, DocType("Client Representation").client)


def interpreter_booking_criterion(user: str) -> Criterion | None:
	"""Who interprets sees their own bookings, whoever the client is, until two weeks after; counsellors those of
	the clients they see. A booking says when, where, which language and a first name: nothing else is in it."""
	scope = client_scope(user)
	if scope == "none" or (scope == "all" and is_counsellor(user)):
		return NOBODY if scope == "none" else None
	booking, appointment = DocType("Interpreter Booking"), DocType("Client Appointment")
	recent = booking.starts_at >= add_days(getdate(), -DAYS_AFTER_INTERPRETING)
	own = (booking.interpreter_user == user) & recent
	if not is_counsellor(user):
		return own
	of_team = frappe.qb.from_(appointment).select(appointment.name)
	return own | booking.appointment.isin(of_team.where(appointment.client.isin(clients_of_team(user))))


def _client_link_criterion(user: str, client: Any) -> Criterion | None:
	scope = client_scope(user)
	if scope == "all":
		return None
	return NOBODY if scope == "none" else client.isin(clients_of_team(user))


def cafe_attendance_criterion(user: str) -> Criterion | None:
	"""Guests by name to whoever sees the client; head counts, which name nobody, to all who counsel. Café helpers see
	numbers and names of today on the check-in page, not here."""
	attendance, scope = DocType("Cafe Attendance"), client_scope(user)
	if scope == "all":
		return None
	if scope == "none":
		return NOBODY
	head_counts = attendance.client.isnull() | (attendance.client == "")
	return head_counts | attendance.client.isin(clients_of_team(user))


def cafe_childcare_place_criterion(user: str) -> Criterion | None:
	"""Children of today, to café helpers and counsellors bound to secrecy; of earlier days what is left names nobody."""
	if user == "Administrator":
		return None
	if not {CAFE_HELPER, COUNSELLOR} & set(frappe.get_roles(user)) or not has_active_undertaking(user):
		return NOBODY
	place = DocType("Cafe Childcare Place")
	return (place.session_date == getdate()) | (place.emptied == 1)


def _to_counsellors_also_of_nobody(user: str, client: Any) -> Criterion | None:
	if not is_counsellor(user):
		return NOBODY
	criterion = _client_link_criterion(user, client)
	if criterion is None or criterion is NOBODY:
		return criterion
	return criterion | client.isnull() | (client == "")


def _of_client(doctype: str) -> Callable[[str], Criterion | None]:
	"""What belongs to one client and is read by whoever reads the client."""
	return lambda user: _client_link_criterion(user, DocType(doctype).client)


def application_support_criterion(user: str) -> Criterion | None:
	"""Of the clients the reader sees; for the application team those they are assigned to today, who are clients they
	see nowhere else."""
	support = DocType("Application Support")
	criterion = _client_link_criterion(user, support.client)
	if criterion is None or APPLICATION_HELPER not in frappe.get_roles(user):
		return criterion
	if not has_active_undertaking(user):
		return criterion
	assigned = support.name.isin(supports_assigned_to(user))
	return assigned if criterion is NOBODY else criterion | assigned


def supports_assigned_to(user: str) -> Any:
	"""The names of the Application Supports somebody helps with today, as a sub-query."""
	member, today = DocType("Application Support Team Member"), getdate()
	return (
		frappe.qb.from_(member)
		.select(member.parent)
		.where((member.parenttype == "Application Support") & (member.helper == user))
		.where((member.from_date <= today) & (member.to_date.isnull() | (member.to_date >= today)))
	)


def _of_application_support(doctype: str) -> Callable[[str], Criterion | None]:
	"""What belongs to an Application Support is read by whoever reads that."""

	def criterion(user: str) -> Criterion | None:
		of_support = CRITERIA["Application Support"](user)
		if of_support is None or of_support is NOBODY:
			return of_support
		support, record = DocType("Application Support"), DocType(doctype)
		return record.application_support.isin(
			frappe.qb.from_(support).select(support.name).where(of_support)
		)

	return criterion


def volunteer_profile_criterion(user: str) -> Criterion | None:
	"""Administrators, coordinators and counsellors see who helps; everybody else their own profile."""
	roles = set(frappe.get_roles(user))
	if user == "Administrator" or roles & {ADMINISTRATOR, COORDINATOR, COUNSELLOR}:
		return None
	return DocType("Volunteer Profile").user == user


def police_certificate_criterion(user: str) -> Criterion | None:
	"""The three facts of a police certificate: administrators only."""
	return None if user == "Administrator" or ADMINISTRATOR in frappe.get_roles(user) else NOBODY


def access_grant_criterion(user: str) -> Criterion | None:
	"""Grants for visible clients; a volunteer sees their own."""
	grant = DocType("Access Grant")
	criterion = _client_link_criterion(user, grant.client)
	if criterion is None or criterion is NOBODY or is_counsellor(user):
		return criterion
	return criterion & (grant.user == user)


def restricted_client_access_criterion(user: str) -> Criterion | None:
	"""Who may see a client who must not be found: known to those who may."""
	if not is_counsellor(user):
		return NOBODY
	return _client_link_criterion(user, DocType("Restricted Client Access").client)


def residence_reminder_criterion(user: str) -> Criterion | None:
	if not is_counsellor(user):
		return NOBODY
	return _client_link_criterion(user, DocType("Residence Reminder").client)


def event_registration_criterion(user: str) -> Criterion | None:
	"""Counsellors see who signed up for events; a volunteer or café helper for those whose team they are on, while they
	are bound to secrecy. Where a client is linked, in both cases only if the client is visible too."""
	scope, registration = client_scope(user), DocType("Event Registration")
	if scope == "none" and CAFE_HELPER in frappe.get_roles(user) and has_active_undertaking(user):
		of_nobody = registration.client.isnull() | (registration.client == "")
		return registration.event.isin(_events_of_team(user)) & of_nobody
	if scope == "none" or (scope == "all" and is_counsellor(user)):
		return NOBODY if scope == "none" else None
	visible = registration.client.isnull() | (registration.client == "")
	visible |= registration.client.isin(clients_of_team(user))
	if is_counsellor(user):
		return visible
	return registration.event.isin(_events_of_team(user)) & visible


def _events_of_team(user: str) -> QueryBuilder:
	helper = DocType("Community Event Helper")
	return frappe.qb.from_(helper).select(helper.parent).where(helper.user == user)


def client_name_key_criterion(user: str) -> Criterion | None:
	"""Keys are for the check alone: whatever the role table says, nobody reads them."""
	return NOBODY


def legacy_import_criterion(user: str) -> Criterion | None:
	"""Files of an old database name everybody: to counsellors who see all clients."""
	return None if is_counsellor(user) and client_scope(user) == "all" else NOBODY


def client_distinct_pair_criterion(user: str) -> Criterion | None:
	"""A pair names two people: to counsellors who may see both."""
	scope, pair = client_scope(user), DocType("Client Distinct Pair")
	if not is_counsellor(user) or scope == "none":
		return NOBODY
	mine = clients_of_team(user)
	return None if scope == "all" else pair.client.isin(mine) & pair.other_client.isin(mine)


def client_erasure_criterion(user: str) -> Criterion | None:
	"""Of visible clients, and of those who are erased and whom nobody knows any more: to counsellors."""
	return _to_counsellors_also_of_nobody(user, DocType("Client Erasure").client)


def client_data_request_criterion(user: str) -> Criterion | None:
	"""Requests of visible clients, and the copies of their data: to counsellors."""
	if not is_counsellor(user):
		return NOBODY
	return _client_link_criterion(user, DocType("Client Data Request").client)


def client_merge_criterion(user: str) -> Criterion | None:
	"""Merges of visible clients: to counsellors."""
	if not is_counsellor(user):
		return NOBODY
	return _client_link_criterion(user, DocType("Client Merge").survivor)


def client_access_log_criterion(user: str) -> Criterion | None:
	"""Who manages accounts and who watches over data protection see all entries, which hold numbers and no names;
	counsellors those of the clients they see."""
	contact = frappe.db.get_single_value("Refugee Support Settings", "data_protection_contact")
	if user in ("Administrator", contact) or ADMINISTRATOR in frappe.get_roles(user):
		return None
	if not is_counsellor(user) or (of_client := client_criterion(user)) is NOBODY:
		return NOBODY
	visible = frappe.qb.from_(DocType("Client")).select("name").where(of_client)
	return DocType("Client Access Log").client.isin(visible)


def volunteer_hours_criterion(user: str) -> Criterion | None:
	"""Administrators and coordinators see who gave how much time; everybody else their own hours."""
	if user == "Administrator" or set(frappe.get_roles(user)) & {ADMINISTRATOR, COORDINATOR}:
		return None
	return DocType("Volunteer Hours").user == user


def volunteer_allowance_criterion(user: str) -> Criterion | None:
	"""Who was paid what: administrators and coordinators."""
	if user == "Administrator" or set(frappe.get_roles(user)) & {ADMINISTRATOR, COORDINATOR}:
		return None
	return NOBODY


def unequal_treatment_incident_criterion(user: str) -> Criterion | None:
	"""Of the clients the reader sees and of nobody in particular, for counsellors alone."""
	if not is_counsellor(user):
		return NOBODY
	incident = DocType("Unequal Treatment Incident")
	criterion = _client_link_criterion(user, incident.client)
	if criterion is None or criterion is NOBODY:
		return criterion
	return criterion | incident.client.isnull() | (incident.client == "")


def advocacy_criterion(user: str) -> Criterion | None:
	"""What is said outside, and in which words: coordinators and counsellors."""
	if user == "Administrator" or set(frappe.get_roles(user)) & {COORDINATOR, COUNSELLOR}:
		return None
	return NOBODY


def evaluation_report_criterion(user: str) -> Criterion | None:
	"""Holds true counts beside the protected ones: for those alone who may read Service Records."""
	return None if frappe.has_permission("Service Record", "read", user=user) else NOBODY


def _child_criterion(child: str) -> Callable[[str], Criterion | None]:
	parent = CHILD_TABLES[child]

	def criterion(user: str) -> Criterion | None:
		of_parent = CRITERIA[parent](user)
		if of_parent is None or of_parent is NOBODY:
			return of_parent
		table, rows = DocType(parent), DocType(child)
		return rows.parent.isin(frappe.qb.from_(table).select(table.name).where(of_parent))

	return criterion


CRITERIA: dict[str, Callable[[str], Criterion | None]] = {
	"Access Grant": access_grant_criterion,
	"Client": client_criterion,
	"Client Distinct Pair": client_distinct_pair_criterion,
	"Client Data Request": client_data_request_criterion,
	"Client Erasure": client_erasure_criterion,
	"Client Merge": client_merge_criterion,
	"Client Name Key": client_name_key_criterion,
	"Client Access Log": client_access_log_criterion,
	"Client Household": household_criterion,
	"Client Appointment": _of_client("Client Appointment"),
	"Client Referral": _of_client("Client Referral"),
	"Client Consent": _of_client("Client Consent"),
	"Received Letter": _of_client("Received Letter"),
	"Interpreter Booking": interpreter_booking_criterion,
	"Client Relation": client_relation_criterion,
	"Confidential Record": confidential_record_criterion,
	"Consultation": consultation_criterion,
	"Consultation Note": consultation_note_criterion,
	"Authority Letter": authority_letter_criterion,
	"Legal Deadline": legal_deadline_criterion,
	"Deadline Reminder": deadline_reminder_criterion,
	"Restricted Client Access": restricted_client_access_criterion,
	"Authority Application": authority_application_criterion,
	"Client Representation": client_representation_criterion,
	"Volunteer Profile": volunteer_profile_criterion,
	"Police Certificate Inspection": police_certificate_criterion,
	"Volunteer Hours": volunteer_hours_criterion,
	"Volunteer Allowance": volunteer_allowance_criterion,
	"Integration Milestone": _of_client("Integration Milestone"),
	"Integration Plan": _of_client("Integration Plan"),
	"Integration Goal": _of_client("Integration Goal"),
	"Residence Reminder": residence_reminder_criterion,
	"Event Registration": event_registration_criterion,
	"Language Level Record": _of_client("Language Level Record"),
	"Course Entitlement": _of_client("Course Entitlement"),
	"Evaluation Report": evaluation_report_criterion,
	"Application Support": application_support_criterion,
	"Client Career Station": _of_application_support("Client Career Station"),
	"Client Career Skill": _of_application_support("Client Career Skill"),
	"Client Qualification": _of_application_support("Client Qualification"),
	"Client Job Application": _of_application_support("Client Job Application"),
	"Application Support Talk": _of_application_support("Application Support Talk"),
	"Client CV": _of_application_support("Client CV"),
	"Client Cover Letter": _of_application_support("Client Cover Letter"),
	"Client Application Folder": _of_application_support("Client Application Folder"),
	"Cafe Attendance": cafe_attendance_criterion,
	"Cafe Childcare Place": cafe_childcare_place_criterion,
	"Unequal Treatment Incident": unequal_treatment_incident_criterion,
	"Incident Wording": advocacy_criterion,
	"Advocacy Activity": advocacy_criterion,
	"Legacy Import": legacy_import_criterion,
	"Legacy Import Row": legacy_import_criterion,
	"Legacy Import Key": client_name_key_criterion,
}
# Everything that hangs on a client; what the doors (doors/) guard.
CLIENT_DOCTYPES = frozenset(CRITERIA) - HELPER_DOCTYPES - ADVOCACY_DOCTYPES | {
	child for child, parent in CHILD_TABLES.items() if parent not in HELPER_DOCTYPES | ADVOCACY_DOCTYPES
}
CRITERIA |= {child: _child_criterion(child) for child in CHILD_TABLES}
# Whatever a criterion says: no row about a client who must not be found, but for those who are named.
UNSHIELDED = CRITERIA
CRITERIA = {
	doctype: criterion if doctype == "Client" else shielded(doctype, criterion)  # has it in itself
	for doctype, criterion in CRITERIA.items()
}


# --- The two hooks ---


def permission_query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""The criterion of a DocType as the SQL condition Frappe adds to every list of it.

	Mostly nobody is hidden from the reader: to ask for that first (of an index that is empty, in the transaction that reads
	the list) takes less than to find out which fields of which tables may name a client.
	"""
	user = user or frappe.session.user
	criteria = CRITERIA if doctype == "Client" or somebody_is_hidden(user) else UNSHIELDED
	criterion = criteria[str(doctype)](user)
	if criterion is None:
		return ""
	return f"({criterion.get_sql(with_namespace=True, quote_char='`', secondary_quote_char=chr(39))})"


def has_permission(doc: Document, ptype: str = "read", user: str | None = None, **kwargs: Any) -> bool:
	"""Whether one document may be read, written and so on: decided on what is stored, create first."""
	user = user or frappe.session.user
	if ptype == "share" and doc.doctype in CLIENT_DOCTYPES:
		return False  # a share would open the document past every criterion, and would never end
	if ptype == "create" or doc.is_new():
		return _may_create(doc, user)
	if not is_visible(doc.doctype, doc.name, user):
		return False
	if ptype not in READING and not _may_change(doc, user):
		return False
	if ptype in ("write", "delete") and doc.doctype == "Volunteer Hours":
		own = frappe.db.get_value("Volunteer Hours", doc.name, "user") == user
		return own or user == "Administrator" or ADMINISTRATOR in frappe.get_roles(user)
	if ptype == "write" and doc.doctype == "Consultation":
		return is_counsellor(user) or frappe.db.get_value("Consultation", doc.name, "counsellor") == user
	return True


def _may_create(doc: Document, user: str) -> bool:
	"""New records name clients: all of them must be visible. The role table decides who creates at all."""
	if doc.doctype not in CLIENT_DOCTYPES:
		return True
	if doc.doctype in OF_APPLICATION_SUPPORT:
		support = doc.get("application_support")
		return not support or is_visible("Application Support", support, user)
	scope, named = client_scope(user), clients_in(doc)
	if scope == "none" or not all(is_visible("Client", name, user) for name in named):
		return False
	return scope == "all" or not named & clients_to_read_only(user)


def _may_change(doc: Document, user: str) -> bool:
	"""A grant to read opens no form for writing: asked of what is stored as well as of what the request says."""
	if doc.doctype not in CLIENT_DOCTYPES or client_scope(user) != "team":
		return True
	if not (read_only := clients_to_read_only(user)):
		return True
	if doc.doctype == "Client":
		return doc.name not in read_only
	return not (clients_in(doc) | clients_in(frappe.get_doc(doc.doctype, doc.name))) & read_only


def clients_in(doc: Document) -> set[str]:
	"""The names of all clients a document names, in itself and in its child tables."""
	named = set()
	for document in (doc, *doc.get_all_children()):
		for field in document.meta.get("fields", {"fieldtype": "Link", "options": "Client"}):
			if document.get(field.fieldname):
				named.add(document.get(field.fieldname))
	return named


def is_visible(doctype: str, name: str, user: str) -> bool:
	"""Whether a stored record lies within the user's criterion."""
	criterion = CRITERIA[doctype](user)
	if criterion is None:
		return True
	if criterion is NOBODY:
		return False
	table = DocType(doctype)
	return bool(frappe.qb.from_(table).select(table.name).where(table.name == name).where(criterion).run())


def require_visible_clients(names: Iterable[str]) -> None:
	"""Refuse a record that names a client its writer may not see.

	Called by controllers, because Frappe checks that a link exists, not that the writer may see its target.
	"""
	for name in names:
		if not is_visible("Client", name, frappe.session.user):
			frappe.throw(
				_("You can only choose clients whose support team you are on."),
				frappe.PermissionError,
				title=_("Client not available"),
			)


def may_use_app() -> bool:
	"""Whether the app appears on the apps screen: to everybody with one of its roles."""
	return frappe.session.user == "Administrator" or bool(set(frappe.get_roles()) & set(APP_ROLES))
