/** Dialogs around a Volunteer Profile: handing over, saying goodbye, one's own details. Rules are on the server. */
const ACTIONS = "refugee_support.volunteers.actions";
const taker = () => ({ query: `${ACTIONS}.taker_query` });

const things_table = (things) => ({
	fieldname: "things",
	fieldtype: "Table",
	label: __("What there is"),
	cannot_add_rows: true,
	cannot_delete_rows: true,
	in_place_edit: true,
	data: things.map((thing, index) => ({
		...thing,
		idx: index + 1,
		number: thing.title ? `${thing.name} · ${thing.title}` : thing.name,
	})),
	fields: [
		{
			fieldname: "kind",
			fieldtype: "Data",
			label: __("Kind"),
			in_list_view: 1,
			read_only: 1,
			columns: 3,
		},
		{
			fieldname: "number",
			fieldtype: "Data",
			label: __("Number"),
			in_list_view: 1,
			read_only: 1,
			columns: 3,
		},
		{
			fieldname: "taker",
			fieldtype: "Link",
			options: "User",
			label: __("Goes To"),
			in_list_view: 1,
			columns: 4,
			get_query: taker,
		},
	],
});

const rows_of = (dialog) =>
	dialog.fields_dict.things.df.data.map(({ doctype, name, user_field, taker }) => ({
		doctype,
		name,
		user_field,
		taker,
	}));

/** One choice for everything; single rows can be changed afterwards. */
const fill_down = (dialog) => () => {
	const grid = dialog.fields_dict.things?.grid;
	if (!grid) return;
	for (const row of dialog.fields_dict.things.df.data)
		row.taker = dialog.get_value("everything");
	grid.refresh();
};

const fetch_things = (frm) =>
	frappe.xcall(`${ACTIONS}.things_to_hand_over`, { profile: frm.doc.name });

refugee_support.hand_over = async (frm) => {
	const things = await fetch_things(frm);
	if (!things.length) {
		frappe.msgprint(__("There is nothing to hand over."));
		return;
	}
	const dialog = new frappe.ui.Dialog({
		title: __("Hand Over"),
		size: "large",
		fields: [
			{
				fieldname: "everything",
				fieldtype: "Link",
				options: "User",
				label: __("Everything Goes To"),
				get_query: taker,
				ignore_link_validation: 1,
			},
			{ fieldtype: "Column Break" },
			{
				fieldname: "from_date",
				fieldtype: "Date",
				label: __("From"),
				default: frappe.datetime.get_today(),
				reqd: 1,
			},
			{
				fieldname: "to_date",
				fieldtype: "Date",
				label: __("Until"),
				description: __("With a last day it is a substitution. Empty: for good."),
			},
			{ fieldtype: "Section Break" },
			things_table(things),
		],
		primary_action_label: __("Hand Over"),
		primary_action: async ({ from_date, to_date }) => {
			const chosen = rows_of(dialog).filter((row) => row.taker);
			const takers = [...new Set(chosen.map((row) => row.taker))];
			let moved = 0;
			for (const one of takers) {
				moved += await frappe.xcall(`${ACTIONS}.hand_over`, {
					profile: frm.doc.name,
					taker: one,
					items: chosen.filter((row) => row.taker === one),
					from_date,
					to_date: to_date || null,
				});
			}
			dialog.hide();
			frappe.show_alert({ message: __("Handed over: {0}", [moved]), indicator: "green" });
			frm.reload_doc();
		},
	});
	dialog.fields_dict.everything.df.onchange = fill_down(dialog);
	dialog.show();
};

refugee_support.say_goodbye = async (frm) => {
	if (frm.is_dirty()) await frm.save();
	const things = await fetch_things(frm);
	const fields = [
		{
			fieldname: "left_on",
			fieldtype: "Date",
			label: __("Last Day"),
			default: frappe.datetime.get_today(),
			reqd: 1,
			description: __(
				"The account is closed at once. Support teams, tasks and the undertaking end with this day."
			),
		},
	];
	if (things.length) {
		fields.push(
			{ fieldtype: "Column Break" },
			{
				fieldname: "everything",
				fieldtype: "Link",
				options: "User",
				label: __("Everything Goes To"),
				get_query: taker,
				ignore_link_validation: 1,
				description: __("What goes to nobody is left to the counsellors."),
			},
			{ fieldtype: "Section Break" },
			things_table(things)
		);
	}
	const dialog = new frappe.ui.Dialog({
		title: __("Leaving: {0}", [frm.doc.full_name]),
		size: things.length ? "large" : "small",
		fields,
		primary_action_label: __("Say Goodbye"),
		primary_action: async ({ left_on }) => {
			await frappe.xcall(`${ACTIONS}.leave`, {
				profile: frm.doc.name,
				left_on,
				handovers: things.length ? rows_of(dialog) : [],
			});
			dialog.hide();
			frm.reload_doc();
		},
	});
	if (things.length) dialog.fields_dict.everything.df.onchange = fill_down(dialog);
	dialog.show();
};

refugee_support.change_my_details = async (frm) => {
	await frappe.model.with_doctype("Volunteer Profile Language");
	await frappe.model.with_doctype("Volunteer Profile Availability");
	const options = (doctype, fieldname) => frappe.meta.get_docfield(doctype, fieldname).options;
	const table = (fieldname, label, fields) => ({
		fieldname,
		fieldtype: "Table",
		label,
		in_place_edit: true,
		data: (frm.doc[fieldname] || []).map((row) => ({ ...row })),
		fields: fields.map((field) => ({ ...field, in_list_view: 1, columns: 5 })),
	});
	const dialog = new frappe.ui.Dialog({
		title: __("Change My Details"),
		size: "large",
		fields: [
			{
				fieldname: "phone",
				fieldtype: "Data",
				label: __("Telephone"),
				default: frm.doc.phone,
			},
			{ fieldtype: "Section Break" },
			table("languages", __("Languages"), [
				{
					fieldname: "language",
					fieldtype: "Link",
					options: "Language",
					label: __("Language"),
					get_query: () => refugee_support.language_query,
				},
				{
					fieldname: "level",
					fieldtype: "Select",
					options: options("Volunteer Profile Language", "level"),
					label: __("Language Level"),
				},
			]),
			table("availability", __("Availability"), [
				{
					fieldname: "weekday",
					fieldtype: "Select",
					options: options("Volunteer Profile Availability", "weekday"),
					label: __("Weekday"),
				},
				{
					fieldname: "time_of_day",
					fieldtype: "Select",
					options: options("Volunteer Profile Availability", "time_of_day"),
					label: __("Time of Day"),
				},
			]),
		],
		primary_action_label: __("Save"),
		primary_action: async ({ phone, languages, availability }) => {
			await frappe.xcall(`${ACTIONS}.save_my_details`, {
				phone: phone || "",
				languages: languages || [],
				availability: availability || [],
			});
			dialog.hide();
			frm.reload_doc();
		},
	});
	dialog.show();
};
