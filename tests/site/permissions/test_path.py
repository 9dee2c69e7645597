"""The path of integration over real HTTP: what test_every_doctype.py does not ask."""

import pytest


@pytest.mark.parametrize("doctype", ["Integration Milestone", "Integration Plan", "Integration Goal"])
def test_nobody_deletes_a_step_of_a_path(visitor, world, doctype):
	name = world.names[f"own {doctype}"]
	visitor.is_refused(visitor.call("frappe.client.delete", doctype=doctype, name=name))
