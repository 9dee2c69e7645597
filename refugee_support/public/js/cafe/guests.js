/** Guests who agreed to be counted by name, found by a few letters. Nothing but the name ever comes here. */
const PAUSE = 250;

refugee_support.cafe.Guests = class {
	constructor(page) {
		this.page = page;
		const { el } = refugee_support.cafe;
		this.input = el("input", {
			type: "search",
			className: "form-control rs-cafe-search",
			placeholder: __("First letters of the name"),
			autocomplete: "off",
			spellcheck: false,
			attributes: { "aria-label": __("Guest by Name"), dir: "auto" },
		});
		this.results = el("div", {
			className: "rs-cafe-results",
			attributes: { "aria-live": "polite" },
		});
		this.here = el("div", { className: "rs-cafe-here" });
		this.root = el(
			"section",
			{ className: "rs-cafe-box rs-cafe-guests" },
			el("h3", { textContent: __("Guest by Name") }),
			this.input,
			this.results,
			this.here
		);
		this.input.addEventListener("input", () => this.wait_and_find());
		this.input.addEventListener("keydown", (event) => {
			if (event.key === "Enter")
				this.results.querySelector("button:not(:disabled)")?.click();
			if (event.key === "Escape") this.clear();
			event.stopPropagation(); // letters typed here are no shortcuts
		});
	}

	wait_and_find() {
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.find(), PAUSE);
	}

	async find() {
		const txt = this.input.value.trim();
		if (txt.length < 2) return this.results.replaceChildren();
		try {
			const found = await refugee_support.cafe.call("guests.find", {
				session: this.page.session.name,
				txt,
			});
			if (this.input.value.trim() === txt) this.show(found);
		} catch (error) {
			this.say(
				error.sentence ||
					__(
						"No connection: names cannot be looked up. Please count the guest without a name."
					)
			);
		}
	}

	show(found) {
		if (!found.length)
			return this.say(
				__("Nobody found who agreed to be counted by name. Please count without a name.")
			);
		const here = new Set((this.page.state?.named || []).map((row) => row.guest));
		this.results.replaceChildren(
			...found.map((row) => {
				const came = here.has(row.guest) || this.page.came.has(row.guest);
				const button = refugee_support.cafe.el(
					"button",
					{ type: "button", className: "btn rs-cafe-guest", disabled: came },
					refugee_support.cafe.el("bdi", { textContent: row.name }),
					came ? refugee_support.cafe.el("small", { textContent: __("is here") }) : null
				);
				button.addEventListener("click", () => {
					this.page.count({ guest: row.guest }, row.name);
					this.clear();
				});
				return button;
			})
		);
	}

	say(sentence) {
		this.results.replaceChildren(
			refugee_support.cafe.el("p", { className: "text-muted", textContent: sentence })
		);
	}

	clear() {
		this.input.value = "";
		this.results.replaceChildren();
	}

	/** Who is here by name. */
	refresh(named) {
		this.here.replaceChildren(
			...named.map((row) =>
				refugee_support.cafe.el("bdi", {
					className: "rs-cafe-name",
					textContent: row.name,
				})
			)
		);
	}
};
