// Data protection on the client's form, for counsellors: requests, erasing, and a sign that processing is restricted.

frappe.ui.form.on("Client", {
	refresh(frm) {
		if (frm.is_new() || !refugee_support.is_counsellor()) return;
		frm.page.add_menu_item(__("Request About Own Data…"), () =>
			frappe.new_doc("Client Data Request", { client: frm.doc.name })
		);
		frm.page.add_menu_item(__("Erase Client…"), () =>
			frappe.new_doc("Client Erasure", { client: frm.doc.name })
		);
		if (frm.doc.processing_restricted) {
			frm.dashboard.add_comment(
				__(
					"Processing of this person's data is restricted. Nothing new is recorded until it is lifted."
				),
				"red",
				true
			);
		}
	},
});
