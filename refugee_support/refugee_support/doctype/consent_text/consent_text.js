frappe.ui.form.on("Consent Text", {
	setup(frm) {
		frm.set_query("language", () => refugee_support.language_query);
		frappe.meta.docfield_map["Consent Text"].origin.formatter = (value) =>
			value === "Machine draft that came with the app"
				? __("Machine draft that came with the app")
				: value;
	},

	refresh(frm) {
		if (frm.is_new() || frm.doc.state === "Checked") return;
		frm.dashboard.add_comment(
			frm.doc.language === "de"
				? __("Nobody has checked this text yet. Every print says so.")
				: __(
						"Nobody has checked this translation yet. Every print says so, and that the German text is decisive."
				  ),
			"orange",
			true
		);
	},
});
