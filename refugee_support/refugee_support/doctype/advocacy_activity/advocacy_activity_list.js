frappe.listview_settings["Advocacy Activity"] = {
	hide_name_column: true,
	add_fields: ["promise_state", "promise_due_on"],

	get_indicator(doc) {
		const { promise_state: state, promise_due_on: due } = doc;
		if (!state) return [__("No Promise"), "gray", "promise_state,is,not set"];
		const late = state === "Open" && due && due < frappe.datetime.get_today();
		if (late) return [__("Promise Overdue"), "red", `promise_state,=,${state}`];
		const colours = {
			Open: "orange",
			Kept: "green",
			"Partly Kept": "yellow",
			"Not Kept": "red",
		};
		return [__(state), colours[state], `promise_state,=,${state}`];
	},
};
