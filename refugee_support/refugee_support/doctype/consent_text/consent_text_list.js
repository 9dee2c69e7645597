frappe.listview_settings["Consent Text"] = {
	hide_name_column: true,
	add_fields: ["state", "enabled"],

	get_indicator(doc) {
		if (!doc.enabled) return [__("Disabled"), "gray", "enabled,=,0"];
		return [
			__(doc.state),
			doc.state === "Checked" ? "green" : "orange",
			`state,=,${doc.state}`,
		];
	},
};
