"""Duties: taken, given back and handed on by the helpers themselves; hours follow."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, add_to_date, now_datetime, nowdate

from refugee_support import access
from refugee_support.duties import actions, following, search
from refugee_support.volunteers import handover
from tests.site import factories as make

TAKE = "/api/method/refugee_support.duties.actions.take"


def host(**profile: Any) -> str:
	return make.make_helper(access.CAFE_HELPER, **profile)


def as_user(user: str, call: Callable, *arguments: Any) -> Any:
	frappe.set_user(user)
	try:
		return call(*arguments)
	finally:
		frappe.set_user("Administrator")


def holder(duty: Any) -> str | None:
	return frappe.db.get_value("Duty Shift", duty.name, "user")


def bells(user: str, duty: Any) -> list[str]:
	about = {"for_user": user, "document_type": "Duty Shift", "document_name": duty.name}
	return frappe.get_all("Notification Log", about, pluck="subject")


def test_a_helper_takes_an_open_duty_and_gives_it_back() -> None:
	helper, duty = host(), make.make_duty()
	as_user(helper, actions.take, duty.name)
	duty.reload()
	assert (duty.user, duty.status) == (helper, "Taken")
	as_user(helper, actions.give_back, duty.name)
	duty.reload()
	assert (duty.user, duty.status, duty.helper_name) == (None, "Open", None)


def test_a_taken_duty_is_not_taken_by_somebody_else() -> None:
	duty = make.make_duty(user=host())
	second = host()
	with pytest.raises(frappe.ValidationError, match="Somebody else"):
		as_user(second, actions.take, duty.name)
	with pytest.raises(frappe.PermissionError):
		as_user(second, actions.give_back, duty.name)
	assert holder(duty) != second


def test_nobody_takes_a_duty_without_its_task() -> None:
	duty, stranger = make.make_duty(), make.make_helper(access.APPLICATION_HELPER)
	with pytest.raises(frappe.ValidationError, match="needs a task"):
		as_user(stranger, actions.take, duty.name)


def test_nobody_takes_a_duty_without_an_undertaking_or_while_not_active() -> None:
	for user in (host(undertaking_signed_on=None), host(status="Paused")):
		with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
			as_user(user, actions.take, make.make_duty().name)


def test_children_are_looked_after_with_a_certificate_only() -> None:
	without = make.give_task(make.make_helper(access.CAFE_HELPER), "CHILDCARE")
	duty = make.make_duty(task="CHILDCARE")
	with pytest.raises(frappe.ValidationError, match="police certificate"):
		as_user(without, actions.take, duty.name)
	carer = make.give_task(make.make_carer(), "CHILDCARE")
	as_user(carer, actions.take, duty.name)
	assert holder(duty) == carer


def test_nobody_is_at_two_places_at_one_time() -> None:
	helper, day = host(), add_days(nowdate(), 3)
	make.make_duty(user=helper)
	overlapping = make.make_duty(starts_at=f"{day} 16:30:00", ends_at=f"{day} 18:00:00")
	with pytest.raises(frappe.ValidationError, match="another duty"):
		as_user(helper, actions.take, overlapping.name)
	afterwards = make.make_duty(starts_at=f"{day} 17:00:00", ends_at=f"{day} 18:00:00")
	as_user(helper, actions.take, afterwards.name)


def test_what_has_begun_is_neither_taken_nor_given_back() -> None:
	times = {"starts_at": add_to_date(None, hours=-1), "ends_at": add_to_date(None, hours=1)}
	helper = host()
	for call, duty in (
		(actions.take, make.make_duty(**times)),
		(actions.give_back, make.make_duty(user=helper, **times)),
	):
		with pytest.raises(frappe.ValidationError, match="begun"):
			as_user(helper, call, duty.name)


def test_given_back_at_short_notice_the_planner_is_told_without_delay() -> None:
	planner, helper = make.make_helper(access.ADMINISTRATOR), host()
	soon, later = add_to_date(None, hours=30), add_days(nowdate(), 9)
	frappe.set_user(planner)
	near = make.make_duty(user=helper, starts_at=soon, ends_at=add_to_date(soon, hours=1))
	far = make.make_duty(user=helper, starts_at=f"{later} 10:00:00", ends_at=f"{later} 11:00:00")
	frappe.set_user("Administrator")
	frappe.db.set_value("Duty Shift", {"name": ["in", [near.name, far.name]]}, "owner", planner)
	as_user(helper, actions.give_back, near.name)
	as_user(helper, actions.give_back, far.name)
	assert len(bells(planner, near)) == 1
	assert not bells(planner, far)


def test_a_colleague_is_asked_accepts_and_has_the_duty() -> None:
	helper, colleague = host(), host()
	duty = make.make_duty(user=helper)
	assert colleague in [row["value"] for row in as_user(helper, actions.who_could, duty.name)]
	as_user(helper, actions.ask, duty.name, colleague)
	assert holder(duty) == helper
	assert len(bells(colleague, duty)) == 1
	as_user(colleague, actions.accept, duty.name)
	assert holder(duty) == colleague
	assert len(bells(helper, duty)) == 1


def test_whoever_declines_leaves_it_where_it_was() -> None:
	helper, colleague = host(), host()
	duty = make.make_duty(user=helper)
	as_user(helper, actions.ask, duty.name, colleague)
	as_user(colleague, actions.decline, duty.name)
	assert holder(duty) == helper
	with pytest.raises(frappe.PermissionError):
		as_user(colleague, actions.accept, duty.name)


def test_who_was_not_asked_does_not_take_over_and_does_not_learn_who_could() -> None:
	duty, stranger = make.make_duty(user=host()), host()
	for call in (actions.accept, actions.decline, actions.who_could):
		with pytest.raises(frappe.PermissionError):
			as_user(stranger, call, duty.name)


@pytest.mark.parametrize(
	"role", [access.VOLUNTEER, access.CAFE_HELPER, access.APPLICATION_HELPER, access.COORDINATOR]
)
def test_helpers_write_no_duty_by_themselves(role: str) -> None:
	duty, user = make.make_duty(), make.make_helper(role)
	frappe.set_user(user)
	document = frappe.get_doc("Duty Shift", duty.name)
	document.user = user
	with pytest.raises(frappe.PermissionError):
		document.save()
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc({"doctype": "Duty Shift", **duty.as_dict(no_default_fields=True)}).insert()
	with pytest.raises(frappe.PermissionError):
		frappe.delete_doc("Duty Shift", duty.name)
	with pytest.raises(frappe.PermissionError):
		search.people("User", "", "name", 0, 10, None)


def test_the_calendar_says_first_who_is_on_duty_and_shows_no_cancelled_duty() -> None:
	day = add_days(nowdate(), 3)
	helper = host(full_name="Cemile Beispiel")
	taken, free, cancelled = make.make_duty(user=helper), make.make_duty(), make.make_duty(status="Cancelled")
	fields = frappe.as_json({"start": "starts_at", "end": "ends_at"})
	shown = {row.name: row.title for row in search.calendar(day, add_days(day, 1), fields)}
	assert shown[taken.name].startswith("Cemile Beispiel")
	assert shown[free.name].startswith("Open")
	assert cancelled.name not in shown


# --- Hours ---


def past(**values: Any) -> Any:
	day = add_days(nowdate(), -1)
	return make.make_duty(starts_at=f"{day} 15:00:00", ends_at=f"{day} 16:30:00", **values)


def hours(user: str) -> list[float]:
	return frappe.get_all("Volunteer Hours", {"user": user}, pluck="hours")


def test_a_duty_that_is_over_becomes_hours_once() -> None:
	helper = host()
	duty = past(user=helper)
	following.finish(now_datetime())
	following.finish(now_datetime())
	duty.reload()
	assert duty.status == "Done"
	assert hours(helper) == [1.5]


def test_hours_follow_a_corrected_time_and_go_with_a_missed_duty() -> None:
	helper = host()
	duty = past(user=helper)
	following.finish(now_datetime())
	duty.reload()
	duty.ends_at = add_to_date(duty.ends_at, minutes=30)
	duty.save()
	assert hours(helper) == [2]
	duty.reload()
	duty.status = "Missed"
	duty.save()
	assert hours(helper) == []


def test_hours_entered_by_hand_are_not_counted_twice() -> None:
	helper = host()
	duty = past(user=helper)
	about = {"volunteer": frappe.db.get_value("Volunteer Profile", {"user": helper}), "task": "LANGUAGE_CAFE"}
	make.make("Volunteer Hours", date=add_days(nowdate(), -1), hours=2, **about)
	following.finish(now_datetime())
	assert frappe.db.get_value("Duty Shift", duty.name, "status") == "Done"
	assert hours(helper) == [2]


def test_a_duty_nobody_took_gives_nobody_hours() -> None:
	duty = past()
	following.finish(now_datetime())
	assert frappe.db.get_value("Duty Shift", duty.name, "status") == "Cancelled"


def test_hours_of_a_duty_can_be_taken_back_by_whoever_gave_them() -> None:
	from refugee_support.refugee_support.doctype.volunteer_hours.volunteer_hours import take_back

	helper = host()
	duty = past(user=helper)
	following.finish(now_datetime())
	duty.reload()
	as_user(helper, take_back, duty.hours_entry)
	assert hours(helper) == []
	assert frappe.db.exists("Duty Shift", duty.name)


# --- Sessions and events ---


def test_a_series_makes_open_duties_for_what_its_helpers_do_not_fill() -> None:
	planned = host()
	series = make.make(
		"Language Cafe Series",
		title="Sprachcafé am Mittwoch",
		place=make.make_meeting_place(),
		weekday="Wednesday",
		from_time="15:00:00",
		to_time="17:00:00",
		starts_on=nowdate(),
		weeks_ahead=3,
		in_school_holidays=1,
		hosts_needed=3,
		helpers=[{"helper": planned, "duty": "Host"}],
	)
	from refugee_support.cafe import making

	making.make_ahead(series, frappe.utils.getdate())
	sessions = frappe.get_all("Language Cafe Session", {"series": series.name}, pluck="name")
	assert sessions
	for session in sessions:
		rows = frappe.get_all("Duty Shift", {"session": session}, ["user", "status"])
		assert sorted(row.status for row in rows) == ["Open", "Open", "Taken"]
		assert {row.user for row in rows} == {planned, None}


def team_of(session: Any) -> list[str]:
	return frappe.get_all("Language Cafe Session Helper", {"parent": session.name}, pluck="helper")


def test_the_check_in_shows_who_has_taken_a_duty() -> None:
	session, helper = make.make_cafe_session(day=add_days(nowdate(), 3)), host()
	duty = make.make_duty(session=session.name)
	as_user(helper, actions.take, duty.name)
	assert team_of(session) == [helper]
	as_user(helper, actions.give_back, duty.name)
	assert team_of(session) == []


def test_a_moved_session_moves_its_duties_and_tells_who_is_on_duty() -> None:
	session, helper = make.make_cafe_session(day=add_days(nowdate(), 3)), host()
	duty = make.make_duty(session=session.name, user=helper)
	session.reload()
	new_day = add_days(nowdate(), 4)
	session.update(
		{"starts_at": f"{new_day} 16:00:00", "ends_at": f"{new_day} 18:00:00", "change_reason": "Raum belegt"}
	)
	session.save()
	duty.reload()
	assert str(duty.starts_at) == f"{new_day} 16:00:00"
	assert (duty.user, len(bells(helper, duty))) == (helper, 1)


def test_a_cancelled_session_cancels_its_duties() -> None:
	session, helper = make.make_cafe_session(day=add_days(nowdate(), 3)), host()
	duty = make.make_duty(session=session.name, user=helper)
	session.reload()
	session.update({"status": "Cancelled", "change_reason": "Krankheit"})
	session.save()
	assert frappe.db.get_value("Duty Shift", duty.name, "status") == "Cancelled"
	assert len(bells(helper, duty)) == 1


def test_a_duty_at_an_event_does_not_open_who_has_signed_up() -> None:
	"""Who is on the team of an event is decided by counsellors; everybody may take an open duty."""
	helper = make.give_task(make.make_helper(access.VOLUNTEER), "LANGUAGE_CAFE")
	event = make.make_event()
	registration = make.make_registration(event.name)
	duty = make.make_duty(event=event.name)
	as_user(helper, actions.take, duty.name)
	frappe.set_user(helper)
	assert registration.name not in frappe.get_list("Event Registration", pluck="name")


def test_whoever_leaves_hands_their_duties_over() -> None:
	helper = host()
	duty = make.make_duty(user=helper)
	assert ("Duty Shift", duty.name) in {(item.doctype, item.name) for item in handover.items_of(helper)}


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"ends_at": "2030-01-01 10:00:00", "starts_at": "2030-01-01 11:00:00"}, "before the beginning"),
		({"starts_at": "2030-01-01 10:00:00", "ends_at": "2030-01-03 10:00:00"}, "more than a day"),
		({"status": "Done"}, "who was on duty"),
	],
)
def test_impossible_duties_are_refused_with_the_field(values: dict[str, str], sentence: str) -> None:
	with pytest.raises(frappe.ValidationError, match=sentence):
		make.make_duty(**values)


def test_of_many_who_press_at_the_same_moment_one_has_the_duty(
	site: str, committed: Callable, http: Callable
) -> None:
	with committed() as commit:
		helpers = [host() for _number in range(4)]
		duty = make.make_duty().name
		commit()
		frappe.clear_cache()
		sessions = [http(helper, make.PASSWORD) for helper in helpers]
		with ThreadPoolExecutor(12) as pool:
			answers = list(
				pool.map(lambda number: sessions[number % 4].post(TAKE, json={"shift": duty}), range(12))
			)
		frappe.db.rollback()
		told = [answer.status_code for answer in answers]
		taken_by = frappe.db.get_value("Duty Shift", duty, "user")
	assert told.count(200) == 1
	assert set(told) <= {200, 417}
	assert taken_by in helpers
