const COLOURS = {
	Draft: "gray",
	"Waiting for Documents": "orange",
	"Ready to File": "blue",
	Filed: "light-blue",
	"Being Examined": "light-blue",
	"Documents Requested": "red",
	Hearing: "red",
	Decided: "purple",
	"Remedy Filed": "orange",
	"Remedy Decided": "purple",
	Concluded: "green",
};
const OUTCOMES = {
	Approved: "green",
	"Partly Approved": "yellow",
	Rejected: "red",
	"Denied for Non-Cooperation": "red",
};

frappe.listview_settings["Authority Application"] = {
	hide_name_column: true,
	add_fields: ["status", "outcome", "missing_documents", "file_by"],

	get_indicator(doc) {
		const filter = `status,=,${doc.status}`;
		if (doc.status === "Decided" && doc.outcome) {
			return [__(doc.outcome), OUTCOMES[doc.outcome] || "gray", filter];
		}
		if (doc.status === "Waiting for Documents" && doc.missing_documents) {
			return [__("{0} missing", [doc.missing_documents]), "orange", filter];
		}
		return [__(doc.status), COLOURS[doc.status] || "gray", filter];
	},

	/** Actions in bulk are refused (doors/): each application has facts of its own. */
	onload(listview) {
		listview.toggle_workflow_actions = () => {};
	},

	refresh(listview) {
		for (const $item of Object.values(listview.workflow_action_items || {})) {
			$item.addClass("hide");
		}
	},
};
