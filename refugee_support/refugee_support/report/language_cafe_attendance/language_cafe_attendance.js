frappe.query_reports["Language Cafe Attendance"] = {
	filters: [
		{
			fieldname: "by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "month", label: __("Month") },
				{ value: "session", label: __("Language Cafe Session") },
				{ value: "place", label: __("Meeting Place") },
				{ value: "funding_programme", label: __("Funding Programme") },
			],
			default: "month",
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
