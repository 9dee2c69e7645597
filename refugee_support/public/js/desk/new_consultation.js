frappe.provide("refugee_support");
frappe.provide("frappe.ui.form");

/**
 * Open the quick consultation dialog, for a client or for whoever comes next.
 * Sensible values are proposed by the server: today, me, my last channel, the client's language.
 * @param {object} known what is known already, for example from an appointment
 */
refugee_support.new_consultation = async (client, known) => {
	const { message: defaults } = await frappe.call({
		method: "refugee_support.refugee_support.doctype.consultation.consultation.get_defaults",
		args: { client: client || null },
	});
	// As a document: route options would leave out what is not copied, like the appointment, and the desk empties them
	// when a page that is still opening shows itself.
	await new Promise((resolve) => frappe.model.with_doctype("Consultation", resolve));
	const doc = frappe.model.get_new_doc("Consultation", null, null, true);
	for (const [fieldname, value] of Object.entries({ ...defaults, client, ...known })) {
		if (value) doc[fieldname] = value;
	}
	await refugee_support.know_titles(doc);
	frappe.ui.form.make_quick_entry("Consultation", null, null, doc);
};

/** Labels instead of codes in the lists of a document that was not read from the server. */
refugee_support.know_titles = (doc) =>
	Promise.all([
		...(doc.other_topics || []).map((row) =>
			frappe.utils.fetch_link_title("Counselling Topic", row.topic)
		),
		...(doc.activities || []).map((row) =>
			frappe.utils.fetch_link_title("Counselling Activity", row.activity)
		),
	]);

/** Frappe's own quick entry, with the proposals above, focus where typing starts, and no page change at the end. */
frappe.ui.form.ConsultationQuickEntryForm = class extends frappe.ui.form.QuickEntryForm {
	constructor(...args) {
		super(...args);
		// A refused save must keep the dialog open with everything typed, next to the message.
		this.skip_redirect_on_error = true;
		this.after_insert ||= (doc) => this.tell(doc);
	}

	/** Client, topic and result first; the rest is proposed. The counsellor is who types, changed in the full form. */
	set_meta_and_mandatory_fields() {
		super.set_meta_and_mandatory_fields();
		const key = this.docfields ? "docfields" : "mandatory"; // Frappe 16, 15
		this[key] = this.arrange(this[key]);
	}

	arrange(fields) {
		const field = Object.fromEntries(fields.map((df) => [df.fieldname, df]));
		const column = { fieldtype: "Column Break" };
		const section = { fieldtype: "Section Break" };
		return [
			...[field.client, column, field.is_anonymous],
			...[section, { fieldtype: "HTML", fieldname: "family_offer" }],
			...[section, field.main_topic, column, field.result],
			...[
				section,
				field.consultation_date,
				column,
				field.duration_minutes,
				column,
				field.channel,
			],
			...[section, field.other_topics, column, field.activities],
			...[section, field.summary],
		];
	}

	/**
	 * What the document says goes before a field's own default: the day of an appointment, of a draft. Written into
	 * this document's copy of the fields, which the dialog takes whatever fields it was given.
	 */
	prefer_known_values() {
		for (const { fieldname } of frappe.meta.get_docfields("Consultation")) {
			const df = frappe.meta.get_docfield("Consultation", fieldname, this.doc.name);
			if (df.default && this.doc[fieldname]) df.default = this.doc[fieldname];
		}
	}

	render_dialog() {
		this.prefer_known_values();
		super.render_dialog();
		const dialog = this.dialog;
		const client = dialog.get_field("client");
		this.family = new refugee_support.FamilyTicks(
			dialog.get_field("family_offer").$wrapper,
			(chosen) => this.take_along(chosen)
		);
		client.df.onchange = () => {
			this.propose_language(client.get_value());
			this.offer_family();
		};
		for (const fieldname of ["consultation_date", "is_anonymous"]) {
			dialog.get_field(fieldname).df.onchange = () => this.offer_family();
		}
		this.offer_family();
		this.keep_open(dialog);
		this.keep_draft(dialog);
		const first = this.doc.client ? "main_topic" : "client";
		// after Bootstrap's fade-in, which puts the focus on the first field
		dialog.$wrapper.one("shown.bs.modal", () =>
			setTimeout(() => dialog.get_field(first).$input?.trigger("focus"), 300)
		);
		this.fill_missing();
	}

	/** Who lives with the client on that day, or is related: one conversation, several persons. */
	offer_family() {
		const dialog = this.dialog;
		const client = dialog.get_value("is_anonymous")
			? null
			: dialog.get_value("client") || this.doc.client;
		const along = (this.doc.family_members || []).map((row) => row.client);
		return this.family.offer(client, dialog.get_value("consultation_date"), along);
	}

	take_along(clients) {
		this.doc.family_members = clients.map((client) => ({
			doctype: "Consultation Participant",
			client,
		}));
	}

	/** Ticks of a client who is no longer the one chosen do not count. */
	update_doc() {
		const doc = super.update_doc();
		const offered = this.family.people.map((person) => person.client);
		this.take_along(this.family.chosen.filter((client) => offered.includes(client)));
		doc.family_members = this.doc.family_members;
		return doc;
	}

	/**
	 * Sent with the draft's number, so that a second attempt after a lost answer gives the first record back.
	 * Frappe 16 hides the dialog once this resolves, saved or refused; 15 only takes its "Saving..." away.
	 */
	async insert() {
		const dialog = this.dialog;
		const doc = this.update_doc();
		await this.keep();
		const saved = frappe.is_online() ? await this.send(doc) : null;
		dialog.working = false;
		dialog.clear_message();
		if (saved) this.finish(saved);
		else if (!frappe.is_online()) refugee_support.drafts.tell_not_sent();
		return saved || (dialog === this ? new Promise(() => {}) : doc);
	}

	send(doc) {
		return new Promise((resolve) => {
			frappe.call({
				method: "refugee_support.drafts.send",
				args: { doc },
				freeze: true,
				callback: (r) => resolve(r.message),
				error: (answer) => {
					if (answer?.status === 0) refugee_support.drafts.tell_not_sent();
				},
				always: () => setTimeout(() => resolve(null)), // after callback
			});
		});
	}

	finish(saved) {
		this.is_sent = true;
		refugee_support.drafts.forget(saved.draft_id);
		const dialog = this.dialog;
		dialog.hide();
		frappe.model.clear_doc("Consultation", dialog.doc.name);
		dialog.doc = saved;
		if (frappe._from_link) frappe.ui.form.update_calling_link(saved);
		else this.after_insert(saved);
	}

	/** What is typed is written down in the browser, a moment after the last key. */
	keep_draft(dialog) {
		this.doc.draft_id ||= refugee_support.drafts.new_id();
		const keep = frappe.utils.debounce(() => this.keep(), 700);
		for (const event of ["input", "change", "focusout"]) {
			dialog.$wrapper.get(0).addEventListener(event, keep);
		}
		dialog.$wrapper.one("hidden.bs.modal", () => this.tell_kept());
	}

	async keep() {
		if (this.is_sent || !this.dialog.display) return;
		const typed = { ...this.doc, ...this.dialog.get_values(true), ...this.text_in_fields() };
		const values = refugee_support.typed_values(typed);
		if (!values.client && !values.summary && !values.main_topic) return;
		this.is_kept = await refugee_support.drafts.keep(this.doc.draft_id, {
			kind: "dialog",
			values,
		});
		if (this.is_sent) refugee_support.drafts.forget(this.doc.draft_id);
	}

	/** Text that is being typed reaches the dialog's values only when the field is left. */
	text_in_fields() {
		const $summary = this.dialog.get_field("summary").$input;
		return $summary ? { summary: $summary.val() } : {};
	}

	tell_kept() {
		if (this.is_sent || !this.is_kept || this.goes_on_in_form) return;
		frappe.show_alert({
			message: __("Not sent: kept as a draft on this device until {0}.", [
				refugee_support.drafts.kept_until(),
			]),
			indicator: "orange",
		});
	}

	/** The long form goes on with the same draft. */
	open_doc(...args) {
		this.goes_on_in_form = true;
		return super.open_doc(...args);
	}

	/** Escape closes a message, a click beside the dialog does nothing: neither throws away what was typed. */
	keep_open(dialog) {
		dialog.no_cancel_flag = true;
		const modal = dialog.$wrapper.data("bs.modal");
		if (modal?._config) Object.assign(modal._config, { backdrop: "static", keyboard: false });
	}

	/** Opened by Frappe's own "New": the same proposals. */
	async fill_missing() {
		if (this.doc.duration_minutes) return;
		const defaults = await this.defaults_for(this.doc.client);
		for (const [fieldname, value] of Object.entries(defaults)) {
			if (this.dialog.get_value(fieldname) || !value) continue;
			this.doc[fieldname] = value;
			if (this.dialog.fields_dict[fieldname]) this.dialog.set_value(fieldname, value);
		}
	}

	async propose_language(client) {
		if (!client || this.doc.language) return;
		const defaults = await this.defaults_for(client);
		this.doc.language = defaults.language;
	}

	async defaults_for(client) {
		const { message } = await frappe.call({
			method: "refugee_support.refugee_support.doctype.consultation.consultation.get_defaults",
			args: { client: client || null },
		});
		return message || {};
	}

	tell(doc) {
		frappe.show_alert({
			message: __("Consultation saved: {0}", [frappe.utils.escape_html(doc.title)]),
			indicator: "green",
		});
		if (window.cur_frm?.doctype === "Client") window.cur_frm.reload_doc();
		else if (window.cur_list?.doctype === "Consultation") window.cur_list.refresh();
	}
};
