frappe.provide("refugee_support.evidence");

/** What the standard reports on Service Records have in common: filters, and how a withheld figure looks. */
const WITHHELD = "•";

refugee_support.evidence.report = (own = [], { narrow = true } = {}) => ({
	filters: [...range(), ...own, ...(narrow ? narrowing() : []), ...protection()],

	onload(report) {
		own.forEach((filter) => filter.on_load?.(report));
	},

	/** Labels are text: HTML in a place name is shown, not run. */
	formatter(value, row, column, data, default_formatter) {
		if (value === WITHHELD) {
			return `<div style="text-align: right" title="${__("Withheld")}">${WITHHELD}</div>`;
		}
		const text = column.fieldtype === "Data" ? frappe.utils.escape_html(value ?? "") : value;
		const shown = default_formatter(text, row, column, data);
		return data?.bold ? `<b>${shown}</b>` : shown;
	},
});

refugee_support.evidence.choice = (fieldname, label, choices, first) => ({
	fieldname,
	label,
	fieldtype: "Select",
	options: choices.map(([value, text]) => ({ value, label: text })),
	default: first ?? choices[0][0],
});

refugee_support.evidence.period = () =>
	refugee_support.evidence.choice("period", __("Period"), [
		["Month", __("Month")],
		["Quarter", __("Quarter")],
		["Year", __("Year")],
	]);

/** Kinds of service in which somebody is met: whatever Service Record knows. */
refugee_support.evidence.service = (all = true) => ({
	...refugee_support.evidence.choice("service_type", __("Kind of Service"), [
		["", all ? __("All meetings") : __("Consultation")],
	]),
	on_load: offer_services,
});

const FACTS = ["Application Filed", "Application Decided", "Integration Milestone"];
const offer_services = (report) =>
	frappe.model.with_doctype("Service Record", () => {
		const filter = report.get_filter("service_type");
		const services = frappe.meta
			.get_docfield("Service Record", "service_type")
			.options.split("\n");
		const here = new Set(filter.df.options.map((option) => option.label));
		const met = services.filter(
			(service) => service && !FACTS.includes(service) && !here.has(__(service))
		);
		filter.df.options = [
			...filter.df.options,
			...met.map((value) => ({ value, label: __(value, null, "Service Record") })),
		];
		filter.refresh();
	});

refugee_support.evidence.PERSON = () => [
	["gender", __("Gender")],
	["age_group", __("Age Group")],
	["nationality", __("Nationality")],
	["region", __("Region of Origin")],
	["residence_status", __("Residence Status")],
	["residence_category", __("Kind of Residence Status")],
	["benefit_law", __("Benefit Law")],
	["german_level", __("Level of German")],
	["employment_status", __("Employment")],
	["years_in_germany", __("Years in Germany")],
	["municipality", __("Municipality")],
];

refugee_support.evidence.SERVICE = () => [
	["topic", __("Main Topic")],
	["result", __("Result")],
	["channel", __("Channel")],
	["contact_kind", __("First or Follow-Up Contact")],
	["helper_kind", __("Staff or Volunteer")],
	["language", __("Language")],
	["interpreter", __("Interpreter")],
	["funding_programme", __("Funding Programme")],
];

refugee_support.evidence.ANY = () => [
	...refugee_support.evidence.SERVICE(),
	...refugee_support.evidence.PERSON(),
];

const range = () => [
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
];

const narrowing = () => [
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
	refugee_support.evidence.choice("helper_kind", __("Staff or Volunteer"), [
		["", ""],
		["Staff", __("Staff")],
		["Volunteer", __("Volunteer")],
	]),
	{
		fieldname: "funding_programme",
		label: __("Funding Programme"),
		fieldtype: "Link",
		options: "Funding Programme",
	},
	{ fieldname: "municipality", label: __("Municipality"), fieldtype: "Data" },
];

const protection = () => [
	refugee_support.evidence.choice(
		"threshold",
		__("Smallest Figure Shown"),
		[3, 4, 5, 6, 7, 8, 9, 10].map((number) => [String(number), String(number)]),
		"5"
	),
	{
		fieldname: "internal",
		label: __("Internal: show small figures"),
		fieldtype: "Check",
		default: 0,
	},
];

/** Report Builder shows codes where it groups; here they get the names that the desk shows everywhere else. */
$(document).on("app_ready", () => {
	Object.entries(frappe.boot.refugee_support?.labels ?? {}).forEach(([doctype, labels]) =>
		Object.entries(labels).forEach(([code, label]) =>
			frappe.utils.add_link_title(doctype, code, label)
		)
	);
});
