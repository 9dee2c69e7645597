frappe.listview_settings["Client Data Request"] = {
	add_fields: ["status", "due_on"],
	get_indicator(doc) {
		const colours = {
			Open: "orange",
			"Being Made": "blue",
			Failed: "red",
			Prepared: "blue",
			Released: "yellow",
			"Given Out": "green",
			Done: "green",
			Declined: "gray",
			Withdrawn: "gray",
		};
		const waiting = ["Open", "Being Made", "Failed", "Prepared", "Released"].includes(
			doc.status
		);
		const late = waiting && doc.due_on && doc.due_on < frappe.datetime.get_today();
		return [
			__(doc.status, null, "Client Data Request"),
			late ? "red" : colours[doc.status] || "gray",
			`status,=,${doc.status}`,
		];
	},
};
