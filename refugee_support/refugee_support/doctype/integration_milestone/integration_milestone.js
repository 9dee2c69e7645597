frappe.ui.form.on("Integration Milestone", {
	refresh(frm) {
		const facts = [
			"kind",
			"milestone_date",
			"date_precision",
			"residence_status",
			"german_level",
		];
		for (const fieldname of facts)
			frm.set_df_property(fieldname, "read_only", frm.is_new() ? 0 : 1);
		frm.set_df_property("other_strand", "read_only", frm.is_new() ? 0 : 1);
		if (frm.is_new()) return;
		if (frm.doc.source === "Automatic")
			frm.set_intro(
				__(
					"Written from the history of the client. Correct the date there, and this milestone follows."
				),
				"blue"
			);
		if (!frm.doc.withdrawn)
			frm.add_custom_button(__("Withdraw"), () => frm.trigger("withdraw"));
	},

	withdraw(frm) {
		frappe.prompt(
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason for Withdrawal"),
				reqd: 1,
			},
			async ({ reason }) => {
				await frm.set_value({ withdrawn: 1, withdrawal_reason: reason });
				frm.save();
			},
			__("Withdraw Milestone"),
			__("Withdraw")
		);
	},
});
