const METHODS =
	"refugee_support.refugee_support.doctype.residence_status_change.residence_status_change.";

frappe.ui.form.on("Residence Status Change", {
	refresh(frm) {
		frm.trigger("lock_rule");
		if (frm.is_new()) return;
		frm.trigger("show_preview");
	},

	/** What has been applied can be undone, not rewritten. */
	lock_rule(frm) {
		const locked = ["Applied", "In Progress"].includes(frm.doc.status) ? 1 : 0;
		for (const fieldname of ["residence_status", "valid_on", "new_valid_until"])
			frm.set_df_property(fieldname, "read_only", locked);
		if (frm.doc.status === "In Progress")
			frm.set_intro(
				__("The change is being applied. This page shows when it is done."),
				"blue"
			);
	},

	async show_preview(frm) {
		const wrapper = frm.get_field("preview").$wrapper.empty();
		const { message: found } = await frappe.call({
			method: METHODS + "preview",
			args: { name: frm.doc.name },
		});
		if (!found) return;
		add_buttons(frm, found);
		wrapper.append(
			$("<p>").text(__("Clients whose title will be prolonged: {0}", [found.number]))
		);
		for (const [reason, number] of Object.entries(found.left_alone))
			wrapper.append(
				$("<p class='text-muted'>").text(
					__("Left alone ({0}): {1}", [reasons()[reason], number])
				)
			);
		if (found.affected.length) wrapper.append(table_of(found.affected, frm.doc));
	},
});

function reasons() {
	return {
		Expired: __("title had ended before that day"),
		Unlimited: __("unlimited title"),
		"Newer Title": __("has a newer title"),
		"Valid Longer": __("valid as long already"),
	};
}

function add_buttons(frm, found) {
	if (frm.doc.status === "In Progress" || !frm.perm[0]?.write) return;
	if (found.number)
		frm.add_custom_button(__("Apply to {0} Clients", [found.number]), () =>
			run(
				frm,
				"apply",
				__("Prolong the titles of {0} clients until {1}?", [
					found.number,
					frappe.datetime.str_to_user(frm.doc.new_valid_until),
				])
			)
		).addClass("btn-primary");
	if (found.changed.length)
		frm.add_custom_button(__("Undo"), () =>
			run(
				frm,
				"undo",
				__("Take this change out of the history of {0} clients again?", [
					found.changed.length,
				])
			)
		);
}

function run(frm, what, question) {
	frappe.confirm(question, async () => {
		await frappe.call({
			method: METHODS + what,
			args: { name: frm.doc.name },
			freeze: true,
		});
		frm.reload_doc();
	});
}

/** Names are set as text: nothing typed by people becomes markup. */
function table_of(rows, change) {
	const head = $("<tr>").append(
		[__("Client"), __("Valid Until"), __("Will Be Valid Until")].map((label) =>
			$("<th>").text(label)
		)
	);
	const body = rows.map((row) =>
		$("<tr>").append(
			$("<td>").append(
				$("<a>")
					.attr("href", frappe.utils.get_form_link("Client", row.client))
					.text(row.client_name)
			),
			$("<td>").text(frappe.datetime.str_to_user(row.valid_until)),
			$("<td>").text(frappe.datetime.str_to_user(change.new_valid_until))
		)
	);
	return $("<table class='table table-bordered table-sm'>").append(
		$("<thead>").append(head),
		$("<tbody>").append(body)
	);
}
