frappe.ui.form.on("Client Referral", {
	setup(frm) {
		frm.set_query("responsible", () => ({
			query: "refugee_support.search.team_member_query",
		}));
	},

	refresh(frm) {
		if (frm.is_new() || frm.doc.state !== "Waiting for an Answer") return;
		frm.add_custom_button(__("Answer has come"), () => frm.trigger("record_answer")).addClass(
			"btn-primary"
		);
	},

	record_answer(frm) {
		const { options } = frappe.meta.get_docfield("Client Referral", "outcome");
		frappe.prompt(
			[
				{
					fieldname: "outcome",
					fieldtype: "Select",
					label: __("Outcome of the Referral", null, "Client Referral"),
					options: options.split("\n").filter(Boolean),
					reqd: 1,
				},
				{
					fieldname: "answer_received_on",
					fieldtype: "Date",
					label: __("Answer Received On", null, "Client Referral"),
					default: frappe.datetime.get_today(),
					reqd: 1,
				},
			],
			async (answer) => {
				await frm.set_value(answer);
				frm.save();
			},
			__("Answer"),
			__("Save")
		);
	},
});
