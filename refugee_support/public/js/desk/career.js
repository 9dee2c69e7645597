/** CV, cover letter and folder of an application: made from the profile, with the page beside what is typed. */
const API = "refugee_support.career.api";
const EXCHANGE = "refugee_support.career.exchange";
const DESIGNS = ["Classic", "Modern", "Plain"];

/** A page in a frame of its own: no scripts run in it, and its styles stay inside. */
const show_page = ($wrapper, html) => {
	let frame = $wrapper.find("iframe")[0];
	if (!frame) {
		frame = document.createElement("iframe");
		frame.className = "career-preview";
		frame.setAttribute("sandbox", "");
		frame.setAttribute("title", __("Preview"));
		$wrapper.empty().append(frame);
	}
	frame.srcdoc = html.replace(
		"</head>",
		"<style>html{background:#fff}body{padding:28px 34px;zoom:.72}.fold{display:none}</style></head>"
	);
};

const open_file = (file) => window.open(encodeURI(file), "_blank", "noopener");

const made = (message, file) => {
	frappe.show_alert({ message, indicator: "green" }, 7);
	open_file(file);
};

const make_cv = (frm) => {
	const typed = (dialog) => {
		const { occupation, work_permission, intro } = dialog.get_values(true) || {};
		return {
			occupation: occupation || "",
			work_permission: work_permission || "",
			intro: intro || "",
		};
	};
	const preview = async () => {
		const args = {
			application_support: frm.docname,
			design: dialog.get_value("design"),
			...typed(dialog),
		};
		const answer = await frappe.xcall(`${API}.preview_cv`, args);
		show_page(dialog.fields_dict.page.$wrapper, answer.html);
	};
	const soon = frappe.utils.debounce(preview, 500);
	const dialog = new frappe.ui.Dialog({
		title: __("Make CV"),
		size: "extra-large",
		fields: [
			{
				fieldname: "design",
				fieldtype: "Select",
				label: __("Design", null, "Client CV"),
				options: DESIGNS.map((value) => ({ value, label: __(value, null, "Client CV") })),
				default: "Classic",
				onchange: soon,
			},
			{
				fieldname: "occupation",
				fieldtype: "Data",
				label: __("Occupation in the CV"),
				default: frm.doc.occupation,
			},
			{
				fieldname: "work_permission",
				fieldtype: "Data",
				label: __("Work Permission in the CV"),
				default: frm.doc.work_permission,
			},
			{
				fieldname: "intro",
				fieldtype: "Small Text",
				label: __("Introduction in the CV"),
				default: frm.doc.intro,
			},
			{
				fieldname: "note",
				fieldtype: "Data",
				label: __("Remark"),
				description: __("For whom or for what this version was made."),
			},
			{ fieldtype: "Column Break" },
			{ fieldname: "page", fieldtype: "HTML" },
		],
		primary_action_label: __("Make PDF"),
		primary_action: async () => {
			const { design, note } = dialog.get_values(true);
			const args = { application_support: frm.docname, design, note, ...typed(dialog) };
			const cv = await frappe.xcall(`${API}.make_cv`, args);
			dialog.hide();
			made(__("The CV is ready: {0} pages.", [cv.pages]), cv.file);
			frm.reload_doc();
		},
	});
	dialog.$wrapper.addClass("career-dialog");
	dialog.$wrapper.on("input", "input, textarea", soon);
	dialog.show();
	preview();
};

const write_letter = (frm) => {
	const of_this = { application_support: frm.docname };
	const dialog = new frappe.ui.Dialog({
		title: __("Write Cover Letter"),
		fields: [
			{
				fieldname: "template",
				fieldtype: "Link",
				options: "Cover Letter Template",
				label: __("Cover Letter Template"),
				get_query: () => ({ filters: { enabled: 1 } }),
				reqd: 1,
			},
			{
				fieldname: "job_application",
				fieldtype: "Link",
				options: "Client Job Application",
				label: __("Job Application"),
				only_select: 1,
				get_query: () => ({ filters: of_this }),
			},
		],
		primary_action_label: __("Continue"),
		primary_action: async ({ template, job_application }) => {
			const filled = await frappe.xcall(`${API}.fill_letter`, {
				...of_this,
				template,
				job_application,
			});
			const { subject, body, recipient, enclosures } = filled;
			const letter = await frappe.db.insert({
				doctype: "Client Cover Letter",
				...of_this,
				cover_letter_template: template,
				job_application,
				subject,
				body,
				recipient,
				enclosures,
			});
			dialog.hide();
			frappe.set_route("Form", "Client Cover Letter", letter.name);
		},
	});
	dialog.show();
};

const make_folder = async (frm) => {
	const papers = await frappe.xcall(`${API}.papers_for`, { application_support: frm.docname });
	if (!papers.cvs.length) {
		frappe.msgprint(__("There is no CV yet. Please make one first."));
		return;
	}
	const when = (row) => frappe.datetime.str_to_user(row.made_on);
	const letters = papers.letters.map((row) => ({
		value: row.name,
		label: `${row.subject} (${when(row)})`,
	}));
	const cvs = papers.cvs.map((row) => ({
		value: row.name,
		label: [__(row.design, null, "Client CV"), when(row), row.note]
			.filter(Boolean)
			.join(" · "),
	}));
	const rows = papers.certificates.map((row) => ({
		chosen: row.has_ended ? 0 : 1,
		title: row.has_ended ? __("{0} (no longer valid)", [row.title]) : row.title,
		date: row.date,
		source: row.doctype,
		source_name: row.name,
	}));
	const dialog = new frappe.ui.Dialog({
		title: __("Make Application Folder"),
		size: "large",
		fields: [
			{
				fieldname: "cover_letter",
				fieldtype: "Select",
				label: __("Cover Letter"),
				options: [{ value: "", label: __("No cover letter") }, ...letters],
				default: letters[0]?.value || "",
			},
			{
				fieldname: "cv_version",
				fieldtype: "Select",
				label: __("CV"),
				options: cvs,
				default: cvs[0].value,
				reqd: 1,
			},
			{
				fieldname: "certificates",
				fieldtype: "Table",
				label: __("Certificates"),
				description: __("Drag the rows into the order in which they are to follow."),
				cannot_add_rows: true,
				in_place_edit: true,
				data: rows,
				fields: [
					{
						fieldname: "chosen",
						fieldtype: "Check",
						label: __("Chosen"),
						in_list_view: 1,
						columns: 2,
					},
					{
						fieldname: "title",
						fieldtype: "Data",
						label: __("Title"),
						in_list_view: 1,
						read_only: 1,
						columns: 5,
					},
					{
						fieldname: "date",
						fieldtype: "Data",
						label: __("Date"),
						in_list_view: 1,
						read_only: 1,
						columns: 3,
					},
				],
			},
		],
		primary_action_label: __("Make PDF"),
		primary_action: async (values) => {
			const certificates = (dialog.fields_dict.certificates.grid.get_data() || rows)
				.filter((row) => row.chosen)
				.map((row) => ({ doctype: row.source, name: row.source_name }));
			const folder = await frappe.xcall(`${API}.make_folder`, {
				application_support: frm.docname,
				cover_letter: values.cover_letter || null,
				cv_version: values.cv_version,
				certificates,
			});
			dialog.hide();
			const megabytes = frappe.format(
				folder.size / 1048576,
				{ fieldtype: "Float", precision: 1 },
				{ inline: 1 }
			);
			made(__("The application folder is ready: {0} MB.", [megabytes]), folder.file);
			frm.reload_doc();
		},
	});
	dialog.$wrapper.addClass("career-folder");
	dialog.show();
};

const export_profile = async (frm) => {
	const { resume } = await frappe.xcall(`${EXCHANGE}.export_profile`, {
		application_support: frm.docname,
	});
	const link = document.createElement("a");
	link.href = URL.createObjectURL(
		new Blob([JSON.stringify(resume, null, 2)], { type: "application/json" })
	);
	link.download = "profile.json";
	link.click();
	URL.revokeObjectURL(link.href);
};

const import_profile = (frm) => {
	const input = document.createElement("input");
	input.type = "file";
	input.accept = ".json,application/json";
	input.onchange = async () => {
		const content = await input.files[0].text();
		const args = { application_support: frm.docname, content };
		const { added } = await frappe.xcall(`${EXCHANGE}.import_profile`, args);
		frappe.show_alert({
			message: __("Added {0} entries to the profile.", [added]),
			indicator: "green",
		});
		frm.reload_doc();
	};
	input.click();
};

frappe.ui.form.on("Application Support", {
	refresh(frm) {
		if (frm.is_new()) return;
		const group = __("Application Papers");
		frm.add_custom_button(__("CV"), () => make_cv(frm), group);
		frm.add_custom_button(__("Cover Letter"), () => write_letter(frm), group);
		frm.add_custom_button(__("Application Folder"), () => make_folder(frm), group);
		frm.page.add_menu_item(__("Export profile (JSON Resume)"), () => export_profile(frm));
		frm.page.add_menu_item(__("Import profile (JSON Resume)"), () => import_profile(frm));
	},
});

const LETTER_TEXTS = ["recipient", "subject", "salutation", "body", "closing", "enclosures"];

const preview_letter = frappe.utils.debounce(async (frm) => {
	if (frm.is_new() || !frm.career_page) return;
	const typed = Object.fromEntries(LETTER_TEXTS.map((field) => [field, frm.doc[field] || ""]));
	const answer = await frappe.xcall(`${API}.preview_letter`, {
		cover_letter: frm.docname,
		typed,
	});
	show_page(frm.career_page, answer.html);
}, 500);

const make_letter = async (frm) => {
	if (frm.is_dirty()) await frm.save();
	const letter = await frappe.xcall(`${API}.make_letter`, { cover_letter: frm.docname });
	if (letter.pages > 1) {
		frappe.msgprint(__("The letter has {0} pages. Employers expect one.", [letter.pages]));
	}
	made(__("The cover letter is ready."), letter.file);
	frm.reload_doc();
};

frappe.ui.form.on("Client Cover Letter", {
	setup(frm) {
		const of_this = () => ({ filters: { application_support: frm.doc.application_support } });
		frm.set_query("job_application", of_this);
		frm.set_query("cover_letter_template", () => ({ filters: { enabled: 1 } }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.career_page ||= $('<div class="career-page">').appendTo(
			frm.fields_dict.sec_text.wrapper
		);
		// Refused with a message already; without the catch Frappe would leave the button switched off
		frm.add_custom_button(__("Make PDF"), () => make_letter(frm).catch(() => {})).addClass(
			"btn-primary"
		);
		frm.add_custom_button(__("Application Support"), () =>
			frappe.set_route("Form", "Application Support", frm.doc.application_support)
		);
		preview_letter(frm);
	},

	...Object.fromEntries(LETTER_TEXTS.map((field) => [field, preview_letter])),
});
