frappe.views.calendar["Language Cafe Session"] = {
	field_map: {
		id: "name",
		start: "starts_at",
		end: "ends_at",
		title: "title",
		tooltip: "title",
		allDay: "all_day",
	},
	get_css_class: (event) => event.colour,
	get_events_method: "refugee_support.cafe.figures.get_events",
};
