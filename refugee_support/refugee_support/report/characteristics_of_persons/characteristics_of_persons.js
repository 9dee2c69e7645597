frappe.query_reports["Characteristics of Persons"] = refugee_support.evidence.report([
	refugee_support.evidence.choice(
		"characteristic",
		__("Characteristic"),
		refugee_support.evidence.PERSON()
	),
	refugee_support.evidence.choice("second_characteristic", __("Second Characteristic"), [
		["", __("None")],
		...refugee_support.evidence.PERSON(),
	]),
	refugee_support.evidence.choice("measure", __("Measure"), [
		["Persons", __("Persons")],
		["Households", __("Households")],
	]),
]);
