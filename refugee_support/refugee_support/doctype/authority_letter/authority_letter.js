frappe.ui.form.on("Authority Letter", {
	setup(frm) {
		frm.set_query("responsible", () => ({
			query: "refugee_support.search.team_member_query",
		}));
		frm.set_query("authority", () => ({ filters: { enabled: 1 } }));
		frm.set_query("applications", () => ({ filters: { client: frm.doc.client || "" } }));
	},

	refresh(frm) {
		if (!frm.trigger) return; // Frappe 16 runs form scripts in the quick dialog too
		frm.trigger("show_computation");
		if (refugee_support.is_read_only(frm)) frm.disable_form();
		else if (frm.doc.deadline) frm.trigger("add_deadline_button");
	},

	show_computation(frm) {
		const steps = frm.is_new()
			? [__("Save the letter: the last day is computed and explained here.")]
			: frm.doc.__onload?.steps;
		refugee_support.show_steps(frm, "computation", steps);
		if (frm.doc.deadline && !frm.doc.due_on)
			frm.set_intro(
				__("The deadline of this letter is not computed yet: see below."),
				"red"
			);
	},

	add_deadline_button(frm) {
		frm.add_custom_button(__("Legal Deadline"), () =>
			frappe.set_route("Form", "Legal Deadline", frm.doc.deadline)
		);
	},
});
