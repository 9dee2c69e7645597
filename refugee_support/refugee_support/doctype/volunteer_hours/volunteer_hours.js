frappe.ui.form.on("Volunteer Hours", {
	setup(frm) {
		frm.set_query("task", () => ({ filters: { enabled: 1 } }));
		frm.set_query("funding_programme", () => ({ filters: { enabled: 1 } }));
	},

	async refresh(frm) {
		const administrates = frappe.user.has_role("Refugee Support Administrator");
		frm.set_df_property("volunteer", "read_only", administrates ? 0 : 1);
		if (frm.is_new() && !frm.doc.volunteer) {
			const { message } = await frappe.db.get_value(
				"Volunteer Profile",
				{ user: frappe.session.user },
				"name"
			);
			if (message?.name) frm.set_value("volunteer", message.name);
		}
		if (!frm.is_new() && frm.perm[0]?.write) {
			frm.add_custom_button(__("Take Back"), () =>
				frappe.confirm(__("Take this entry back?"), async () => {
					await frappe.xcall(
						"refugee_support.refugee_support.doctype.volunteer_hours.volunteer_hours.take_back",
						{ name: frm.doc.name }
					);
					frappe.set_route("List", "Volunteer Hours");
				})
			);
		}
	},
});
