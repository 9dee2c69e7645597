const ACTIONS =
	"refugee_support.refugee_support.doctype.unequal_treatment_incident.unequal_treatment_incident";

frappe.ui.form.on("Unequal Treatment Incident", {
	setup(frm) {
		frm.set_query("responsible", () => ({
			query: "refugee_support.search.team_member_query",
		}));
		frm.set_query("authority", () => ({ filters: { enabled: 1 } }));
		frm.set_query("referred_to", () => ({
			filters: { enabled: 1, kind: "Anti-Discrimination Office" },
		}));
		for (const fieldname of ["consultation", "application"])
			frm.set_query(fieldname, () => ({ filters: { client: frm.doc.client || "" } }));
	},

	refresh(frm) {
		frm.trigger("show_hints");
		frm.trigger("tell_claim");
		if (frm.is_new()) return;
		frm.trigger("add_wording_buttons");
		frm.trigger("add_referral_button");
	},

	show_hints(frm) {
		const $hints = frm.get_field("wording_check").$wrapper.empty();
		const { wording_hints: hints = [] } = frm.doc.__onload || {};
		const { anonymised_wording, wording_state } = frm.doc;
		if (frm.is_new() || !anonymised_wording || wording_state === "Released") return;
		if (!hints.length) {
			const clean = __(
				"The check has found nothing. Read it once more as a neighbour would."
			);
			$("<div>").addClass("form-message green").text(clean).appendTo($hints);
		}
		for (const hint of hints)
			$("<div>").addClass("form-message orange").text(hint).appendTo($hints);
	},

	tell_claim(frm) {
		const { claim_until, claim_made_on, client } = frm.doc;
		if (frm.is_new() || !claim_until || claim_made_on) return;
		const day = frappe.datetime.str_to_user(claim_until);
		if (frm.doc.__onload?.claim_is_over)
			frm.set_intro(
				__("The two months of the Equal Treatment Act ended on {0}.", [day]),
				"red"
			);
		else if (client)
			frm.set_intro(
				__("A claim under the Equal Treatment Act has to be made in writing by {0}.", [
					day,
				]),
				"orange"
			);
		else
			frm.set_intro(
				__("A claim is possible until {0}. Nobody is reminded: no client is named here.", [
					day,
				]),
				"orange"
			);
	},

	add_wording_buttons(frm) {
		const { anonymised_wording, wording_state, wording_asked_by } = frm.doc;
		if (!anonymised_wording || wording_state === "Released") return;
		if (wording_state !== "Waiting for Second Person")
			frm.add_custom_button(__("Release Wording"), () => act(frm, "release_wording"));
		else if (wording_asked_by !== frappe.session.user)
			frm.add_custom_button(__("Release as Second Person"), () =>
				frappe.confirm(
					__(
						"You have read the text and the hints, and nobody can be recognised by it?"
					),
					() => act(frm, "confirm_wording")
				)
			);
	},

	add_referral_button(frm) {
		if (!frm.doc.client || !frappe.model.can_create("Client Referral")) return;
		frm.add_custom_button(__("Refer"), () =>
			frappe.new_doc("Client Referral", {
				client: frm.doc.client,
				consultation: frm.doc.consultation,
				referred_to: frm.doc.referred_to,
				reason: "Needs a Specialist",
			})
		);
	},
});

async function act(frm, method) {
	if (frm.is_dirty()) await frm.save();
	const { message } = await frappe.call({
		method: `${ACTIONS}.${method}`,
		args: { incident: frm.docname },
		freeze: true,
	});
	await frm.reload_doc();
	if (message.state === "Released")
		frappe.show_alert({ message: __("The wording is released."), indicator: "green" });
	else
		frappe.msgprint({
			title: __("A second person has to read it"),
			message: __(
				"The check has found something: change the text, or ask a second person to release it. What to change stands below the text."
			),
			indicator: "orange",
		});
}
