const RECORDS = {
	stations: "Client Career Station",
	skills: "Client Career Skill",
	qualifications: "Client Qualification",
	applications: "Client Job Application",
	talks: "Application Support Talk",
};

frappe.ui.form.on("Application Support", {
	setup(frm) {
		frm.set_query("helper", "helpers", () => ({
			query: "refugee_support.search.team_member_query",
		}));
	},

	refresh(frm) {
		const sees_client = frappe.model.can_read("Client");
		frm.toggle_display(["client", "responsible"], sees_client);
		frm.set_df_property("helpers", "read_only", sees_client ? 0 : 1);
		if (frm.is_new()) return;
		frm.trigger("add_buttons");
		frm.trigger("show_overview");
	},

	add_buttons(frm) {
		const buttons = [
			[__("Station"), "Client Career Station"],
			[__("Language or Skill"), "Client Career Skill"],
			[__("Qualification"), "Client Qualification"],
			[__("Job Application"), "Client Job Application"],
			[__("Talk"), "Application Support Talk"],
		];
		for (const [label, doctype] of buttons) {
			if (!frappe.model.can_create(doctype)) continue;
			frm.add_custom_button(label, () => add_record(frm, doctype), __("Add"));
		}
	},

	show_overview(frm) {
		const overview = frm.doc.__onload?.overview;
		if (!overview) return;
		const profile = $("<div>");
		section(frm, profile, __("Stations"), RECORDS.stations, overview.stations, (row) => [
			period(row),
			row.title,
			[row.organisation, row.place].filter(Boolean).join(", "),
			valid_until(row),
		]);
		show_gaps(frm, profile, overview);
		section(
			frm,
			profile,
			__("Languages and Skills"),
			RECORDS.skills,
			overview.skills,
			(row) => [
				__(row.kind),
				row.title,
				row.is_native ? __("Native Language") : row.cefr_level,
			]
		);
		section(
			frm,
			profile,
			__("Qualifications and Recognition"),
			RECORDS.qualifications,
			overview.qualifications,
			(row) => [row.title_original, row.german_equivalent, recognition(row)]
		);
		section(frm, profile, __("Talks"), RECORDS.talks, overview.talks, (row) => [
			day(row.talk_on),
			__(row.channel),
		]);
		frm.get_field("profile").$wrapper.empty().append(profile);
		const sent = $("<div>");
		section(
			frm,
			sent,
			__("Applications Sent"),
			RECORDS.applications,
			overview.applications,
			(row) => [
				day(row.sent_on) || __("In Preparation"),
				row.employer,
				row.position,
				row.sent_on ? __(row.outcome) : "",
				row.claim_until ? __("Claim possible until {0}", [day(row.claim_until)]) : "",
			]
		);
		show_papers(sent, overview.papers);
		frm.get_field("applications").$wrapper.empty().append(sent);
	},
});

const day = (value) => (value ? frappe.datetime.str_to_user(value) : "");

const passed = (value) => value && value < frappe.datetime.get_today();

function valid_until(row) {
	const until = row.certificate_valid_until;
	if (!until) return "";
	return passed(until)
		? __("Certificate ended on {0}", [day(until)])
		: __("Certificate valid until {0}", [day(until)]);
}

/** The decision; while it is waited for, until when, and whether the authority is late. */
function recognition(row) {
	if (row.decision) return __(row.decision, null, "Client Qualification");
	if (!row.applied_on) return "";
	if (!row.decision_due_on)
		return __("Applied for on {0}, documents not complete yet", [day(row.applied_on)]);
	return passed(row.decision_due_on)
		? __("Decision was due by {0}", [day(row.decision_due_on)])
		: __("Decision due by {0}", [day(row.decision_due_on)]);
}

function period(row) {
	const known = {
		Year: (date) => date.slice(0, 4),
		Month: (date) => `${date.slice(5, 7)}/${date.slice(0, 4)}`,
	};
	const show = (date) => (date ? (known[row.date_precision] || day)(date) : "");
	const [from, to] = [show(row.from_date), row.is_ongoing ? __("today") : show(row.to_date)];
	return from === to ? from : [from, to].filter(Boolean).join(" – ");
}

/** Every version that was made; the name leads to the record, the last word to the PDF itself. */
function show_papers(parent, papers) {
	if (!papers.length) return;
	const box = $('<div class="mb-4">').appendTo(parent);
	$('<h5 class="mb-2">').text(__("Application Papers")).appendTo(box);
	for (const row of papers) {
		const line = $('<div class="d-flex border-bottom py-2" style="gap: 1.5em">').appendTo(box);
		const about = row.subject || row.note || (row.contents || "").split("\n").join(", ");
		const kind = [__(row.doctype), row.design ? __(row.design, null, "Client CV") : ""]
			.filter(Boolean)
			.join(", ");
		$("<span>")
			.text(row.made_on ? day(row.made_on.slice(0, 10)) : __("Draft"))
			.appendTo(line);
		$("<a>")
			.attr("href", frappe.utils.get_form_link(row.doctype, row.name))
			.text(kind)
			.appendTo(line);
		$("<span>").text(about).appendTo(line);
		if (!row.file) continue;
		$('<a class="ml-auto" target="_blank" rel="noopener">')
			.attr("href", encodeURI(row.file))
			.text("PDF")
			.appendTo(line);
	}
}

function add_record(frm, doctype, values = {}) {
	if (frm.is_dirty()) {
		frappe.show_alert({ message: __("Please save first."), indicator: "orange" });
		return;
	}
	frappe.model.with_doctype(doctype, () => {
		// Frappe would fill in the language and country of whoever types.
		const empty = { language: "", country: "" };
		const doc = frappe.model.get_new_doc(doctype);
		Object.assign(doc, empty, { application_support: frm.doc.name }, values);
		frappe.ui.form.make_quick_entry(doctype, () => frm.reload_doc(), null, doc);
	});
}

/** A heading, one line for each record that leads to it, and a button for the next one. */
function section(frm, parent, title, doctype, rows, cells) {
	const box = $('<div class="mb-4">').appendTo(parent);
	$('<h5 class="mb-2">').text(title).appendTo(box);
	for (const row of rows) {
		const line = $('<a class="d-flex border-bottom py-2" style="gap: 1.5em">').appendTo(box);
		line.attr("href", frappe.utils.get_form_link(doctype, row.name));
		for (const text of cells(row).filter(Boolean)) $("<span>").text(text).appendTo(line);
	}
	if (!frappe.model.can_create(doctype)) return;
	$('<button class="btn btn-xs btn-default mt-2">')
		.text(__("Add"))
		.on("click", () => add_record(frm, doctype))
		.appendTo(box);
}

/** Offered with fair words, never asked for. */
function show_gaps(frm, parent, overview) {
	for (const pair of overview.overlaps) {
		$('<p class="text-muted small">')
			.text(__("At the same time: {0} and {1}. That is allowed.", pair))
			.appendTo(parent);
	}
	for (const gap of overview.gaps) {
		const line = $('<p class="text-muted mb-4">').appendTo(parent);
		const dates = [day(gap.from_date), day(gap.to_date)];
		line.text(
			__("Nothing is entered from {0} to {1}. You may explain it or leave it:", dates)
		);
		for (const reason of overview.reasons) {
			$('<button class="btn btn-xs btn-default ml-2 mt-1">')
				.text(reason)
				.on("click", () =>
					add_record(frm, RECORDS.stations, {
						kind: "Explained Gap",
						title: reason,
						from_date: gap.from_date,
						to_date: gap.goes_on ? "" : gap.to_date,
						is_ongoing: gap.goes_on ? 1 : 0,
					})
				)
				.appendTo(line);
		}
	}
}
