frappe.ui.form.on("Client Access Log", {
	/** The kind of record is written down by its name in code. */
	setup() {
		frappe.meta.docfield_map["Client Access Log"].ref_doctype.formatter = (value) =>
			value && __(value);
	},
});
