frappe.listview_settings["Duty Shift"] = {
	hide_name_column: true,
	add_fields: ["status", "user", "offered_to", "starts_at", "shift_date"],
	filters: [["shift_date", ">=", frappe.datetime.get_today()]],

	get_indicator(doc) {
		const colours = {
			Open: "orange",
			Taken: "green",
			Done: "blue",
			Missed: "red",
			Cancelled: "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},

	button: {
		show: (doc) => refugee_support.duties.possible(doc).length > 0,
		get_label: (doc) => (doc.status === "Open" ? __("Take It Over") : __("Change")),
		get_description: (doc) => doc.title,
		async action(doc) {
			const possible = refugee_support.duties.possible(doc);
			if (possible.length > 1) {
				frappe.set_route("Form", "Duty Shift", doc.name);
			} else if (await possible[0].run(doc)) {
				// Frappe skips a second refresh within three seconds: whoever clicks at once would still see it open.
				const list = frappe.get_list_view("Duty Shift");
				list.last_args = null;
				list.refresh();
			}
		},
	},
};
