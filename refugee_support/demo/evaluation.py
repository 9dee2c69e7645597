"""The last half-year's report to the council, written by the coordinator and released by somebody else."""

from datetime import date

import frappe
from frappe.model.workflow import apply_workflow

from refugee_support.demo.plan.model import World
from refugee_support.demo.registry import existing, record_name
from refugee_support.demo.removal import erase

WRITER = "koordination@example.org"
NAME = record_name("evaluation", 1)
TABLES = (
	("Contacts", "Main Topic", ""),
	("Contacts", "Channel", "Staff or Volunteer"),
	("Persons", "Region of Origin", "Gender"),
	("Persons", "Age Group", ""),
	("Persons", "Kind of Residence Status", ""),
)
INTRODUCTION = """Der Verein berät Geflüchtete in Erkrath seit 2018: zu Aufenthalt, Leistungen, Arbeit, Schule und Wohnen.
Dieser Bericht zeigt, wie viel im vergangenen Halbjahr zu tun war und wer kam. Alle Angaben sind erfunden."""
CONCLUSION = """Die Nachfrage ist ohne Ehrenamtliche nicht zu bewältigen. Der Verein bittet den Rat, die Förderung der Beratung
fortzusetzen."""
PLAIN = """Viele Menschen kommen zu uns.
Sie haben Fragen zu Briefen von Ämtern.
Wir helfen ihnen dabei.
Wir brauchen auch im nächsten Jahr Geld dafür."""


def evaluation_names(world: World) -> list[str]:
	return [NAME] if WRITER in {helper.email for helper in world.helpers} else []


def create_evaluation(world: World) -> int:
	names = evaluation_names(world)
	if not names or existing("Evaluation Report", names):
		return 0
	maker, period, before = frappe.session.user, *last_half_years(world.today)
	frappe.set_user(WRITER)
	try:
		report = frappe.get_doc(
			{
				"doctype": "Evaluation Report",
				"title": f"Bericht an den Rat, {1 if period[0].month == 1 else 2}. Halbjahr {period[0].year}",
				"from_date": period[0],
				"to_date": period[1],
				"compare_from": before[0],
				"compare_to": before[1],
				"service_type": "Consultation",
				"introduction": INTRODUCTION,
				"conclusion": CONCLUSION,
				"plain_summary": PLAIN,
				"tables": [
					{"measure": measure, "row_characteristic": rows, "column_characteristic": columns}
					for measure, rows, columns in TABLES
				],
			}
		).insert(set_name=NAME)
		apply_workflow(report, "Ask for Review")
	finally:
		frappe.set_user(maker)
	apply_workflow(frappe.get_doc("Evaluation Report", NAME), "Release Report")
	return 1


def last_half_years(today: date) -> tuple[tuple[date, date], tuple[date, date]]:
	"""The last half-year that is over, and the same one a year before: the demo's consultations reach back two years."""
	year, first = (today.year, True) if today.month > 6 else (today.year - 1, False)
	months = ((1, 1), (6, 30)) if first else ((7, 1), (12, 31))
	this, before = (tuple(date(y, *day) for day in months) for y in (year, year - 1))
	return this, before


def remove_evaluation(world: World) -> None:
	"""With what the workflow keeps of who did what."""
	names = evaluation_names(world)
	frappe.db.delete("Workflow Action", {"reference_name": ["in", [*names, ""]]})
	erase("Evaluation Report", names)
