frappe.views.calendar["Duty Shift"] = {
	field_map: {
		id: "name",
		start: "starts_at",
		end: "ends_at",
		title: "title",
		allDay: "all_day",
	},
	/** Orange is what nobody has taken. */
	get_css_class: (doc) =>
		({ Open: "warning", Taken: "success", Missed: "danger" })[doc.status] || "default",
	get_events_method: "refugee_support.duties.search.calendar",
};
