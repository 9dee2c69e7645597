frappe.listview_settings["Event Registration"] = {
	hide_name_column: true,

	get_indicator(doc) {
		const colours = {
			Registered: "blue",
			Waiting: "orange",
			Offered: "yellow",
			Attended: "green",
			"No-Show": "red",
			Cancelled: "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
