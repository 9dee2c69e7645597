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
