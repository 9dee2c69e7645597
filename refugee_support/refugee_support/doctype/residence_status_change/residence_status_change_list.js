frappe.listview_settings["Residence Status Change"] = {
	hide_name_column: true,
	add_fields: ["status"],

	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			"In Progress": "orange",
			Applied: "green",
			Undone: "red",
		};
		return [
			__(doc.status, null, "Residence Status Change"),
			colours[doc.status],
			`status,=,${doc.status}`,
		];
	},
};
