/** Own hours in a few keystrokes: what was entered last is proposed. */
const HOURS = "refugee_support.refugee_support.doctype.volunteer_hours.volunteer_hours";

refugee_support.enter_hours = async () => {
	const mine = await frappe.xcall(`${HOURS}.my_hours`);
	if (!mine.tasks?.length) {
		frappe.msgprint(__("You have no task today. Please ask an administrator."));
		return;
	}
	const dialog = new frappe.ui.Dialog({
		title: __("My Hours"),
		fields: [
			{
				fieldname: "date",
				fieldtype: "Date",
				label: __("Date"),
				default: frappe.datetime.get_today(),
				reqd: 1,
			},
			{ fieldname: "hours", fieldtype: "Float", label: __("Hours"), precision: 2, reqd: 1 },
			{ fieldtype: "Column Break" },
			{
				fieldname: "task",
				fieldtype: "Link",
				options: "Volunteer Task",
				label: __("Volunteer Task"),
				default: mine.task,
				reqd: 1,
				get_query: () => ({ filters: { name: ["in", mine.tasks] } }),
			},
			{
				fieldname: "funding_programme",
				fieldtype: "Link",
				options: "Funding Programme",
				label: __("Funding Programme"),
				default: mine.funding_programme,
				get_query: () => ({ filters: { enabled: 1 } }),
			},
			{ fieldtype: "Section Break" },
			{ fieldname: "so_far", fieldtype: "HTML" },
		],
		primary_action_label: __("Save"),
		primary_action: async (values) => {
			await frappe.db.insert({ doctype: "Volunteer Hours", ...values });
			dialog.hide();
			frappe.show_alert({ message: __("Hours saved"), indicator: "green" });
			if (frappe.get_route_str() === "List/Volunteer Hours/List")
				frappe.get_list_view("Volunteer Hours").refresh();
		},
	});
	const number = (hours) =>
		frappe.format(hours, { fieldtype: "Float", precision: 2 }, { inline: 1 });
	dialog.fields_dict.so_far.$wrapper
		.addClass("text-muted")
		.text(
			__("This month: {0} hours. This year: {1} hours.", [
				number(mine.month),
				number(mine.year),
			])
		);
	dialog.show();
};
