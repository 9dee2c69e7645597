const METHODS = "refugee_support.refugee_support.doctype.legacy_import.legacy_import";
const AT_WORK = ["Checking", "Running"];

frappe.ui.form.on("Legacy Import", {
	setup(frm) {
		frm.set_query("default_counsellor", () => ({ filters: { enabled: 1, user_type: "System User" } }));
	},

	refresh(frm) {
		frm.trigger("listen");
		if (frm.is_new()) {
			frm.set_intro(__("Please save first, then upload the file."), "blue");
			return;
		}
		frm.trigger("show_state");
		frm.trigger("add_buttons");
	},

	listen(frm) {
		frappe.realtime.off("legacy_import_progress");
		frappe.realtime.on("legacy_import_progress", (numbers) => {
			if (AT_WORK.includes(numbers.status)) {
				const percent = numbers.rows_total ? (100 * numbers.rows_done) / numbers.rows_total : 0;
				frm.dashboard.show_progress(
					__("Run"),
					percent,
					__("{0} of {1} rows", [numbers.rows_done, numbers.rows_total]),
				);
			} else {
				frm.reload_doc();
			}
		});
	},

	show_state(frm) {
		const { undecided } = frm.doc.__onload || {};
		const open_values = (frm.doc.value_map || []).filter((row) => !row.new_value && !row.leave_empty);
		if (frm.doc.status === "Failed") {
			frm.set_intro(frappe.utils.escape_html(frm.doc.message || ""), "red");
		} else if (AT_WORK.includes(frm.doc.status)) {
			frm.set_intro(__("This run is at work. You can close the page."), "blue");
		} else if (open_values.length) {
			frm.set_intro(
				__("{0} values are not known yet. Please decide what they mean, then check again.", [
					open_values.length,
				]),
				"orange",
			);
		} else if (undecided) {
			frm.set_intro(
				__("{0} rows are perhaps people who are here already. Please decide about them first.", [undecided]),
				"orange",
			);
		} else if (frm.doc.status === "Checked") {
			frm.set_intro(
				__("Checked: {0} new, {1} changed, {2} unchanged, {3} refused. Nothing has been written yet.", [
					frm.doc.rows_created,
					frm.doc.rows_updated,
					frm.doc.rows_unchanged,
					frm.doc.rows_refused,
				]),
				"green",
			);
		}
	},

	add_buttons(frm) {
		const { status } = frm.doc;
		const { undecided } = frm.doc.__onload || {};
		if (AT_WORK.includes(status)) {
			if (status === "Running") button(frm, __("Pause"), "stop");
			button(frm, __("Cancel Run"), "stop", { cancel: true });
			return;
		}
		if (frm.doc.file) {
			button(frm, __("Read File"), "read_file");
			frm.add_custom_button(__("Preview"), () => show_preview(frm));
		}
		if (frm.doc.file && (frm.doc.sheet_map || []).length) button(frm, __("Check File"), "check");
		if ((frm.doc.value_map || []).length) {
			frm.add_custom_button(__("Decide Values"), () => decide_values(frm));
		}
		if (undecided) frm.add_custom_button(__("Decide Duplicates"), () => decide_duplicates(frm));
		if (["Checked", "Paused", "Failed", "Cancelled"].includes(status) && frm.doc.rows_total) {
			const label = status === "Checked" ? __("Run") : __("Go On");
			button(frm, label, "start").addClass("btn-primary");
		}
		if (frm.doc.rows_total) {
			frm.add_custom_button(__("Rows"), () =>
				frappe.set_route("List", "Legacy Import Row", { legacy_import: frm.doc.name }),
			);
			frm.add_custom_button(__("Problems as Workbook"), () =>
				open_url_post(`/api/method/${METHODS}.download`, { name: frm.doc.name }),
			);
		}
		if (
			["Finished", "Paused", "Cancelled", "Failed"].includes(status) &&
			frm.doc.rows_created + frm.doc.rows_updated
		) {
			frm.add_custom_button(__("Undo"), () =>
				frappe.confirm(
					__("Take all records of this run back? This works until somebody has worked on them."),
					() => call(frm, "undo_run"),
				),
			);
		}
	},
});

function button(frm, label, method, args = {}) {
	return frm.add_custom_button(label, async () => {
		if (frm.is_dirty()) await frm.save();
		await call(frm, method, args);
	});
}

async function call(frm, method, args = {}) {
	await frappe.call({
		method: `${METHODS}.${method}`,
		args: { name: frm.doc.name, ...args },
		freeze: true,
	});
	frm.reload_doc();
}

async function show_preview(frm) {
	const { message } = await frappe.call({ method: `${METHODS}.preview`, args: { name: frm.doc.name } });
	const escape = frappe.utils.escape_html;
	const table = ({ sheet, rows, encoding }) => `
		<h5>${escape(sheet)} ${encoding ? `<small class="text-muted">${escape(encoding)}</small>` : ""}</h5>
		<div class="table-responsive"><table class="table table-bordered table-sm"><tbody>
		${rows.map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`).join("")}
		</tbody></table></div>`;
	const dialog = new frappe.ui.Dialog({ title: __("Preview"), size: "extra-large" });
	dialog.$body.append(message.map(table).join(""));
	dialog.show();
}

async function decide_values(frm) {
	const { message } = await frappe.call({ method: `${METHODS}.value_choices`, args: { name: frm.doc.name } });
	const leave_empty = { value: "__empty", label: __("Nothing is known (leave empty)") };
	const fields = frm.doc.value_map.map((row) => ({
		fieldname: row.name,
		fieldtype: "Autocomplete",
		label: `${__(row.field)}: “${row.old_value}” (${__("{0} rows", [row.occurrences])})`,
		options: [leave_empty, ...(message[row.field] || [])],
		default: row.leave_empty ? "__empty" : row.new_value || row.suggestion,
	}));
	const dialog = new frappe.ui.Dialog({
		title: __("What do these values mean?"),
		fields,
		primary_action_label: __("Save and Check"),
		async primary_action(chosen) {
			dialog.hide();
			for (const row of frm.doc.value_map) {
				const value = chosen[row.name];
				row.leave_empty = value === "__empty" ? 1 : 0;
				row.new_value = value && value !== "__empty" ? value : "";
			}
			frm.dirty();
			await frm.save();
			await call(frm, "check");
		},
	});
	dialog.show();
}

async function decide_duplicates(frm) {
	const { message } = await frappe.call({ method: `${METHODS}.duplicates`, args: { name: frm.doc.name } });
	const fields = message.map((row) => ({
		fieldname: row.name,
		fieldtype: "Select",
		label: `${__("Row {0}", [row.row_number])}: ${row.problem}${row.client_name ? ` (${row.client_name})` : ""}`,
		options: [
			{ value: "", label: "" },
			{ value: "Same Person", label: __("Same Person") },
			{ value: "Another Person", label: __("Another Person") },
		],
	}));
	const dialog = new frappe.ui.Dialog({
		title: __("Perhaps people who are here already"),
		fields,
		primary_action_label: __("Save"),
		async primary_action(chosen) {
			dialog.hide();
			for (const decision of ["Same Person", "Another Person"]) {
				const rows = Object.keys(chosen).filter((name) => chosen[name] === decision);
				if (rows.length) {
					await frappe.call({
						method: `${METHODS}.decide`,
						args: { name: frm.doc.name, rows, decision },
					});
				}
			}
			frm.reload_doc();
		},
	});
	dialog.show();
}
