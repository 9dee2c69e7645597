frappe.provide("refugee_support");

const MERGING = "refugee_support.merging";

/** Both records side by side, field by field; nothing happens before the button is pressed. */
refugee_support.merge_clients = async (survivor, merged, done) => {
	const { message: preview } = await frappe.call({
		method: `${MERGING}.preview.preview`,
		args: { survivor, merged },
	});
	const dialog = new frappe.ui.Dialog({
		title: __("Make one record of two"),
		size: "extra-large",
		fields: [{ fieldtype: "HTML", fieldname: "preview" }],
		primary_action_label: __("Merge"),
		async primary_action() {
			dialog.disable_primary_action();
			const { message } = await frappe
				.call({
					method: `${MERGING}.combine.merge`,
					args: { survivor, merged, choices: chosen(dialog) },
					freeze: true,
				})
				.catch(() => dialog.enable_primary_action() || {});
			if (!message) return;
			dialog.hide();
			frappe.show_alert({
				message: __("Merged. This can be undone for 30 days."),
				indicator: "green",
			});
			done?.(message);
		},
		secondary_action_label: __("Keep the other number"),
		secondary_action() {
			dialog.hide();
			refugee_support.merge_clients(merged, survivor, done);
		},
	});
	dialog.get_field("preview").$wrapper.append(...preview_of(preview));
	dialog.$wrapper.addClass("refugee-support-merge");
	dialog.show();
};

const chosen = (dialog) =>
	Object.fromEntries(
		dialog.$wrapper
			.find("input[type=radio]:checked")
			.toArray()
			.map((input) => [input.name.replace("merge_", ""), input.value])
	);

function preview_of(preview) {
	const { survivor, merged } = preview;
	const $intro = $("<p>").text(
		__(
			"{0} stays. Everything recorded under {1} moves there; who looks for the number {1} finds {0} from then on.",
			[survivor.client, merged.client]
		)
	);
	const parts = [$intro];
	if (preview.fields.length) {
		parts.push(
			$("<p class='text-muted small'>").text(
				__("The two differ here. Please choose what is right.")
			),
			fields_table(preview)
		);
	} else parts.push($("<p>").text(__("All fields that are filled in are the same.")));
	const moves = preview.moves.map((move) => __("{0}: {1}", [move.label, move.count]));
	parts.push(
		$("<p class='mb-1 font-weight-bold'>").text(__("What moves")),
		$("<p class='text-muted'>").text(
			moves.join(" · ") || __("Nothing but the record itself: nothing hangs on it yet.")
		)
	);
	return parts;
}

function fields_table(preview) {
	const heading = (head, note) =>
		$("<th style='width: 38%'>").append(
			$("<div>").text(head.client_name),
			$("<div class='text-muted small font-weight-normal'>").text(
				`${head.client} · ${note} · ${__("recorded on {0}", [head.created])}`
			)
		);
	const $head = $("<tr>").append(
		$("<th>"),
		heading(preview.survivor, __("stays")),
		heading(preview.merged, __("goes into it"))
	);
	const $body = $("<tbody>").append(...preview.fields.map(field_row));
	return $("<table class='table table-sm'>").append($("<thead>").append($head), $body);
}

function field_row(field) {
	const cell = (side) => {
		const $radio = $("<input type='radio' class='mr-2'>")
			.attr({ name: `merge_${field.fieldname}`, value: side })
			.prop("checked", field.proposed === side);
		const $value = $("<span>")
			.text(field[side] || __("(empty)"))
			.toggleClass("text-muted", !field[side]);
		return $("<td>").append(
			$(
				"<label class='m-0 d-flex align-items-center' style='min-height: 30px; cursor: pointer'>"
			).append($radio, $value)
		);
	};
	return $("<tr>").append(
		$("<td class='align-middle'>").text(field.label),
		cell("survivor"),
		cell("merged")
	);
}

refugee_support.undo_merge = (merge, done) => {
	frappe.confirm(
		__(
			"Undo this merge? Both records will be again what they were; what was added since stays where it is."
		),
		async () => {
			const { message } = await frappe.call({
				method: `${MERGING}.undo.undo`,
				args: { merge },
				freeze: true,
			});
			if (!message) return;
			tell_undone(message);
			done?.(message);
		}
	);
};

function tell_undone({ client, restored, kept, added }) {
	const list = (items) =>
		items.map((item) => __("{0}: {1}", [item.label, item.count])).join(", ");
	const lines = [__("{0} is a record of its own again.", [restored])];
	if (added.length)
		lines.push(
			__("Added since, and still with {0}: {1}. Please look whose it is.", [
				client,
				list(added),
			])
		);
	if (kept.length) lines.push(__("Changed since, and left as it is now: {0}.", [list(kept)]));
	frappe.msgprint({
		title: __("Merge undone"),
		message: lines.map(frappe.utils.escape_html).join("<br>"),
		indicator: added.length || kept.length ? "orange" : "green",
	});
}

frappe.ui.form.on("Client", {
	refresh(frm) {
		if (frm.is_new() || !refugee_support.is_counsellor()) return;
		frm.page.add_menu_item(__("Merge with Another Record…"), () => choose_other(frm));
		show_merges(frm);
	},
});

function choose_other(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Merge with Another Record…"),
		fields: [
			{
				fieldtype: "Link",
				fieldname: "other",
				label: __("The same person is also recorded as"),
				options: "Client",
				reqd: 1,
				only_select: 1,
				description: __("A name in any spelling, or a number."),
			},
		],
		primary_action_label: __("Compare"),
		primary_action({ other }) {
			dialog.hide();
			refugee_support.merge_clients(frm.doc.name, other, ({ client }) => {
				if (client === frm.doc.name) frm.reload_doc();
				else frappe.set_route("Form", "Client", client);
			});
		},
	});
	dialog.show();
}

async function show_merges(frm) {
	const client = frm.doc.name;
	const { message } = await frappe.call({
		method: `${MERGING}.undo.merges_of`,
		args: { client },
	});
	if (frm.doc.name !== client) return;
	frm.$wrapper.find(".refugee-support-merged").closest(".form-dashboard-section").remove();
	if (!message?.length) return;
	const $lines = $("<div class='refugee-support-merged'>").append(
		...message.map((merge) =>
			$("<div class='d-flex align-items-center mb-1'>")
				.css("gap", "12px")
				.append(
					$("<span>").text(
						__("{0} ({1}) was merged into this record on {2} by {3}.", [
							merge.merged_client,
							merge.merged_client_name,
							frappe.datetime.str_to_user(merge.merged_on.slice(0, 10)),
							merge.merged_by_name,
						])
					),
					$("<button type='button' class='btn btn-xs btn-default'>")
						.text(__("Undo Merge"))
						.on("click", () =>
							refugee_support.undo_merge(merge.name, () => frm.reload_doc())
						)
				)
		)
	);
	frm.dashboard.add_section($lines, __("Merged"));
	frm.dashboard.show();
}
