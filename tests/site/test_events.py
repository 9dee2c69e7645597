"""Events: places, waiting list, attendance, and what statistics make of it."""

import frappe
import pytest
from frappe.utils import add_days, add_to_date, now_datetime, nowdate

from refugee_support import service_records
from refugee_support.events import daily, messages, places, sign_up
from tests.site import factories as make


def reload(document):
	return frappe.get_doc(document.doctype, document.name)


def past(event):
	"""As if it had begun two hours ago."""
	began = add_to_date(now_datetime(), hours=-2)
	event.db_set({"starts_at": began, "ends_at": add_to_date(began, hours=1)})
	return reload(event)


def moment(days, time):
	"""So many days from today: worked out in the test, as there is no site yet when the file is read."""
	return f"{add_days(nowdate(), days)} {time}"


def rows_of(registration):
	fields = ["name", "person_key", "contacts", "participation", "service_type", "funding_programme"]
	found = frappe.get_all("Service Record", {"source_name": registration.name}, fields, order_by="name")
	return [dict(row) for row in found]


@pytest.mark.parametrize(
	("values", "told"),
	[
		({"ends_at": (10, "09:00:00")}, "before the beginning"),
		({"ends_at": (90, "09:00:00")}, "two weeks"),
		({"starts_at": (-3, "09:00:00"), "ends_at": (-3, "10:00:00")}, "in the past"),
		({"status": "Held"}, "still to come"),
		({"status": "Cancelled"}, "Reason for Cancelling"),
		({"min_age": 12, "max_age": 6}, "lowest age"),
	],
)
def test_an_event_that_cannot_be_is_refused_with_the_mend(values, told):
	values = {key: moment(*value) if isinstance(value, tuple) else value for key, value in values.items()}
	with pytest.raises(frappe.ValidationError, match=told):
		make.make_event(**values)


def test_who_comes_when_all_places_are_taken_waits():
	event = make.make_event(capacity=3)
	first = make.make_registration(event.name, adults=1, children=1, phone="1")
	family = make.make_registration(event.name, adults=2, phone="2")
	single = make.make_registration(event.name, adults=1, phone="3")
	late = make.make_registration(event.name, adults=1, phone="4")
	assert (first.status, family.status) == ("Registered", "Waiting")
	assert single.status == "Registered", "the one place that is left is too small for the family"
	assert late.status == "Waiting"
	with pytest.raises(frappe.ValidationError, match="registered for this event already"):
		make.make_registration(event.name, phone="4")


def test_a_place_that_becomes_free_is_offered_in_the_order_of_joining_and_the_job_moves_it_on():
	event = make.make_event(capacity=1, reply_hours=24)
	first = make.make_registration(event.name, phone="1")
	second = make.make_registration(event.name, phone="2")
	third = make.make_registration(event.name, phone="3")
	assert reload(event).status == "Full"
	first.reload()
	first.status = "Cancelled"
	first.save()
	assert reload(second).status == "Offered"
	assert reload(third).status == "Waiting"
	later = add_to_date(now_datetime(), hours=25)
	assert places.end_offers(now_datetime()) == 0, "not before its time"
	assert places.end_offers(later) == 1
	assert (reload(second).status, reload(third).status) == ("Cancelled", "Offered")
	frappe.db.set_value("Event Registration", third.name, "offered_until", add_to_date(later, hours=24))
	assert places.end_offers(later) == 0, "run again, nothing is left to do"
	assert reload(third).status == "Offered"


def test_more_places_are_offered_to_those_who_wait():
	event = make.make_event(capacity=1)
	make.make_registration(event.name, phone="1")
	waiting = make.make_registration(event.name, phone="2")
	event = reload(event)
	event.capacity = 5
	event.save()
	assert reload(waiting).status == "Offered"
	assert reload(event).status == "Open"
	event = reload(event)
	event.capacity = 1
	with pytest.raises(frappe.ValidationError, match="2 people have a place"):
		event.save()


def test_nobody_is_moved_up_by_hand_past_the_number_of_places():
	event = make.make_event(capacity=1)
	make.make_registration(event.name, phone="1")
	waiting = reload(make.make_registration(event.name, phone="2"))
	waiting.status = "Registered"
	with pytest.raises(frappe.ValidationError, match="not enough places"):
		waiting.save()


def test_cancelled_is_never_counted_as_present():
	event = make.make_event(funding_programme="KOMM_AN_NRW")
	registration = make.make_registration(event.name)
	registration.reload()
	registration.status = "Attended"
	with pytest.raises(frappe.ValidationError, match="still to come"):
		registration.save()
	event = past(event)
	registration.reload()
	registration.status = "Attended"
	registration.save()
	assert len(rows_of(registration)) == 1
	registration.status = "Cancelled"
	registration.save()
	assert rows_of(registration) == []
	registration.status = "Attended"
	with pytest.raises(frappe.ValidationError, match="was cancelled"):
		registration.save()


def test_an_event_to_which_people_came_cannot_be_cancelled():
	event = past(make.make_event())
	make.make_registration(event.name, status="Attended")
	event = reload(event)
	event.update({"status": "Cancelled", "cancelled_reason": "Krank"})
	with pytest.raises(frappe.ValidationError, match="took place"):
		event.save()


def test_statistics_count_every_visitor_and_a_person_only_where_a_client_is_linked_the_same_after_a_rebuild():
	client = make.make_client(gender="Female")
	event = past(make.make_event(funding_programme="KOMM_AN_NRW"))
	known = make.make_registration(event.name, adults=1, children=2, client=client.name, status="Attended")
	unknown = make.make_registration(event.name, adults=2, phone="9", status="Attended", people_present=1)
	rows = rows_of(known)
	assert sum(row["contacts"] for row in rows) == 3
	assert [row["person_key"] for row in rows if row["person_key"]] == [client.person_key]
	assert {row["service_type"] for row in rows} == {"Event Visit"}
	assert {row["funding_programme"] for row in rows} == {"KOMM_AN_NRW"}
	assert [row["person_key"] for row in rows_of(unknown)] == [None]
	assert reload(event).present_people == 4
	service_records.rebuild()
	assert rows_of(known) == rows
	known.reload()
	known.delete()
	assert rows_of(known) == []


def test_merging_two_records_of_a_person_moves_their_visits():
	from refugee_support.merging.combine import merge

	survivor, merged = make.make_client(first_name="Eins"), make.make_client(first_name="Zwei")
	event = past(make.make_event())
	visit = make.make_registration(event.name, client=merged.name, status="Attended")
	level = make.make_level(merged.name)
	merge(survivor.name, merged.name)
	assert reload(visit).client == reload(level).client == survivor.name
	assert [row["person_key"] for row in rows_of(visit)] == [reload(survivor).person_key]


def test_photographs_of_children_need_both_guardians():
	with pytest.raises(frappe.ValidationError, match="both guardians"):
		make.make_registration(children=1, photo_consent=1, guardian_one="Eine Person")
	both = {"guardian_one": "Eine Person", "guardian_two": "Andere Person"}
	assert make.make_registration(children=1, photo_consent=1, **both).photo_consent


def test_the_team_of_an_event_sees_its_registrations_and_nobody_elses():
	helper, other = (make.make_helper("Refugee Support Volunteer") for _number in range(2))
	event = make.make_event(team=[{"user": helper}])
	mine = make.make_registration(event.name)
	client = make.make_client()
	linked = make.make_registration(event.name, client=client.name, phone="7")
	foreign = make.make_registration()
	frappe.set_user(helper)
	seen = frappe.get_list("Event Registration", pluck="name", limit=0)
	assert mine.name in seen
	assert not {linked.name, foreign.name} & set(seen)
	assert [row.participant_name for row in frappe.get_doc("Community Event", event.name).participants()] == [
		mine.participant_name
	]
	frappe.set_user(other)
	assert frappe.get_list("Event Registration", pluck="name", limit=0) == []


def test_a_cafe_helper_on_the_team_sees_guests_and_enters_who_came_but_no_client():
	helper, other, unbound = (
		make.make_helper("Language Cafe Helper", **profile)
		for profile in ({}, {}, {"undertaking_signed_on": None})
	)
	event = make.make_event(team=[{"user": helper}, {"user": unbound}])
	guest = make.make_registration(event.name)
	client = make.make_client()
	linked = make.make_registration(event.name, client=client.name, phone="7")
	frappe.set_user(helper)
	assert frappe.get_list("Event Registration", pluck="name", limit=0) == [guest.name]
	document = frappe.get_doc("Event Registration", guest.name)
	document.remarks = "kommt später"
	document.save()
	document.client = client.name
	with pytest.raises(frappe.PermissionError):
		document.save()
	assert not frappe.has_permission("Event Registration", "read", doc=linked.name)
	for stranger in (other, unbound):
		frappe.set_user(stranger)
		assert frappe.get_list("Event Registration", pluck="name", limit=0) == []


@pytest.mark.parametrize(
	("limits", "language", "words"),
	[
		({"min_age": 5, "max_age": 12}, "de", "von 5 bis 12 Jahren"),
		({"min_age": 16}, "en", "from 16 years"),
		({"max_age": 12}, "uk", "до 12 років"),
		({}, "ar", ""),
	],
)
def test_the_public_page_says_for_which_age_an_event_is(limits, language, words):
	event = make.make_event(public_sign_up=1, **limits)
	shown = next(row for row in sign_up.open_events() if row.name == event.name)
	assert sign_up.ages(shown, language) == words


def test_the_printed_list_holds_who_has_a_place_and_only_what_its_reader_may_see():
	helper, other = (make.make_helper("Refugee Support Volunteer") for _number in range(2))
	event = make.make_event(team=[{"user": helper}])
	make.make_registration(event.name, participant_name="Zqda Gast", children=2)
	gone = make.make_registration(event.name, participant_name="Zqweg Gast", phone="2")
	sign_up.answer_place(gone.token, "cancel")

	def printed(user):
		frappe.set_user(user)
		return frappe.get_print("Community Event", event.name, "Participants of the Event")

	assert "Zqda Gast" in printed(helper)
	assert "Zqweg" not in printed(helper)
	assert "Zqda" not in printed(other)


def form(of, **values):
	defaults = {"event": of.name, "participant_name": "Оксана Бойко", "phone": "0211 5", "adults": 1}
	return frappe._dict({**defaults, "language": "uk", **values})


@pytest.mark.parametrize(
	("values", "key"),
	[
		({"participant_name": "x" * 10_000}, "too_long"),
		({"remarks": "x" * 10_000}, "too_long"),
		({"participant_name": "  "}, "name_missing"),
		({"phone": ""}, "contact_missing"),
		({"email": "nicht@@richtig"}, "email_wrong"),
		({"adults": 0, "children": 0}, "people_wrong"),
		({"adults": -3, "children": 5}, "people_wrong"),
		({"adults": "viele", "children": 900}, "people_wrong"),
		({"children": 1, "photo_consent": 1}, "guardians_missing"),
		({"event": "gibt es nicht"}, "event_closed"),
	],
)
def test_the_form_refuses_in_the_language_of_the_guest(values, key):
	from refugee_support.events.texts import text

	with pytest.raises(frappe.ValidationError) as refused:
		sign_up.sign_up(form(make.make_event(), **values))
	assert text(key, "uk").split("{")[0][:12] in str(refused.value)


def test_a_form_sent_twice_is_one_registration_and_tells_a_stranger_nothing():
	event = make.make_event(capacity=1)
	answer, key = sign_up.sign_up(form(event, form_key="k" * 30))
	assert sign_up.sign_up(form(event, form_key="k" * 30)) == (answer, key)
	again, no_key = sign_up.sign_up(form(event, participant_name="ОКСАНА  бойко", form_key="other"))
	assert no_key == "", "somebody who types that name may be somebody else"
	assert "список" not in again
	assert frappe.db.count("Event Registration", {"event": event.name}) == 1


def test_markup_in_a_name_is_text():
	event = make.make_event()
	sign_up.sign_up(form(event, participant_name="<script>alert(1)</script> Ali"))
	name = frappe.db.get_value("Event Registration", {"event": event.name}, "participant_name")
	assert "<" not in name
	assert "Ali" in name


def test_cancelled_planned_and_past_events_take_no_public_sign_up():
	for event in (
		make.make_event(status="Planned"),
		make.make_event(public_sign_up=0),
		past(make.make_event()),
	):
		with pytest.raises(frappe.ValidationError):
			sign_up.sign_up(form(event))


def test_by_the_key_an_offer_is_accepted_once_and_a_place_given_back():
	event = make.make_event(capacity=1)
	first, waiting = (make.make_registration(event.name, phone=phone) for phone in "12")
	assert sign_up.answer_place(waiting.token, "accept") == "Waiting", "no place was offered yet"
	assert sign_up.answer_place(first.token, "cancel") == "Cancelled"
	assert sign_up.answer_place(first.token, "cancel") == "Cancelled"
	assert sign_up.answer_place(waiting.token, "accept") == "Registered"
	for wrong in ("", "x" * 32, None, ["like", "%"], {"name": "x"}):
		with pytest.raises(frappe.PermissionError):
			sign_up.answer_place(wrong, "cancel")


def test_the_exit_question_is_anonymous_counted_once_and_closed_before_the_event():
	event = make.make_event()
	with pytest.raises(frappe.PermissionError):
		sign_up.answer_question(event.exit_token, "Helpful", "ar", "a")
	event = past(event)
	for key in ("a", "a", "b"):
		sign_up.answer_question(event.exit_token, "Helpful", "ar", key)
	assert frappe.db.count("Exit Answer", {"event": event.name}) == 2
	with pytest.raises(frappe.PermissionError):
		sign_up.answer_question(event.exit_token, "<b>", "ar", "c")


def test_a_reminder_is_sent_the_day_before_and_only_once(monkeypatch):
	sent = []
	monkeypatch.setattr(messages, "has_outgoing_account", lambda: True)
	monkeypatch.setattr(frappe, "sendmail", lambda **mail: sent.append(mail))
	tomorrow = add_days(nowdate(), 1)
	event = make.make_event(starts_at=f"{tomorrow} 10:00:00", ends_at=f"{tomorrow} 11:00:00")
	make.make_registration(event.name, email="gast@example.com", language="ar")
	make.make_registration(event.name, phone="8")
	assert messages.remind(frappe.utils.getdate()) == 1
	assert messages.remind(frappe.utils.getdate()) == 0
	assert [mail["recipients"] for mail in sent] == [["gast@example.com"]]
	assert "غد" in sent[0]["message"]


def test_without_an_email_account_nothing_is_sent_and_the_team_is_told_to_telephone():
	helper = make.make_helper("Refugee Support Volunteer")
	event = make.make_event(capacity=1, team=[{"user": helper}])
	first, _second = (make.make_registration(event.name, phone=phone) for phone in "12")
	sign_up.answer_place(first.token, "cancel")
	told = frappe.get_all(
		"Notification Log", {"for_user": helper, "document_name": event.name}, pluck="subject"
	)
	assert len(told) == 1
	assert messages.remind(frappe.utils.getdate()) == 0


# --- Learners ---


def test_an_entitlement_that_ends_within_a_month_is_told_once_to_the_team():
	helper = make.make_helper("Refugee Support Volunteer")
	counsellor = make.make_helper("Refugee Support Counsellor", helper_kind="Staff")
	client = make.make_client()
	make.put_on_team(client.name, helper)
	make.put_on_team(client.name, counsellor)
	soon = make.make_entitlement(client.name, valid_until=add_days(nowdate(), 20))
	make.make_entitlement(client.name, valid_until=add_days(nowdate(), 60))
	make.make_entitlement(client.name, valid_until=add_days(nowdate(), 20), started_on=nowdate())
	assert daily.remind_of_courses(frappe.utils.getdate()) == 1
	assert daily.remind_of_courses(frappe.utils.getdate()) == 0
	told = frappe.get_all("Notification Log", {"document_name": soon.name}, ["for_user", "subject"])
	assert {row.for_user for row in told} == {helper, counsellor}
	assert all(client.name in row.subject and "Amina" not in row.subject for row in told)


@pytest.mark.parametrize(
	("values", "told"),
	[
		({"valid_until": -20}, "before the day of issue"),
		({"finished_on": 0}, "has begun"),
		({"started_on": 0, "finished_on": -1}, "before the beginning"),
		({"started_on": 1}, "future"),
	],
)
def test_an_entitlement_with_impossible_dates_is_refused(values, told):
	with pytest.raises(frappe.ValidationError, match=told):
		make.make_entitlement(
			make.make_client().name, **{key: add_days(nowdate(), days) for key, days in values.items()}
		)


def test_a_level_in_the_future_is_refused():
	with pytest.raises(frappe.ValidationError, match="future"):
		make.make_level(make.make_client().name, assessed_on=add_days(nowdate(), 1))
