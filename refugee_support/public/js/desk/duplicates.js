frappe.provide("refugee_support");
frappe.provide("frappe.ui.form");

const NAME_FIELDS = ["first_name", "last_name", "native_name", "date_of_birth"];

/** Who of the clients I may see may be this person? Comfort: the server asks again when it is saved. */
refugee_support.possible_duplicates = async (doc) => {
	if (!doc.first_name) return [];
	const args = Object.fromEntries(
		[...NAME_FIELDS, "household"].map((name) => [name, doc[name] || null])
	);
	const { message } = await frappe.call({
		method: "refugee_support.duplicates.hint.check",
		args: { ...args, client: doc.__islocal ? null : doc.name },
	});
	return message || [];
};

/**
 * Ask before saving. What was typed stays where it is, whatever the answer.
 * @returns {Promise<string|null>} the numbers that are certainly somebody else; null: do not save
 */
refugee_support.ask_about_duplicates = async (doc) => {
	const hits = await refugee_support.possible_duplicates(doc);
	if (!hits.length) return "";
	return new Promise((resolve) => {
		let answer = null;
		const dialog = new frappe.ui.Dialog({
			title: __("Perhaps the same person"),
			fields: [{ fieldtype: "HTML", fieldname: "hits" }],
			primary_action_label: __("It is another person: save"),
			primary_action() {
				answer = hits.map((hit) => hit.client).join(",");
				dialog.hide();
			},
			secondary_action_label: __("Back to the form"),
			secondary_action: () => dialog.hide(),
			onhide: () => resolve(answer),
		});
		dialog
			.get_field("hits")
			.$wrapper.append(
				$("<p>").text(
					__(
						"Somebody with this name is recorded already. Please look before you save; nothing you typed is lost."
					)
				),
				...hits.map(hit_card)
			);
		dialog.$wrapper.addClass("refugee-support-duplicates");
		dialog.show();
	});
};

function hit_card(hit) {
	const about = [
		hit.native_name,
		hit.born && __("born {0}", [hit.born]),
		hit.nationality,
		hit.status !== "Active" && __(hit.status, null, "Client"),
		hit.client,
	].filter(Boolean);
	const $open = $("<a class='btn btn-default btn-sm' target='_blank' rel='noopener'>")
		.attr("href", frappe.utils.get_form_link("Client", hit.client))
		.text(__("Open record"));
	const $text = $("<div>").css({ flex: 1, "min-width": 0 });
	$text.append(
		$("<div class='font-weight-bold'>").text(hit.client_name),
		$("<div class='text-muted small'>").text(about.join(" · ")),
		$("<div class='small'>").text(hit.reasons)
	);
	return $("<div class='frappe-card d-flex align-items-center mb-2'>")
		.css({ padding: "10px 14px", gap: "12px" })
		.append($text, $open);
}

refugee_support.confirm_distinct = (client, other, done) => {
	frappe.confirm(
		__("Are {0} and {1} two different people? They will not be shown together again.", [
			frappe.utils.escape_html(client),
			frappe.utils.escape_html(other),
		]),
		async () => {
			await frappe.call({
				method: "refugee_support.duplicates.hint.confirm_distinct",
				args: { client, other },
			});
			done?.();
		}
	);
};

const names_of = (doc) => JSON.stringify(NAME_FIELDS.map((name) => doc[name] || ""));

frappe.ui.form.on("Client", {
	refresh(frm) {
		if (!frm.is_dirty()) frm.stored_names = names_of(frm.doc);
	},

	async before_save(frm) {
		if (!frm.is_new() && frm.stored_names === names_of(frm.doc)) return;
		const answer = await refugee_support.ask_about_duplicates(frm.doc);
		if (answer === null) frappe.validated = false;
		else frm.doc.not_the_same_as = answer;
	},
});

/** Show the clients a name may mean; an empty field shows all again. */
refugee_support.find_in_list = async (listview, typed) => {
	typed = (typed || "").trim();
	if (listview.typed_name === typed) return;
	listview.typed_name = typed;
	const filters = listview.filter_area.get().filter((filter) => filter[1] !== "name");
	if (typed) {
		const { message } = await frappe.call({
			method: "refugee_support.search.clients_named",
			args: { txt: typed },
		});
		if (listview.typed_name !== typed) return;
		filters.push(["Client", "name", "in", message?.length ? message : ["–"]]);
	}
	await listview.filter_area.clear(false);
	await listview.filter_area.set(filters);
	listview.refresh();
};
