"""What SQLite needs from us (compat.py): one transaction per request, and writers that wait for each other."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest

from tests.site import factories


@pytest.fixture(autouse=True)
def on_sqlite(site: str) -> None:
	if frappe.db.db_type != "sqlite":
		pytest.skip("about SQLite only; this site is on another database")


@pytest.fixture
def user(committed: Callable) -> Iterator[str]:
	with committed() as commit:
		user = factories.make_user("System Manager")
		commit()
		yield user


def test_a_refused_request_leaves_nothing_behind(http: Callable, user: str) -> None:
	session = http(user, factories.PASSWORD)
	todos = [{"doctype": "ToDo", "description": "valid"}, {"doctype": "ToDo", "description": ""}]
	assert session.post("/api/method/frappe.client.insert_many", json={"docs": todos}).status_code == 417
	assert not session.get("/api/resource/ToDo", params={"filters": '{"description": "valid"}'}).json()[
		"data"
	]


def test_people_who_save_at_the_same_time_all_succeed(http: Callable, user: str) -> None:
	sessions = [http(user, factories.PASSWORD) for _ in range(4)] * 5
	with ThreadPoolExecutor(4) as people:
		answers = people.map(lambda one: one.post("/api/resource/ToDo", json={"description": "x"}), sessions)
		assert {answer.status_code for answer in answers} == {200}


def test_jobs_begin_a_transaction_too() -> None:
	assert "refugee_support.compat.begin_transaction" in frappe.get_hooks("before_job")
