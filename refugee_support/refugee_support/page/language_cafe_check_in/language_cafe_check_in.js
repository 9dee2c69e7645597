frappe.pages["language-cafe-check-in"].on_page_load = async (wrapper) => {
	frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Language Cafe Check-In"),
		single_column: true,
	});
	await frappe.require(["cafe_check_in.bundle.js", "cafe_check_in.bundle.css"]);
	wrapper.check_in = new refugee_support.cafe.CheckIn(wrapper.page);
	wrapper.check_in.start(frappe.get_route()[1]);
};

frappe.pages["language-cafe-check-in"].on_page_show = (wrapper) => {
	if (wrapper.check_in) wrapper.check_in.start(frappe.get_route()[1]);
};

frappe.pages["language-cafe-check-in"].on_page_hide = (wrapper) => wrapper.check_in?.stop();
