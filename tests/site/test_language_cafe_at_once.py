"""Many tablets at the same moment, over real HTTP."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

TAKE = "/api/method/refugee_support.cafe.childcare.take"
SEND = "/api/method/refugee_support.cafe.check_in.send"


def test_fifty_children_at_once_for_the_last_ten_places_give_exactly_ten(
	site: str, committed: Callable, http: Callable
) -> None:
	import frappe

	from tests.site import factories

	with committed() as commit:
		helper = factories.make_helper("Language Cafe Helper")
		carers = [
			{"helper": factories.make_carer(), "duty": "Childcare", "present": 1} for _number in range(2)
		]
		session = factories.make_cafe_session(with_childcare=1, places_3_to_6=10, helpers=carers).name
		commit()
		frappe.clear_cache()
		tablets = [http(helper, factories.PASSWORD) for _number in range(5)]

		def bring(number: int) -> Any:
			return tablets[number % 5].post(
				TAKE,
				json={
					"session": session,
					"tap_id": f"tap-number-{number:03}",
					"child_first_name": f"Kind {number}",
					"age_band": "3 to 6",
					"guardian": "Mutter",
				},
			)

		with ThreadPoolExecutor(50) as pool:
			answers = list(pool.map(bring, range(50)))
		frappe.db.rollback()
		places = frappe.get_all("Cafe Childcare Place", {"session": session}, pluck="status")
	assert {answer.status_code for answer in answers} == {200}
	told = Counter(answer.json()["message"]["status"] for answer in answers)
	assert told == Counter(places) == {"In Care": 10, "Waiting": 40}


def test_one_guest_and_one_tap_sent_by_many_at_once_are_one_visit(
	site: str, committed: Callable, http: Callable
) -> None:
	import frappe

	from tests.site import factories

	with committed() as commit:
		helper = factories.make_helper("Language Cafe Helper")
		factories.make_guest(first_name="Salima")
		session = factories.make_cafe_session().name
		commit()
		frappe.clear_cache()
		tablets = [http(helper, factories.PASSWORD) for _number in range(4)]
		found = tablets[0].post(
			"/api/method/refugee_support.cafe.guests.find", json={"session": session, "txt": "sal"}
		)
		guest = found.json()["message"][0]["guest"]

		def send(number: int) -> Any:
			same = {"tap_id": "the-same-tap-of-all", "gender": "Male", "age_bracket": "18 to 60"}
			named = {"tap_id": f"named-tap-{number:03}", "guest": guest}
			return tablets[number % 4].post(SEND, json={"session": session, "taps": [same, named]})

		with ThreadPoolExecutor(12) as pool:
			answers = list(pool.map(send, range(12)))
		frappe.db.rollback()
		rows = frappe.get_all("Cafe Attendance", {"session": session}, pluck="kind")
		records = frappe.db.count("Service Record", {"service_type": "Language Cafe Session"})
	assert {answer.status_code for answer in answers} == {200}
	assert sorted(rows) == ["Head Count", "Named Client"]
	assert records == 2
