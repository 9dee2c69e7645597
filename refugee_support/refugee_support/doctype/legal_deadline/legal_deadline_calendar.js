frappe.views.calendar["Legal Deadline"] = {
	field_map: {
		id: "name",
		start: "start",
		end: "end",
		title: "title",
		tooltip: "title",
		allDay: "all_day",
		editable: "may_be_moved", // a deadline is not dragged: its letter decides
		convertToUserTz: "convert_to_user_tz",
	},
	options: { editable: false, selectable: false },
	get_css_class: (event) => event.colour,
	get_events_method: "refugee_support.deadlines.calendar.get_events",
};
