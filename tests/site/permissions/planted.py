"""One line per DocType: what the door tests plant about each of the world's two clients, and who may read it.

A new DocType that hangs on a client gets its line here. With it, every generic door test (test_every_doctype.py, for
all thirteen kinds of visitors) covers it: reading, listing, counting, searching, exporting, printing, writing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Planted:
	doctype: str
	# make(factories, world, client, marker) -> the document; `marker` goes into a text field that its readers may read.
	# world.users: {"counsellor": ..., "volunteer on the team": ..., "colleague": ...}; world.names["own summary"] is
	# the consultation of the volunteer's client, world.names["own client"] their client.
	make: Callable[[Any, Any, str, str], Any]
	team: bool = True  # readable by the client's support team; False: by counsellors only
	own: tuple[str, ...] = ()  # further visitors (keys of SEES) who read that of the volunteer's client
	all: tuple[str, ...] = ()  # further visitors who read both


def marker(whose: str, entry: Planted) -> str:
	return f"zq{whose}{entry.doctype.lower().replace(' ', '')}zq"


def erasure_of(factories: Any, client: str, marker: str) -> Any:
	"""As the nightly check lists it: a proposal would ask for a client without open deadlines."""
	import frappe

	document = frappe.get_doc(
		{"doctype": "Client Erasure", "client": client, "reason": "Request of the Person", "remarks": marker}
	)
	document.flags.by_night = True
	return document.insert(ignore_permissions=True)


def booking_with(factories: Any, client: str, marker: str) -> Any:
	"""Marked in the booking alone: the team reads the place in the appointment itself."""
	booking = factories.make_booking(client)
	booking.db_set("place", marker)
	return booking


def support_of(factories: Any, world: Any, client: str) -> str:
	"""The client's Application Support; of the volunteer's client, the application helper is on its team. The client's
	name, which helpers read in it, is not what these tests look for."""
	import frappe

	if name := frappe.db.get_value("Application Support", {"client": client}):
		return name
	helpers = [world.users["application helper"]] if client == world.own else []
	support = factories.make_application_support(client, *helpers)
	support.db_set("client_name", "Erika Beispiel")
	return support.name


def of_support(doctype: str, fieldname: str, **values: Any) -> "Planted":
	"""Read by counsellors, the client's support team, and the job-application team of the client."""

	def make(factories: Any, world: Any, client: str, marker: str) -> Any:
		support = support_of(factories, world, client)
		return factories.make(doctype, application_support=support, **{**values, fieldname: marker})

	return Planted(doctype, make, own=("application helper",))


def marked_support(factories: Any, world: Any, client: str, marker: str) -> Any:
	import frappe

	support = frappe.get_doc("Application Support", support_of(factories, world, client))
	support.db_set("goal", marker)
	return support


PLANTED: tuple[Planted, ...] = (
	Planted(
		"Access Grant",
		lambda factories, world, client, marker: factories.make_access_grant(
			client, world.users["stand-in"], reason=marker, to_date=factories.in_days(5)
		),
		team=False,
	),
	Planted(
		"Client Appointment",
		lambda factories, world, client, marker: factories.make_appointment(client, note=marker),
	),
	Planted(
		"Interpreter Booking",
		lambda factories, world, client, marker: booking_with(factories, client, marker),
		team=False,
	),
	Planted(
		"Client Consent",
		lambda factories, world, client, marker: factories.make_consent(client, remark=marker),
	),
	Planted(
		"Received Letter",
		lambda factories, world, client, marker: factories.make_received_letter(client, note=marker),
	),
	Planted(
		"Client Distinct Pair",
		lambda factories, world, client, marker: factories.make_distinct_pair(client, remark=marker),
		team=False,
	),
	Planted(
		"Client Data Request",
		lambda factories, world, client, marker: factories.make_data_request(client, request_text=marker),
		team=False,
	),
	Planted(
		"Client Erasure",
		lambda factories, world, client, marker: erasure_of(factories, client, marker),
		team=False,
	),
	Planted(
		"Client Merge",
		lambda factories, world, client, marker: factories.make_client_merge(
			client, merged_client_name=marker
		),
		team=False,
	),
	Planted(
		"Client Referral",
		lambda factories, world, client, marker: factories.make_referral(client, institution=marker),
	),
	Planted(
		"Integration Milestone",
		lambda factories, world, client, marker: factories.make_milestone(client, note=marker),
	),
	Planted(
		"Integration Plan",
		lambda factories, world, client, marker: factories.make_plan(client, wish=marker),
	),
	Planted(
		"Integration Goal",
		lambda factories, world, client, marker: factories.make_goal(client, goal=marker),
	),
	Planted(
		"Residence Reminder",
		lambda factories, world, client, marker: factories.make(
			"Residence Reminder", client=client, sent_to=marker, reminder_key=marker
		),
		team=False,
	),
	Planted(
		"Authority Letter",
		lambda factories, world, client, marker: factories.make_letter(
			client, authority="JOBCENTER_ME_AKTIV", subject=marker
		),
	),
	Planted(
		"Legal Deadline",
		lambda factories, world, client, marker: factories.make_deadline(client, action=marker),
	),
	Planted(
		"Deadline Reminder",
		lambda factories, world, client, marker: factories.make(
			"Deadline Reminder",
			deadline=factories.make_deadline(client).name,
			step="Due",
			recipient="Administrator",
			notification=marker,
			reminder_key=marker,
		),
		team=False,
	),
	Planted(
		"Event Registration",
		lambda factories, world, client, marker: factories.make_registration(client=client, remarks=marker),
		team=False,
	),
	Planted(
		"Language Level Record",
		lambda factories, world, client, marker: factories.make_level(client, note=marker),
	),
	Planted(
		"Course Entitlement",
		lambda factories, world, client, marker: factories.make_entitlement(client, provider=marker),
	),
	Planted("Application Support", marked_support, own=("application helper",)),
	of_support("Client Career Station", "title"),
	of_support("Client Career Skill", "skill", kind="Skill"),
	of_support("Client Qualification", "title_original"),
	of_support("Client Job Application", "employer"),
	of_support("Application Support Talk", "note"),
	of_support("Client CV", "note"),
	of_support("Client Cover Letter", "subject"),
	of_support("Client Application Folder", "note"),
	Planted(
		"Cafe Attendance",
		lambda factories, world, client, marker: factories.make_cafe_attendance(client, tap_id=marker),
	),
	Planted(
		"Cafe Childcare Place",
		lambda factories, world, client, marker: factories.make_childcare_place(child_first_name=marker),
		team=False,
		all=("cafe helper",),
	),
	Planted(
		"Unequal Treatment Incident",
		lambda factories, world, client, marker: factories.make_incident(client, effect=marker),
		team=False,
	),
	Planted(
		"Legacy Import",
		lambda factories, world, client, marker: factories.make(
			"Legacy Import", title=marker, data_as_of=factories.nowdate()
		),
		team=False,
	),
	Planted(
		"Legacy Import Row",
		lambda factories, world, client, marker: factories.make(
			"Legacy Import Row",
			legacy_import=factories.make("Legacy Import", title="Umzug", data_as_of=factories.nowdate()).name,
			client=client,
			problem=marker,
		),
		team=False,
	),
)
