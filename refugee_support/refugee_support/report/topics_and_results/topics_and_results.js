frappe.query_reports["Topics and Results"] = refugee_support.evidence.report([
	refugee_support.evidence.choice(
		"characteristic",
		__("Characteristic"),
		refugee_support.evidence.ANY()
	),
	refugee_support.evidence.choice(
		"second_characteristic",
		__("Second Characteristic"),
		refugee_support.evidence.ANY(),
		"result"
	),
	refugee_support.evidence.choice("measure", __("Measure"), [
		["Contacts", __("Contacts")],
		["Persons", __("Persons")],
		["Households", __("Households")],
		["Hours", __("Hours")],
	]),
	refugee_support.evidence.service(false),
]);
