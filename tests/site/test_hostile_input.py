"""Whatever is sent to the app's own methods and records, nobody meets an error of the program, and nobody learns more.

Every whitelisted method gets drawn arguments from every role over real HTTP, and every DocType gets records of drawn
values. The draw has a seed: the same requests in every run. `REFUGEE_SUPPORT_FUZZ=10000` draws more of
them (docs/security.md), `REFUGEE_SUPPORT_FUZZ_SEED` others.
"""

import importlib
import inspect
import os
import pkgutil
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.site.permissions.conftest import Visitor, World, made_world, text_of

DRAWS = int(os.environ.get("REFUGEE_SUPPORT_FUZZ", 900))
SEED = int(os.environ.get("REFUGEE_SUPPORT_FUZZ_SEED", 1))
WHO = ("counsellor", "volunteer on the team", "cafe helper", "coordinator", "administrator role", "guest")
VALUES: tuple[Any, ...] = (
	None, "", " ", "'", '"', "%", "_", "\\", "\x00", "a\x00b", "\ud800", "‮abc", "😀" * 50, "ß" * 141, "x" * 70_000,
	"' or 1=1 -- ", "1; drop table tabClient", "{{ frappe.session.user }}", "{0}", "%s", "%(name)s", "../../../etc/passwd",
	"<script>alert(1)</script>", "=1+1", "\r\n\r\n", "null", "[]", "{}", '["a"]', '{"a": 1}', "[[[[[[[[]]]]]]]]", "[" * 20_000,
	'[{"name": null}]', "Administrator", "Guest", "Client", "User", "0", "-1", "1e400", "NaN", "99999999999999999999",
	"2026-02-31", "0000-00-00", "9999-12-31", "10000-01-01", "31.02.2026", "heute", "25:61", "2026-11-25 25:61:00",
	"2026-11-25", "2026-01-01", "en", "de", "xx",
	0, 1, -1, 3, 2**31, 2**63, 10**30, 0.5, -0.0, 1e308, True, False,
	[], [None], [[]], ["a", 1], [{}], [{"name": "x"}], {}, {"a": {"b": []}}, {"name": ["like", "%"]}, ["!=", ""],
)  # fmt: skip
ERRORS_OF_THE_PROGRAM = (
	"Traceback (most recent call last)",
	'File "/',
	"NoneType",
	"pymysql",
	"MySQLdb",
	"SQL syntax",
)


@pytest.fixture(scope="module")
def own_world(committed: Callable) -> Iterator[World]:
	"""A world of its own: the requests here change and close what they can."""
	with made_world(committed) as world:
		yield world


@pytest.fixture(scope="module")
def people(own_world: World, http: Callable) -> list[Visitor]:
	from tests.site import factories

	users = {role: own_world.users.get(role) for role in WHO}
	return [
		Visitor(role, http(user, factories.PASSWORD) if user else http(), user)
		for role, user in users.items()
	]


def methods() -> dict[str, list[str]]:
	"""Every whitelisted function of the app and the names of its arguments."""
	import frappe

	import refugee_support

	for module in pkgutil.walk_packages(refugee_support.__path__, "refugee_support."):
		if ".patches" not in module.name:
			importlib.import_module(module.name)
	return {
		f"{method.__module__}.{method.__name__}": list(inspect.signature(method).parameters)
		for method in frappe.whitelisted
		if method.__module__.startswith("refugee_support.") and "." not in method.__qualname__
	}


def doctypes() -> list[str]:
	import frappe

	filters = {"module": "Refugee Support", "istable": 0, "issingle": 0}
	return frappe.get_all("DocType", filters, pluck="name", order_by="name")


def drawn(chance: random.Random, names: list[str]) -> Any:
	return chance.choice(names) if chance.random() < 0.45 else chance.choice(VALUES)


def sent(visitor: Visitor, path: str, arguments: dict[str, Any]) -> str:
	"""What is wrong with the answer; empty when nothing is."""
	answer = visitor.session.post(path, json=arguments)
	what = f"{visitor.role} {path} {str(arguments)[:300]} → {answer.status_code} {text_of(answer)[:300]}"
	if answer.status_code >= 500:
		return what
	if told := [error for error in ERRORS_OF_THE_PROGRAM if error in text_of(answer)]:
		return f"{told}: {what}"
	visitor.looks(answer)
	return ""


def test_no_argument_of_a_method_is_an_error_of_the_program_or_a_leak(
	own_world: World, people: list[Visitor]
) -> None:
	chance, found = random.Random(SEED), methods()
	assert len(found) > 80
	names = [*own_world.names.values(), own_world.own, own_world.other]
	problems = []
	for number in range(max(DRAWS, len(found))):
		method = sorted(found)[number % len(found)]
		arguments = {name: drawn(chance, names) for name in found[method] if chance.random() < 0.9}
		problems.append(sent(chance.choice(people), f"/api/method/{method}", arguments))
	assert not any(problems), listed(problems)


def test_no_value_of_a_field_is_an_error_of_the_program_or_a_leak(
	own_world: World, people: list[Visitor]
) -> None:
	import frappe

	chance, found = random.Random(SEED), doctypes()
	names = [*own_world.names.values(), own_world.own, own_world.other]
	writers = [person for person in people if person.role != "guest"]
	problems = []
	for number in range(max(DRAWS // 2, len(found))):
		doctype = found[number % len(found)]
		fields = [field for field in frappe.get_meta(doctype).fields if not field.read_only]
		values: dict[str, Any] = {field.fieldname: field_value(chance, field, names) for field in fields}
		values = {name: value for name, value in values.items() if value is not None}
		writer = chance.choice(writers)
		problems.append(sent(writer, f"/api/resource/{doctype}", values))
	assert not any(problems), listed(problems)


def field_value(chance: random.Random, field: Any, names: list[str]) -> Any:
	"""Mostly something that fits, so that the checks behind the first one are reached as well."""
	import frappe

	if chance.random() < 0.12:
		return chance.choice(VALUES)
	if field.fieldtype == "Select":
		return chance.choice((field.options or "").split("\n"))
	if field.fieldtype == "Link":
		there = frappe.get_all(field.options, pluck="name", limit=5)
		return chance.choice(there) if there else None
	if field.fieldtype in ("Date", "Datetime"):
		return f"20{chance.randint(10, 39)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
	if field.fieldtype == "Time":
		return f"{chance.randint(0, 23):02d}:00:00"
	if field.fieldtype in ("Int", "Check", "Float", "Percent", "Currency"):
		return chance.randint(0, 3)
	if field.fieldtype in ("Data", "Small Text", "Text", "Long Text"):
		return chance.choice(("Muster", "a@example.com", "0171 2345678", "48143"))
	return None


def listed(problems: list[str]) -> str:
	found = [problem for problem in problems if problem]
	return f"{len(found)} of {len(problems)}:\n" + "\n".join(found[:40])
