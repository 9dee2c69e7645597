frappe.query_reports["Possible Duplicates"] = {
	/** The links show the names; the two decisions stand in the last column. */
	formatter(value, row, column, data, default_formatter) {
		if (!data || column.fieldname !== "decide")
			return default_formatter(value, row, column, data);
		return ["distinct", "merge"].map((what) => decide_button(what, data)).join(" ");
	},

	onload(report) {
		$(report.page.wrapper)
			.off("click.refugee_support")
			.on("click.refugee_support", "[data-decide]", (event) => {
				const { decide, client, other } = event.currentTarget.dataset;
				const done = () => report.refresh();
				if (decide === "merge") refugee_support.merge_clients(client, other, done);
				else refugee_support.confirm_distinct(client, other, done);
			});
	},
};

function decide_button(what, data) {
	const label = what === "merge" ? __("Merge…") : __("Two people");
	return $("<button type='button' class='btn btn-xs btn-default'>")
		.attr({ "data-decide": what, "data-client": data.client, "data-other": data.other })
		.text(label)
		.prop("outerHTML");
}
