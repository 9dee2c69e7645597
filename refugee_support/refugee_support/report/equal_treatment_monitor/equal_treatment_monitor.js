frappe.query_reports["Equal Treatment Monitor"] = refugee_support.evidence.report(
	[
		refugee_support.evidence.choice("by", __("Compare by"), [
			["region", __("Region of Origin")],
			["residence_category", __("Kind of Residence Status")],
			["gender", __("Gender")],
			["household", __("One applicant or several")],
		]),
		{
			fieldname: "application_type",
			label: __("Application Type"),
			fieldtype: "Link",
			options: "Application Type",
		},
		{
			fieldname: "authority",
			label: __("Authority"),
			fieldtype: "Link",
			options: "Public Authority",
		},
		refugee_support.evidence.choice(
			"smallest",
			__("Smallest Group Compared"),
			["5", "10", "20", "30", "50"].map((size) => [size, size]),
			"10"
		),
	],
	{ narrow: false }
);
