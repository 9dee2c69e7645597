frappe.ui.form.on("Client Merge", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.status === "Merged")
			frm.add_custom_button(__("Undo Merge"), () =>
				refugee_support.undo_merge(frm.doc.name, () => frm.reload_doc())
			);
	},
});
