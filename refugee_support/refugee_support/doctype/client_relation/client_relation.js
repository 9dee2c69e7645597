frappe.ui.form.on("Client Relation", {
	setup(frm) {
		frm.set_query("related_client", () => ({ query: "refugee_support.search.client_query" }));
	},
});
