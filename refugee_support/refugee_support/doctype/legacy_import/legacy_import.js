const METHODS = "refugee_support.refugee_support.doctype.legacy_import.legacy_import";
const AT_WORK = ["Checking", "Running", "Undoing"];
const ASK_AGAIN = 1500; // milliseconds
const MOST_AT_ONCE = 50; // questions in one dialog

frappe.ui.form.on("Legacy Import", {
	setup(frm) {
		frm.set_query("default_counsellor", () => ({
			filters: { enabled: 1, user_type: "System User" },
		}));
	},

	refresh(frm) {
		for (const table of ["sheet_map", "column_map", "value_map"]) {
			frm.set_df_property(table, "cannot_add_rows", 1); // they are read from the file
		}
		if (frm.is_new()) {
			frm.set_intro(__("Please save first, then upload the file."), "blue");
			return;
		}
		frm.trigger("show_state");
		frm.trigger("show_problems");
		frm.trigger("add_buttons");
		if (AT_WORK.includes(frm.doc.status)) follow(frm);
	},

	show_state(frm) {
		const { text, colour } = state_in_words(frm);
		if (text) frm.set_intro(text, colour);
	},

	// The first of them, to see at once what is wrong; all are in the list of rows and in the workbook.
	show_problems(frm) {
		const escape = frappe.utils.escape_html;
		const cell = (text) => `<td>${escape(text || "")}</td>`;
		const line = ({ sheet, row_number, cell: place, problem }) =>
			`<tr>${cell(sheet)}${cell(place || String(row_number))}${cell(problem)}</tr>`;
		const problems = frm.doc.__onload?.problems || [];
		const heading = [__("Sheet"), __("Cell"), __("Reason")]
			.map((text) => `<th>${text}</th>`)
			.join("");
		frm.get_field("problems").$wrapper.html(
			`<table class="table table-sm table-bordered"><thead><tr>${heading}</tr></thead>
			<tbody>${problems.map(line).join("")}</tbody></table>`
		);
	},

	add_buttons(frm) {
		const { status } = frm.doc;
		if (AT_WORK.includes(status)) {
			if (status === "Running") button(frm, __("Pause"), "stop");
			if (status !== "Undoing") button(frm, __("Cancel Run"), "stop", { cancel: true });
			return;
		}
		add_steps(frm);
		add_views(frm);
	},
});

// What there is to do, in its order; the next step is the dark one.
function add_steps(frm) {
	const { status } = frm.doc;
	const next = next_step(frm);
	const mapped = (frm.doc.sheet_map || []).length;
	const steps = [];
	if (frm.doc.file && !mapped) steps.push(["read", button(frm, __("Read File"), "read_file")]);
	if (frm.doc.file && mapped) steps.push(["check", button(frm, __("Check File"), "check")]);
	if ((frm.doc.value_map || []).length && frm.doc.file) {
		steps.push([
			"values",
			frm.add_custom_button(__("Decide Values"), () => decide_values(frm)),
		]);
	}
	if (frm.doc.__onload?.undecided) {
		steps.push([
			"duplicates",
			frm.add_custom_button(__("Decide Duplicates"), () => decide_duplicates(frm)),
		]);
	}
	const waiting =
		["Checked", "Paused", "Failed", "Cancelled"].includes(status) && frm.doc.rows_total;
	if (waiting && !frm.doc.__onload?.undecided) {
		steps.push(["run", button(frm, status === "Checked" ? __("Run") : __("Go On"), "start")]);
	}
	steps.find(([step]) => step === next)?.[1].addClass("btn-primary");
}

function next_step(frm) {
	const { status, file, sheet_map, rows_total } = frm.doc;
	if (file && !(sheet_map || []).length) return "read";
	if (file && (status === "Draft" || !rows_total)) return "check";
	if (file && open_values(frm).length) return "values";
	return frm.doc.__onload?.undecided ? "duplicates" : "run";
}

function open_values(frm) {
	return (frm.doc.value_map || []).filter((row) => !row.new_value && !row.leave_empty);
}

function add_views(frm) {
	const look = __("Look At");
	if (frm.doc.file && (frm.doc.sheet_map || []).length)
		button(frm, __("Read File"), "read_file", {}, look);
	if (frm.doc.file) frm.add_custom_button(__("Preview"), () => show_preview(frm), look);
	if (!frm.doc.rows_total) return;
	const rows = () =>
		frappe.set_route("List", "Legacy Import Row", { legacy_import: frm.doc.name });
	frm.add_custom_button(__("Rows"), rows, look);
	const workbook = () =>
		open_url_post(`/api/method/${METHODS}.download`, { name: frm.doc.name });
	frm.add_custom_button(__("Problems as Workbook"), workbook, look);
	const over = ["Finished", "Paused", "Cancelled", "Failed"].includes(frm.doc.status);
	if (over && frm.doc.rows_created + frm.doc.rows_updated) {
		const question = __(
			"Take all records of this run back? This works until somebody has worked on them."
		);
		const undo = () => frappe.confirm(question, () => call(frm, "undo_run"));
		frm.add_custom_button(__("Undo"), undo);
	}
}

function state_in_words(frm) {
	const { status, message } = frm.doc;
	const undecided = frm.doc.__onload?.undecided;
	if (message) return { text: frappe.utils.escape_html(message), colour: "red" };
	if (AT_WORK.includes(status)) {
		return { text: __("This run is at work. You can close the page."), colour: "blue" };
	}
	if (!frm.doc.file && status === "Draft") {
		return { text: __("Next: upload the old file under File."), colour: "blue" };
	}
	if (status === "Draft" && !(frm.doc.sheet_map || []).length) {
		return {
			text: __("Next: press Read File. It proposes what the sheets and columns are."),
			colour: "blue",
		};
	}
	if (status === "Draft") {
		const text = __(
			"Next: look through the sheets and columns, then press Check File. It writes nothing yet."
		);
		return { text, colour: "blue" };
	}
	if (open_values(frm).length && frm.doc.file) {
		const text = __(
			"{0} values are not known yet. Please decide what they mean, then check again.",
			[open_values(frm).length]
		);
		return { text, colour: "orange" };
	}
	if (undecided) {
		const text = __(
			"{0} rows are perhaps people who are here already. Please decide about them first.",
			[undecided]
		);
		return { text, colour: "orange" };
	}
	const text = result_in_words(frm);
	return text ? { text, colour: "green" } : {};
}

function result_in_words(frm) {
	const { rows_created, rows_updated, rows_unchanged, rows_refused } = frm.doc;
	const numbers = [rows_created, rows_updated, rows_unchanged, rows_refused];
	const texts = {
		Checked: __(
			"Checked: {0} new, {1} changed, {2} unchanged, {3} refused. Nothing has been written yet.",
			numbers
		),
		Paused: __("Paused. What is finished stays; press Go On or Undo."),
		Finished: __("Finished: {0} new, {1} changed, {2} unchanged, {3} refused.", numbers),
		Undone: __("Everything this run had written was taken back."),
	};
	return texts[frm.doc.status];
}

// Asks how far the job is until it ends or the form is left.
async function follow(frm) {
	const { name, status } = frm.doc;
	const shown = () =>
		frm.doc.name === name && frm.doc.status === status && frm.page.wrapper.is(":visible");
	clearTimeout(frm.following);
	const { message } = await frappe.call({
		method: `${METHODS}.how_far`,
		args: { name },
		type: "GET",
	});
	if (!shown()) return;
	if (message.status !== status) {
		frm.reload_doc();
		return;
	}
	show_progress(frm, message);
	frm.following = setTimeout(() => shown() && follow(frm), ASK_AGAIN);
}

function show_progress(frm, { status, done, total }) {
	const title = { Checking: __("Check File"), Running: __("Run"), Undoing: __("Undo") }[status];
	let text = __("Waits for its turn …");
	if (done !== undefined)
		text = total ? __("{0} of {1} rows", [done, total]) : __("{0} rows", [done]);
	frm.dashboard.show_progress(title, total ? Math.max((100 * done) / total, 1) : 1, text);
}

function button(frm, label, method, args = {}, group = undefined) {
	const act = async () => {
		if (frm.is_dirty()) await frm.save();
		await call(frm, method, args);
	};
	return frm.add_custom_button(label, act, group);
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
	const { message } = await frappe.call({
		method: `${METHODS}.preview`,
		args: { name: frm.doc.name },
	});
	const escape = frappe.utils.escape_html;
	const table = ({ sheet, rows, encoding }) => `
		<h5>${escape(sheet)} ${
			encoding ? `<small class="text-muted">${escape(encoding)}</small>` : ""
		}</h5>
		<div class="table-responsive"><table class="table table-bordered table-sm"><tbody>
		${rows.map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`).join("")}
		</tbody></table></div>`;
	const dialog = new frappe.ui.Dialog({ title: __("Preview"), size: "extra-large" });
	dialog.$body.append(message.map(table).join(""));
	dialog.show();
}

// The undecided first; more than a person looks through at once come with the next check.
async function decide_values(frm) {
	const { message } = await frappe.call({
		method: `${METHODS}.value_choices`,
		args: { name: frm.doc.name },
	});
	const leave_empty = { value: "__empty", label: __("Nothing is known (leave empty)") };
	const undecided = open_values(frm);
	const rows = [...undecided, ...frm.doc.value_map.filter((row) => !undecided.includes(row))];
	const asked = rows.slice(0, MOST_AT_ONCE);
	const fields = [];
	for (const label of new Set(asked.map((row) => row.field))) {
		fields.push({ fieldtype: "Section Break", label: __(label) });
		for (const row of asked.filter((row) => row.field === label)) {
			fields.push({
				fieldname: row.name,
				fieldtype: "Autocomplete",
				label: __("“{0}” (rows: {1})", [row.old_value, row.occurrences]),
				options: [leave_empty, ...(message[label] || [])],
				default: row.leave_empty ? "__empty" : row.new_value || row.suggestion,
			});
		}
	}
	const dialog = new frappe.ui.Dialog({
		title: __("What do these values mean?"),
		fields,
		primary_action_label: __("Save and Check"),
		async primary_action(chosen) {
			dialog.hide();
			for (const row of asked) {
				const value = chosen[row.name];
				const empty = value === "__empty";
				await frappe.model.set_value(row.doctype, row.name, "leave_empty", empty ? 1 : 0);
				await frappe.model.set_value(
					row.doctype,
					row.name,
					"new_value",
					empty ? "" : value || ""
				);
			}
			if (frm.is_dirty()) await frm.save();
			await call(frm, "check");
		},
	});
	dialog.show();
}

async function decide_duplicates(frm) {
	const { message } = await frappe.call({
		method: `${METHODS}.duplicates`,
		args: { name: frm.doc.name },
	});
	const asked = message.slice(0, MOST_AT_ONCE);
	const fields = asked.flatMap((row) => [
		{ fieldtype: "Section Break", label: row.reasons },
		person(row.old),
		{ fieldtype: "Column Break" },
		person(row.here),
		{ fieldtype: "Column Break" },
		{
			fieldname: row.name,
			fieldtype: "Select",
			label: __("Decision"),
			options: ["", "Same Person", "Another Person"].map((value) => ({
				value,
				label: value && __(value),
			})),
		},
	]);
	const dialog = new frappe.ui.Dialog({
		title: __("Perhaps people who are here already"),
		size: "extra-large",
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

// One of the two people, with what tells them apart.
function person({ place, client, title, details }) {
	const escape = frappe.utils.escape_html;
	const heading = client
		? `<a href="${frappe.utils.get_form_link("Client", client)}" target="_blank">${escape(
				title
		  )}</a>`
		: escape(title);
	const lines = details.map((line) => `<div>${escape(line)}</div>`).join("");
	return {
		fieldtype: "HTML",
		options: `<div class="small text-muted">${escape(
			place
		)}</div><div class="bold">${heading}</div>${lines}`,
	};
}
