const METHODS = "refugee_support.refugee_support.doctype.client_data_request.client_data_request";
const WITH_COPY = ["Access to Data", "Portability"];
const UNANSWERED = ["Open", "Being Made", "Failed", "Prepared", "Released"];
const ASK_AGAIN = 3000;

frappe.ui.form.on("Client Data Request", {
	refresh(frm) {
		frm.set_intro(); // after saving, Frappe refreshes twice
		const grid = frm.get_field("decisions").grid;
		grid.cannot_add_rows = true;
		grid.cannot_delete_rows = true;
		grid.refresh();
		if (frm.is_new()) {
			frm.set_intro(
				__(
					"Save first: what has to be looked at before it is given out is then listed here."
				),
				"blue"
			);
			return;
		}
		if (frm.doc.status !== "Open") frm.disable_form();
		show_state(frm);
		add_buttons(frm);
		if (frm.doc.status === "Being Made") setTimeout(() => follow(frm), ASK_AGAIN);
	},
});

function show_state(frm) {
	const { is_preparer } = frm.doc.__onload || {};
	const { status, kind } = frm.doc;
	const undecided = (frm.doc.decisions || []).filter((row) => !row.decision).length;
	const late = UNANSWERED.includes(status) && frm.doc.due_on < frappe.datetime.get_today();
	if (late) {
		frm.dashboard.add_comment(
			__("The answer was due on {0}. Please answer now, and say why it took longer.", [
				frappe.datetime.str_to_user(frm.doc.due_on),
			]),
			"red",
			true
		);
	}
	if (status === "Open" && WITH_COPY.includes(kind) && undecided) {
		frm.set_intro(
			__("Records that still need a decision: {0}. Please look at each.", [undecided]),
			"orange"
		);
	} else if (status === "Open" && WITH_COPY.includes(kind)) {
		frm.set_intro(__("Everything is decided: the copy can be prepared."), "blue");
	} else if (status === "Open" && kind === "Rectification") {
		frm.set_intro(
			__(
				"Please correct the client's record, and tell those to whom the wrong data were passed on (Art. 19 GDPR). Then say here what was done."
			),
			"blue"
		);
	} else if (status === "Open") {
		frm.set_intro(
			__(
				"Please mark the client's record: tab Data Protection, Processing Is Restricted. Tell those to whom the data were passed on (Art. 19 GDPR). Then say here what was done."
			),
			"blue"
		);
	} else if (status === "Being Made") {
		frm.set_intro(
			__(
				"The copy is being made, about a second for each page. You can go on with something else meanwhile."
			),
			"blue"
		);
	} else if (status === "Failed") {
		frm.set_intro(
			__("The copy could not be made: {0}", [
				frappe.utils.escape_html(frm.doc.failed_because || ""),
			]),
			"red"
		);
	} else if (status === "Prepared" && is_preparer) {
		frm.set_intro(
			__("You have prepared this: a second person reads the copy and releases it, or not."),
			"blue"
		);
	} else if (status === "Prepared") {
		frm.set_intro(
			__("Please read the whole copy: does it say anything that belongs to somebody else?"),
			"orange"
		);
	} else if (status === "Released") {
		frm.set_intro(
			__(
				"Released. Please hand it over in person or protected, never as an ordinary e-mail attachment."
			),
			"green"
		);
	}
}

function add_buttons(frm) {
	const { is_preparer, readable_copy, archive } = frm.doc.__onload || {};
	const { status, kind } = frm.doc;
	const button = (label, action) => frm.add_custom_button(label, action);
	const open = (url) => window.open(url, "_blank", "noopener");
	if (readable_copy) button(__("Open the Copy (PDF)"), () => open(readable_copy));
	if (archive && status !== "Prepared")
		button(__("Download Everything (ZIP)"), () => open(archive));
	if (status === "Open" && WITH_COPY.includes(kind)) {
		button(__("Prepare Copy"), () => prepare(frm)).addClass("btn-primary");
	} else if (status === "Open") {
		button(__("Done"), () =>
			ask(frm, "finish", __("Done"), [outcome(__("What Was Done"))])
		).addClass("btn-primary");
	}
	if (status === "Prepared" && !is_preparer) {
		button(__("Release Copy"), () => release(frm)).addClass("btn-primary");
	}
	if (status === "Released") {
		button(__("Given Out"), () => give_out(frm)).addClass("btn-primary");
	}
	if (status === "Failed") button(__("Try Again"), () => prepare(frm)).addClass("btn-primary");
	if (status === "Being Made") button(__("Stop"), () => step(frm, "open_again"));
	if (["Failed", "Prepared", "Released"].includes(status))
		button(__("Open Again"), () => step(frm, "open_again"));
	if (!UNANSWERED.includes(status)) return;
	const menu = (label, action) => frm.page.add_menu_item(label, action);
	if (!frm.doc.extended_on) menu(__("Extend Deadline"), () => extend(frm));
	menu(__("Decline Request"), () =>
		ask(frm, "decline", __("Decline Request"), [
			outcome(__("Why, and What the Person Was Told (Art. 12 (4) and (5) GDPR)")),
		])
	);
	menu(__("Withdrawn by the Person"), () => step(frm, "withdraw"));
}

async function step(frm, method, args = {}) {
	await frappe.call({
		method: `${METHODS}.${method}`,
		args: { name: frm.doc.name, ...args },
		freeze: true,
	});
	frm.reload_doc();
}

/** Frappe reloads an open form when its record changes; asked for as well, because live updates do not reach everybody. */
async function follow(frm) {
	const { name, status } = frm.doc;
	const shown = () =>
		frm.doc.name === name && frm.doc.status === status && frm.page.wrapper.is(":visible");
	if (!shown() || status !== "Being Made") return;
	clearTimeout(frm.following);
	const { message } = await frappe.call({
		method: `${METHODS}.how_far`,
		args: { name },
		type: "GET",
	});
	if (!shown()) return;
	if (message !== status) return frm.reload_doc();
	frm.following = setTimeout(() => follow(frm), ASK_AGAIN);
}

async function prepare(frm) {
	if (frm.is_dirty()) await frm.save();
	return step(frm, "prepare");
}

function release(frm) {
	frappe.confirm(
		__("Have you read the whole copy, and does nothing in it belong to somebody else?"),
		() => step(frm, "release")
	);
}

const outcome = (label) => ({ fieldname: "outcome", fieldtype: "Small Text", label, reqd: 1 });

function ask(frm, method, title, fields) {
	frappe.prompt(fields, (values) => step(frm, method, values), title, title);
}

function give_out(frm) {
	const how = frappe.meta.get_docfield("Client Data Request", "handed_over_how").options;
	const options = how
		.split("\n")
		.filter(Boolean)
		.map((value) => ({ value, label: __(value, null, "Client Data Request") }));
	ask(frm, "give_out", __("Given Out"), [
		{ fieldname: "how", fieldtype: "Select", label: __("How"), options, reqd: 1 },
		{
			fieldname: "day",
			fieldtype: "Date",
			label: __("Answered On"),
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
	]);
}

function extend(frm) {
	ask(frm, "extend", __("Extend Deadline"), [
		{
			fieldname: "day",
			fieldtype: "Date",
			label: __("The Person Was Told On"),
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{
			fieldname: "because",
			fieldtype: "Small Text",
			label: __("Reason for the Extension"),
			reqd: 1,
		},
	]);
}
