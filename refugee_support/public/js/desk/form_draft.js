// The long form of a consultation, new or changed: what is typed is kept like in the quick dialog.
const WAIT = 700; // milliseconds after the last key

frappe.ui.form.on("Consultation", {
	refresh(frm) {
		if (!frm.trigger || !refugee_support.drafts.is_available()) return; // no long form: Frappe 16's quick dialog
		if (frm.is_new()) frm.doc.draft_id ||= refugee_support.drafts.new_id();
		watch(frm);
		if (!frm.is_new() && !frm.is_dirty()) offer_changes(frm);
	},

	validate(frm) {
		if (frappe.is_online()) return;
		refugee_support.drafts.tell_not_sent();
		frappe.validated = false;
	},

	after_save(frm) {
		refugee_support.drafts.forget(frm.doc.draft_id || "-");
		refugee_support.drafts.forget(`change ${frm.doc.name}`);
	},
});

function watch(frm) {
	if (frm.draft_is_watched) return;
	frm.draft_is_watched = true;
	const keep = frappe.utils.debounce(() => keep_form(frm), WAIT);
	for (const event of ["input", "change", "focusout"]) frm.wrapper.addEventListener(event, keep);
}

function keep_form(frm) {
	if (!frm.is_dirty() && !document.activeElement?.matches("textarea, input")) return;
	const typed = refugee_support.typed_values({ ...frm.doc, ...text_in_fields(frm) });
	if (frm.is_new()) {
		if (!typed.client && !typed.summary && !typed.main_topic) return;
		return refugee_support.drafts.keep(frm.doc.draft_id, { kind: "form", values: typed });
	}
	if (!frm.is_dirty()) return;
	return refugee_support.drafts.keep(`change ${frm.doc.name}`, {
		kind: "change",
		name: frm.doc.name,
		values: typed,
	});
}

/** Text that is being typed reaches the document only when the field is left. */
function text_in_fields(frm) {
	const typed = {};
	for (const [fieldname, field] of Object.entries(frm.fields_dict)) {
		if (
			["Small Text", "Data"].includes(field.df.fieldtype) &&
			field.$input?.is("textarea, input")
		)
			typed[fieldname] = field.$input.val();
	}
	return typed;
}

async function offer_changes(frm) {
	const draft = await refugee_support.drafts.one(`change ${frm.doc.name}`);
	if (!draft || frm.doc.__onload?.may_write === false) return;
	const take = () => {
		for (const [fieldname, value] of Object.entries(draft.values))
			frm.set_value(fieldname, value);
	};
	if (refugee_support.drafts.resuming?.id === draft.id) {
		refugee_support.drafts.resuming = null;
		return take();
	}
	frappe.confirm(
		__("There are changes to this consultation that were not saved. Take them over?"),
		take,
		() => refugee_support.drafts.forget(draft.id)
	);
}
