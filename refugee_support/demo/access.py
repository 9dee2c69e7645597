"""Access for a time: a volunteer stands in for three weeks with a client who is not theirs."""

import frappe
from frappe.utils import add_days, nowdate

from refugee_support.demo.plan.model import World
from refugee_support.demo.registry import Registry, existing, record_name

GIVER, STAND_IN = "beraterin@example.org", "ehrenamt@example.org"
NAME = record_name("grant", 1)
# What hangs on the demo's clients and says who may see or has seen them.
ACCESS = ("Access Grant", "Restricted Client Access", "Client Access Log")


def create_grant(world: World, registry: Registry) -> int:
	"""From the day the demo is made: a grant cannot begin in the past."""
	if existing("Access Grant", [NAME]) or not {GIVER, STAND_IN} <= {h.email for h in world.helpers}:
		return 0
	others = [
		person
		for person in world.people
		if person.status == "Active" and STAND_IN not in {member.helper for member in person.team}
	]
	if not others:
		return 0
	maker = frappe.session.user
	frappe.set_user(GIVER)
	try:
		frappe.get_doc(
			{
				"doctype": "Access Grant",
				"client": registry.client(others[0].number),
				"user": STAND_IN,
				"scope": "Support Team",
				"purpose": "Substitution",
				"reason": "Vertretung im Urlaub: Termin bei der Ausländerbehörde begleiten.",
				"to_date": add_days(nowdate(), 20),
			}
		).insert(set_name=NAME)
	finally:
		frappe.set_user(maker)
	return 1
