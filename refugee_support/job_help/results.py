"""What came of the help as steps on the person's path."""


import frappe
from frappe.utils import getdate

from refugee_support.rules.milestones import Step

# Result of an Application Support -> kind of the milestone; what is not here is no step on the path.
KIND_OF_RESULT = {
	"Internship": "Internship Begun",
	"Training": "Training Begun",
	"Entry Qualification": "Training Begun",
	"Job": "Job Begun",
	"Mini-Job": "Job Begun",
	"Self-Employment": "Job Begun",
	"Studies": "Studies Begun",
	"Voluntary Service": "Voluntary Work Begun",
	"Course": "Course Begun",
}
RECOGNISED = ("Full", "Partial")
SAME_STEP = 45  # days: the employment status and the result say the same thing


def steps_of(client: str, history: list[Step]) -> list[Step]:
	"""The steps of results and recognitions, without those the client's own history tells already.

	Reads without permissions: milestones follow what happened, not who saves it.
	"""
	filters = {"client": client, "result": ["is", "set"], "result_on": ["is", "set"]}
	rows = frappe.get_all("Application Support", filters, ["name", "result", "result_on"], order_by="result_on, name")
	found = [
		Step(f"support-{row.name}", getdate(row.result_on), KIND_OF_RESULT[row.result], row.result)
		for row in rows
		if row.result in KIND_OF_RESULT
	]
	decided = {"client": client, "decision": ["in", RECOGNISED], "decided_on": ["is", "set"]}
	rows = frappe.get_all("Client Qualification", decided, ["name", "decision", "decided_on"], order_by="decided_on, name")
	found += [
		Step(f"qualification-{row.name}", getdate(row.decided_on), "Qualification Recognised", row.decision)
		for row in rows
	]
	return [step for step in found if not any(_same(step, other) for other in history)]


def _same(step: Step, other: Step) -> bool:
	return step.kind == other.kind and abs((step.day - other.day).days) <= SAME_STEP


def sync_milestones(client: str) -> None:
	from refugee_support import milestones

	if frappe.db.exists("Client", client):
		milestones.sync(frappe.get_doc("Client", client))


