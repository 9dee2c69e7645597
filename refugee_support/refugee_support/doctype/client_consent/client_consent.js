const TO_SOMEBODY = ["Passing On Data", "Release From Confidentiality"];

frappe.ui.form.on("Client Consent", {
	setup(frm) {
		frm.set_query("consent_language", () => refugee_support.language_query);
		frm.set_query("consent_text", () => ({
			filters: {
				enabled: 1,
				...(frm.doc.purpose ? { purpose: frm.doc.purpose } : {}),
				...(frm.doc.consent_language ? { language: frm.doc.consent_language } : {}),
			},
		}));
	},

	refresh(frm) {
		const to_somebody = TO_SOMEBODY.includes(frm.doc.purpose);
		frm.toggle_reqd("scope", to_somebody);
		if (frm.is_new()) {
			if (frm.doc.client && frm.rs_proposed !== frm.doc.name) frm.trigger("client");
			return;
		}
		frm.add_custom_button(__("Form as PDF"), () => open_pdf(frm));
		if (frm.doc.given_on && !frm.doc.withdrawn_on)
			frm.add_custom_button(__("Withdraw Consent"), () => withdraw(frm));
		if (frm.doc.withdrawn_on)
			frm.dashboard.add_comment(
				__("Withdrawn: nothing rests on this consent any more."),
				"red",
				true
			);
	},

	/** Frappe fills in the language of whoever sits at the desk: the client's counts. */
	async client(frm) {
		if (!frm.doc.client || !frm.is_new()) return;
		frm.rs_proposed = frm.doc.name;
		const { message } = await frappe.db.get_value("Client", frm.doc.client, "main_language");
		await frm.set_value("consent_language", message?.main_language || "");
		choose_text(frm);
	},

	purpose: choose_text,
	consent_language: choose_text,
});

/** The newest text in the person's language; of a language without one, the German. */
async function choose_text(frm) {
	frm.toggle_reqd("scope", TO_SOMEBODY.includes(frm.doc.purpose));
	if (!frm.doc.purpose || frm.doc.given_on) return;
	const { purpose, consent_language: language } = frm.doc;
	const text = await frappe.xcall("refugee_support.consents.api.newest_text", {
		purpose,
		language,
	});
	const changed = purpose !== frm.doc.purpose || language !== frm.doc.consent_language;
	if (changed || text === frm.doc.consent_text) return; // asked again meanwhile
	await frm.set_value("consent_text", text);
	if (!text) frm.set_value("text_version", "");
}

function open_pdf(frm) {
	const query = new URLSearchParams({ consent: frm.doc.name });
	window.open(`/api/method/refugee_support.consents.api.form_pdf?${query}`);
}

function withdraw(frm) {
	const { options } = frappe.meta.get_docfield("Client Consent", "withdrawn_how");
	frappe.prompt(
		[
			{
				fieldname: "withdrawn_on",
				fieldtype: "Date",
				label: __("Withdrawn On", null, "Client Consent"),
				default: frappe.datetime.get_today(),
				reqd: 1,
			},
			{
				fieldname: "withdrawn_how",
				fieldtype: "Select",
				label: __("How It Was Withdrawn", null, "Client Consent"),
				options: options.split("\n").filter(Boolean),
				reqd: 1,
			},
		],
		async (answer) => {
			await frm.set_value(answer);
			frm.save();
		},
		__("Withdraw Consent"),
		__("Withdraw Consent")
	);
}
