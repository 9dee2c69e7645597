// On a workspace, too, "New consultation" opens the quick dialog; Frappe 15 would open the long form.
const ShortcutWidget = frappe.widget.widget_factory.shortcut;

frappe.widget.widget_factory.shortcut = class extends ShortcutWidget {
	setup_events() {
		if (this.link_to !== "Consultation" || this.doc_view !== "New")
			return super.setup_events();
		this.widget.on(
			"click",
			() => this.in_customize_mode || refugee_support.new_consultation()
		);
	}
};
