// What became of each row, where it stands, and why.
const COLOURS = {
	Created: "green",
	Updated: "blue",
	Unchanged: "gray",
	"Perhaps Duplicate": "orange",
	"Not Taken": "red",
};

frappe.listview_settings["Legacy Import Row"] = {
	add_fields: ["outcome", "sheet", "row_number", "cell"],
	get_indicator: ({ outcome }) => [__(outcome), COLOURS[outcome], `outcome,=,${outcome}`],
	formatters: {
		// One column, because a narrow list has no more: "Klienten E5: …".
		problem(problem, field, { sheet, cell, row_number }) {
			const place = `${sheet} ${cell || row_number}`;
			return frappe.utils.escape_html(problem ? `${place}: ${problem}` : place);
		},
	},
};
