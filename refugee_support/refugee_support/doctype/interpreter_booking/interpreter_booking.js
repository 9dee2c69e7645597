frappe.ui.form.on("Interpreter Booking", {
	refresh(frm) {
		frm.disable_save();
		frm.trigger("offer_answers");
	},

	/** In the form and not in its menu: on a phone Frappe hides buttons of the page behind three dots. */
	offer_answers(frm) {
		const $area = frm.fields_dict.answer.$wrapper.empty();
		if (frm.doc.interpreter_user !== frappe.session.user) return;
		const $row = $("<div class='d-flex flex-wrap mb-3'>").css("gap", "10px").appendTo($area);
		if (["Requested", "Declined"].includes(frm.doc.state))
			$("<button type='button' class='btn btn-primary'>")
				.text(__("I will come"))
				.on("click", () => give_answer(frm, true))
				.appendTo($row);
		if (["Requested", "Confirmed"].includes(frm.doc.state))
			$("<button type='button' class='btn btn-default'>")
				.text(__("I cannot come"))
				.on("click", () => give_answer(frm, false))
				.appendTo($row);
	},
});

function give_answer(frm, accept) {
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
