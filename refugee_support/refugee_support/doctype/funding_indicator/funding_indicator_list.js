frappe.listview_settings["Funding Indicator"] = {
	onload(listview) {
		listview.page.add_inner_button(__("Proof of Use"), () => ask_for_proof());
	},
};

function ask_for_proof() {
	const year = frappe.datetime.get_today().slice(0, 4);
	frappe.prompt(
		[
			{
				fieldname: "programme",
				fieldtype: "Link",
				options: "Funding Programme",
				label: __("Funding Programme"),
				reqd: 1,
			},
			{
				fieldname: "from_date",
				fieldtype: "Date",
				label: __("From Date"),
				default: `${year}-01-01`,
				reqd: 1,
			},
			{
				fieldname: "to_date",
				fieldtype: "Date",
				label: __("To Date"),
				default: `${year}-12-31`,
				reqd: 1,
			},
			{
				fieldname: "internal",
				fieldtype: "Check",
				label: __("Internal, Unprotected"),
			},
		],
		(values) => {
			const query = new URLSearchParams({ ...values, internal: values.internal ? 1 : 0 });
			const method = "refugee_support.evaluation.indicators.download";
			window.open(frappe.urllib.get_full_url(`/api/method/${method}?${query}`));
		},
		__("Proof of Use"),
		__("Spreadsheet")
	);
}
