frappe.provide("refugee_support");

/** Done, or once more on another day. */
refugee_support.finish_follow_up = (consultation, then) => {
	frappe.prompt(
		[
			{ fieldname: "result", fieldtype: "Data", label: __("What came of it") },
			{
				fieldname: "again_on",
				fieldtype: "Date",
				label: __("Follow up again on"),
				description: __("Empty: this follow-up is done."),
			},
		],
		async (values) => {
			await frappe.call({
				method: "refugee_support.follow_ups.finish",
				args: { consultation, ...values },
			});
			then();
		},
		__("Follow-up"),
		__("Save")
	);
};

/** Everybody decides for themselves; legal deadlines are not switched off here. */
refugee_support.choose_reminder = async () => {
	const { message: way } = await frappe.call({ method: "refugee_support.follow_ups.my_way" });
	frappe.prompt(
		[
			{
				fieldname: "way",
				fieldtype: "Select",
				label: __("Remind me of my follow-ups"),
				reqd: 1,
				default: way,
				options: [
					{ value: "Daily", label: __("Daily, in the desk and by e-mail") },
					{ value: "Daily, Desk Only", label: __("Daily, only in the desk") },
					{ value: "Mondays", label: __("On Mondays, in the desk and by e-mail") },
					{ value: "Off", label: __("Not at all") },
				],
				description: __(
					"One message for all that are due. It names nobody. Legal deadlines are reminded of in any case."
				),
			},
		],
		async (values) => {
			await frappe.call({ method: "refugee_support.follow_ups.choose_way", args: values });
			frappe.show_alert({ message: __("Saved"), indicator: "green" });
		},
		__("Reminder"),
		__("Save")
	);
};
