"""What differs between databases and versions of Frappe: here and nowhere else (docs/frappe-versions.md)."""

import frappe


def begin_transaction() -> None:
	"""before_request and before_job: what a request or job writes is saved together or not at all, on SQLite too.

	There, Frappe 16-dev saves every statement at once until the first commit or rollback, and a refused request
	would keep what it had written by then. Immediate, because SQLite refuses to write in a transaction that has
	read before another one wrote.
	"""
	if frappe.db.db_type != "sqlite" or frappe.flags.read_only or _only_reads():
		return
	try:
		frappe.db.multisql({"sqlite": "begin immediate"})
	except frappe.db.OperationalError as error:
		if not frappe.db.is_nested_transaction_error(error):
			raise


def _only_reads() -> bool:
	request = getattr(frappe.local, "request", None)
	return bool(request) and request.method in ("GET", "HEAD", "OPTIONS")
