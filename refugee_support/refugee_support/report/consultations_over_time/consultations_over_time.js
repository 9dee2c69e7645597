frappe.query_reports["Consultations over Time"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("From Date"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.month_start(), -11),
			reqd: 1,
		},
		{
			fieldname: "to_date",
			label: __("To Date"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{
			fieldname: "period",
			label: __("Period"),
			fieldtype: "Select",
			options: [
				{ value: "Month", label: __("Month") },
				{ value: "Quarter", label: __("Quarter") },
				{ value: "Year", label: __("Year") },
			],
			default: "Month",
			reqd: 1,
		},
		{
			fieldname: "measure",
			label: __("Measure"),
			fieldtype: "Select",
			options: [
				{ value: "Contacts", label: __("Contacts") },
				{ value: "Persons", label: __("Persons") },
				{ value: "Households", label: __("Households") },
				{ value: "Hours", label: __("Hours") },
			],
			default: "Contacts",
			reqd: 1,
		},
		{
			fieldname: "characteristic",
			label: __("Characteristic"),
			fieldtype: "Select",
			options: [
				{ value: "", label: __("None") },
				{ value: "gender", label: __("Gender") },
				{ value: "age_group", label: __("Age Group") },
				{ value: "nationality", label: __("Nationality") },
				{ value: "region", label: __("Region of Origin") },
				{ value: "residence_status", label: __("Residence Status") },
				{ value: "residence_category", label: __("Kind of Residence Status") },
				{ value: "benefit_law", label: __("Benefit Law") },
				{ value: "german_level", label: __("Level of German") },
				{ value: "employment_status", label: __("Employment") },
				{ value: "years_in_germany", label: __("Years in Germany") },
				{ value: "municipality", label: __("Municipality") },
				{ value: "topic", label: __("Main Topic") },
				{ value: "result", label: __("Result") },
				{ value: "channel", label: __("Channel") },
				{ value: "contact_kind", label: __("First or Follow-Up Contact") },
				{ value: "helper_kind", label: __("Staff or Volunteer") },
				{ value: "language", label: __("Language") },
				{ value: "interpreter", label: __("Interpreter") },
				{ value: "funding_programme", label: __("Funding Programme") },
			],
		},
		{
			fieldname: "topic",
			label: __("Main Topic"),
			fieldtype: "Link",
			options: "Counselling Topic",
		},
		{
			fieldname: "residence_status",
			label: __("Residence Status"),
			fieldtype: "Link",
			options: "Residence Status",
		},
		{
			fieldname: "helper_kind",
			label: __("Staff or Volunteer"),
			fieldtype: "Select",
			options: [
				{ value: "", label: "" },
				{ value: "Staff", label: __("Staff") },
				{ value: "Volunteer", label: __("Volunteer") },
			],
		},
		{
			fieldname: "funding_programme",
			label: __("Funding Programme"),
			fieldtype: "Link",
			options: "Funding Programme",
		},
		{
			fieldname: "municipality",
			label: __("Municipality"),
			fieldtype: "Data",
		},
	],

	/** Labels are text: HTML in a place name is shown, not run. */
	formatter(value, row, column, data, default_formatter) {
		const text = column.fieldname === "label" ? frappe.utils.escape_html(value) : value;
		const shown = default_formatter(text, row, column, data);
		return data?.bold ? `<b>${shown}</b>` : shown;
	},
};
