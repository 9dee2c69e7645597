"""Language cafés: sessions made ahead, guests counted at the door, children next door, and what statistics say of it."""

from typing import Any

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from refugee_support import access, service_records
from refugee_support.cafe import check_in, childcare, duty, figures, forgetting, guests, making
from refugee_support.merging import combine, undo
from tests.site import factories as make
from tests.site import records


@pytest.fixture
def helper() -> str:
	"""A café helper, logged in."""
	user = make.make_helper(access.CAFE_HELPER, full_name="Hanna Helferin")
	frappe.set_user(user)
	return user


def tap(**values: Any) -> dict[str, Any]:
	return {
		"tap_id": frappe.generate_hash(length=20),
		"gender": "Female",
		"age_bracket": "18 to 60",
		**values,
	}


def agreed_client(**values: Any) -> Any:
	return make.make_guest(**{"agreed_on": add_days(nowdate(), -5), **values})


def rows_of(session: str, fields: list[str] | None = None) -> list[Any]:
	sources = frappe.get_all("Cafe Attendance", {"session": session}, pluck="name")
	sources += frappe.get_all("Cafe Childcare Place", {"session": session}, pluck="name")
	filters = {"source_name": ["in", [*sources, ""]]}
	return frappe.get_all("Service Record", filters, fields or ["*"], order_by="name")


def series(**values: Any) -> Any:
	defaults = {
		"title": "Sprachcafé am Mittwoch",
		"place": make.make_meeting_place(),
		"weekday": "Wednesday",
		"from_time": "15:00:00",
		"to_time": "17:00:00",
		"starts_on": "2026-12-01",
		"weeks_ahead": 8,
		"capacity": 30,
	}
	return make.make("Language Cafe Series", **{**defaults, **values})


def days_of(name: str) -> list[str]:
	rows = frappe.get_all(
		"Language Cafe Session", {"series": name}, pluck="session_date", order_by="session_date"
	)
	return [str(day) for day in rows]


# --- Series ---


def test_a_series_makes_its_sessions_around_the_christmas_holidays_and_once_only() -> None:
	document = series()
	made, left_out = making.make_ahead(document, getdate("2026-12-01"))
	assert made == 5
	assert days_of(document.name) == ["2026-12-02", "2026-12-09", "2026-12-16", "2027-01-13", "2027-01-20"]
	assert {str(row.day) for row in left_out} == {"2026-12-23", "2026-12-30", "2027-01-06"}
	assert making.make_ahead(document, getdate("2026-12-01"))[0] == 0


def test_a_session_that_was_moved_is_not_made_again() -> None:
	document = series()
	making.make_ahead(document, getdate("2026-12-01"))
	session = frappe.get_doc("Language Cafe Session", {"series": document.name, "session_date": "2026-12-09"})
	session.starts_at, session.ends_at = "2026-12-10 16:00:00", "2026-12-10 18:00:00"
	with pytest.raises(frappe.ValidationError, match="Reason of the Change"):
		session.save()
	session.reload()
	session.starts_at, session.ends_at = "2026-12-10 16:00:00", "2026-12-10 18:00:00"
	session.change_reason = "Saal belegt"
	session.save()
	assert str(session.moved_from).startswith("2026-12-09 15:00")
	assert making.make_ahead(document, getdate("2026-12-01"))[0] == 0


def test_a_session_repeats_what_its_series_says() -> None:
	carer = make.make_carer()
	document = series(with_childcare=1, places_3_to_6=8, helpers=[{"helper": carer, "duty": "Childcare"}])
	making.make_ahead(document, getdate("2026-12-01"))
	session = frappe.get_doc("Language Cafe Session", {"series": document.name})
	assert (session.capacity, session.places_3_to_6, session.helpers[0].helper) == (30, 8, carer)
	assert not session.helpers[0].present


def test_the_daily_job_goes_on_after_a_series_that_cannot_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
	broken, sound = series(), series(title="Zweites", room="Saal 2")
	real = making.make_ahead

	def make_ahead(document: Any, today: Any) -> Any:
		if document.name == broken.name:
			raise ValueError
		return real(document, today)

	monkeypatch.setattr(making, "make_ahead", make_ahead)
	making.make_all_due(getdate("2026-12-01"))
	assert days_of(sound.name) and not days_of(broken.name)


# --- Sessions ---


def test_a_session_that_ends_before_it_starts_is_refused() -> None:
	with pytest.raises(frappe.ValidationError, match="lies before the beginning"):
		make.make_cafe_session(starts_at=f"{nowdate()} 17:00:00", ends_at=f"{nowdate()} 15:00:00")


def test_two_sessions_in_one_room_at_one_time_are_refused_and_in_two_rooms_not() -> None:
	make.make_cafe_session(room="Saal")
	make.make_cafe_session(room="Küche")
	with pytest.raises(frappe.ValidationError, match="another session at that time"):
		make.make_cafe_session(
			room=" saal", starts_at=f"{nowdate()} 16:30:00", ends_at=f"{nowdate()} 18:00:00"
		)
	with pytest.raises(frappe.ValidationError, match="another session at that time"):
		make.make_cafe_session(room="")


def test_a_cancelled_session_needs_a_reason_frees_its_room_and_counts_nobody(helper: str) -> None:
	session = make.make_cafe_session(room="Saal")
	session.status = "Cancelled"
	with pytest.raises(frappe.ValidationError, match="Reason of the Change"):
		session.save(ignore_permissions=True)
	session.reload()
	session.update({"status": "Cancelled", "change_reason": "Glatteis"})
	session.save(ignore_permissions=True)
	make.make_cafe_session(room="Saal")
	with pytest.raises(frappe.ValidationError, match="was cancelled"):
		check_in.send(session.name, [tap()])


def test_a_session_with_guests_can_neither_be_cancelled_nor_deleted(helper: str) -> None:
	session = make.make_cafe_session()
	check_in.send(session.name, [tap()])
	frappe.set_user("Administrator")
	session.reload()
	session.update({"status": "Cancelled", "change_reason": "x"})
	with pytest.raises(frappe.ValidationError, match="did take place"):
		session.save()
	with pytest.raises(frappe.ValidationError, match="Guests were counted"):
		frappe.delete_doc("Language Cafe Session", session.name)


def test_a_session_still_to_come_or_long_ago_counts_nobody(helper: str) -> None:
	for days, words in ((1, "still to come"), (-15, "figures are closed")):
		session = make.make_cafe_session(day=add_days(nowdate(), days))
		with pytest.raises(frappe.ValidationError, match=words):
			check_in.send(session.name, [tap()])


def test_a_paper_list_of_last_week_can_still_be_entered(helper: str) -> None:
	session = make.make_cafe_session(day=add_days(nowdate(), -7))
	check_in.send(session.name, [tap(), tap()])
	assert {str(row.service_date) for row in rows_of(session.name)} == {add_days(nowdate(), -7)}


def test_markup_and_endless_text_in_a_title_are_shown_as_text_or_refused() -> None:
	assert make.make_cafe_session(title="<b>Café</b>").title == "‹b›Café‹/b›"
	with pytest.raises(frappe.CharacterLengthExceededError):
		make.make_cafe_session(title="x" * 10_000)


# --- Counting ---


def test_a_tap_sent_again_is_stored_once(helper: str) -> None:
	session, one = make.make_cafe_session().name, tap(first_time=1)
	assert check_in.send(session, [one])[one["tap_id"]] == {"status": "stored"}
	assert check_in.send(session, [one, one])[one["tap_id"]] == {"status": "known"}
	assert check_in.state(session)["counts"] == {
		"total": 1,
		"first_time": 1,
		"by_button": {"18 to 60|Female": 1},
	}
	assert len(rows_of(session)) == 1


def test_undo_takes_a_guest_back_even_if_tap_and_undo_are_sent_again(helper: str) -> None:
	session, one = make.make_cafe_session().name, tap()
	check_in.send(session, [one])
	check_in.send(session, [one, {**one, "undo": 1}])
	check_in.send(session, [one, {**one, "undo": 1}])
	assert check_in.counts(session)["total"] == 0
	assert rows_of(session) == []


def test_one_bad_tap_does_not_hold_up_the_others(helper: str) -> None:
	session, good, bad = make.make_cafe_session().name, tap(), tap(guest="f" * 32)
	answers = check_in.send(session, [bad, good])
	assert answers[bad["tap_id"]]["status"] == "refused"
	assert answers[good["tap_id"]] == {"status": "stored"}


@pytest.mark.parametrize(
	"taps", ["", "{}", "[1]", [{"tap_id": "kurz"}], [{"tap_id": "x" * 20, "gender": "<script>"}], [{}]]
)
def test_what_no_tablet_sends_is_refused_with_a_sentence(helper: str, taps: Any) -> None:
	with pytest.raises(frappe.ValidationError, match="incomplete"):
		check_in.send(make.make_cafe_session().name, taps)


# --- Guests by name ---


def test_only_who_agreed_is_found_by_name_and_nothing_but_the_name_is_told(helper: str) -> None:
	agreed_client(
		first_name="Muhammed", last_name="Zugestimmt", date_of_birth="1990-05-05", mobile_no="0211 1"
	)
	make.make_client(first_name="Mohammad", last_name="Ungefragt")
	handed_out = make.make_client(first_name="Mohamad", last_name="Nichtunterschrieben").name
	with make.as_administrator():
		make.make_consent(handed_out, "Attendance by Name", given_on=None, how=None)
	session = make.make_cafe_session().name
	found = guests.find(session, "moh")
	assert [row["name"] for row in found] == ["Muhammed Zugestimmt"]
	assert set(found[0]) == {"guest", "name"}
	assert "RSC" not in frappe.as_json(found)


def test_who_must_not_be_found_is_not_found_at_the_door(helper: str) -> None:
	client = agreed_client(first_name="Versteckt")
	session = make.make_cafe_session().name
	token = guests.find(session, "verst")[0]["guest"]
	with make.as_administrator():
		make.restrict(client.name, records.counsellor())
	assert guests.find(session, "verst") == []
	one = tap(guest=token)
	assert check_in.send(session, [one])[one["tap_id"]]["status"] == "refused"


def test_a_guest_is_there_once_in_a_session_whatever_two_tablets_send(helper: str) -> None:
	agreed_client(first_name="Salima", last_name="Einmal", gender="Female", date_of_birth="1950-01-02")
	session = make.make_cafe_session().name
	token = guests.find(session, "sal")[0]["guest"]
	first, second = tap(guest=token), tap(guest=token)
	assert check_in.send(session, [first])[first["tap_id"]] == {"status": "stored"}
	assert check_in.send(session, [second])[second["tap_id"]] == {"status": "known"}
	state = check_in.state(session)
	assert [row["name"] for row in state["named"]] == ["Salima Einmal"]
	assert state["counts"]["by_button"] == {"Over 60|Female": 1}


def test_a_token_of_one_session_is_worth_nothing_in_another(helper: str) -> None:
	agreed_client(first_name="Salima")
	token = guests.find(make.make_cafe_session().name, "sal")[0]["guest"]
	other, one = make.make_cafe_session().name, tap(guest=token)
	assert check_in.send(other, [one])[one["tap_id"]]["status"] == "refused"


def test_a_guest_by_name_is_there_for_the_first_time_only_once(helper: str) -> None:
	client = agreed_client(first_name="Salima")
	last_week = make.make_cafe_session(day=add_days(nowdate(), -7)).name
	for session in (last_week, make.make_cafe_session().name):
		check_in.send(session, [tap(guest=guests.find(session, "sal")[0]["guest"])])
	visits = frappe.get_all(
		"Cafe Attendance", {"client": client.name}, pluck="first_time", order_by="session_date"
	)
	assert visits == [1, 0]


def test_a_consent_that_was_withdrawn_hides_the_name_and_the_visit_still_counts(helper: str) -> None:
	client = agreed_client(first_name="Salima")
	session = make.make_cafe_session().name
	check_in.send(session, [tap(guest=guests.find(session, "sal")[0]["guest"])])
	with make.as_administrator():
		consent = frappe.get_doc("Client Consent", {"client": client.name})
		consent.update({"withdrawn_on": nowdate(), "withdrawn_how": "Orally"}).save()
	state = check_in.state(session)
	assert state["named"] == [] and state["counts"]["total"] == 1


# --- Who may ---


@pytest.mark.parametrize(
	"role",
	[access.VOLUNTEER, access.APPLICATION_HELPER, access.COORDINATOR, access.ADMINISTRATOR, "System Manager"],
)
def test_nobody_else_stands_at_the_door(role: str) -> None:
	session = make.make_cafe_session(with_childcare=1).name
	frappe.set_user(make.make_helper(role))
	for call in (
		check_in.sessions,
		lambda: check_in.state(session),
		lambda: check_in.send(session, [tap()]),
		lambda: guests.find(session, "moh"),
		lambda: childcare.take(session, "x" * 20, "Mila", "3 to 6", "Frau A"),
		lambda: duty.join(session),
	):
		with pytest.raises(frappe.PermissionError):
			call()


def test_a_helper_without_undertaking_does_not_check_in() -> None:
	session = make.make_cafe_session().name
	frappe.set_user(make.make_helper(access.CAFE_HELPER, undertaking_signed_on=None))
	with pytest.raises(frappe.PermissionError):
		check_in.send(session, [tap()])


def test_a_helper_sees_neither_clients_nor_rows_of_attendance(helper: str) -> None:
	make.make_cafe_attendance(agreed_client().name)
	for doctype in ("Client", "Cafe Attendance", "Consultation"):
		with pytest.raises(frappe.PermissionError):
			frappe.get_list(doctype)


def test_a_team_member_sees_visits_of_their_own_clients_and_head_counts_only() -> None:
	mine, other = agreed_client().name, agreed_client().name
	session = make.make_cafe_session().name
	for client in (mine, other, None):
		make.make_cafe_attendance(client, session)
	user = records.volunteer()
	make.put_on_team(mine, user)
	frappe.set_user(user)
	seen = frappe.get_list("Cafe Attendance", {"session": session}, pluck="client")
	assert sorted(client or "" for client in seen) == ["", mine]


def test_children_are_read_on_their_day_only(helper: str) -> None:
	place = make.make_childcare_place(child_first_name="Mila")
	assert frappe.get_list("Cafe Childcare Place", pluck="child_first_name") == ["Mila"]
	place.db_set("session_date", add_days(nowdate(), -1))
	assert frappe.get_list("Cafe Childcare Place") == []
	assert not frappe.has_permission("Cafe Childcare Place", "read", doc=place.name)


# --- Childcare ---


def with_carers(carers: int, **values: Any) -> Any:
	rows = [{"helper": make.make_carer(), "duty": "Childcare", "present": 1} for _number in range(carers)]
	return make.make_cafe_session(**{"with_childcare": 1, "places_3_to_6": 10, "helpers": rows, **values})


def take(session: str, child: str, guardian: str = "Frau Haddad", band: str = "3 to 6") -> dict[str, str]:
	return childcare.take(
		session, frappe.generate_hash(length=16), child, band, guardian, "0211 123", "Nüsse"
	)


def test_without_a_carer_who_is_there_a_child_waits(helper: str) -> None:
	session = with_carers(0).name
	assert take(session, "Mila")["status"] == "Waiting"


def test_a_carer_whose_certificate_has_run_out_makes_no_places(helper: str) -> None:
	session = with_carers(1)
	assert duty.carers_there(session.name) == 1
	profile = frappe.db.get_value("Volunteer Profile", {"user": session.helpers[0].helper})
	frappe.db.set_value(
		"Police Certificate Inspection", {"volunteer": profile}, "valid_until", add_days(nowdate(), -1)
	)
	assert duty.carers_there(session.name) == 0
	assert check_in.state(session.name)["helpers"][0]["may_care"] is False


def test_who_has_no_certificate_is_not_planned_for_childcare() -> None:
	with pytest.raises(frappe.ValidationError, match="no valid certificate"):
		make.make_cafe_session(
			helpers=[{"helper": make.make_helper(access.CAFE_HELPER), "duty": "Childcare"}]
		)


def test_full_means_waiting_and_a_free_place_is_offered_to_whoever_came_first(helper: str) -> None:
	session = with_carers(1).name  # six children from three to six
	taken = [take(session, f"Kind {number}") for number in range(6)]
	first, second = take(session, "Sieben"), take(session, "Acht")
	assert [row["status"] for row in taken] == ["In Care"] * 6
	assert first["status"] == second["status"] == "Waiting"
	childcare.step(taken[0]["place"], "pick_up")
	status = lambda row: frappe.db.get_value("Cafe Childcare Place", row["place"], "status")  # noqa: E731
	assert (status(first), status(second)) == ("Offered", "Waiting")
	assert take(session, "Neun")["status"] == "Waiting"  # an offered place is no free place
	childcare.step(first["place"], "give_up")
	assert (status(first), status(second)) == ("Gave Up", "Offered")
	assert childcare.step(second["place"], "accept")["status"] == "In Care"


def test_a_carer_who_comes_opens_places_for_those_waiting(helper: str) -> None:
	session = with_carers(1)
	frappe.db.set_value("Language Cafe Session Helper", session.helpers[0].name, "present", 0)
	place = take(session.name, "Mila")["place"]
	duty.set_present(session.name, session.helpers[0].name, 1)
	assert frappe.db.get_value("Cafe Childcare Place", place, "status") == "Offered"


def test_never_two_places_for_one_child(helper: str) -> None:
	session = with_carers(1).name
	first = take(session, "Mila", "Frau Haddad")
	again = take(session, " mila", "HADDAD")
	assert again == first
	assert frappe.db.count("Cafe Childcare Place", {"session": session}) == 1


def test_a_child_that_comes_back_has_the_same_place(helper: str) -> None:
	session = with_carers(1).name
	place = take(session, "Mila")["place"]
	childcare.step(place, "pick_up")
	assert take(session, "Mila") == {"place": place, "status": "In Care"}


def test_small_children_have_places_of_their_own(helper: str) -> None:
	session = with_carers(1, places_under_3=0).name
	assert take(session, "Baby", band="Under 3")["status"] == "Waiting"


def test_names_phones_and_allergies_are_emptied_after_the_day_and_the_child_still_counts(helper: str) -> None:
	session = with_carers(1).name
	place = take(session, "Mila")["place"]
	forgetting.empty_past_days(getdate())
	assert frappe.db.get_value("Cafe Childcare Place", place, "child_first_name") == "Mila"
	frappe.db.set_value("Cafe Childcare Place", place, "session_date", add_days(nowdate(), -1))
	forgetting.empty_past_days(getdate())
	row = frappe.db.get_value("Cafe Childcare Place", place, "*", as_dict=True)
	assert not any(row[field] for field in ("child_first_name", "guardian", "phone", "allergies"))
	assert (row.emptied, row.age_band, row.status) == (1, "3 to 6", "In Care")
	assert len(rows_of(session)) == 1
	assert not frappe.get_all("Version", {"docname": place})


@pytest.mark.parametrize(
	("child", "guardian", "band"), [("", "A", "3 to 6"), ("A", " ", "3 to 6"), ("A", "B", "99")]
)
def test_a_child_needs_a_name_an_age_and_who_brought_it(
	helper: str, child: str, guardian: str, band: str
) -> None:
	with pytest.raises(frappe.ValidationError, match="first name and age"):
		childcare.take(with_carers(1).name, "x" * 20, child, band, guardian)


# --- Statistics ---


def test_every_guest_is_a_contact_and_a_person_only_who_is_known(helper: str) -> None:
	client = agreed_client(first_name="Salima", gender="Female", date_of_birth="1996-03-01")
	session = with_carers(1, funding_programme="KOMM_AN_NRW").name
	check_in.send(
		session,
		[
			tap(guest=guests.find(session, "sal")[0]["guest"]),
			tap(gender="Male", age_bracket="Over 60", first_time=1),
			tap(gender="", age_bracket="Under 18"),
		],
	)
	take(session, "Mila")
	rows = rows_of(session)
	assert sum(row.contacts for row in rows) == 4
	key = frappe.db.get_value("Client", client.name, "person_key")
	assert [row.person_key for row in rows if row.person_key] == [key]
	assert {(row.service_type, row.gender, row.age_group, row.contact_kind) for row in rows} == {
		("Language Cafe Session", "Female", "27-40", "First Contact"),
		("Language Cafe Session", "Male", "61+", "First Contact"),
		("Language Cafe Session", None, "0-17", "Follow-Up Contact"),
		("Cafe Childcare", None, "0-17", None),
	}
	assert {row.funding_programme for row in rows} == {"KOMM_AN_NRW"}
	assert sum(row.minutes for row in rows) == 3 * 120  # the time of all guests, on one row each


def test_waiting_children_are_no_service(helper: str) -> None:
	session = with_carers(0).name
	take(session, "Mila")
	assert rows_of(session) == []


def test_a_rebuild_arrives_at_the_same_rows(helper: str) -> None:
	agreed_client(first_name="Salima")
	session = with_carers(1).name
	check_in.send(session, [tap(guest=guests.find(session, "sal")[0]["guest"]), tap(), tap(gender="Male")])
	take(session, "Mila")
	frappe.set_user("Administrator")
	before = rows_of(session)
	service_records.rebuild()
	assert rows_of(session) == before and len(before) == 4


def test_a_session_entered_for_the_wrong_day_takes_its_guests_along(helper: str) -> None:
	session = make.make_cafe_session()
	check_in.send(session.name, [tap(), tap()])
	frappe.set_user("Administrator")
	session.reload()
	day = add_days(nowdate(), -1)
	session.update(
		{"starts_at": f"{day} 15:00:00", "ends_at": f"{day} 17:00:00", "change_reason": "Vertippt"}
	)
	session.save()
	assert {str(row.service_date) for row in rows_of(session.name)} == {day}


def test_merging_two_records_of_one_guest_counts_one_visit_a_session_and_undoing_brings_both_back() -> None:
	one, two = agreed_client(first_name="Eins"), agreed_client(first_name="Zwei")
	both, only = make.make_cafe_session().name, make.make_cafe_session().name
	for client, session in ((one, both), (two, both), (two, only)):
		make.make_cafe_attendance(client.name, session)
	frappe.set_user(records.counsellor())
	merge = combine.merge(one.name, two.name)["merge"]
	assert len(rows_of(both)) == 1 and len(rows_of(only)) == 1
	key = frappe.db.get_value("Client", one.name, "person_key")
	assert (
		frappe.db.count("Service Record", {"person_key": key, "service_type": "Language Cafe Session"}) == 2
	)
	with pytest.raises(frappe.UniqueValidationError):
		make.make_cafe_attendance(one.name, only)
	undo.undo(merge)
	assert len(rows_of(both)) == 2
	assert frappe.db.count("Cafe Attendance", {"client": two.name}) == 2


def test_the_form_says_how_many_came_and_the_calendar_what_was_cancelled(helper: str) -> None:
	session = with_carers(1).name
	check_in.send(session, [tap(first_time=1), tap()])
	take(session, "Mila")
	assert figures.of_session(session) == {"guests": 2, "first_time": 1, "children": 1}
	off = make.make_cafe_session(status="Cancelled", change_reason="Glatteis").name
	events = {row["name"]: row for row in figures.get_events(nowdate(), nowdate())}
	assert events[off]["title"].startswith("Cancelled") and events[off]["colour"] == "danger"
	assert "(Testhaus)" in events[session]["title"]


# --- The report ---


def report(**filters: Any) -> list[dict[str, Any]]:
	from refugee_support.refugee_support.report.language_cafe_attendance.language_cafe_attendance import (
		execute,
	)

	return execute({"from_date": add_days(nowdate(), -3), "to_date": nowdate(), **filters})[1]


def test_the_report_counts_visits_helpers_children_and_occupancy(helper: str) -> None:
	place = make.make_meeting_place("Haus der Zahlen")
	session = with_carers(1, capacity=8, place=place).name
	check_in.send(
		session, [tap(first_time=1), tap(gender="Male", age_bracket="Over 60"), tap(gender="Other")]
	)
	take(session, "Mila")
	take(session, "Baby", band="Under 3")
	make.make_cafe_session(place=place, status="Cancelled", change_reason="Glatteis")
	frappe.set_user(make.make_helper(access.COORDINATOR))
	row = next(row for row in report(by="place") if row["label"] == "Haus der Zahlen")
	assert {key: row[key] for key in ("sessions", "cancelled", "hours", "visits", "first_time")} == {
		"sessions": 1,
		"cancelled": 1,
		"hours": 2,
		"visits": 3,
		"first_time": 1,
	}
	assert (row["female"], row["male"], row["other"], row["over_60"]) == (1, 1, 1, 1)
	assert (row["children"], row["waiting"], row["helpers"], row["occupancy"]) == (1, 1, 1, 37.5)


@pytest.mark.parametrize("by", ["month", "session", "place", "funding_programme", "nonsense"])
def test_the_total_of_the_report_is_the_sum_of_its_rows(helper: str, by: str) -> None:
	for days in (0, -1):
		check_in.send(make.make_cafe_session(day=add_days(nowdate(), days)).name, [tap(), tap()])
	frappe.set_user("Administrator")
	*rows, total = report(by=by)
	assert total["visits"] == sum(row["visits"] for row in rows) >= 4


def test_the_report_refuses_a_period_that_ends_before_it_begins() -> None:
	with pytest.raises(frappe.ValidationError):
		report(from_date=nowdate(), to_date=add_days(nowdate(), -1))


def test_a_helper_does_not_run_the_report(helper: str) -> None:
	with pytest.raises(frappe.PermissionError):
		report()


def test_every_role_that_checks_in_may_open_the_page_and_nobody_else() -> None:
	roles = frappe.get_all("Has Role", {"parent": "language-cafe-check-in"}, pluck="role")
	assert set(roles) == {access.CAFE_HELPER, access.COUNSELLOR}
