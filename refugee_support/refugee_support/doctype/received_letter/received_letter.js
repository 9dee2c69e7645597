frappe.ui.form.on("Received Letter", {
	setup(frm) {
		frm.set_query("translator", () => ({ query: "refugee_support.search.team_member_query" }));
		frm.set_query("translation_language", () => refugee_support.language_query);
	},

	refresh(frm) {
		frm.trigger("show_pages");
		if (frm.is_new()) return;
		frm.add_custom_button(__("Another page"), () =>
			refugee_support.pick_pages((files) =>
				refugee_support
					.upload_pages(frm.doc.name, files, frm.attachments.get_attachments().length)
					.then(() => frm.reload_doc())
			)
		);
		frm.trigger("add_next_step");
	},

	/** The pages themselves, not a list of file names: somebody wants to read the letter. */
	show_pages(frm) {
		const $area = frm.fields_dict.pages.$wrapper.empty();
		const files = frm.is_new() ? [] : frm.attachments.get_attachments();
		if (!files.length) {
			$("<p class='text-muted'>")
				.text(__("No page yet: save first, then choose “Another page”."))
				.appendTo($area);
			return;
		}
		const $row = $("<div class='d-flex flex-wrap'>").css("gap", "12px").appendTo($area);
		for (const file of files) page(file).appendTo($row);
	},

	/** From the shoe box to the letter with its deadline. */
	add_next_step(frm) {
		if (frm.doc.state === "Done" || !frappe.model.can_create("Authority Letter")) return;
		frm.add_custom_button(__("Becomes a letter with deadline"), async () => {
			await frm.set_value("state", "Passed On");
			await frm.save();
			frappe.new_doc("Authority Letter", {
				client: frm.doc.client,
				authority: frm.doc.sender_authority,
				received_on: frm.doc.received_on,
			});
		}).addClass("btn-primary");
	},
});

function page(file) {
	const $link = $("<a target='_blank' rel='noopener'>").attr("href", file.file_url);
	if (/\.(jpe?g|png|webp|gif)$/i.test(file.file_name))
		return $link.append(
			$("<img>")
				.attr({ src: file.file_url, alt: __("Page of the letter") })
				.css({ "max-width": "min(320px, 100%)", "max-height": "440px" })
				.addClass("border rounded")
		);
	return $link.addClass("btn btn-default").text(file.file_name);
}
