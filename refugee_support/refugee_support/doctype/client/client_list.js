frappe.listview_settings["Client"] = {
	hide_name_column: true,
	add_fields: ["residence_valid_until", "status"],

	/** One field that finds a person in any spelling and script. */
	onload(listview) {
		listview.page.add_field({
			fieldtype: "Data",
			fieldname: "any_spelling",
			label: __("Name in any spelling"),
			change() {
				refugee_support.find_in_list(listview, this.get_value());
			},
		});
	},

	get_indicator(doc) {
		const colours = {
			Active: "green",
			Dormant: "yellow",
			Closed: "gray",
			Anonymised: "darkgrey",
		};
		return [__(doc.status, null, "Client"), colours[doc.status], `status,=,${doc.status}`];
	},
};
