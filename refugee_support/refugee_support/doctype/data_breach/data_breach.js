const METHODS = "refugee_support.refugee_support.doctype.data_breach.data_breach";

frappe.ui.form.on("Data Breach", {
	refresh(frm) {
		frm.set_intro();
		if (frm.is_new()) {
			frm.set_intro(
				__("Please name no clients: it is about what happened, not about whom."),
				"blue"
			);
			return;
		}
		if (frm.doc.status === "Closed") {
			frm.add_custom_button(__("Open Again"), () => step(frm, "open_again"));
			return;
		}
		show_clock(frm);
		frm.add_custom_button(__("Close Breach"), () => step(frm, "close"));
	},
});

function show_clock(frm) {
	if (frm.doc.reported_at || frm.doc.not_reported_because) return;
	const hours = moment(frm.doc.report_due_at).diff(
		moment(frappe.datetime.now_datetime()),
		"hours"
	);
	const day = frappe.datetime.str_to_user(frm.doc.report_due_at);
	if (hours < 0) {
		frm.set_intro(
			__("Was to be reported by {0}. Please report now, and say why it is late.", [day]),
			"red"
		);
	} else {
		frm.set_intro(
			__("To be reported by {0}, in {1} hours, unless a risk for the people is unlikely.", [
				day,
				hours,
			]),
			hours < 24 ? "red" : "orange"
		);
	}
}

async function step(frm, method) {
	if (frm.is_dirty()) await frm.save();
	await frappe.call({
		method: `${METHODS}.${method}`,
		args: { name: frm.doc.name },
		freeze: true,
	});
	frm.reload_doc();
}
