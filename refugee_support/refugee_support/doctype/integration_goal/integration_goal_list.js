frappe.listview_settings["Integration Goal"] = {
	hide_name_column: true,
	add_fields: ["state"],

	get_indicator(doc) {
		const colours = {
			Open: "gray",
			"In Progress": "blue",
			Reached: "green",
			Dropped: "orange",
		};
		return [
			__(doc.state, null, "Integration Goal"),
			colours[doc.state],
			`state,=,${doc.state}`,
		];
	},
};
