"""Roles: the fixture, the code and the DocTypes speak of the same six; and what uninstalling must know."""

import ast
import json
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "refugee_support"
FIXTURES = PACKAGE / "fixtures"
ROLES = {
	"Refugee Support Counsellor",
	"Refugee Support Volunteer",
	"Language Cafe Helper",
	"Application Support Helper",
	"Refugee Support Coordinator",
	"Refugee Support Administrator",
}


def fixture(name: str) -> list[dict]:
	return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


def constants(path: Path) -> dict[str, ast.expr]:
	"""What a module assigns at its top, read without importing it (it needs Frappe)."""
	body = ast.parse(path.read_text(encoding="utf-8")).body
	return {node.targets[0].id: node.value for node in body if isinstance(node, ast.Assign)}


def test_fixtures_are_the_roles_of_the_app() -> None:
	assert {role["name"] for role in fixture("role")} == ROLES


def test_names_of_fixtures_are_their_titles() -> None:
	assert [role for role in fixture("role") if role["name"] != role["role_name"]] == []


@pytest.mark.parametrize(
	("field", "value"), [("desk_access", 1), ("two_factor_auth", 1), ("is_custom", 0), ("home_page", None)]
)
def test_every_role_may_use_the_desk_and_asks_for_a_second_factor_where_the_site_does(
	field: str, value: int | None
) -> None:
	assert {role[field] for role in fixture("role")} == {value}


def test_access_rules_know_the_same_roles() -> None:
	names = constants(PACKAGE / "access.py")
	assert {names[role.id].value for role in names["APP_ROLES"].elts} == ROLES


def test_doctypes_grant_to_the_roles_of_the_app_only() -> None:
	granted = {
		permission["role"]
		for path in PACKAGE.glob("refugee_support/doctype/*/*.json")
		for permission in json.loads(path.read_text(encoding="utf-8")).get("permissions", [])
	}
	assert granted <= ROLES


def test_fixtures_are_records_that_a_migrate_may_save_any_time() -> None:
	"""Saving a Role Profile queues a job and locks it: as a fixture, a second migrate would stop at the lock."""
	assert {path.stem for path in FIXTURES.glob("*.json")}.isdisjoint({"role_profile", "module_profile"})


def test_uninstalling_knows_every_counter_of_record_names() -> None:
	series = constants(PACKAGE / "setup" / "uninstall.py")["SERIES"]
	code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
	used = set(re.findall(r'make_autoname\("([^".#]+)\.#', code))
	assert used == {element.value for element in series.elts}
