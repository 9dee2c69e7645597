/** Who of the team is there. Carers who are there make places in childcare. */
refugee_support.cafe.Team = class {
	constructor(page) {
		const { el } = refugee_support.cafe;
		this.page = page;
		this.list = el("div", { className: "rs-cafe-team" });
		const me = el("button", {
			type: "button",
			className: "btn btn-default",
			textContent: __("I Am Here Too"),
		});
		me.addEventListener("click", () => this.join());
		this.root = el(
			"section",
			{ className: "rs-cafe-box" },
			el("h3", { textContent: __("Team") }),
			this.list,
			me
		);
	}

	refresh(helpers) {
		this.list.replaceChildren(...helpers.map((row) => this.button(row)));
	}

	button(row) {
		const { el } = refugee_support.cafe;
		const duty = row.duty === "Childcare" ? __("Childcare") : __("Host");
		const note = row.may_care ? duty : __("{0}, no valid certificate", [duty]);
		const button = el(
			"button",
			{
				type: "button",
				className: `btn rs-cafe-helper ${row.present ? "is-there" : ""}`,
				attributes: { "aria-pressed": String(Boolean(row.present)) },
			},
			el("bdi", { textContent: row.name }),
			el("small", { textContent: row.present ? `${note} · ${__("is here")}` : note })
		);
		button.addEventListener("click", () =>
			this.page.act("duty.set_present", { row: row.row, present: row.present ? 0 : 1 })
		);
		return button;
	}

	join() {
		const dialog = new frappe.ui.Dialog({
			title: __("I Am Here Too"),
			fields: [
				{
					fieldname: "duty",
					fieldtype: "Select",
					label: __("Duty"),
					options: [
						{ value: "Host", label: __("Host") },
						{ value: "Childcare", label: __("Childcare") },
					],
					default: "Host",
					reqd: 1,
				},
			],
			primary_action_label: __("I Am Here"),
			primary_action: async ({ duty }) => {
				if (await this.page.act("duty.join", { as_carer: duty === "Childcare" ? 1 : 0 }))
					dialog.hide();
			},
		});
		dialog.show();
	}
};
