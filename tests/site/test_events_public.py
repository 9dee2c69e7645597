"""The doors of an event over real HTTP: guests sign up at the same moment, and see nothing of others."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

ACCEPT = "/api/method/frappe.website.doctype.web_form.web_form.accept"
PLACES, GUESTS = 3, 9


def forget_limits() -> None:
	import frappe

	frappe.cache.delete_keys("rl:")


def sign_up(session, event: str, number: int, **values):
	form = {"event": event, "participant_name": f"Gast {number}", "phone": f"0{number}", "adults": 1}
	data = {"doctype": "Event Sign Up", **form, "form_key": f"{event}-{number}", "language": "en", **values}
	return session.post(ACCEPT, json={"web_form": "event-sign-up", "data": json.dumps(data)})


def test_nine_guests_at_once_for_three_places_are_three_registered_and_six_waiting(
	site: str, committed: Callable, http: Callable
) -> None:
	import frappe

	from tests.site import factories

	forget_limits()
	with committed() as commit:
		event = factories.make_event(capacity=PLACES).name
		commit()
		sessions = [http() for _number in range(GUESTS)]
		with ThreadPoolExecutor(GUESTS) as pool:
			answers = list(pool.map(lambda n: sign_up(sessions[n], event, n), range(GUESTS)))
		frappe.db.rollback()
		found = frappe.get_all("Event Registration", {"event": event}, pluck="status")
		numbers = frappe.db.get_value(
			"Community Event", event, ["status", "registered_people", "waiting_people"]
		)
	assert [answer.status_code for answer in answers] == [200] * GUESTS, [a.text[:300] for a in answers]
	assert found.count("Registered") == PLACES
	assert found.count("Waiting") == GUESTS - PLACES
	assert numbers == ("Full", PLACES, GUESTS - PLACES)


def test_a_guest_signs_up_gives_the_place_back_and_reads_nothing_of_others(
	site: str, committed: Callable, http: Callable
) -> None:
	import frappe

	from tests.site import factories

	forget_limits()
	with committed() as commit:
		event = factories.make_event().name
		other = factories.make_registration(event, participant_name="zqandere Personzq")
		commit()
		guest = http()
		answer = sign_up(guest, event, 1, website="http://spam.example")
		assert answer.status_code == 200
		frappe.db.rollback()
		assert frappe.db.count("Event Registration", {"event": event}) == 1, (
			"a machine filled in the hidden field"
		)
		answer = sign_up(guest, event, 1).json()["message"]
		path = answer["link"].split("/", 3)[3]
		shown = guest.get(f"/{path}", headers={"Accept": "text/html"})
		assert "Ankommen in Erkrath" in shown.text
		key = path.split("key=")[1].split("&")[0]
		method = "/api/method/refugee_support.events.public.answer_place"
		assert guest.post(method, json={"key": key, "answer": "cancel"}).json()["message"] == "Cancelled"
		assert guest.get(method, params={"key": key, "answer": "cancel"}).status_code in (403, 405)
		for path in (
			"/api/resource/Event Registration",
			f"/api/resource/Event Registration/{other.name}",
			"/api/resource/Event Sign Up",
			f"/event-sign-up/{other.name}",
			"/event-sign-up/list",
			"/event-sign-up/new",
			"/event-place?key=%25",
			"/event-place?key[]=like",
			f"/api/method/frappe.website.doctype.web_form.web_form.get_form_data?doctype=Event%20Registration&docname={other.name}&web_form_name=event-sign-up",
		):
			shown = guest.get(path)
			assert "zqandere" not in shown.text, path
			assert shown.status_code != 500, (path, shown.text[-500:])
		assert guest.get(f"/api/resource/Event Registration/{other.name}").status_code == 403
		assert guest.get("/api/resource/Exit Answer").status_code == 403
