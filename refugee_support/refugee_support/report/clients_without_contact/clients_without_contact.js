frappe.query_reports["Clients without Contact"] = {
	filters: [
		{
			fieldname: "days",
			label: __("Days without Contact"),
			fieldtype: "Int",
			description: __("Empty: as in the settings"),
		},
		{
			fieldname: "helper",
			label: __("Support Team"),
			fieldtype: "Link",
			options: "User",
			get_query: () => ({ query: "refugee_support.search.team_member_query" }),
		},
	],
};
