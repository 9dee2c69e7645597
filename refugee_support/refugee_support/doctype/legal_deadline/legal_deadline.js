const ACTIONS = "refugee_support.refugee_support.doctype.legal_deadline.legal_deadline";

frappe.ui.form.on("Legal Deadline", {
	setup(frm) {
		for (const field of ["responsible", "substitute"])
			frm.set_query(field, () => ({ query: "refugee_support.search.team_member_query" }));
		for (const field of ["letter", "application"])
			frm.set_query(field, () => ({ filters: { client: frm.doc.client || "" } }));
	},

	refresh(frm) {
		if (!frm.trigger) return; // Frappe 16 runs form scripts in the quick dialog too
		const { steps, ways_left } = frm.doc.__onload || {};
		refugee_support.show_steps(frm, "computation", frm.is_new() ? [] : steps);
		refugee_support.show_steps(frm, "ways_left", ways_left);
		frm.toggle_display("sec_ways", Boolean(ways_left?.length));
		frm.trigger("tell_status");
		if (frm.is_new()) return;
		if (refugee_support.is_read_only(frm)) frm.disable_form();
		else frm.trigger("add_actions");
	},

	tell_status(frm) {
		const { status, done_by, due_on, kind } = frm.doc;
		if (status === "Not Computed")
			frm.set_intro(__("This deadline is not computed yet: see below."), "red");
		else if (status === "Open" && done_by)
			frm.set_intro(__("Marked as met. A second person still has to check it."), "purple");
		else if (
			status === "Open" &&
			kind !== "Opportunity" &&
			due_on < frappe.datetime.get_today()
		)
			frm.set_intro(
				__("This deadline is over. What is still possible stands below."),
				"red"
			);
	},

	add_actions(frm) {
		const { status, done_by } = frm.doc;
		const pending = ["Open", "Not Computed"].includes(status);
		if (pending && !done_by)
			frm.add_custom_button(__("Mark as Met"), () => frm.trigger("ask_evidence"));
		if (pending && done_by && done_by !== frappe.session.user)
			frm.add_custom_button(__("Confirm as Second Person"), () => act(frm, "confirm_met"));
		if (pending) {
			for (const [label, value] of [
				[__("Missed"), "Missed"],
				[__("Void"), "Void"],
			])
				frm.add_custom_button(
					label,
					() => ask_reason(frm, label, "close", { status: value }),
					__("Close As")
				);
		}
		if (done_by || !pending)
			frm.add_custom_button(__("Open Again"), () =>
				ask_reason(frm, __("Open Again"), "reopen")
			);
	},

	ask_evidence(frm) {
		frappe.prompt(
			[
				{
					fieldname: "met_on",
					fieldtype: "Date",
					label: __("Met On"),
					default: frappe.datetime.get_today(),
					reqd: 1,
				},
				{
					fieldname: "evidence_note",
					fieldtype: "Small Text",
					label: __("Evidence in Words"),
					default: frm.doc.evidence_note,
					reqd: Number(Boolean(frm.doc.evidence_required && !frm.doc.evidence)),
				},
			],
			(values) => act(frm, "mark_met", values),
			__("Mark as Met"),
			__("Save")
		);
	},
});

const act = async (frm, method, args = {}) => {
	if (frm.is_dirty()) await frm.save();
	await frappe.call({ method: `${ACTIONS}.${method}`, args: { name: frm.doc.name, ...args } });
	frm.reload_doc();
};

const ask_reason = (frm, title, method, args = {}) =>
	frappe.prompt(
		[{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }],
		({ reason }) => act(frm, method, { ...args, reason }),
		title,
		__("Save")
	);
