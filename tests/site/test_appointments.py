"""Appointments with companions and interpreters: who sees what, what is refused, what becomes of them."""

from collections.abc import Callable
from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import add_days, nowdate

from refugee_support import access, appointments
from tests.site import factories
from tests.site import records as make

# Whole days away, so that the time zone of the site does not matter.
SOON, LATER, YESTERDAY = (f"{date.today() + timedelta(days)} 10:00:00" for days in (3, 5, -1))


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def appointment(**values):
	if "client" not in values:
		values["client"] = make.client(first_name="Amina", last_name="Geheim", main_language="ar").name
	return frappe.get_doc(
		{"doctype": "Client Appointment", "starts_at": SOON, "place": "Rathaus", **values}
	).insert()


def profile_of(user: str) -> str:
	return frappe.db.get_value("Volunteer Profile", {"user": user})


def booked(user: str, **values):
	return appointment(
		interpreter_needed=1, interpreter=profile_of(user), booking_state="Requested", **values
	)


def booking_of(document):
	return appointments.booking_of(document.name)


# --- the appointment ---


def test_an_appointment_lasts_an_hour_unless_said_otherwise() -> None:
	ends_at, starts_at = (frappe.utils.get_datetime(day) for day in (appointment().ends_at, SOON))
	assert (ends_at - starts_at).seconds == 3600


def test_its_title_says_when_and_where_but_never_who() -> None:
	title = appointment().title
	assert "Rathaus" in title and "Amina" not in title and "Geheim" not in title


@pytest.mark.parametrize(
	("values", "field"),
	[
		({"place": None}, "Place"),
		({"ends_at": YESTERDAY}, "Ends At"),
		({"ends_at": LATER}, "Ends At"),
		({"state": "Took Place"}, "still to come"),
		({"interpreter_needed": 1, "booking_state": "Requested"}, "Interpreter of Ours"),
	],
)
def test_what_cannot_be_is_refused_with_the_field(values: dict, field: str) -> None:
	with pytest.raises(frappe.ValidationError, match=field):
		appointment(**values)


def test_not_more_people_go_along_than_the_association_wants() -> None:
	people = [{"helper": make.volunteer()} for _ in range(3)]
	with pytest.raises(frappe.ValidationError, match="At most 2"):
		appointment(companions=people)
	frappe.db.set_single_value("Refugee Support Settings", "most_companions", 3)
	assert len(appointment(companions=[*people, people[0]]).companions) == 3


def test_a_companion_who_will_not_see_the_appointment_is_pointed_out() -> None:
	appointment(companions=[{"helper": make.volunteer()}])
	assert "support team" in str(frappe.local.message_log)


def test_two_appointments_at_once_are_pointed_out_without_saying_with_whom(counsellor: str) -> None:
	appointment(companions=[{"helper": counsellor}])
	frappe.local.message_log = []
	appointment(companions=[{"helper": counsellor}], client=make.client().name)
	told = str(frappe.local.message_log)
	assert "another appointment" in told and "Geheim" not in told


def test_a_volunteer_makes_appointments_for_their_clients_only() -> None:
	volunteer = make.volunteer()
	mine = make.client(support_team=[{"helper": volunteer, "from_date": "2026-01-01"}])
	foreign = make.client()
	frappe.set_user(volunteer)
	assert appointment(client=mine.name).has_permission("write")
	with pytest.raises(frappe.PermissionError):
		appointment(client=foreign.name)


def test_the_calendar_shows_what_the_reader_may_see_and_when() -> None:
	volunteer = make.volunteer()
	mine = make.client(first_name="Sichtbar", support_team=[{"helper": volunteer, "from_date": "2026-01-01"}])
	own, foreign = appointment(client=mine.name), appointment()
	frappe.set_user(volunteer)
	events = appointments.get_events(nowdate(), add_days(nowdate(), 10))
	assert [event["name"] for event in events] == [own.name]
	assert "Sichtbar" in events[0]["title"]
	assert appointments.get_events(add_days(nowdate(), 10), add_days(nowdate(), 20)) == []
	with pytest.raises(frappe.PermissionError):
		appointments.move(foreign.name, SOON)


# --- the interpreter ---


def test_an_interpreter_sees_the_booking_and_nothing_else_of_the_client() -> None:
	interpreter, other = make.volunteer(), make.volunteer()
	document = booked(interpreter, note="Vertraulich")
	booking = booking_of(document)
	frappe.set_user(interpreter)
	assert booking.has_permission("read")
	seen = booking.as_json() + str(frappe.get_list("Interpreter Booking", fields=["*"]))
	assert "Amina" in seen and "Rathaus" in seen
	assert not [word for word in ("Geheim", "Vertraulich", document.client) if word in seen]
	assert not document.has_permission("read")
	assert not frappe.get_doc("Client", document.client).has_permission("read")
	assert frappe.get_list("Client Appointment") == []
	frappe.set_user(other)
	assert not booking.has_permission("read")
	assert frappe.get_list("Interpreter Booking") == []


def test_nobody_writes_a_booking_by_hand() -> None:
	interpreter = make.volunteer()
	booking = booking_of(booked(interpreter))
	for user in (interpreter, frappe.session.user):
		frappe.set_user(user)
		assert not any(booking.has_permission(right) for right in ("write", "create", "delete", "share"))


def test_a_booking_handed_to_somebody_else_is_seen_by_them_alone() -> None:
	first, second = make.volunteer(), make.volunteer()
	document = booked(first)
	document.interpreter = profile_of(second)
	document.save()
	booking = booking_of(document)
	assert access.is_visible("Interpreter Booking", booking.name, second)
	assert not access.is_visible("Interpreter Booking", booking.name, first)


def test_without_an_undertaking_nobody_interprets_and_nobody_sees_a_booking() -> None:
	interpreter = make.volunteer()
	booking = booking_of(booked(interpreter))
	frappe.db.set_value("Volunteer Profile", {"user": interpreter}, "undertaking_ended_on", nowdate())
	access.forget_profiles()
	assert not access.is_visible("Interpreter Booking", booking.name, interpreter)
	with pytest.raises(frappe.ValidationError, match="undertaking"):
		booked(interpreter)


def test_two_weeks_after_the_appointment_the_interpreter_sees_it_no_more() -> None:
	interpreter = make.volunteer()
	recent = booking_of(booked(interpreter, starts_at=f"{add_days(nowdate(), -10)} 10:00:00"))
	old = booking_of(booked(interpreter, starts_at=f"{add_days(nowdate(), -15)} 10:00:00"))
	frappe.set_user(interpreter)
	assert frappe.get_list("Interpreter Booking", pluck="name") == [recent.name]
	assert not old.has_permission("read")


@pytest.mark.parametrize(
	("accept", "state", "booking_state"), [(1, "Confirmed", "Confirmed"), (0, "Declined", "Open")]
)
def test_the_interpreter_answers_without_seeing_the_appointment(
	accept: int, state: str, booking_state: str
) -> None:
	interpreter = make.volunteer()
	document = booked(interpreter)
	frappe.set_user(interpreter)
	assert appointments.answer(booking_of(document).name, accept, "Gern") == state
	assert frappe.db.get_value("Client Appointment", document.name, "booking_state") == booking_state
	frappe.set_user(make.volunteer())
	with pytest.raises(frappe.PermissionError):
		appointments.answer(booking_of(document).name, 1)


def test_a_confirmation_does_not_hold_for_another_time() -> None:
	interpreter = make.volunteer()
	document = booked(interpreter)
	frappe.set_user(interpreter)
	appointments.answer(booking_of(document).name, True)
	frappe.set_user("Administrator")
	document.reload()
	document.starts_at, document.ends_at = f"{add_days(nowdate(), 4)} 10:00:00", None
	document.save()
	assert (document.booking_state, booking_of(document).state) == ("Requested", "Requested")


@pytest.mark.parametrize("values", [{"state": "Cancelled"}, {"interpreter_needed": 0}])
def test_what_is_called_off_is_called_off_for_the_interpreter(values: dict) -> None:
	document = booked(make.volunteer())
	document.update(values).save()
	assert booking_of(document).state == "Cancelled"


def test_a_deleted_appointment_leaves_no_booking() -> None:
	document = booked(make.volunteer())
	document.delete()
	assert not booking_of(document)


def test_the_language_is_that_of_the_client_unless_chosen() -> None:
	assert booked(make.volunteer()).interpreter_language == "ar"


def test_interpreters_without_account_or_undertaking_are_not_offered() -> None:
	bound, unbound = make.volunteer(), make.volunteer(undertaking_signed_on=None)
	offered = appointments.interpreter_query("Volunteer Profile", "", "name", 0, 500, {"language": "ar"})
	names = {row[0] for row in offered}
	assert profile_of(bound) in names and profile_of(unbound) not in names


# --- what becomes of it ---


def test_a_consultation_made_from_it_says_that_it_took_place() -> None:
	document = appointment(starts_at=YESTERDAY)
	consultation = make.consultation(
		client=document.client, appointment=document.name, consultation_date=add_days(nowdate(), -1)
	)
	document.reload()
	assert (document.state, document.consultation) == ("Took Place", consultation.name)
	with pytest.raises(frappe.ValidationError, match="already"):
		make.consultation(client=document.client, appointment=document.name)
	consultation.delete()
	document.reload()
	assert (document.state, document.consultation) == ("Planned", None)


def test_an_appointment_of_another_client_is_refused() -> None:
	with pytest.raises(frappe.ValidationError, match="another client"):
		make.consultation(appointment=appointment(starts_at=YESTERDAY).name)


def test_a_volunteer_cannot_record_an_appointment_they_do_not_see() -> None:
	document = appointment(starts_at=YESTERDAY)
	volunteer = make.volunteer()
	mine = make.client(support_team=[{"helper": volunteer, "from_date": "2026-01-01"}])
	frappe.set_user(volunteer)
	with pytest.raises(frappe.PermissionError):
		make.consultation(client=mine.name, appointment=document.name)


def test_over_http_an_interpreter_finds_nothing_but_the_booking(committed: Callable, http: Callable) -> None:
	"""Through the web server: booking yes; appointment, client and their titles no; nothing can be changed."""
	with committed() as commit:
		frappe.set_user("Administrator")
		user = factories.make_helper("Refugee Support Volunteer")
		client = factories.make_client(first_name="Zqvorname", last_name="Zqnachname")
		booking = factories.make_booking(client.name, user, note="Zqnotiz")
		commit()
		session = http(user, factories.PASSWORD)
		answer = session.get(f"/api/resource/Interpreter Booking/{booking.name}")
		assert answer.status_code == 200 and "Zqvorname" in answer.text
		shown = session.post(
			"/api/method/frappe.desk.form.load.getdoc",
			json={"doctype": "Interpreter Booking", "name": booking.name},
		)
		assert shown.status_code == 200
		for text in (answer.text, shown.text):
			assert "Zqnachname" not in text and "Zqnotiz" not in text and client.name not in text
		for path in (
			f"/api/resource/Client Appointment/{booking.appointment}",
			f"/api/resource/Client/{client.name}",
		):
			assert session.get(path).status_code == 403
		changed = session.put(f"/api/resource/Interpreter Booking/{booking.name}", json={"place": "x"})
		assert changed.status_code == 403
		title = session.post(
			"/api/method/frappe.desk.search.get_link_title",
			json={"doctype": "Client Appointment", "docname": booking.appointment},
		)
		assert title.json()["message"] == booking.appointment
		joined = session.post(
			"/api/method/frappe.client.get_list",
			json={"doctype": "Interpreter Booking", "fields": ["name", "appointment.client"]},
		)
		assert joined.status_code == 403 and client.name not in joined.text
		ours = session.post(
			"/api/method/refugee_support.appointments.answer",
			json={"booking": booking.name, "accept": 1},
		)
		assert ours.json()["message"] == "Confirmed"
