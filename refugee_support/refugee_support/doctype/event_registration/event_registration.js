frappe.ui.form.on("Event Registration", {
	setup(frm) {
		frm.set_query("language", () => refugee_support.language_query);
	},

	refresh(frm) {
		if (frm.is_new() || !["Registered", "Offered"].includes(frm.doc.status)) return;
		const set = (status) => frm.set_value("status", status).then(() => frm.save());
		frm.add_custom_button(__("Came"), () => set("Attended"));
		frm.add_custom_button(__("Did Not Come"), () => set("No-Show"));
	},
});
