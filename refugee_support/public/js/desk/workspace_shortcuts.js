// On a workspace, too, "New consultation" and "Photograph a letter" open their dialogs; Frappe 15 would open the form.
const ShortcutWidget = frappe.widget.widget_factory.shortcut;

frappe.widget.widget_factory.shortcut = class extends ShortcutWidget {
	setup_events() {
		const open = {
			Consultation: () => refugee_support.new_consultation(),
			"Received Letter": () => refugee_support.capture_letter(),
		}[this.link_to];
		if (!open || this.doc_view !== "New") return super.setup_events();
		this.widget.on("click", () => this.in_customize_mode || open());
	}
};
