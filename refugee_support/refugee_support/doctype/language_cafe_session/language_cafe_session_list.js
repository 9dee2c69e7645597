frappe.listview_settings["Language Cafe Session"] = {
	hide_name_column: true,
	add_fields: ["status", "session_date"],
	filters: [["session_date", ">=", frappe.datetime.add_days(frappe.datetime.get_today(), -14)]],

	get_indicator(doc) {
		if (doc.status === "Cancelled") return [__("Cancelled"), "red", "status,=,Cancelled"];
		const today = frappe.datetime.get_today();
		if (doc.session_date === today) return [__("Today"), "green", `session_date,=,${today}`];
		return doc.session_date > today
			? [__("Planned"), "blue", "status,=,Planned"]
			: [__("Over"), "gray", `session_date,<,${today}`];
	},
};
