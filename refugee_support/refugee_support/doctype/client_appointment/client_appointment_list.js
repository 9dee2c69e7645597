frappe.listview_settings["Client Appointment"] = {
	hide_name_column: true,
	add_fields: ["state", "starts_at", "interpreter_needed", "booking_state"],

	get_indicator(doc) {
		const filter = `state,=,${doc.state}`;
		if (doc.state === "Planned" && doc.interpreter_needed && doc.booking_state !== "Confirmed")
			return [__("Interpreter wanted"), "orange", filter];
		const colours = {
			Planned: "blue",
			"Took Place": "green",
			"Not Attended": "red",
			Cancelled: "gray",
		};
		return [__(doc.state), colours[doc.state], filter];
	},
};
