// What an action asks for, field by field; the state then follows what was entered (following.py).
const ASKED = {
	"File Application": [
		"submitted_on",
		"submission_channel",
		"submission_place",
		"evidence_kind",
		"reference_number",
	],
	"Receipt Is Confirmed": ["receipt_confirmed_on", "reference_number"],
	"Documents Are Requested": ["documents_due_on"],
	"Hearing Has Begun": ["hearing_until"],
	"Record Decision": [
		"decided_on",
		"outcome",
		"refusal_reason",
		"amount",
		"amount_period",
		"approved_from",
		"approved_until",
	],
	"File Remedy": ["remedy", "remedy_filed_on"],
	"Record Outcome of Remedy": ["remedy_decided_on", "remedy_outcome"],
};
const MANDATORY = [
	"submitted_on",
	"submission_channel",
	"receipt_confirmed_on",
	"documents_due_on",
	"hearing_until",
	"decided_on",
	"outcome",
	"remedy",
	"remedy_filed_on",
	"remedy_decided_on",
	"remedy_outcome",
];
const TODAY = ["submitted_on", "receipt_confirmed_on", "remedy_filed_on", "remedy_decided_on"];
const WHILE_MISSING = ["Draft", "Waiting for Documents", "Ready to File", "Documents Requested"];
const LETTERS = { "Documents Requested": "Request for Documents", Hearing: "Hearing" };
const REFUSALS = ["Rejected", "Partly Approved", "Denied for Non-Cooperation"];

frappe.ui.form.on("Authority Application", {
	setup(frm) {
		frm.set_query("responsible", () => ({
			query: "refugee_support.search.team_member_query",
		}));
		for (const fieldname of ["application_type", "authority"]) {
			frm.set_query(fieldname, () => ({ filters: { enabled: 1 } }));
		}
		frm.set_query("representation", () => ({ filters: { client: frm.doc.client || "" } }));
	},

	refresh(frm) {
		frm.trigger("show_hints");
		if (frm.is_new()) frm.trigger("propose_me");
		else frm.trigger("add_buttons");
	},

	propose_me(frm) {
		if (!frm.doc.responsible && frappe.session.user !== "Administrator") {
			frm.set_value("responsible", frappe.session.user);
		}
	},

	async application_type(frm) {
		if (!frm.doc.application_type || !frm.is_new()) return;
		const { message } = await frappe.call({
			method: "refugee_support.refugee_support.doctype.authority_application.authority_application.get_checklist",
			args: { application_type: frm.doc.application_type },
		});
		if (message.authority) frm.set_value("authority", message.authority);
		frm.clear_table("documents");
		for (const row of message.documents) frm.add_child("documents", row);
		frm.refresh_field("documents");
	},

	show_hints(frm) {
		const $hints = frm.get_field("hints").$wrapper.empty();
		for (const { message, colour } of frm.doc.__onload?.hints || []) {
			$("<div>").addClass(`form-message ${colour}`).text(message).appendTo($hints);
		}
	},

	add_buttons(frm) {
		if (frm.doc.missing_documents && WHILE_MISSING.includes(frm.doc.status)) {
			frm.add_custom_button(__("List of Missing Documents"), () =>
				frm.events.print_missing(frm)
			);
		}
		if (frappe.model.can_create("Authority Letter")) {
			frm.add_custom_button(__("New Letter"), () => frm.events.new_letter(frm));
		}
		if (!frm.doc.representation && frappe.model.can_create("Client Representation")) {
			frm.add_custom_button(__("New Representation"), () =>
				frappe.new_doc("Client Representation", {
					client: frm.doc.client,
					authority: frm.doc.authority,
				})
			);
		}
		if (frappe.model.can_create("Unequal Treatment Incident")) {
			frm.add_custom_button(__("Unequal Treatment"), () =>
				frappe.new_doc("Unequal Treatment Incident", {
					client: frm.doc.client,
					application: frm.doc.name,
					authority: frm.doc.authority,
					actor_kind: "Public Authority",
					area_of_life: "Authorities and Benefits",
				})
			);
		}
		const granted = ["Approved", "Partly Approved"].includes(frm.doc.outcome);
		if (granted && frm.doc.approved_until && !frm.doc.renewal) {
			frm.add_custom_button(__("Prepare Next Application"), () =>
				frm.events.prepare_renewal(frm)
			);
		}
	},

	/** The letter that probably came: its deadline is computed there. */
	new_letter(frm) {
		frappe.model.with_doctype("Authority Letter", () => {
			const letter = frappe.model.get_new_doc("Authority Letter");
			const { client, authority, reference_number, responsible, co_applicants, status } =
				frm.doc;
			Object.assign(letter, { client, authority, reference_number, responsible });
			letter.letter_kind = LETTERS[status] || "Decision";
			frappe.model.add_child(letter, "applications").application = frm.docname;
			for (const row of co_applicants || []) {
				frappe.model.add_child(letter, "persons").client = row.client;
			}
			frappe.set_route("Form", letter.doctype, letter.name);
		});
	},

	print_missing(frm) {
		const query = new URLSearchParams({
			doctype: frm.doctype,
			name: frm.docname,
			format: "Missing Documents List",
			no_letterhead: 1,
		});
		window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`, "_blank");
	},

	async prepare_renewal(frm) {
		const { message } = await frappe.call({
			method: "refugee_support.refugee_support.doctype.authority_application.authority_application.prepare_renewal",
			args: { application: frm.docname },
			freeze: true,
		});
		if (message) frappe.set_route("Form", frm.doctype, message);
	},

	/** Actions that need facts ask for them and save; Frappe's own call never follows, the state has moved already. */
	async before_workflow_action(frm) {
		const asked = ASKED[frm.selected_workflow_action];
		if (!asked) return;
		frappe.dom.unfreeze();
		const values = await frm.events.ask(frm, asked);
		await frm.set_value(values);
		await frm.save();
		return new Promise(() => {});
	},

	ask(frm, fieldnames) {
		const shown = (fieldname, doc) =>
			fieldname === "refusal_reason"
				? REFUSALS.includes(doc.outcome)
				: !["amount", "amount_period", "approved_from", "approved_until"].includes(
						fieldname
				  ) || ["Approved", "Partly Approved"].includes(doc.outcome);
		const fields = fieldnames.map((fieldname) => {
			const { label, fieldtype, options, precision } = frappe.meta.get_docfield(
				frm.doctype,
				fieldname
			);
			return {
				...{ fieldname, label, fieldtype, options, precision, parent: frm.doctype },
				reqd: MANDATORY.includes(fieldname) ? 1 : 0,
				depends_on: (doc) => shown(fieldname, doc),
				default:
					frm.doc[fieldname] ||
					(TODAY.includes(fieldname) ? frappe.datetime.get_today() : undefined),
			};
		});
		return new Promise((resolve) => {
			const dialog = new frappe.ui.Dialog({
				title: __(frm.selected_workflow_action),
				fields,
				primary_action_label: __("Save"),
				primary_action(values) {
					dialog.hide();
					resolve(values);
				},
			});
			dialog.show();
		});
	},

	after_workflow_action(frm) {
		frm.reload_doc();
	},
});

frappe.ui.form.on("Application Document", {
	received(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		frappe.model.set_value(
			cdt,
			cdn,
			"received_on",
			row.received ? frappe.datetime.get_today() : null
		);
	},
});
