frappe.provide("refugee_support");

/**
 * Ticks for the people around a client: who else was this conversation with?
 * Offered: the household of that day and the relatives, as far as the reader may see them. Nobody is ticked in
 * advance, because whoever is ticked is counted.
 */
refugee_support.FamilyTicks = class {
	/**
	 * @param {jQuery} $area where the ticks are drawn
	 * @param {function(string[])} onchange told who is ticked, in the order of the list
	 */
	constructor($area, onchange) {
		this.$area = $area;
		this.onchange = onchange;
		this.people = [];
		this.chosen = [];
	}

	/** Offer the people around this client on this day; whoever is ticked and still offered stays ticked. */
	async offer(client, day, chosen) {
		const asked = JSON.stringify([client, day]);
		this.chosen = (chosen || this.chosen).slice();
		if (this.asked !== asked) {
			this.asked = asked;
			const people = client ? await this.people_around(client, day) : [];
			if (this.asked !== asked) return; // somebody else was chosen meanwhile
			this.people = people;
		}
		this.draw();
	}

	async people_around(client, day) {
		const { message } = await frappe.call({
			method: "refugee_support.family.people_around",
			args: { client, day: day || null },
		});
		return message || [];
	}

	draw() {
		this.$area.empty().addClass("refugee-support-family");
		if (!this.people.length) return;
		$("<div class='control-label mb-2'>").text(__("Also counselled:")).appendTo(this.$area);
		const $list = $("<div class='d-flex flex-wrap' role='group'>")
			.attr("aria-label", __("Family members also counselled"))
			.css("gap", "6px 18px")
			.appendTo(this.$area);
		for (const person of this.people) this.tick_for(person).appendTo($list);
	}

	tick_for(person) {
		const $box = $("<input type='checkbox'>")
			.attr("data-client", person.client)
			.prop("checked", this.chosen.includes(person.client))
			.on("change", () => this.toggle(person.client, $box.prop("checked")));
		const $label = $("<label class='d-flex align-items-center m-0'>").css({
			cursor: "pointer",
			gap: "6px",
			"min-height": "28px",
		});
		const $about = $("<span class='text-muted small'>").text(person.about);
		return $label.append($box.addClass("m-0"), $("<span>").text(person.client_name), $about);
	}

	toggle(client, is_chosen) {
		this.chosen = this.chosen.filter((name) => name !== client);
		if (is_chosen) this.chosen.push(client);
		this.onchange(this.chosen);
	}
};
