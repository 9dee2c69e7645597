// "Who may see this?" and "Must not be found" on the client's form, for counsellors.

const SERVER = "refugee_support.audit.who_sees";
const RESTRICTION =
	"refugee_support.refugee_support.doctype.restricted_client_access.restricted_client_access";

frappe.ui.form.on("Client", { refresh: add_buttons });

function add_buttons(frm) {
	if (!refugee_support.is_counsellor() || frm.is_new()) return;
	const group = __("Access");
	frm.add_custom_button(__("Who May See This?"), () => show(frm), group);
	frm.add_custom_button(
		__("Give Access"),
		() => frappe.new_doc("Access Grant", { client: frm.doc.name }),
		group
	);
	frm.add_custom_button(
		frm.doc.is_restricted ? __("Change Who Is Named") : __("Must Not Be Found"),
		() => restrict(frm),
		group
	);
	if (frm.doc.is_restricted) {
		frm.add_custom_button(__("May Be Found Again"), () => lift(frm), group);
		frm.dashboard.add_comment(
			__("This person must not be found. Only named people see this record."),
			"red",
			true
		);
	}
}

async function show(frm) {
	const answer = await frappe.xcall(`${SERVER}.who_sees`, { client: frm.doc.name });
	const dialog = new frappe.ui.Dialog({ title: __("Who May See This?"), size: "large" });
	const body = dialog.body;
	if (answer.restricted) {
		add(
			body,
			"p",
			__("This person must not be found: only the people named here see the record.")
		);
	}
	add(body, "h5", __("Who may see this record today, and through what"));
	table(
		body,
		[__("Person"), __("Through"), __("Since"), __("Until")],
		answer.may.map((row) => [row.name, row.through, day(row.since), day(row.until)])
	);
	add(body, "h5", __("Who has seen it in the last {0} months", [answer.months]));
	table(
		body,
		[__("Person"), __("What Was Done"), __("Times"), __("Last Time")],
		answer.seen.map((row) => [
			row.name,
			row.action,
			row.times,
			frappe.datetime.str_to_user(row.last),
		])
	);
	add(
		body,
		"p",
		__("Lists that show many clients at once are counted in the access log without names.")
	).className = "text-muted small";
	dialog.show();
}

async function restrict(frm) {
	const people = await frappe.xcall(`${SERVER}.colleagues_to_name`, { client: frm.doc.name });
	const dialog = new frappe.ui.Dialog({
		title: __("Must Not Be Found"),
		fields: [
			{
				fieldtype: "HTML",
				fieldname: "explanation",
				options: frappe.utils.escape_html(
					__(
						"For everybody else this person disappears from search, lists, links, households, consultations and reports. Only you and the people chosen here see the record; statistics stay right."
					)
				),
			},
			{
				fieldtype: "MultiCheck",
				fieldname: "users",
				label: __("People Who May See the Record Besides You"),
				columns: 2,
				options: people.map((person) => ({
					label: frappe.utils.escape_html(person.name),
					value: person.user,
					checked: person.named,
				})),
			},
			{
				fieldtype: "Check",
				fieldname: "with_household",
				label: __("Also the People in the Same Household"),
				default: 1,
			},
		],
		primary_action_label: __("Restrict"),
		async primary_action(values) {
			const users = values.users || [];
			const with_household = values.with_household ? 1 : 0;
			const client = frm.doc.name;
			await frappe.xcall(`${RESTRICTION}.restrict`, { client, users, with_household });
			dialog.hide();
			frm.reload_doc();
		},
	});
	dialog.show();
}

function lift(frm) {
	frappe.confirm(
		__(
			"May all colleagues whose task it is find this person again? The list of names is deleted."
		),
		async () => {
			await frappe.xcall(`${RESTRICTION}.lift`, { client: frm.doc.name });
			frm.reload_doc();
		}
	);
}

function day(value) {
	return value ? frappe.datetime.str_to_user(value) : "–";
}

function table(parent, head, rows) {
	const wrapper = add(parent, "div");
	wrapper.className = "table-responsive";
	const element = add(wrapper, "table");
	element.className = "table table-bordered table-sm";
	const head_row = add(add(element, "thead"), "tr");
	head.forEach((title) => add(head_row, "th", title));
	const body = add(element, "tbody");
	for (const row of rows) {
		const line = add(body, "tr");
		row.forEach((value) => add(line, "td", value));
	}
	if (!rows.length) add(add(body, "tr"), "td", __("Nobody")).colSpan = head.length;
}

function add(parent, tag, text) {
	const element = document.createElement(tag);
	if (text !== undefined && text !== null) element.textContent = text;
	parent.appendChild(element);
	return element;
}
