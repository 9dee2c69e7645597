frappe.provide("refugee_support");

/** Comfort only: what somebody may do is decided on the server (access.py). */
refugee_support.is_counsellor = () =>
	frappe.session.user === "Administrator" || frappe.user.has_role("Refugee Support Counsellor");

/** Link fields find "Arabisch" where Frappe's list says العربية. */
refugee_support.language_query = { query: "refugee_support.languages.language_query" };

frappe.provide("frappe.ui.form");
frappe.ui.form.ClientQuickEntryForm = class extends frappe.ui.form.QuickEntryForm {
	render_dialog() {
		super.render_dialog();
		this.dialog.get_field("main_language").get_query = () => refugee_support.language_query;
	}
};
