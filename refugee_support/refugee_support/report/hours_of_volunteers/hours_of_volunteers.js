frappe.query_reports["Hours of Volunteers"] = {
	filters: [
		{
			fieldname: "by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "task", label: __("Volunteer Task") },
				{ value: "funding_programme", label: __("Funding Programme") },
				{ value: "volunteer", label: __("Person") },
			],
			default: "task",
		},
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.year_start(),
		},
		{
			fieldname: "to_date",
			label: __("Until"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
		},
	],
};
