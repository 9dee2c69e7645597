frappe.ui.form.on("Advocacy Activity", {
	setup(frm) {
		frm.set_query("incidents", () => ({ filters: { status: "Released" } }));
		frm.set_query("evaluation_report", () => ({ filters: { docstatus: 1 } }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Print Dossier"), () => {
			const query = new URLSearchParams({
				doctype: frm.doctype,
				name: frm.docname,
				format: "Advocacy Dossier",
				no_letterhead: 1,
			});
			window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`, "_blank");
		});
	},
});
