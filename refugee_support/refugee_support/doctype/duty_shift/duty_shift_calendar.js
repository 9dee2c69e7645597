frappe.views.calendar["Duty Shift"] = {
	field_map: { id: "name", start: "starts_at", end: "ends_at", title: "title", allDay: "all_day" },
	get_events_method: "refugee_support.duties.search.calendar",
};
