// The privacy file of a client: loaded when its tab is opened. Everything from the server is set as text.

const COLOURS = { "In Force": "green", "Taken Back": "red", Ended: "orange" };
const day = (value) => frappe.datetime.str_to_user(value);

frappe.ui.form.on("Client", {
	refresh(frm) {
		frm.rs_privacy_shown = null;
		frm.trigger("on_tab_change");
	},

	on_tab_change(frm) {
		if (frm.get_active_tab?.()?.df?.fieldname !== "tab_privacy") return;
		if (frm.is_new() || frm.rs_privacy_shown === frm.doc.name) return;
		frm.rs_privacy_shown = frm.doc.name;
		show(frm);
	},
});

async function show(frm) {
	const client = frm.doc.name;
	const field = frm.get_field("privacy_file");
	const file = await frappe.xcall("refugee_support.consents.privacy_file.privacy_file", {
		client,
	});
	if (frm.doc.name !== client) return;
	field.$wrapper.empty().append(
		el("div", "rs-page rs-privacy").append(
			basis(file.basis),
			kept(file),
			file.purposes.map((purpose) => purpose_card(purpose, frm, file.may_record)),
			releases(file.releases, frm, file.may_record),
			requests(file, frm),
			reads(file)
		)
	);
}

// --- pieces ---

function el(tag, css, text) {
	const node = $(`<${tag}>`).addClass(css || "");
	return text === undefined || text === null ? node : node.text(text);
}

const card = (title, ...content) =>
	el("section", "rs-card").append(el("h6", "", title), ...content.flat());
const pill = (text, state) => el("span", `rs-pill ${COLOURS[state] || ""}`, text);
const small = (text) => el("p", "rs-small", text);
const link = (doctype, name, text) =>
	el("a", "", text).attr("href", frappe.utils.get_form_link(doctype, name));

function basis(data) {
	const line = el("p").append(pill(data.label, data.state));
	if (data.day) line.append(" ", el("span", "rs-small", day(data.day)));
	return card(__("Legal Basis"), line, el("p", "", data.sentence)).addClass("rs-privacy-basis");
}

function kept(file) {
	const contact = __(
		"Last contact on {0}: from then on the time runs for which the data are kept.",
		[day(file.last_contact)]
	);
	const end = file.kept_until
		? __(
				"As things are, the record is kept until {0}. Then two people decide on erasing it.",
				[day(file.kept_until)]
		  )
		: __(
				"No retention rule is enabled: the record is kept until somebody proposes to erase it."
		  );
	return card(
		__("How Long the Data Are Kept"),
		el("p", "rs-privacy-retention", end),
		small(contact)
	);
}

function purpose_card(purpose, frm, may_record) {
	const rows = purpose.consents.map((row) => consent(row, "Client Consent"));
	return card(
		purpose.label,
		el("p", "rs-main", purpose.effect),
		rows.length ? el("ul").append(rows) : small(__("Nothing recorded.")),
		may_record ? add(__("Record a Consent"), frm, purpose.purpose) : ""
	);
}

function releases(rows, frm, may_record) {
	return card(
		__("Released From Confidentiality"),
		rows.length
			? el("ul").append(rows.map((row) => consent(row, row.doctype)))
			: small(__("Towards nobody.")),
		may_record ? add(__("Record a Release"), frm, "Release From Confidentiality") : ""
	);
}

function consent(row, doctype) {
	const title = row.given_on
		? __("given on {0}", [day(row.given_on)])
		: __("Form handed out, not signed yet");
	const lines = [
		row.to,
		row.about,
		[row.how, row.given_by].filter(Boolean).join(" · "),
		[row.language, row.version && __("Version {0}", [row.version])]
			.filter(Boolean)
			.join(" · "),
		row.valid_until && __("valid until {0}", [day(row.valid_until)]),
		row.withdrawn_on &&
			[__("withdrawn on {0}", [day(row.withdrawn_on)]), row.withdrawn_how]
				.filter(Boolean)
				.join(" · "),
	];
	return el("li").append(
		el("div").append(link(doctype, row.name, title), " ", pill(row.label, row.state)),
		lines.filter(Boolean).map((line) => el("div", "rs-small", line).attr("dir", "auto"))
	);
}

function add(label, frm, purpose) {
	return el("button", "btn btn-xs btn-default mt-2", label)
		.attr("type", "button")
		.on("click", () => frappe.new_doc("Client Consent", { client: frm.doc.name, purpose }));
}

function requests(file, frm) {
	if (file.requests === null) return "";
	const rows = file.requests.map((row) =>
		el("li").append(
			el("div").append(
				link("Client Data Request", row.name, row.kind),
				" ",
				pill(row.status, row.state)
			),
			small(
				row.answered_on
					? __("answered on {0}", [day(row.answered_on)])
					: __("answer due on {0}", [day(row.due_on)])
			)
		)
	);
	const button = el("button", "btn btn-xs btn-default mt-2", __("Record a Request"))
		.attr("type", "button")
		.on("click", () => frappe.new_doc("Client Data Request", { client: frm.doc.name }));
	return card(
		__("Requests About Their Own Data"),
		rows.length ? el("ul").append(rows) : small(__("None.")),
		button
	);
}

function reads(file) {
	const title = __("Who Has Read It in the Last {0} Months", [file.months]);
	if (file.reads === null) return "";
	if (!file.reads.length) return card(title, small(__("Nobody."))).addClass("rs-wide");
	const head = [__("Person"), __("What Was Done"), __("Times"), __("Last Time")];
	const table = el("table", "table table-sm").append(
		el("thead").append(el("tr").append(head.map((text) => el("th", "", text)))),
		el("tbody").append(
			file.reads.map((row) =>
				el("tr").append(
					[row.name, row.action, row.times, day(row.last)].map((text) =>
						el("td", "", text)
					)
				)
			)
		)
	);
	return card(title, el("div", "table-responsive").append(table)).addClass("rs-wide");
}
