frappe.ui.form.on("Integration Plan", {
	refresh(frm) {
		frm.trigger("show_goals");
		if (frm.is_new() || frm.doc.status !== "Active") return;
		frm.add_custom_button(__("New Goal"), () =>
			frappe.new_doc("Integration Goal", { plan: frm.doc.name })
		);
	},

	/** All goals, the finished ones too: they never disappear. */
	async show_goals(frm) {
		const field = frm.get_field("goals_html");
		field.$wrapper.empty();
		if (frm.is_new()) {
			field.$wrapper.text(__("Save the plan first, then add its goals."));
			return;
		}
		const goals = await frappe.db.get_list("Integration Goal", {
			filters: { plan: frm.doc.name },
			fields: ["name", "goal", "area", "state", "target_date", "review"],
			order_by: "creation asc",
			limit: 100,
		});
		if (goals.length) field.$wrapper.append(goals.map(row_of_goal));
		else field.$wrapper.text(__("No goals yet."));
	},
});

const COLOURS = { Open: "gray", "In Progress": "blue", Reached: "green", Dropped: "orange" };

/** One goal as a link with its state; everything typed by people is set as text. */
function row_of_goal(goal) {
	const row = $("<div class='rs-goal'>");
	const link = $("<a>")
		.attr("href", frappe.utils.get_form_link("Integration Goal", goal.name))
		.text(goal.goal);
	const state = $("<span class='indicator-pill no-margin'>")
		.addClass(COLOURS[goal.state])
		.text(__(goal.state, null, "Integration Goal"));
	const details = [__(goal.area)];
	if (goal.target_date)
		details.push(__("by {0}", [frappe.datetime.str_to_user(goal.target_date)]));
	if (goal.review) details.push(goal.review);
	return row.append(
		state,
		" ",
		link,
		$("<div class='text-muted small'>").text(details.join(" · "))
	);
}
