frappe.ui.form.on("Federation Evaluation", {
	refresh(frm) {
		frm.get_field("combined").$wrapper.html((frm.doc.__onload || {}).combined || "");
		if (frm.is_new()) {
			frm.set_intro(
				__("Please save first, then load the files of the associations."),
				"blue"
			);
			return;
		}
		frm.add_custom_button(__("Load Files"), () => choose_files(frm)).addClass("btn-primary");
		frm.add_custom_button(__("Spreadsheet"), () => {
			const query = new URLSearchParams({ evaluation: frm.doc.name });
			const method = "refugee_support.federation.spreadsheet.download";
			window.open(frappe.urllib.get_full_url(`/api/method/${method}?${query}`));
		});
	},
});

function choose_files(frm) {
	const input = document.createElement("input");
	Object.assign(input, { type: "file", accept: ".json,application/json", multiple: true });
	input.onchange = () => load_files(frm, [...input.files]);
	input.click();
}

// One after the other: a file that is refused says why, and the others are taken in all the same.
async function load_files(frm, files) {
	const taken = [];
	for (const file of files) {
		try {
			const { association } = await frappe.xcall(
				"refugee_support.federation.receiving.receive",
				{
					evaluation: frm.doc.name,
					file_name: file.name,
					content: await file.text(),
				}
			);
			taken.push(association);
		} catch {
			// The message is shown already.
		}
	}
	if (taken.length) {
		frappe.show_alert({
			message: frappe.utils.escape_html(__("Taken in: {0}", [taken.join(", ")])),
			indicator: "green",
		});
	}
	await frm.reload_doc();
}
