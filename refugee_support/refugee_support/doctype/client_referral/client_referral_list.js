frappe.listview_settings["Client Referral"] = {
	hide_name_column: true,
	add_fields: ["state", "answer_expected_by"],

	get_indicator(doc) {
		const filter = `state,=,${doc.state}`;
		if (doc.state !== "Waiting for an Answer")
			return [__(doc.state), doc.state === "Answered" ? "green" : "gray", filter];
		const late =
			doc.answer_expected_by && doc.answer_expected_by < frappe.datetime.get_today();
		return late ? [__("Answer overdue"), "red", filter] : [__(doc.state), "orange", filter];
	},
};
