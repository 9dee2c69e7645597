frappe.ui.form.on("Processing Activity", {
	refresh(frm) {
		frm.set_intro();
		if (frm.is_new()) return;
		if (!frm.doc.reviewed_on) {
			frm.set_intro(
				__(
					"A proposal that came with the program. Please compare it with what you really do, and enter the day of the review."
				),
				"orange"
			);
		}
		frm.add_custom_button(__("Print Record"), () => open_paper("register_pdf"));
		if (!frm.doc.__onload?.may_read_measures) return;
		frm.add_custom_button(__("Print Measures"), () => open_paper("measures_pdf"));
		if (frm.doc.assessment !== "Not Needed") {
			frm.add_custom_button(__("Print Impact Assessment"), () =>
				open_paper("assessment_pdf", { activity: frm.doc.name })
			);
		}
	},
});

function open_paper(method, args = {}) {
	const query = new URLSearchParams({ ...args, language: frappe.boot.lang });
	window.open(
		`/api/method/refugee_support.accountability.api.${method}?${query}`,
		"_blank",
		"noopener"
	);
}
