frappe.ui.form.on("Integration Goal", {
	setup(frm) {
		frm.set_query("plan", () => ({ filters: { status: "Active" } }));
		frm.set_query("helper", () => ({ query: "refugee_support.search.team_member_query" }));
	},
});
