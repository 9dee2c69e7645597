frappe.ui.form.on("Client", {
	setup(frm) {
		frm.set_query("helper", "support_team", () => ({
			query: "refugee_support.search.team_member_query",
		}));
		for (const fieldname of ["main_language", "other_languages"]) {
			frm.set_query(fieldname, () => refugee_support.language_query);
		}
	},

	refresh(frm) {
		frm.set_df_property("support_team", "read_only", refugee_support.is_counsellor() ? 0 : 1);
		if (frm.is_new()) return;
		refugee_support.client_page.show(frm);
		frm.trigger("add_buttons");
	},

	add_buttons(frm) {
		if (frappe.model.can_create("Consultation") && frm.doc.status !== "Closed") {
			frm.add_custom_button(__("New Consultation"), () =>
				refugee_support.new_consultation(frm.doc.name)
			).addClass("btn-primary");
		}
		if (frappe.model.can_read("Confidential Record")) {
			frm.add_custom_button(__("Confidential Record"), () =>
				frm.trigger("open_confidential_record")
			);
		}
	},

	async open_confidential_record(frm) {
		const { message } = await frappe.db.get_value(
			"Confidential Record",
			{ client: frm.doc.name },
			"name"
		);
		if (message?.name) frappe.set_route("Form", "Confidential Record", message.name);
		else frappe.new_doc("Confidential Record", { client: frm.doc.name });
	},
});
