frappe.listview_settings["Received Letter"] = {
	hide_name_column: true,
	add_fields: ["state", "urgency"],

	get_indicator(doc) {
		const filter = `state,=,${doc.state}`;
		if (doc.state === "New" && doc.urgency !== "Normal")
			return [__("New, urgent"), "red", filter];
		const colours = {
			New: "orange",
			Translated: "blue",
			"Passed On": "purple",
			Done: "green",
		};
		return [__(doc.state), colours[doc.state], filter];
	},

	primary_action() {
		refugee_support.capture_letter();
	},
};
