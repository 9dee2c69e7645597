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

	// One click: done, with what came of it.
	button: {
		show: (doc) => doc.follow_up_on && !doc.follow_up_done,
		get_label: () => __("Done"),
		get_description: () => __("Follow-up done: say what came of it"),
		action: (doc) =>
			refugee_support.finish_follow_up(doc.name, () => window.cur_list?.refresh()),
	},

	onload(list) {
		list.page.add_menu_item(__("Remind me of follow-ups"), () =>
			refugee_support.choose_reminder()
		);
	},

	// "New" in the list opens the quick dialog as everywhere else.
	primary_action() {
		refugee_support.new_consultation();
	},
};
