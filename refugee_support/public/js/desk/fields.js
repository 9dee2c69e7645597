/**
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
