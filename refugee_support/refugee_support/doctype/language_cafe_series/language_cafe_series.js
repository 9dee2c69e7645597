frappe.ui.form.on("Language Cafe Series", {
	setup(frm) {
		frm.set_query("place", () => ({ filters: { enabled: 1 } }));
		frm.set_query("funding_programme", () => ({ filters: { enabled: 1 } }));
		frm.set_query("helper", "helpers", () => ({
			query: "refugee_support.cafe.team.helper_query",
		}));
	},

	refresh(frm) {
		if (frm.is_new() || !frm.doc.enabled || !frm.perm[0]?.write) return;
		frm.add_custom_button(__("Make Sessions Now"), () =>
			frm.trigger("make_sessions")
		).addClass("btn-primary");
	},

	async make_sessions(frm) {
		if (frm.is_dirty()) await frm.save();
		const { made, left_out } = await frappe.xcall(
			"refugee_support.cafe.making.make_sessions",
			{
				series: frm.doc.name,
			}
		);
		const lines = [
			__("New sessions: {0}", [made]),
			...left_out.map((day) => __("Left out: {0}", [day])),
		];
		frappe.msgprint({
			title: __("Sessions"),
			message: lines.map((line) => frappe.utils.escape_html(line)).join("<br>"),
			indicator: "green",
		});
		frm.reload_doc();
	},
});
