frappe.ui.form.on("Language Cafe Session", {
	setup(frm) {
		frm.set_query("place", () => ({ filters: { enabled: 1 } }));
		frm.set_query("funding_programme", () => ({ filters: { enabled: 1 } }));
		frm.set_query("helper", "helpers", () => ({
			query: "refugee_support.cafe.team.helper_query",
		}));
	},

	refresh(frm) {
		if (frm.is_new() || frm.doc.status === "Cancelled") return;
		frm.trigger("show_numbers");
		const today = frappe.datetime.get_today();
		const roles = ["Language Cafe Helper", "Refugee Support Counsellor"];
		if (frm.doc.session_date > today || !roles.some((role) => frappe.user.has_role(role)))
			return;
		frm.add_custom_button(__("Check-In"), () =>
			frappe.set_route("language-cafe-check-in", frm.doc.name)
		).addClass("btn-primary");
	},

	async show_numbers(frm) {
		if (frm.doc.session_date > frappe.datetime.get_today()) return;
		const numbers = await frappe.xcall("refugee_support.cafe.figures.of_session", {
			session: frm.doc.name,
		});
		const sentence = __(
			"Guests: {0}, of them for the first time: {1}. Children looked after: {2}.",
			[numbers.guests, numbers.first_time, numbers.children]
		);
		frm.set_intro(sentence, "blue");
	},
});
