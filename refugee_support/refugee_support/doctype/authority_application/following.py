"""The state follows what people enter, along the transitions of the workflow that their role may take."""

from typing import Any

import frappe
from frappe.model.workflow import get_workflow, get_workflow_name, is_transition_condition_satisfied
from frappe.utils import cstr

from refugee_support.refugee_support.doctype.authority_application import checklist
from refugee_support.rules import applications as rules

FACTS = sorted({fact for step in rules.STEPS for fact in step.facts})


def follow(application: Any) -> None:
	"""After the save: Frappe has checked the state that was stored before, every further step is checked here."""
	before = application.get_doc_before_save()
	entered, ticked = entered_facts(application), checklist_changed(application)
	while (state := following_state(application, entered, ticked)) != application.status:
		if not is_allowed(application, state):
			break
		application.db_set("status", state, update_modified=False)
	application._doc_before_save = before  # db_set has replaced it where the document is new


def following_state(application: Any, entered: set[str], ticked: bool) -> str:
	state = rules.next_state(application.status, application, entered)
	if not state and ticked:
		needed, missing = checklist.needed(application), checklist.missing(application)
		state = rules.state_of_checklist(application.status, len(needed), len(missing))
	return state or application.status


def entered_facts(application: Any) -> set[str]:
	before = application.get_doc_before_save()
	return {fact for fact in FACTS if cstr(application.get(fact)) != cstr(before.get(fact) if before else "")}


def checklist_changed(application: Any) -> bool:
	before = application.get_doc_before_save()
	counts = [
		(len(checklist.needed(doc)), len(checklist.missing(doc))) for doc in (before, application) if doc
	]
	return not before or counts[0] != counts[1]


def is_allowed(application: Any, state: str) -> bool:
	"""Whether the workflow of the site leads there, for one of the writer's roles. Without a workflow, everything is."""
	if not get_workflow_name(application.doctype):
		return True
	roles = frappe.get_roles()
	return any(
		transition.state == application.status
		and transition.next_state == state
		and transition.allowed in roles
		and is_transition_condition_satisfied(transition, application)
		for transition in get_workflow(application.doctype).transitions
	)
