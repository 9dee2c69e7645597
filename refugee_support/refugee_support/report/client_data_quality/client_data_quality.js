frappe.query_reports["Client Data Quality"] = {
	filters: [
		{
			fieldname: "kind",
			label: __("What"),
			fieldtype: "Select",
			options: [
				{ value: "", label: __("Missing or old") },
				{ value: "Missing", label: __("Missing") },
				{ value: "Still Correct?", label: __("Still Correct?") },
			],
		},
		{
			fieldname: "field",
			label: __("Field"),
			fieldtype: "Select",
			options: [
				{ value: "", label: "" },
				{ value: "date_of_birth", label: __("Date of Birth") },
				{ value: "gender", label: __("Gender") },
				{ value: "nationality", label: __("Nationality") },
				{ value: "arrival_date", label: __("Arrived in Germany On") },
				{ value: "main_language", label: __("Language") },
				{ value: "german_level", label: __("Level of German") },
				{ value: "residence_status", label: __("Residence Status") },
				{ value: "residence_valid_until", label: __("Valid Until") },
				{ value: "benefit_law", label: __("Benefit Law") },
				{ value: "employment_status", label: __("Employment") },
				{ value: "accommodation", label: __("Accommodation") },
				{ value: "municipality", label: __("Municipality") },
				{ value: "street", label: __("Street and Number") },
			],
		},
		{ fieldname: "mine", label: __("Only Clients of My Support Teams"), fieldtype: "Check" },
	],

	onload(report) {
		report.page.wrapper.on("click", ".rs-confirm", async (event) => {
			const { client, fields } = event.currentTarget.dataset;
			await frappe.call({
				method: "refugee_support.data_quality.confirm",
				args: { client, fields: JSON.parse(fields) },
				freeze: true,
			});
			report.refresh();
		});
	},

	/** Names and labels are text: HTML in them is shown, not run. */
	formatter(value, row, column, data, default_formatter) {
		if (column.fieldname !== "stale" || !data?.stale_fields?.length)
			return default_formatter(
				typeof value === "string" ? frappe.utils.escape_html(value) : value,
				row,
				column,
				data
			);
		const button = $("<button type='button' class='btn btn-xs btn-default rs-confirm'>")
			.attr({ "data-client": data.client, "data-fields": JSON.stringify(data.stale_fields) })
			.text(__("Still correct"));
		return `${button.prop("outerHTML")} ${frappe.utils.escape_html(value)}`;
	},
};
