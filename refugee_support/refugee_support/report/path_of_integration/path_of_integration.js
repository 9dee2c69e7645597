frappe.query_reports["Path of Integration"] = refugee_support.evidence.report([
	refugee_support.evidence.choice("by", __("By"), [
		["", __("None")],
		["gender", __("Gender")],
		["region", __("Region of Origin")],
	]),
]);
