/** What somebody can do with a duty, in lists and forms alike. The server decides again, under a lock. */
const DUTIES = "refugee_support.duties.actions";

const call_duty = async (method, doc, done, values = {}) => {
	await frappe.xcall(`${DUTIES}.${method}`, { shift: doc.name, ...values });
	frappe.show_alert({ message: done, indicator: "green" });
	return true;
};

const confirmed = (sentence) =>
	new Promise((resolve) =>
		frappe.confirm(
			sentence,
			() => resolve(true),
			() => resolve(false)
		)
	);

const ask_somebody = async (doc) => {
	const people = await frappe.xcall(`${DUTIES}.who_could`, { shift: doc.name });
	if (!people.length) {
		frappe.msgprint(__("Nobody else can do this duty at that time. You can give it back."));
		return false;
	}
	return new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title: __("Ask Somebody to Take Over"),
			fields: [
				{
					fieldname: "user",
					fieldtype: "Select",
					label: __("Name"),
					options: people,
					reqd: 1,
					description: __("Until they accept, the duty stays yours."),
				},
			],
			primary_action_label: __("Ask"),
			async primary_action({ user }) {
				await call_duty("ask", doc, __("Asked"), { user });
				dialog.hide();
				resolve(true);
			},
		});
		dialog.show();
	});
};

const ACTIONS = {
	take: () => ({
		label: __("Take This Duty"),
		primary: true,
		run: (doc) => call_duty("take", doc, __("The duty is yours. Thank you!")),
	}),
	accept: () => ({
		label: __("Take It Over"),
		primary: true,
		run: (doc) => call_duty("accept", doc, __("The duty is yours. Thank you!")),
	}),
	decline: () => ({
		label: __("I Cannot"),
		run: (doc) => call_duty("decline", doc, __("They were told.")),
	}),
	ask: () => ({ label: __("Ask Somebody to Take Over"), run: ask_somebody }),
	give_back: () => ({
		label: __("Give Back"),
		run: async (doc) =>
			(await confirmed(__("Give this duty back? It is then open for everybody."))) &&
			call_duty("give_back", doc, __("Given back")),
	}),
};

refugee_support.duties = {
	possible(doc) {
		const me = frappe.session.user;
		if (doc.starts_at <= frappe.datetime.now_datetime()) return [];
		if (doc.status === "Open") return [ACTIONS.take()];
		if (doc.status !== "Taken") return [];
		if (doc.offered_to === me) return [ACTIONS.accept(), ACTIONS.decline()];
		return doc.user === me ? [ACTIONS.ask(), ACTIONS.give_back()] : [];
	},
};
