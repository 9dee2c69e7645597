frappe.listview_settings["Volunteer Profile"] = {
	hide_name_column: true,
	add_fields: ["status", "stage"],

	get_indicator(doc) {
		const colours = {
			Active: "green",
			"Active, Incomplete": "orange",
			Paused: "yellow",
			"Has Left": "gray",
			"Ready to Start": "blue",
		};
		return [__(doc.stage), colours[doc.stage] || "red", `stage,=,${doc.stage}`];
	},
};
