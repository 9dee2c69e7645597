/** Children next door. Needs the connection: names, phone numbers and allergies are never kept in the tablet. */
const BANDS = ["Under 3", "3 to 6", "7 and Older"];

refugee_support.cafe.Childcare = class {
	constructor(page) {
		const { el } = refugee_support.cafe;
		this.page = page;
		this.free = el("div", { className: "rs-cafe-free" });
		this.list = el("div", { className: "rs-cafe-children" });
		this.bring = el("button", {
			type: "button",
			className: "btn btn-primary rs-cafe-bring",
			textContent: __("Bring a Child"),
		});
		this.bring.addEventListener("click", () => this.open_dialog());
		this.root = el(
			"section",
			{ className: "rs-cafe-box rs-cafe-wide" },
			el("h3", { textContent: __("Childcare") }),
			el("div", { className: "rs-cafe-childcare-head" }, this.free, this.bring),
			this.list
		);
	}

	refresh(childcare) {
		this.root.hidden = !childcare;
		if (!childcare) return;
		const { el } = refugee_support.cafe;
		const carers = el("span", {
			className: `indicator-pill no-indicator-dot ${childcare.carers ? "green" : "red"}`,
			textContent: childcare.carers
				? __("Carers here: {0}", [childcare.carers])
				: __("No carer with a valid certificate is here yet"),
		});
		const pills = BANDS.filter((band) => childcare.places[band]).map((band) =>
			el("span", {
				className: `indicator-pill no-indicator-dot ${
					childcare.free[band] ? "blue" : "orange"
				}`,
				textContent: childcare.free[band]
					? __("{0}: {1} free", [label_of(band), childcare.free[band]])
					: __("{0}: full", [label_of(band)]),
			})
		);
		const warning = childcare.too_many
			? el("span", {
					className: "indicator-pill no-indicator-dot red",
					textContent: __("More children than the carers who are here may look after"),
			  })
			: null;
		this.free.replaceChildren(...[carers, ...pills, warning].filter(Boolean));
		let turn = 0;
		this.list.replaceChildren(
			...childcare.children.map((row) =>
				this.child(row, row.status === "Waiting" ? ++turn : 0)
			)
		);
	}

	child(row, turn) {
		const { el } = refugee_support.cafe;
		const said = {
			"In Care": __("in care since {0}", [row.taken_at]),
			"Picked Up": __("picked up at {0}", [row.picked_up_at]),
			Waiting: __("waiting since {0}, number {1}", [row.joined_at, turn]),
			Offered: __("a place is free: please ask"),
			"Gave Up": __("no longer waiting"),
		}[row.status];
		return el(
			"div",
			{ className: "rs-cafe-child", dataset: { status: row.status } },
			el(
				"div",
				{ className: "rs-cafe-child-who" },
				el("strong", {}, el("bdi", { textContent: row.child_first_name })),
				el("span", { textContent: `${label_of(row.age_band)} · ${said}` }),
				el("span", {}, `${__("Brought By")}: `, el("bdi", { textContent: row.guardian })),
				row.phone
					? el("a", {
							href: `tel:${row.phone.replace(/[^+\d]/g, "")}`,
							textContent: row.phone,
					  })
					: null,
				row.allergies
					? el("span", { className: "rs-cafe-allergies", textContent: row.allergies })
					: null
			),
			el("div", { className: "rs-cafe-child-do" }, ...this.buttons(row))
		);
	}

	buttons(row) {
		const step = (action, label, style = "btn-default") => {
			const button = refugee_support.cafe.el("button", {
				type: "button",
				className: `btn ${style}`,
				textContent: label,
			});
			button.addEventListener("click", () =>
				this.page.act("childcare.step", { place: row.name, action }, false)
			);
			return button;
		};
		if (row.status === "In Care") return [step("pick_up", __("Picked Up"), "btn-primary")];
		if (row.status === "Offered")
			return [
				step("accept", __("Take the Place"), "btn-primary"),
				step("give_up", __("Not Any More")),
			];
		if (row.status === "Waiting") return [step("give_up", __("Not Any More"))];
		return [];
	}

	open_dialog() {
		const tap_id = refugee_support.cafe.new_number(); // one for this dialog: sent twice, it is one child
		const dialog = new frappe.ui.Dialog({
			title: __("Bring a Child"),
			fields: [
				{
					fieldname: "child_first_name",
					fieldtype: "Data",
					label: __("First Name of the Child"),
					reqd: 1,
				},
				{
					fieldname: "age_band",
					fieldtype: "Select",
					label: __("Age of the Child"),
					options: BANDS.map((band) => ({ value: band, label: label_of(band) })),
					default: "3 to 6",
					reqd: 1,
				},
				{ fieldname: "guardian", fieldtype: "Data", label: __("Brought By"), reqd: 1 },
				{ fieldname: "phone", fieldtype: "Data", label: __("Phone During the Session") },
				{
					fieldname: "allergies",
					fieldtype: "Small Text",
					label: __("Allergies and What Matters"),
				},
				{ fieldname: "note", fieldtype: "HTML" },
			],
			primary_action_label: __("Take In"),
			primary_action: async (values) => {
				const answer = await this.page.act("childcare.take", { ...values, tap_id });
				if (!answer) return; // what was typed stays
				dialog.hide();
				this.page.say(
					answer.status === "Waiting"
						? __("No place is free: the child is on the waiting list.")
						: __("The child is in care.")
				);
			},
		});
		dialog.fields_dict.note.$wrapper
			.addClass("text-muted")
			.text(
				__(
					"For today only. Tonight these details are emptied; only age and times are counted."
				)
			);
		dialog.show();
	}
};

function label_of(band) {
	return { "Under 3": __("Under 3"), "3 to 6": __("3 to 6"), "7 and Older": __("7 and Older") }[
		band
	];
}
