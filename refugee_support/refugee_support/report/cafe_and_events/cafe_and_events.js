frappe.query_reports["Cafe and Events"] = refugee_support.evidence.report(
	[refugee_support.evidence.period()],
	{ narrow: false }
);
