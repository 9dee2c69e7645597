frappe.listview_settings["Client"] = {
	hide_name_column: true,
	add_fields: ["residence_valid_until", "status"],

	get_indicator(doc) {
		const colours = {
			Active: "green",
			Dormant: "yellow",
			Closed: "gray",
			Anonymised: "darkgrey",
		};
		return [__(doc.status, null, "Client"), colours[doc.status], `status,=,${doc.status}`];
	},
};
