frappe.listview_settings["Incident Wording"] = {
	hide_name_column: true,

	get_indicator: (doc) => [
		__(doc.status),
		doc.status === "Released" ? "green" : "gray",
		`status,=,${doc.status}`,
	],
};
