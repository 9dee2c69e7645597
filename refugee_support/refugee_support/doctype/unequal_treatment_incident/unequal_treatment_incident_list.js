frappe.listview_settings["Unequal Treatment Incident"] = {
	hide_name_column: true,
	add_fields: ["status", "claim_until", "claim_made_on"],

	get_indicator(doc) {
		const colours = { Open: "orange", Referred: "blue", Closed: "green", Withdrawn: "gray" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
