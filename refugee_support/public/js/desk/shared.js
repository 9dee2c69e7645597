frappe.provide("refugee_support");

/** Comfort only: what somebody may do is decided on the server (access.py). */
refugee_support.is_counsellor = () =>
	frappe.session.user === "Administrator" || frappe.user.has_role("Refugee Support Counsellor");

/**
 * Something of Frappe's desk, done a little differently: `around` gets the original and its arguments. What another
 * version of Frappe does not have, or loads later, is left alone; it must not keep the rest from starting.
 */
refugee_support.wrap = (prototype, method, around) => {
	const original = prototype?.[method];
	if (!original) return;
	prototype[method] = function (...args) {
		return around.call(this, original.bind(this), ...args);
	};
};

/** Link fields find "Arabisch" where Frappe's list says العربية. */
refugee_support.language_query = { query: "refugee_support.languages.language_query" };

frappe.provide("frappe.ui.form");
frappe.ui.form.ClientQuickEntryForm = class extends frappe.ui.form.QuickEntryForm {
	render_dialog() {
		super.render_dialog();
		this.dialog.get_field("main_language").get_query = () => refugee_support.language_query;
	}

	/** Perhaps this person is recorded already: asked before saving, with the dialog still open behind. */
	async insert() {
		this.update_doc();
		const answer = await refugee_support.ask_about_duplicates(this.dialog.doc);
		if (answer === null) {
			this.dialog.working = false;
			this.dialog.clear_message();
			return new Promise(() => {});
		}
		this.dialog.doc.not_the_same_as = answer;
		return super.insert();
	}
};
