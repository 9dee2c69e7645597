frappe.listview_settings["Client Erasure"] = {
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = {
			Due: "orange",
			Proposed: "blue",
			Released: "yellow",
			Erased: "green",
			Kept: "gray",
			Withdrawn: "gray",
		};
		return [
			__(doc.status, null, "Client Erasure"),
			colours[doc.status] || "gray",
			`status,=,${doc.status}`,
		];
	},
};
