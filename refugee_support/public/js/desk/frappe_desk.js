/**
 * Where Frappe's own desk speaks English in a German one, stays silent for screen readers or gets in its own way.
 *
 * Frappe's fields have a label to look at, which nothing ties to the field: a screen reader says "edit, blank".
 * Here every input is told the words that stand above it.
 */
const { set_label } = frappe.ui.form.ControlInput.prototype;

frappe.ui.form.ControlInput.prototype.set_label = function (label) {
	set_label.call(this, label);
	const shown = this.df.label && __(this.df.label, null, this.df.parent);
	if (!shown || !this.$input?.length || this.$input.is("button")) return;
	this.$input.attr("aria-label", frappe.utils.html2text(shown).trim());
};

/**
 * Below a time Frappe writes the time zone, and looks for a translation of the description only afterwards: it stayed
 * English. The zone says something to those who are elsewhere; for everybody else it is a riddle under every time.
 */
const { set_description } = frappe.ui.form.ControlDatetime.prototype;

frappe.ui.form.ControlDatetime.prototype.set_description = function () {
	const { system, user } = frappe.boot.time_zone || {};
	if (system === user) this.df.hide_timezone = 1;
	else if (this.df.description) this.df.description = __(this.df.description);
	set_description.call(this);
};

/** The tooltip of a list's title is the description of its DocType, which Frappe leaves in English. */
const { set_title } = frappe.ui.Page.prototype;

frappe.ui.Page.prototype.set_title = function (title, icon, strip, tab_title, tooltip_label) {
	return set_title.call(this, title, icon, strip, tab_title, tooltip_label && __(tooltip_label));
};

/**
 * Each chart of a workspace makes the settings of a newcomer's dashboard for itself; all but the first were refused in
 * front of everybody: "Duplicate Name". Now they wait for one another.
 */
const { create_dashboard_settings } = frappe.dashboard_utils;
let settings_under_way = null;

frappe.dashboard_utils.create_dashboard_settings = function (...args) {
	settings_under_way ||= create_dashboard_settings.apply(this, args);
	return settings_under_way;
};

/** The tooltip of a list's first column names it in English, although the column beside it does not. */
refugee_support.wrap(frappe.views.ListView?.prototype, "get_header_html", function (original) {
	const html = original();
	const label = this.columns?.[0]?.df?.label;
	if (!html || !label) return html;
	const title = (words) => `title="${__("Click to sort by {0}", [words])}"`;
	return html.replace(title(label), title(__(label, null, this.doctype)));
});

/** What a report is grouped by, in the tooltip of its button, is put together in English. */
refugee_support.wrap(frappe.ui.GroupBy?.prototype, "update_group_by_button", function (original) {
	original();
	const by = this.group_by_field && this.get_group_by_field_label();
	this.group_by_button.attr("title", by ? __("Grouped by {0}", [by]) : __("Add Group"));
});

/**
 * A list asks for the titles of linked records in the same breath as for its rows. Those of protected records are read
 * one by one, by who may see them; asked for in a list they are refused, and with them the whole list.
 */
refugee_support.wrap(frappe.views.ListView?.prototype, "set_fields", async function (original) {
	await original();
	const refused = frappe.boot.refugee_support?.without_titles || [];
	for (const fieldname of Object.keys(this.link_field_title_fields || {})) {
		const linked = frappe.meta.get_docfield(this.doctype, fieldname)?.options;
		if (refused.includes(linked)) delete this.link_field_title_fields[fieldname];
	}
});

/** The tooltip of a choice in a list names it in English, although the list itself does not. */
refugee_support.wrap(
	frappe.views.ListView?.prototype,
	"get_column_html",
	function (original, col, doc) {
		const html = original(col, doc);
		const value = col.df?.fieldtype === "Select" && doc[col.df.fieldname];
		return value ? html.replace(`: ${value}"`, `: ${__(value)}"`) : html;
	}
);

/** The buttons above a long text are pictures only: here each says what it does, to the eye and to a screen reader. */
const TOOLS = () => ({
	"ql-header": __("Heading"),
	"ql-size": __("Font Size"),
	"ql-bold": __("Bold"),
	"ql-italic": __("Italic"),
	"ql-underline": __("Underlined"),
	"ql-strike": __("Struck Through"),
	"ql-clean": __("Remove Formatting"),
	"ql-color": __("Text Color"),
	"ql-background": __("Background Color"),
	"ql-blockquote": __("Quotation"),
	"ql-code-block": __("Program Text"),
	"ql-direction": __("Right to Left"),
	"ql-link": __("Link"),
	"ql-image": __("Image"),
	"ql-list": __("List"),
	"ql-align": __("Align"),
	"ql-indent": __("Indent"),
	"ql-table": __("Table"),
});

refugee_support.wrap(
	frappe.ui.form.ControlTextEditor?.prototype,
	"make_quill_editor",
	function (original) {
		original();
		const toolbar = this.quill?.getModule("toolbar")?.container;
		for (const [css, name] of Object.entries(TOOLS()))
			for (const tool of toolbar?.querySelectorAll(
				`button.${css}, .${css} .ql-picker-label`
			) || [])
				$(tool).attr({ "aria-label": name, title: name });
	}
);
