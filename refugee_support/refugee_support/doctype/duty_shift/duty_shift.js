frappe.ui.form.on("Duty Shift", {
	setup(frm) {
		frm.set_query("user", () => ({ query: "refugee_support.duties.search.people" }));
		frm.set_query("task", () => ({ filters: { enabled: 1 } }));
		frm.set_query("funding_programme", () => ({ filters: { enabled: 1 } }));
	},

	refresh(frm) {
		// Whoever plans chooses an account; colleagues see the name, not the address.
		const plans = Boolean(frm.perm[0]?.write);
		frm.toggle_display("user", plans);
		frm.toggle_display("offered_to", plans && Boolean(frm.doc.offered_to));
		frm.toggle_display("helper_name", !plans);
		if (frm.is_new()) return;
		frm.trigger("say_what_can_be_done");
	},

	session(frm) {
		frm.trigger("take_times");
	},

	event(frm) {
		frm.trigger("take_times");
	},

	/** Most duties last as long as what they belong to. */
	async take_times(frm) {
		const doctype = frm.doc.session ? "Language Cafe Session" : "Community Event";
		const name = frm.doc.session || frm.doc.event;
		if (!name || frm.doc.starts_at) return;
		const { message } = await frappe.db.get_value(doctype, name, ["starts_at", "ends_at"]);
		await frm.set_value({ starts_at: message.starts_at, ends_at: message.ends_at });
	},

	say_what_can_be_done(frm) {
		for (const action of refugee_support.duties.possible(frm.doc)) {
			const button = frm.add_custom_button(action.label, async () => {
				if (await action.run(frm.doc)) frm.reload_doc();
			});
			if (action.primary) button.addClass("btn-primary");
		}
		if (frm.doc.offered_to)
			frm.set_intro(
				__("{0} was asked to take over this duty.", [
					frappe.utils.escape_html(frm.doc.offered_to_name || ""),
				]),
				"orange"
			);
	},
});
