/**
 * Frappe fills empty links to Country and Language with those of the site. On our forms that made everybody German
 * who was new here: what nobody has told stays empty (as in document.py).
 */
const { get_default_value } = frappe.model;

frappe.model.get_default_value = function (df, doc, ...rest) {
	const of_a_person = df.fieldtype === "Link" && ["Country", "Language"].includes(df.options);
	if (of_a_person && !df.default && frappe.get_meta(doc.doctype)?.module === "Refugee Support")
		return null;
	return get_default_value.call(this, df, doc, ...rest);
};
