frappe.listview_settings["Client Job Application"] = {
	hide_name_column: true,
	add_fields: ["outcome", "sent_on"],

	get_indicator(doc) {
		const filter = `outcome,=,${doc.outcome}`;
		if (doc.outcome === "Open" && !doc.sent_on) return [__("In Preparation"), "gray", filter];
		const colours = {
			Open: "blue",
			Interview: "purple",
			"Trial Work": "purple",
			Offer: "green",
			Refused: "red",
			"No Answer": "orange",
			Withdrawn: "gray",
		};
		return [__(doc.outcome), colours[doc.outcome], filter];
	},
};
