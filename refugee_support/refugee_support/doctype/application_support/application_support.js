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
		]);
		show_gaps(frm, profile, overview);
		section(frm, profile, __("Languages and Skills"), RECORDS.skills, overview.skills, (row) => [
			__(row.kind),
			row.title,
			row.is_native ? __("Native Language") : row.cefr_level,
		]);
		section(
			frm,
			profile,
			__("Qualifications and Recognition"),
			RECORDS.qualifications,
			overview.qualifications,
			(row) => [row.title_original, row.german_equivalent, __(row.decision || "")],
		);
		section(frm, profile, __("Talks"), RECORDS.talks, overview.talks, (row) => [
			day(row.talk_on),
			__(row.channel),
		]);
		frm.get_field("profile").$wrapper.empty().append(profile);
		const sent = $("<div>");
		section(frm, sent, __("Applications Sent"), RECORDS.applications, overview.applications, (row) => [
			day(row.sent_on),
			row.employer,
			row.position,
			__(row.outcome),
		]);
		frm.get_field("applications").$wrapper.empty().append(sent);
	},
});

const day = (value) => (value ? frappe.datetime.str_to_user(value) : "");

function period(row) {
	const known = { Year: (date) => date.slice(0, 4), Month: (date) => `${date.slice(5, 7)}/${date.slice(0, 4)}` };
	const show = (date) => (date ? (known[row.date_precision] || day)(date) : "");
	return `${show(row.from_date)} – ${row.is_ongoing ? __("today") : show(row.to_date)}`;
}

function add_record(frm, doctype, values = {}) {
	if (frm.is_dirty()) {
		frappe.show_alert({ message: __("Please save first."), indicator: "orange" });
		return;
	}
	frappe.new_doc(doctype, { application_support: frm.doc.name, ...values }, (dialog) => {
		dialog.after_insert = () => frm.reload_doc();
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
		const line = $('<p class="text-muted">').appendTo(parent);
		const dates = [day(gap.from_date), day(gap.to_date)];
		line.text(__("Nothing is entered from {0} to {1}. You may explain it or leave it:", dates));
		for (const reason of overview.reasons) {
			$('<button class="btn btn-xs btn-default ml-2 mt-1">')
				.text(reason)
				.on("click", () =>
					add_record(frm, RECORDS.stations, {
						kind: "Explained Gap",
						title: reason,
						from_date: gap.from_date,
						to_date: gap.to_date,
					}),
				)
				.appendTo(line);
		}
	}
}
