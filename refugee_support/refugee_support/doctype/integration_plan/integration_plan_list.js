frappe.listview_settings["Integration Plan"] = {
	hide_name_column: true,
	add_fields: ["status"],

	get_indicator(doc) {
		const colours = { Active: "green", Completed: "blue", "Broken Off": "gray" };
		return [
			__(doc.status, null, "Integration Plan"),
			colours[doc.status],
			`status,=,${doc.status}`,
		];
	},
};
