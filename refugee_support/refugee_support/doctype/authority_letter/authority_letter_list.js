frappe.listview_settings["Authority Letter"] = {
	hide_name_column: true,
	add_fields: ["deadline", "due_on"],

	get_indicator(doc) {
		if (doc.deadline && !doc.due_on)
			return [__("Not Computed"), "red", "due_on,is,not set|deadline,is,set"];
		const colours = { New: "orange", "In Progress": "blue", Done: "green" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
