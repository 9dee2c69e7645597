frappe.listview_settings["Integration Milestone"] = {
	hide_name_column: true,
	add_fields: ["withdrawn", "strand", "source"],

	get_indicator(doc) {
		if (doc.withdrawn) return [__("Withdrawn"), "gray", "withdrawn,=,1"];
		return [__(doc.strand), "blue", `strand,=,${doc.strand}`];
	},
};
