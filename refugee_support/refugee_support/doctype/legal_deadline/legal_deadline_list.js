frappe.listview_settings["Legal Deadline"] = {
	hide_name_column: true,
	add_fields: ["status", "kind", "due_on", "done_by"],
	filters: [["status", "in", ["Not Computed", "Open"]]],

	get_indicator(doc) {
		if (doc.status !== "Open") {
			const colours = {
				"Not Computed": "red",
				Met: "green",
				Missed: "darkgrey",
				Void: "gray",
			};
			return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
		}
		const today = frappe.datetime.get_today();
		const week = frappe.datetime.add_days(today, 7);
		const open = (filter) => `status,=,Open|${filter}`;
		if (doc.done_by) return [__("To Be Checked"), "purple", open("done_by,is,set")];
		if (doc.kind === "Opportunity")
			return doc.due_on > today
				? [__("Possible Later"), "gray", open("kind,=,Opportunity")]
				: [__("Possible Now"), "green", open("kind,=,Opportunity")];
		if (doc.due_on < today) return [__("Overdue"), "red", open(`due_on,<,${today}`)];
		if (doc.due_on === today) return [__("Due Today"), "red", open(`due_on,=,${today}`)];
		if (doc.due_on <= week) return [__("Due Soon"), "orange", open(`due_on,<=,${week}`)];
		return [__("Open"), "blue", open(`due_on,>,${week}`)];
	},
};
