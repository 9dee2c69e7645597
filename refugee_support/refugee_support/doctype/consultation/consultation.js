frappe.ui.form.on("Consultation", {
	setup(frm) {
		frm.set_query("counsellor", () => ({ query: "refugee_support.search.team_member_query" }));
		frm.set_query("language", () => refugee_support.language_query);
	},

	refresh(frm) {
		if (!frm.trigger) return; // Frappe 16 runs form scripts in the quick dialog too
		if (frm.is_new()) frm.trigger("propose_values");
		else {
			frm.trigger("respect_author");
			frm.trigger("add_note_button");
		}
	},

	/** The server refuses it too; the form says so before anything is typed. */
	respect_author(frm) {
		if (frm.doc.__onload?.may_write !== false) return;
		frm.disable_form();
		frm.set_intro(
			__("Only the person who held this conversation and the counsellors can change it."),
			"blue"
		);
	},

	async propose_values(frm) {
		if (frm.doc.duration_minutes) return;
		const { message } = await frappe.call({
			method: "refugee_support.refugee_support.doctype.consultation.consultation.get_defaults",
			args: { client: frm.doc.client || null },
		});
		for (const [fieldname, value] of Object.entries(message || {})) {
			if (value && !frm.doc[fieldname]) frm.set_value(fieldname, value);
		}
	},

	add_note_button(frm) {
		if (!frappe.model.can_read("Consultation Note")) return;
		frm.add_custom_button(__("Confidential Note"), async () => {
			const { message } = await frappe.db.get_value(
				"Consultation Note",
				{ consultation: frm.doc.name },
				"name"
			);
			if (message?.name) frappe.set_route("Form", "Consultation Note", message.name);
			else
				frappe.new_doc("Consultation Note", {
					consultation: frm.doc.name,
					client: frm.doc.client,
				});
		});
	},
});
