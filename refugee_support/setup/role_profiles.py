"""One Role Profile per role, so that a user is given a role and everything that comes with it in one choice.

Not a fixture: saving a Role Profile queues a job and locks the profile until a worker has done it. A fixture is
saved at every migrate, and a second migrate before that worker would stop at the lock.
"""

import frappe
from frappe.model.document import Document

from refugee_support.access import APP_ROLES


def keep() -> None:
	"""The app owns them: other roles go into a profile of the association's own."""
	for role in APP_ROLES:
		profile = get_or_new(role)
		if [row.role for row in profile.roles] != [role]:
			profile.set("roles", [{"role": role}])
			profile.unlock()  # of an earlier save whose job no worker has taken: this save queues the same job
			# Runs only at install and migrate, which ask for the right to the whole site.
			profile.save(ignore_permissions=True)


def get_or_new(role: str) -> Document:
	if frappe.db.exists("Role Profile", role):
		return frappe.get_doc("Role Profile", role)
	profile = frappe.new_doc("Role Profile", role_profile=role)
	profile.name = role
	return profile
