frappe.ui.form.on("Access Grant", {
	setup(frm) {
		frm.set_query("user", () => ({ query: "refugee_support.search.team_member_query" }));
	},

	refresh(frm) {
		frm.toggle_display("sec_history", !frm.is_new());
		if (frm.is_new()) return;
		frm.trigger("show_state");
		if (!frm.doc.revoked_at && frm.doc.to_date >= frappe.datetime.get_today()) {
			frm.add_custom_button(__("Revoke"), () => frm.trigger("revoke")).addClass(
				"btn-danger"
			);
		}
	},

	show_state(frm) {
		const today = frappe.datetime.get_today();
		if (frm.doc.revoked_at) frm.set_intro(__("This grant has been revoked."), "red");
		else if (frm.doc.to_date < today) frm.set_intro(__("This grant has ended."), "orange");
		else if (frm.doc.from_date > today)
			frm.set_intro(__("This grant has not begun yet."), "blue");
		else frm.set_intro(__("This grant is in force today."), "green");
	},

	revoke(frm) {
		frappe.confirm(
			__("End this access now? {0} will no longer find the client.", [
				frappe.utils.escape_html(frm.doc.helper_name),
			]),
			async () => {
				await frappe.xcall(
					"refugee_support.refugee_support.doctype.access_grant.access_grant.revoke",
					{ name: frm.doc.name }
				);
				frm.reload_doc();
			}
		);
	},
});
