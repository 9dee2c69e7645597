const METHODS = "refugee_support.refugee_support.doctype.client_erasure.client_erasure";

frappe.ui.form.on("Client Erasure", {
	refresh(frm) {
		show_preview(frm);
		if (frm.is_new()) {
			frm.set_intro(
				__(
					"Saving proposes it to your colleagues. Nothing is erased before one of them has released it."
				),
				"blue"
			);
			return;
		}
		show_state(frm);
		add_buttons(frm);
	},
});

function show_state(frm) {
	const { is_proposer } = frm.doc.__onload || {};
	if (frm.doc.status === "Proposed" && is_proposer) {
		frm.set_intro(
			__("You have proposed this: a second person looks at it and releases it, or not."),
			"blue"
		);
	} else if (frm.doc.status === "Proposed") {
		frm.set_intro(
			__("Please read what goes. What you release cannot be brought back."),
			"orange"
		);
	} else if (frm.doc.status === "Due") {
		frm.set_intro(
			__(
				"The retention period is over. Please propose to erase the client, or say why not."
			),
			"blue"
		);
	} else if (frm.doc.status === "Erased") {
		frm.set_intro(__("This has been carried out. Nothing here says who it was."), "green");
	}
}

function add_buttons(frm) {
	const { is_proposer, preview } = frm.doc.__onload || {};
	const blocked = preview?.against.length;
	if (["Due", "Kept"].includes(frm.doc.status) && !blocked) {
		frm.add_custom_button(__("Propose"), () => step(frm, "propose")).addClass("btn-primary");
	}
	if (frm.doc.status === "Proposed" && !is_proposer && !blocked) {
		frm.add_custom_button(__("Release Erasure"), () => release(frm)).addClass("btn-danger");
	}
	if (frm.doc.status === "Proposed") {
		frm.add_custom_button(__("Withdraw"), () => step(frm, "withdraw"));
	}
	if (["Due", "Proposed"].includes(frm.doc.status)) {
		frm.add_custom_button(__("Keep"), () => keep(frm));
	}
}

async function step(frm, method, args = {}) {
	await frappe.call({
		method: `${METHODS}.${method}`,
		args: { name: frm.doc.name, ...args },
		freeze: true,
	});
	frm.reload_doc();
}

function release(frm) {
	frappe.warn(
		__("Erase Client {0}?", [frm.doc.client]),
		__(
			"Everything listed here is deleted for good, in all copies. Only the statistics stay, without names."
		),
		() => step(frm, "release"),
		__("Release Erasure")
	);
}

function keep(frm) {
	frappe.prompt(
		[
			{ fieldname: "until", fieldtype: "Date", label: __("Keep Until"), reqd: 1 },
			{
				fieldname: "because",
				fieldtype: "Small Text",
				label: __("Why the Record Is Still Needed"),
				reqd: 1,
			},
		],
		(values) => step(frm, "keep", values),
		__("Keep"),
		__("Keep")
	);
}

function show_preview(frm) {
	const wrapper = frm.get_field("preview").$wrapper.empty();
	const { preview } = frm.doc.__onload || {};
	if (!preview) return;
	if (preview.against.length) {
		const $box = $("<div class='alert alert-danger'>").appendTo(wrapper);
		$("<b>").text(__("This client cannot be erased yet:")).appendTo($box);
		preview.against.forEach((sentence) => $("<div>").text(sentence).appendTo($box));
	}
	part(wrapper, __("This is deleted, with all copies of it"), [
		...preview.goes,
		...(preview.files ? [{ label: __("Files"), count: preview.files }] : []),
	]);
	if (preview.joint.length) {
		part(wrapper, __("Among these, other people are named as well"), preview.joint);
		$("<p class='text-muted'>")
			.text(
				__(
					"They are deleted, too. What another person of the family still needs can be kept: make that person the main client of the record before it is released."
				)
			)
			.appendTo(wrapper);
	}
	part(wrapper, __("These stay and only lose the person"), preview.loses);
	$("<p>")
		.text(
			__("In the statistics, {0} rows stay, without a way back to the person.", [
				preview.statistics,
			])
		)
		.appendTo(wrapper);
	$("<p class='text-muted'>")
		.text(
			__(
				"Texts in the records of other people are not searched for this person's name. Please think of those you know of."
			)
		)
		.appendTo(wrapper);
}

function part(wrapper, title, rows) {
	if (!rows.length) return;
	$("<h6 class='mt-3'>").text(title).appendTo(wrapper);
	const $list = $("<ul class='mb-2'>").appendTo(wrapper);
	rows.forEach((row) =>
		$("<li>")
			.text(__("{0}: {1}", [row.label, row.count]))
			.appendTo($list)
	);
}
