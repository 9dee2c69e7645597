frappe.query_reports["Safety of This Site"] = {
	filters: [],

	/** Names and settings are text: HTML in them is shown, not run. */
	formatter(value, row, column, data, default_formatter) {
		const text = frappe.utils.escape_html(value ?? "");
		if (column.fieldname !== "state_label" || !data?.colour) return text;
		return `<span class="indicator-pill ${data.colour}">${text}</span>`;
	},
};
