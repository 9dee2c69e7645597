frappe.ui.form.on("Client Appointment", {
	setup(frm) {
		frm.set_query("companions", () => ({ query: "refugee_support.search.team_member_query" }));
		frm.set_query("interpreter_language", () => refugee_support.language_query);
		frm.set_query("interpreter", () => ({
			query: "refugee_support.appointments.interpreter_query",
			filters: { language: frm.doc.interpreter_language || "" },
		}));
	},

	refresh(frm) {
		if (frm.is_new() || frm.doc.state !== "Planned") return;
		if (!frappe.model.can_create("Consultation")) return;
		if (frm.doc.starts_at > frappe.datetime.now_datetime()) return;
		frm.add_custom_button(__("It took place"), () => frm.trigger("record")).addClass(
			"btn-primary"
		);
	},

	interpreter(frm) {
		if (frm.doc.interpreter && frm.doc.booking_state === "Open")
			frm.set_value("booking_state", "Requested");
	},

	agency(frm) {
		if (frm.doc.agency && frm.doc.booking_state === "Open")
			frm.set_value("booking_state", "Requested");
	},

	/** The conversation, prefilled; saving it marks the appointment. */
	record(frm) {
		const { client, topic, starts_at, ends_at, interpreter_needed, interpreter_language } =
			frm.doc;
		const minutes = Math.max(
			1,
			Math.round(moment(ends_at).diff(moment(starts_at), "minutes"))
		);
		const by_us = frm.doc.interpreter ? "Volunteer" : "Professional";
		const known = {
			main_topic: topic,
			consultation_date: starts_at.slice(0, 10),
			duration_minutes: minutes,
			channel: "Accompaniment",
			language: interpreter_language || undefined,
			interpreter: interpreter_needed ? by_us : undefined,
			appointment: frm.doc.name,
			activities: [{ doctype: "Consultation Activity", activity: "ACCOMPANIMENT" }],
		};
		refugee_support.new_consultation(client, known);
	},
});
