frappe.listview_settings["Consultation"] = {
	hide_name_column: true,
	add_fields: ["follow_up_on", "follow_up_done", "is_anonymous"],

	get_indicator(doc) {
		if (doc.follow_up_on && !doc.follow_up_done) {
			const due = doc.follow_up_on <= frappe.datetime.get_today();
			return [
				due ? __("Follow-up due") : __("Follow-up planned"),
				due ? "orange" : "blue",
				"follow_up_done,=,0|follow_up_on,is,set",
			];
		}
		return doc.is_anonymous
			? [__("Anonymous"), "gray", "is_anonymous,=,1"]
			: [__("Done"), "green", "is_anonymous,=,0"];
	},

	// "New" in the list opens the quick dialog as everywhere else.
	primary_action() {
		refugee_support.new_consultation();
	},
};
