frappe.ui.form.on("Police Certificate Inspection", {
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(
				__(
					"Look at the certificate and give it back. No copy, no scan, no note: only these three facts may be kept."
				),
				"blue"
			);
			return;
		}
		frm.add_custom_button(__("Erase"), () => frm.trigger("erase"));
	},

	erase(frm) {
		frappe.confirm(__("Erase this inspection? Nothing of it is kept."), async () => {
			await frappe.xcall("refugee_support.volunteers.actions.erase_inspection", {
				inspection: frm.doc.name,
			});
			frappe.set_route("Form", "Volunteer Profile", frm.doc.volunteer);
		});
	},
});
