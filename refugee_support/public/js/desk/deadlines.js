// What letters and deadlines show alike.
frappe.provide("refugee_support");

/** The computation, sentence by sentence, as text; `title` above it, the last sentence (what decides) stands out. */
refugee_support.show_steps = (frm, fieldname, steps, title) => {
	const wrapper = frm.get_field(fieldname).$wrapper.empty();
	if (!steps?.length) return;
	if (title) $("<h6>").text(title).appendTo(wrapper);
	steps.forEach((step, index) =>
		$("<p>")
			.css({ "max-width": "48em", "margin-bottom": "0.4em" })
			.toggleClass("text-muted", index === steps.length - 1)
			.text(step)
			.appendTo(wrapper)
	);
};

/** Who may only read sees no buttons that would be refused. */
refugee_support.is_read_only = (frm) => frm.doc.__onload?.may_write === false;
