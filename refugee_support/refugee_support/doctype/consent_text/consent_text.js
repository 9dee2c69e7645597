frappe.ui.form.on("Consent Text", {
	setup(frm) {
		frm.set_query("language", () => refugee_support.language_query);
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
