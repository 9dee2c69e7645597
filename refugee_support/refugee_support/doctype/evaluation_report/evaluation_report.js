const METHODS = "refugee_support.refugee_support.doctype.evaluation_report.evaluation_report";

frappe.ui.form.on("Evaluation Report", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.trigger("show_state");
		frm.trigger("add_buttons");
	},

	show_state(frm) {
		const { is_author, is_sealed } = frm.doc.__onload || {};
		if (is_sealed === false) {
			frm.set_intro(
				__(
					"The figures of this report are not those that were sealed. Please tell the administration at once."
				),
				"red"
			);
		} else if (frm.doc.status === "Under Review" && is_author) {
			frm.set_intro(
				__(
					"You have written this report: a second person reads it and releases it, or sends it back."
				),
				"blue"
			);
		} else if (frm.doc.status === "Under Review") {
			frm.set_intro(
				__(
					"Please read the printed version. What you release stays as it is; to change something, send it back."
				),
				"orange"
			);
		}
	},

	add_buttons(frm) {
		for (const [label, format] of [
			[__("For the Council"), "Evaluation Report Council"],
			[__("In Plain Language"), "Evaluation Report Plain Language"],
			[__("Internal, Unprotected"), "Evaluation Report Internal"],
		]) {
			frm.add_custom_button(label, () => open_pdf(frm, format), __("PDF"));
		}
		frm.add_custom_button(__("Spreadsheet"), () =>
			open_url("refugee_support.evaluation.spreadsheet.download", { report: frm.doc.name })
		);
		if (frm.doc.status === "Released" && frappe.model.can_submit("Evaluation Report")) {
			frm.add_custom_button(__("Exchange File for a Federation"), () => hand_on(frm));
		}
		if (frm.doc.status === "Released" && frappe.model.can_create("Evaluation Report")) {
			frm.add_custom_button(__("Corrected Version"), async () => {
				const { message } = await frappe.call({
					method: `${METHODS}.correct`,
					args: { report: frm.doc.name },
				});
				frappe.set_route("Form", "Evaluation Report", message);
			});
		}
	},
});

function open_pdf(frm, format) {
	open_url("frappe.utils.print_format.download_pdf", {
		doctype: frm.doc.doctype,
		name: frm.doc.name,
		format,
		no_letterhead: 1,
		_lang: "de",
	});
}

function open_url(method, args) {
	window.open(frappe.urllib.get_full_url(`/api/method/${method}?${new URLSearchParams(args)}`));
}

async function hand_on(frm) {
	const SENDING = "refugee_support.federation.sending";
	const name = await frappe.xcall(`${SENDING}.association_name`);
	frappe.prompt(
		{
			fieldname: "association",
			fieldtype: "Data",
			label: __("Name of the Association"),
			description: __(
				"Only protected figures are in the file: no names, no texts, no figure that the report withholds."
			),
			default: name,
			reqd: 1,
		},
		async ({ association }) => {
			const args = { report: frm.doc.name, association };
			const { filename, content } = await frappe.xcall(`${SENDING}.hand_on`, args);
			save_as(filename, content);
			frm.reload_doc();
		},
		__("Exchange File for a Federation"),
		__("Save File")
	);
}

function save_as(filename, content) {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
	link.download = filename;
	link.click();
	URL.revokeObjectURL(link.href);
}
