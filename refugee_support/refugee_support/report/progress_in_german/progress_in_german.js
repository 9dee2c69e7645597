frappe.query_reports["Progress in German"] = refugee_support.evidence.report(
	[
		refugee_support.evidence.choice("by", __("By"), [
			["gender", __("Gender")],
			["skill", __("Skill")],
		]),
	],
	{ narrow: false }
);
