frappe.query_reports["Demand over Time"] = refugee_support.evidence.report([
	refugee_support.evidence.period(),
	refugee_support.evidence.service(),
]);
