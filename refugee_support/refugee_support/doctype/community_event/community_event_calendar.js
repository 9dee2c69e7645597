frappe.views.calendar["Community Event"] = {
	field_map: {
		id: "name",
		start: "starts_at",
		end: "ends_at",
		title: "event_title",
		allDay: "all_day",
	},
	get_events_method: "frappe.desk.calendar.get_events",
};
