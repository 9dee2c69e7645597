frappe.listview_settings["Client Consent"] = {
	hide_name_column: true,
	add_fields: ["state", "valid_until", "purpose", "given_on"],
	formatters: {
		/** The stored title is in the language of whoever wrote it. */
		title(_value, _field, doc) {
			const purpose = __(doc.purpose, null, "Client Consent");
			return doc.given_on
				? `${purpose} · ${frappe.datetime.str_to_user(doc.given_on)}`
				: purpose;
		},
	},

	get_indicator(doc) {
		const over =
			doc.state === "In Force" &&
			doc.valid_until &&
			doc.valid_until < frappe.datetime.get_today();
		const state = over ? "Ended" : doc.state;
		const colours = { "In Force": "green", "Taken Back": "red", Ended: "orange" };
		return [__(state), colours[state] || "gray", `state,=,${doc.state}`];
	},
};
