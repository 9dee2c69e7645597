frappe.query_reports["Open Follow-Ups"] = {
	filters: [
		{
			fieldname: "whose",
			label: __("Whose"),
			fieldtype: "Select",
			options: [
				{ value: "Mine", label: __("Mine") },
				{ value: "Everybody's", label: __("Everybody's") },
				{ value: "Of Absent People", label: __("Of Absent People") },
			],
			default: "Mine",
		},
		{ fieldname: "until", label: __("Due Until"), fieldtype: "Date" },
	],
};
