"""Everything about ERPNext, and only here (docs/erpnext.md).

Our records point at ERPNext's, never the other way round, and nothing of a client goes there: money and working time
are ERPNext's, people who seek help are ours. ERPNext may come, go and be missing: ask `is_enabled` first; nothing of
`erpnext` is imported, its documents are reached by their names.
"""

import frappe


def is_enabled() -> bool:
	"""Whether ERPNext is on this site."""
	return "erpnext" in frappe.get_installed_apps()
