// One shortcut from anywhere; listed with the others under Shift + /.
$(document).on("app_ready", () => {
	if (!frappe.model.can_create("Consultation")) return;
	frappe.ui.keys.add_shortcut({
		shortcut: "alt+shift+k",
		action: () => {
			const client =
				window.cur_frm?.doctype === "Client" &&
				!window.cur_frm.is_new() &&
				window.cur_frm.doc.name;
			refugee_support.new_consultation(
				frappe.get_route()[0] === "Form" && frappe.get_route()[1] === "Client"
					? client
					: null
			);
		},
		description: __("New consultation"),
		ignore_inputs: true,
	});
});
