// Relations on the page of either person: the word that fits from their side.
frappe.ui.form.on("Client", {
	async refresh(frm) {
		if (frm.is_new() || !frappe.model.can_read("Client Relation")) return;
		const client = frm.doc.name;
		const { message } = await frappe.call({
			method: "refugee_support.family.relations_shown",
			args: { client },
		});
		if (frm.doc.name === client) show_relations(frm, message || []);
	},
});

function show_relations(frm, relations) {
	frm.$wrapper.find(".refugee-support-relations").closest(".form-dashboard-section").remove();
	if (!relations.length && !frappe.model.can_create("Client Relation")) return;
	const $list = $(
		"<div class='refugee-support-relations d-flex flex-wrap align-items-center'>"
	).css("gap", "6px 18px");
	for (const relation of relations) $list.append(relation_line(relation));
	if (frappe.model.can_create("Client Relation")) $list.append(add_button(frm));
	frm.dashboard.add_section($list, __("Relations"));
	frm.dashboard.show();
}

function relation_line(relation) {
	const $line = $("<span>").toggleClass("text-muted", relation.is_past);
	const $word = $("<a>")
		.text(relation.word)
		.attr("href", frappe.utils.get_form_link("Client Relation", relation.name));
	$line.append($word, ": ");
	if (relation.other)
		$("<a class='font-weight-bold'>")
			.text(relation.other_name || relation.other)
			.attr("href", frappe.utils.get_form_link("Client", relation.other))
			.appendTo($line);
	else $("<span class='font-weight-bold'>").text(relation.other_name).appendTo($line);
	if (relation.until) {
		const day = frappe.datetime.str_to_user(relation.until);
		$line.append(" ", $("<span class='small'>").text(__("until {0}", [day])));
	}
	return $line;
}

function add_button(frm) {
	return $("<button type='button' class='btn btn-xs btn-default'>")
		.text(__("Add relation"))
		.on("click", () => frappe.new_doc("Client Relation", { client: frm.doc.name }));
}
