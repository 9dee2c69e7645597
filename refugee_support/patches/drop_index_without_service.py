"""Statistics name the service they count, so the index over totals begins with it (`totals_of_service`)."""

import frappe

OLD = "service_totals"


def execute() -> None:
	"""The new index comes with the DocType; the old one only costs time at every write."""
	if frappe.db.db_type == "mariadb" and frappe.db.has_index("tabService Record", OLD):
		# Query builder knows no DROP INDEX; the name is a constant of this file.
		query = f"ALTER TABLE `tabService Record` DROP INDEX `{OLD}`"
		frappe.db.sql_ddl(query)  # nosemgrep: frappe-using-db-sql
