frappe.ui.form.on("Consultation", {
	setup(frm) {
		for (const fieldname of ["counsellor", "follow_up_by"]) {
			frm.set_query(fieldname, () => ({
				query: "refugee_support.search.team_member_query",
			}));
		}
		frm.set_query("language", () => refugee_support.language_query);
	},

	refresh(frm) {
		if (!frm.trigger) return; // Frappe 16 runs form scripts in the quick dialog too
		frm.trigger("offer_family");
		if (frm.is_new()) frm.trigger("propose_values");
		else {
			frm.trigger("respect_author");
			frm.trigger("add_note_button");
			frm.trigger("add_referral_button");
			frm.trigger("add_follow_up_button");
			frm.trigger("add_incident_button");
		}
	},

	client: (frm) => frm.trigger?.("offer_family"),
	consultation_date: (frm) => frm.trigger?.("offer_family"),
	is_anonymous: (frm) => frm.trigger?.("offer_family"),
	family_members: (frm) => frm.trigger?.("offer_family"),

	/** Ticks beside the list: the list can also name somebody who is not around. */
	offer_family(frm) {
		const $area = frm.fields_dict.family_offer.$wrapper;
		if (frm.doc.__onload?.may_write === false) return;
		frm.family_ticks ||= new refugee_support.FamilyTicks($area, (chosen) => {
			const offered = frm.family_ticks.people.map((person) => person.client);
			const others = clients_along(frm).filter((name) => !offered.includes(name));
			frm.set_value(
				"family_members",
				[...others, ...chosen].map((client) => ({ client }))
			);
		});
		const client = frm.doc.is_anonymous ? null : frm.doc.client;
		frm.family_ticks.offer(client, frm.doc.consultation_date, clients_along(frm));
	},

	/** The server refuses it too; the form says so before anything is typed. */
	respect_author(frm) {
		if (frm.doc.__onload?.may_write !== false) return;
		frm.disable_form();
		frm.set_intro(
			__("Only the person who held this conversation and the counsellors can change it."),
			"blue"
		);
	},

	add_referral_button(frm) {
		if (!frm.doc.client || !frappe.model.can_create("Client Referral")) return;
		frm.add_custom_button(__("Refer"), () =>
			frappe.new_doc("Client Referral", {
				client: frm.doc.client,
				consultation: frm.doc.name,
				referred_to: frm.doc.referred_to,
				topic: frm.doc.main_topic,
			})
		);
	},

	add_follow_up_button(frm) {
		if (!frm.doc.follow_up_on || frm.doc.follow_up_done) return;
		if (frm.doc.__onload?.may_write === false) return;
		frm.add_custom_button(__("Follow-up done"), () =>
			refugee_support.finish_follow_up(frm.doc.name, () => frm.reload_doc())
		);
	},

	add_incident_button(frm) {
		if (!frappe.model.can_create("Unequal Treatment Incident")) return;
		frm.add_custom_button(__("Unequal Treatment"), () =>
			frappe.new_doc("Unequal Treatment Incident", {
				client: frm.doc.client,
				consultation: frm.doc.name,
				happened_on: frm.doc.consultation_date,
			})
		);
	},

	async propose_values(frm) {
		if (frm.doc.duration_minutes) return;
		const { message } = await frappe.call({
			method: "refugee_support.refugee_support.doctype.consultation.consultation.get_defaults",
			args: { client: frm.doc.client || null },
		});
		for (const [fieldname, value] of Object.entries(message || {})) {
			if (value && !frm.doc[fieldname]) frm.set_value(fieldname, value);
		}
	},

	add_note_button(frm) {
		if (!frappe.model.can_read("Consultation Note")) return;
		frm.add_custom_button(__("Confidential Note"), async () => {
			const { message } = await frappe.db.get_value(
				"Consultation Note",
				{ consultation: frm.doc.name },
				"name"
			);
			if (message?.name) frappe.set_route("Form", "Consultation Note", message.name);
			else
				frappe.new_doc("Consultation Note", {
					consultation: frm.doc.name,
					client: frm.doc.client,
				});
		});
	},
});

function clients_along(frm) {
	return (frm.doc.family_members || []).map((row) => row.client).filter(Boolean);
}
