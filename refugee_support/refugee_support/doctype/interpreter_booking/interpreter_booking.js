frappe.ui.form.on("Interpreter Booking", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.interpreter_user !== frappe.session.user) return;
		if (["Requested", "Declined"].includes(frm.doc.state))
			frm.add_custom_button(__("I will come"), () => answer(frm, true)).addClass("btn-primary");
		if (["Requested", "Confirmed"].includes(frm.doc.state))
			frm.add_custom_button(__("I cannot come"), () => answer(frm, false));
	},
});

function answer(frm, accept) {
	frappe.prompt(
		[{ fieldname: "reply", fieldtype: "Data", label: __("Message to the team") }],
		async ({ reply }) => {
			await frappe.call({
				method: "refugee_support.appointments.answer",
				args: { booking: frm.doc.name, accept: accept ? 1 : 0, reply: reply || null },
			});
			frm.reload_doc();
		},
		accept ? __("I will come") : __("I cannot come"),
		__("Send")
	);
}
