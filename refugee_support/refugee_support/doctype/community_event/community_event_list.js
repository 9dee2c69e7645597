frappe.listview_settings["Community Event"] = {
	get_indicator(doc) {
		const colours = {
			Planned: "gray",
			Open: "green",
			Full: "orange",
			Held: "blue",
			Cancelled: "red",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
