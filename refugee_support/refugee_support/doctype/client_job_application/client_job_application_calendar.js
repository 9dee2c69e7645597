frappe.views.calendar["Client Job Application"] = {
	field_map: {
		id: "name",
		start: "start",
		end: "end",
		title: "title",
		allDay: "all_day",
		convertToUserTz: "convert_to_user_tz",
	},
	get_events_method: "refugee_support.job_help.calendar.get_events",
};
