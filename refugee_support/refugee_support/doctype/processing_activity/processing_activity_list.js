frappe.listview_settings["Processing Activity"] = {
	add_fields: ["enabled", "reviewed_on"],
	hide_name_column: true,

	onload(listview) {
		const open = (method) => {
			const query = new URLSearchParams({ language: frappe.boot.lang });
			window.open(
				`/api/method/refugee_support.accountability.api.${method}?${query}`,
				"_blank",
				"noopener"
			);
		};
		listview.page.add_inner_button(__("Print Record"), () => open("register_pdf"));
		if (frappe.user.has_role("Refugee Support Administrator")) {
			listview.page.add_inner_button(__("Print Measures"), () => open("measures_pdf"));
		}
	},

	get_indicator(doc) {
		if (!doc.enabled) return [__("Disabled"), "gray", "enabled,=,0"];
		return doc.reviewed_on
			? [__("Reviewed"), "green", "reviewed_on,is,set"]
			: [__("To Be Reviewed"), "orange", "reviewed_on,is,not set"];
	},
};
