import { picture_of } from "./path_picture.js";

frappe.provide("refugee_support");

/**
 * Who, what is going on, what comes next: above the form of a client.
 * Everything from the server is set as text, never as HTML.
 */
refugee_support.client_page = {
	async show(frm) {
		const client = frm.doc.name;
		const { message: page } = await frappe.call({
			method: "refugee_support.client_page.client_page",
			args: { client },
		});
		if (!page || frm.doc.name !== client || frm.is_new()) return;
		frm.dashboard.parent.find(".rs-page").closest(".form-dashboard-section").remove();
		const body = frm.dashboard.add_section("", __("At a Glance"));
		const root = $("<div class='rs-page'>").append(
			who(page.person),
			residence(page.status),
			coming(page, frm),
			family(page.family),
			contacts(page.contacts, client),
			people(page.team, page.plan),
			missing(page, frm),
			path(page.path, frm)
		);
		body.append(root);
		const section = body.closest(".form-dashboard-section");
		if (page.consent_withdrawn) say_withdrawn(frm);
		section.prependTo(section.parent()); // what is looked at first stands first
		frm.dashboard.show();
	},
};

function say_withdrawn(frm) {
	frm.dashboard.add_comment(
		__(
			"Consent to data processing was withdrawn. Please enter nothing new; see the tab Data Protection."
		),
		"red",
		true
	);
}

// --- pieces ---

const el = (tag, css, text) => {
	const node = $(`<${tag}>`).addClass(css || "");
	return text === undefined || text === null ? node : node.text(text);
};
const day = (value) => frappe.datetime.str_to_user(value);
const link = (doctype, name, text) =>
	el("a", "", text).attr("href", frappe.utils.get_form_link(doctype, name));
const card = (title, ...content) =>
	el("section", "rs-card").append(el("h6", "", title), ...content.flat());
const none = (text) => el("p", "rs-small", text);
const pill = (text, colour) => el("span", `rs-pill ${colour}`, text);

function who(person) {
	const row = el("div", "rs-who rs-wide");
	const add = (text) => text && row.append(el("span", "", text));
	if (person.native_name) row.append(el("span", "", person.native_name).attr("dir", "auto"));
	if (person.age !== null)
		add(
			person.estimated
				? __("about {0} years (born {1}, estimated)", [person.age, person.born])
				: __("{0} years (born {1})", [person.age, person.born])
		);
	add(person.gender);
	add(person.stateless ? __("Stateless or unclear") : person.nationalities.join(", "));
	add(person.languages.join(", "));
	if (person.german_level) add(__("German: {0}", [person.german_level]));
	add(person.employment);
	if (person.arrived) add(__("in Germany since {0}", [person.arrived]));
	if (person.mobile_no)
		row.append(el("a", "", person.mobile_no).attr("href", `tel:${person.mobile_no}`));
	if (person.interpreter_needed) row.append(pill(__("Interpreter Needed"), "orange"));
	return row;
}

const COLOURS = { Ended: "red", Urgent: "red", Soon: "orange", Calm: "green" };

function residence(status) {
	const title = __("Residence");
	if (!status) return card(title, none(__("No status recorded.")));
	const lines = [el("p", "rs-main", status.label)];
	if (status.until) {
		const text =
			status.days < 0
				? __("was valid until {0}", [day(status.until)])
				: __("valid until {0}", [day(status.until)]);
		lines.push(el("p").append(pill(text, COLOURS[status.level])));
		if (status.level === "Ended")
			lines.push(el("p", "rs-main", __("Has it been renewed? Please enter the new title.")));
		else if (status.level !== "Calm")
			lines.push(el("p", "rs-main", __("File the renewal by {0}.", [day(status.file_by)])));
	}
	if (status.by_law) lines.push(none(__("Prolonged by law for everybody.")));
	if (status.employment) lines.push(none(__("Employment: {0}", [status.employment])));
	if (status.restrictions) lines.push(none(status.restrictions));
	if (status.obligation_until)
		lines.push(none(__("Residence obligation until {0}", [day(status.obligation_until)])));
	return card(title, lines);
}

function coming(page) {
	const lines = [];
	const today = frappe.datetime.get_today();
	const { deadline, follow_up } = page.next;
	if (deadline)
		lines.push(
			el("p").append(
				pill(
					__("Deadline {0}", [day(deadline.day)]),
					deadline.days <= 14 ? "red" : "orange"
				),
				" ",
				link("Legal Deadline", deadline.name, deadline.label)
			),
			deadline.safe_on ? none(__("safe until {0}", [day(deadline.safe_on)])) : ""
		);
	if (follow_up) {
		const late = follow_up.follow_up_on < today;
		lines.push(
			el("p").append(
				link(
					"Consultation",
					follow_up.name,
					__("Follow-up {0}", [day(follow_up.follow_up_on)])
				),
				late ? [" ", pill(__("overdue"), "red")] : []
			)
		);
		if (follow_up.follow_up_note) lines.push(none(follow_up.follow_up_note));
	}
	if (page.applications.length)
		lines.push(
			el("ul").append(
				page.applications.map((row) =>
					el("li").append(
						link("Authority Application", row.name, row.label),
						el("div", "rs-small", row.status)
					)
				)
			)
		);
	return card(
		__("Coming Up"),
		lines.length ? lines : none(__("No deadline, follow-up or open application."))
	);
}

function family(members) {
	const title = __("Family");
	if (!members.length) return card(title, none(__("Nobody recorded whom you may see.")));
	return card(
		title,
		el("ul").append(
			members.map((member) =>
				el("li").append(
					link("Client", member.client, member.client_name),
					el("span", "rs-small", member.about ? ` ${member.about}` : "")
				)
			)
		)
	);
}

function contacts(rows, client) {
	const title = __("Last Contacts");
	if (!rows.length)
		return card(title, none(__("No consultation yet.")), first_consultation(client));
	return card(
		title,
		el("ul").append(
			rows.map((row) =>
				el("li").append(
					link("Consultation", row.name, `${day(row.consultation_date)} · ${row.topic}`),
					el(
						"div",
						"rs-small",
						[row.counsellor_name, row.channel].filter(Boolean).join(", ")
					)
				)
			)
		)
	);
}

function first_consultation(client) {
	if (!frappe.model.can_create("Consultation")) return "";
	return button(__("Record the First One"), () =>
		refugee_support.new_consultation(client)
	).addClass("btn btn-xs btn-default mt-2");
}

function people(team, plan) {
	const lines = [team.length ? el("p", "", team.join(", ")) : none(__("Nobody yet."))];
	if (plan) {
		lines.push(el("p").append(link("Integration Plan", plan.name, __("Integration Plan"))));
		lines.push(
			el("ul").append(
				plan.goals.map((goal) =>
					el("li").append(link("Integration Goal", goal.name, goal.goal))
				)
			)
		);
	}
	return card(__("Support Team Today"), lines);
}

/** One click leads to the field, or says that it is still correct. */
function missing(page, frm) {
	const title = __("Missing Data");
	const lines = [];
	if (page.missing.length)
		lines.push(
			el("div", "rs-missing").append(
				page.missing.map((field) =>
					button(field.label, () => frm.scroll_to_field(target_of(field.fieldname)))
				)
			)
		);
	if (page.stale.length) {
		lines.push(el("p", "rs-small mt-2", __("Still correct? Nobody has said so for long:")));
		lines.push(
			el("div", "rs-missing").append(
				page.stale.map((field) =>
					button(field.label, () => ask_again(frm, field, page.may_write))
				)
			)
		);
	}
	return card(title, lines.length ? lines : none(__("Nothing: thank you.")));
}

const button = (label, action) =>
	el("button", "", label).attr("type", "button").on("click", action);

function ask_again(frm, field, may_write) {
	const correct = () => frm.scroll_to_field(target_of(field.fieldname));
	if (!may_write || frm.is_dirty()) return correct();
	const dialog = new frappe.ui.Dialog({
		title: __("Is this still correct?"),
		fields: [
			{
				fieldtype: "Data",
				fieldname: "value",
				label: field.label,
				default: field.value,
				read_only: 1,
			},
		],
		primary_action_label: __("Still correct"),
		primary_action: async () => {
			dialog.hide();
			await frappe.call({
				method: "refugee_support.data_quality.confirm",
				args: { client: frm.doc.name, fields: [field.fieldname] },
			});
			frm.reload_doc();
		},
		secondary_action_label: __("Correct it"),
		secondary_action: () => {
			dialog.hide();
			correct();
		},
	});
	dialog.show();
}

/** The status of today is read from the history: there it is entered. */
const target_of = (fieldname) =>
	fieldname.startsWith("residence_") ? "residence_history" : fieldname;

function path(data, frm) {
	const section = el("section", "rs-card rs-wide rs-path");
	section.append(el("h6", "", __("Path of Integration")));
	if (data.steps.length) {
		const width = Math.max(section_width(frm), 280);
		section.append(picture_of(data, width), list_of(data.steps));
	} else section.append(none(__("No step recorded yet.")));
	if (frappe.model.can_create("Integration Milestone"))
		section.append(
			el("button", "btn btn-xs btn-default mt-2", __("Add a Milestone"))
				.attr("type", "button")
				.on("click", () =>
					frappe.new_doc("Integration Milestone", { client: frm.doc.name })
				)
		);
	return section;
}

function section_width(frm) {
	return frm.dashboard.parent.width() - 70;
}

/** The same in words: for screen readers, and for whoever prefers to read. */
function list_of(steps) {
	return el("details").append(
		el("summary", "", __("As a list")),
		el("ul").append(
			steps.map((step) =>
				el("li").append(
					el("span", "rs-small", `${step.shown_day} · ${__(step.strand)}: `),
					link("Integration Milestone", step.name, step.kind),
					step.label === step.kind ? "" : el("span", "", ` (${step.label})`)
				)
			)
		)
	);
}
