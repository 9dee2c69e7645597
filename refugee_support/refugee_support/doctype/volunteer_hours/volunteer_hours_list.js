frappe.listview_settings["Volunteer Hours"] = {
	hide_name_column: true,

	// "New" in the list opens the small dialog for one's own hours; administrators enter paper lists in the form.
	primary_action() {
		if (frappe.user.has_role("Refugee Support Administrator"))
			frappe.new_doc("Volunteer Hours");
		else refugee_support.enter_hours();
	},
};
