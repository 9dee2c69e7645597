frappe.query_reports["Decisions of Authorities"] = refugee_support.evidence.report(
	[
		refugee_support.evidence.choice("by", __("By"), [
			["authority", __("Authority")],
			["application_type", __("Application Type")],
		]),
	],
	{ narrow: false }
);
