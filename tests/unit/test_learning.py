"""What teaches the desk: onboarding steps and form tours point to what is there."""

import json
from pathlib import Path
from typing import Any

import pytest

MODULE = Path(__file__).parents[2] / "refugee_support" / "refugee_support"


def load(folder: str) -> dict[str, dict[str, Any]]:
	documents = [json.loads(path.read_text(encoding="utf-8")) for path in MODULE.glob(f"{folder}/*/*.json")]
	return {document["name"]: document for document in documents}


ONBOARDINGS, STEPS, TOURS = load("module_onboarding"), load("onboarding_step"), load("form_tour")
WORKSPACES, DOCTYPES = load("workspace"), load("doctype")


def shown_on(workspace: dict[str, Any]) -> list[str]:
	blocks = json.loads(workspace["content"])
	return [block["data"]["onboarding_name"] for block in blocks if block["type"] == "onboarding"]


@pytest.mark.parametrize("tour", TOURS)
def test_a_tour_shows_only_fields_that_are_on_the_form(tour: str) -> None:
	fields = {field["fieldname"]: field for field in DOCTYPES[TOURS[tour]["reference_doctype"]]["fields"]}
	assert TOURS[tour]["steps"]
	for step in TOURS[tour]["steps"]:
		field = fields[step["fieldname"]]
		assert not field.get("hidden"), step["fieldname"]
		assert (step["label"], step["fieldtype"]) == (field["label"], field["fieldtype"])


@pytest.mark.parametrize("tour", TOURS)
def test_a_tour_goes_through_the_form_from_top_to_bottom(tour: str) -> None:
	order = [field["fieldname"] for field in DOCTYPES[TOURS[tour]["reference_doctype"]]["fields"]]
	places = [order.index(step["fieldname"]) for step in TOURS[tour]["steps"]]
	assert places == sorted(places)


@pytest.mark.parametrize("workspace", WORKSPACES)
def test_every_workspace_begins_with_the_first_steps_of_its_role(workspace: str) -> None:
	document = WORKSPACES[workspace]
	shown = shown_on(document)
	assert json.loads(document["content"])[0]["type"] == "onboarding" and len(shown) == 1
	allowed = [row["role"] for row in ONBOARDINGS[shown[0]]["allow_roles"]]
	assert allowed == [row["role"] for row in document["roles"]]


def test_no_step_is_lost_and_none_is_missing() -> None:
	used = {row["step"] for onboarding in ONBOARDINGS.values() for row in onboarding["steps"]}
	assert used == set(STEPS)
	assert {step["form_tour"] for step in STEPS.values() if step.get("form_tour")} == set(TOURS)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_says_why_and_where_to(step: str) -> None:
	document = STEPS[step]
	assert document["description"] and document["action_label"]
	if document["action"] == "Go to Page":
		assert document["path"] and document["callback_title"] and document["callback_message"]
	else:
		assert document["action"] == "Show Form Tour"
		assert TOURS[document["form_tour"]]["reference_doctype"] == document["reference_document"]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_names_a_doctype_of_ours_so_that_it_goes_when_the_app_goes(step: str) -> None:
	"""Onboarding Steps belong to no module: uninstalling finds them by this link (setup/traces.py)."""
	assert STEPS[step]["reference_document"] in DOCTYPES
