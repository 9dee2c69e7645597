const ACTIONS = "refugee_support.volunteers.actions";

frappe.ui.form.on("Volunteer Profile", {
	setup(frm) {
		frm.set_query("task", "tasks", () => ({ filters: { enabled: 1 } }));
		frm.set_query("language", "languages", () => refugee_support.language_query);
	},

	refresh(frm) {
		frm.trigger("show_checklist");
		if (frm.is_new()) return;
		frm.trigger("add_step_buttons");
		frm.trigger("add_confirm_button");
		frm.trigger("add_handover_button");
		frm.trigger("add_own_button");
	},

	/** What is done, what is missing and what to do about it: all at once, never one error after the other. */
	show_checklist(frm) {
		const steps = frm.doc.__onload?.checklist || [];
		const list = $("<div class='mb-4'>");
		for (const { step, done, help } of frm.is_new() ? [] : steps) {
			const line = $("<div class='d-flex align-items-baseline mb-1'>").appendTo(list);
			$("<span class='indicator-pill no-indicator-dot mr-2'>")
				.addClass(done ? "green" : "orange")
				.text(done ? __("Done") : __("Missing"))
				.appendTo(line);
			$("<span>").text(step).toggleClass("bold", !done).appendTo(line);
			if (help) $("<span class='text-muted ml-2'>").text(help).appendTo(line);
		}
		frm.fields_dict.checklist.$wrapper.empty().append(list);
		frm.toggle_display("checklist", !frm.is_new() && steps.length > 0);
	},

	add_step_buttons(frm) {
		if (!frm.perm[0]?.write || frm.doc.user === frappe.session.user) return;
		const { status } = frm.doc;
		if (status !== "Active") {
			const label =
				{ Interested: __("Activate"), Paused: __("Resume") }[status] || __("Come Back");
			frm.add_custom_button(label, () => frm.events.act(frm, "activate"));
		}
		if (status === "Active") {
			frm.add_custom_button(__("Pause"), () =>
				frappe.confirm(
					__(
						"The account is closed until you choose Resume. Tasks and support teams wait."
					),
					() => frm.events.act(frm, "pause")
				)
			);
		}
		if (status !== "Former") {
			frm.add_custom_button(__("Leaving …"), () => refugee_support.say_goodbye(frm));
		}
		if (frappe.model.can_create("Police Certificate Inspection")) {
			frm.add_custom_button(__("Police Certificate"), () =>
				frappe.new_doc("Police Certificate Inspection", { volunteer: frm.doc.name })
			);
		}
	},

	async act(frm, action) {
		if (frm.is_dirty()) await frm.save();
		await frappe.xcall(`${ACTIONS}.${action}`, { profile: frm.doc.name });
		frm.reload_doc();
	},

	add_confirm_button(frm) {
		const rows = frm.doc.__onload?.to_confirm || [];
		const mine = [frm.doc.user, frm.doc.email].includes(frappe.session.user);
		const others = frm.doc.tasks.filter(
			(row) => rows.includes(row.name) && row.entered_by !== frappe.session.user
		);
		if (mine || !others.length || frm.is_dirty()) return;
		frm.add_custom_button(__("Confirm Tasks"), () => {
			const tasks = others.map(
				(row) => frappe.utils.get_link_title("Volunteer Task", row.task) || row.task
			);
			frappe.confirm(
				__("{0} may then work with clients as: {1}. Do you agree?", [
					frappe.utils.escape_html(frm.doc.full_name),
					frappe.utils.escape_html(tasks.join(", ")),
				]),
				async () => {
					for (const row of others) {
						await frappe.xcall(`${ACTIONS}.confirm_task`, {
							profile: frm.doc.name,
							row: row.name,
						});
					}
					frm.reload_doc();
				}
			);
		}).addClass("btn-primary");
	},

	add_handover_button(frm) {
		const may = frm.perm[0]?.write || refugee_support.is_counsellor();
		if (!may || !frm.doc.user || frm.doc.status === "Former") return;
		frm.add_custom_button(__("Hand Over …"), () => refugee_support.hand_over(frm));
	},

	add_own_button(frm) {
		if (frm.doc.user !== frappe.session.user || frm.perm[0]?.write) return;
		frm.add_custom_button(__("Change My Details"), () =>
			refugee_support.change_my_details(frm)
		);
	},
});
