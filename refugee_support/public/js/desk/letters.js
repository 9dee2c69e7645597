frappe.provide("refugee_support");

const LONGEST_SIDE = 2200; // pixels: an A4 page stays readable
const QUALITY = 0.82;

/**
 * Photograph a letter in three taps: the button (opens the camera), the shutter, save.
 * What it wants and from whom can be said later; nobody should have to know that at the door.
 */
refugee_support.capture_letter = (client) => {
	const pages = [];
	const dialog = new frappe.ui.Dialog({
		title: __("Photograph a letter"),
		fields: [
			{
				fieldname: "client",
				fieldtype: "Link",
				options: "Client",
				label: __("Client"),
				default: client,
				reqd: 1,
			},
			{ fieldname: "pages", fieldtype: "HTML" },
			{
				fieldname: "sender_authority",
				fieldtype: "Link",
				options: "Public Authority",
				label: __("Sender", null, "Received Letter"),
			},
			{ fieldtype: "Column Break" },
			{
				fieldname: "urgency",
				fieldtype: "Select",
				label: __("Urgency", null, "Received Letter"),
				options: ["Normal", "Soon", "Today"].map((value) => ({ value, label: __(value) })),
				default: "Normal",
			},
		],
		primary_action_label: __("Save"),
		primary_action: (values) => save_letter(dialog, values, pages),
	});
	const add = (files) => {
		pages.push(...files);
		draw_pages(dialog, pages, add);
	};
	draw_pages(dialog, pages, add);
	dialog.show();
	if (client) refugee_support.pick_pages(add);
	return dialog;
};

/** The camera on a phone, a file dialog on a desktop. */
refugee_support.pick_pages = (then) => {
	const input = document.createElement("input");
	Object.assign(input, { type: "file", accept: "image/*,application/pdf", multiple: true });
	if (frappe.utils.is_xs() || navigator.maxTouchPoints > 1)
		input.setAttribute("capture", "environment");
	input.addEventListener("change", () => then([...input.files]));
	input.click();
};

function draw_pages(dialog, pages, add) {
	const $area = dialog.get_field("pages").$wrapper.empty();
	const $row = $("<div class='d-flex flex-wrap align-items-center mb-3'>").css("gap", "10px");
	for (const file of pages) {
		if (file.type.startsWith("image/"))
			$("<img class='border rounded'>")
				.attr({ src: URL.createObjectURL(file), alt: __("Page of the letter") })
				.css({ height: "96px" })
				.appendTo($row);
		else $("<span class='badge badge-light'>").text(file.name).appendTo($row);
	}
	$("<button type='button' class='btn btn-default'>")
		.text(pages.length ? __("Another page") : __("Photograph or choose a file"))
		.on("click", () => refugee_support.pick_pages(add))
		.appendTo($row);
	$area.append($row);
}

async function save_letter(dialog, values, pages) {
	dialog.disable_primary_action();
	try {
		const { client, sender_authority, urgency } = values;
		const letter = await frappe.db.insert({
			doctype: "Received Letter",
			client,
			sender_authority,
			urgency,
		});
		await refugee_support.upload_pages(letter.name, pages, 0);
		dialog.hide();
		frappe.show_alert({
			message: __("Letter saved, pages: {0}", [pages.length]),
			indicator: "green",
		});
		if (window.cur_list?.doctype === "Received Letter") window.cur_list.refresh();
		else if (window.cur_frm?.doctype === "Client") window.cur_frm.reload_doc();
	} finally {
		dialog.enable_primary_action();
	}
}

/** One after the other; a page that fails is named, and the others are kept. */
refugee_support.upload_pages = async (letter, files, already) => {
	for (const [index, file] of files.entries()) {
		const number = already + index + 1;
		if (await upload_page(letter, await without_traces(file), number)) continue;
		frappe.msgprint({
			title: __("Page not uploaded"),
			indicator: "orange",
			message: __(
				"Page {0} could not be uploaded. The letter is saved: please open it and add the page.",
				[number]
			),
		});
	}
};

async function upload_page(letter, blob, number) {
	const ending =
		blob.type === "application/pdf" ? "pdf" : blob.type === "image/png" ? "png" : "jpg";
	const form = new FormData();
	form.append("file", blob, `${letter}-${number}.${ending}`); // names of files say nothing about a person
	form.append("doctype", "Received Letter");
	form.append("docname", letter);
	form.append("is_private", "1");
	form.append("folder", "Home/Attachments");
	try {
		const answer = await fetch("/api/method/upload_file", {
			method: "POST",
			headers: { "X-Frappe-CSRF-Token": frappe.csrf_token, Accept: "application/json" },
			body: form,
		});
		return answer.ok;
	} catch {
		return false;
	}
}

/** Drawn anew in the browser: smaller, upright, and without the place and time a phone writes into its pictures. */
async function without_traces(file) {
	if (!file.type.startsWith("image/")) return file;
	try {
		const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
		const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
		const canvas = document.createElement("canvas");
		canvas.width = Math.round(picture.width * scale);
		canvas.height = Math.round(picture.height * scale);
		canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
		return await new Promise((resolve) =>
			canvas.toBlob((blob) => resolve(blob || file), "image/jpeg", QUALITY)
		);
	} catch {
		return file; // a format this browser cannot read, HEIC for example
	}
}

frappe.ui.form.on("Client", {
	refresh(frm) {
		if (frm.is_new() || !frappe.model.can_create("Received Letter")) return;
		frm.add_custom_button(__("Photograph a letter"), () =>
			refugee_support.capture_letter(frm.doc.name)
		);
	},
});
