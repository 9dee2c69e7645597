frappe.query_reports["Who Can Help"] = {
	filters: [
		{
			fieldname: "language",
			label: __("Language"),
			fieldtype: "Link",
			options: "Language",
			get_query: () => refugee_support.language_query,
		},
		{
			fieldname: "level",
			label: __("Level at Least"),
			fieldtype: "Select",
			options: ["", "A1", "A2", "B1", "B2", "C1", "C2", "Native Language"].map((value) => ({
				value,
				label: __(value),
			})),
		},
		{
			fieldname: "task",
			label: __("Volunteer Task"),
			fieldtype: "Link",
			options: "Volunteer Task",
		},
		{
			fieldname: "weekday",
			label: __("Weekday"),
			fieldtype: "Select",
			options: [
				"",
				"Monday",
				"Tuesday",
				"Wednesday",
				"Thursday",
				"Friday",
				"Saturday",
				"Sunday",
			].map((value) => ({ value, label: __(value) })),
		},
		{
			fieldname: "time_of_day",
			label: __("Time of Day"),
			fieldtype: "Select",
			options: ["", "Morning", "Afternoon", "Evening"].map((value) => ({
				value,
				label: __(value),
			})),
		},
	],
};
