frappe.listview_settings["Interpreter Booking"] = {
	hide_name_column: true,
	add_fields: ["state"],

	get_indicator(doc) {
		const colours = {
			Requested: "orange",
			Confirmed: "green",
			Declined: "gray",
			Cancelled: "red",
		};
		return [__(doc.state), colours[doc.state], `state,=,${doc.state}`];
	},
};
