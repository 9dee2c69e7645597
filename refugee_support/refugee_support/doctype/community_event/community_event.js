frappe.ui.form.on("Community Event", {
	setup(frm) {
		frm.set_query("team", () => ({ query: "refugee_support.search.team_member_query" }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		if (frappe.model.can_read("Event Registration"))
			frm.add_custom_button(__("Who Has Signed Up"), () =>
				frappe.set_route("List", "Event Registration", { event: frm.doc.name })
			);
		if (["Open", "Full"].includes(frm.doc.status) && frm.doc.public_sign_up)
			frm.add_custom_button(__("Sign-Up Page"), () =>
				window.open(`/event-sign-up/new?event=${encodeURIComponent(frm.doc.name)}`)
			);
		if (frm.doc.exit_token && frm.doc.status !== "Cancelled")
			frm.add_custom_button(__("Question at the End"), () =>
				window.open(`/event-question?key=${frm.doc.exit_token}`)
			);
	},
});
