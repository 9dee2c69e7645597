"""Two counsellors merge the same two records at the same moment, in opposite directions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def test_a_into_b_and_b_into_a_at_once_leaves_one_record_and_one_refusal(
	site: str, committed: Callable, http: Callable
) -> None:
	import frappe

	from tests.site import factories

	with committed() as commit:
		users = [
			factories.make_helper("Refugee Support Counsellor", helper_kind="Staff") for _number in range(2)
		]
		clients = [
			factories.make_client(first_name=name, last_name="Zugleich").name for name in ("Eins", "Zwei")
		]
		commit()
		frappe.clear_cache()
		sessions = [http(user, factories.PASSWORD) for user in users]

		def merge(number: int) -> int:
			survivor, merged = clients if number == 0 else clients[::-1]
			answer = sessions[number].post(
				"/api/method/refugee_support.merging.combine.merge",
				json={"survivor": survivor, "merged": merged},
			)
			return answer.status_code

		with ThreadPoolExecutor(2) as pool:
			statuses = list(pool.map(merge, range(2)))
		frappe.db.rollback()
		left = frappe.get_all("Client", {"name": ["in", clients]}, pluck="name")
		merges = frappe.get_all("Client Merge", {"survivor": ["in", clients]}, pluck="survivor")
	assert sorted(status == 200 for status in statuses) == [False, True]
	assert all(status < 500 for status in statuses)
	assert left == merges == [clients[statuses.index(200)]]
