/**
 * The page at the door, made for a tablet: one tap for each guest. What was tapped shows at once; the server hears of it
 * as soon as it can (queue.js). Every tablet asks for the numbers of all every few seconds.
 */
const EVERY = 4000;
const { el } = refugee_support.cafe;
const BRACKETS = ["18 to 60", "Over 60", "Under 18"];
const GENDERS = ["Female", "Male", "Other"];

refugee_support.cafe.CheckIn = class {
	constructor(page) {
		this.frame = page;
		this.unsent = new Map(); // taps the server's numbers do not contain yet
		this.came = new Set(); // guests by name whom this tablet has just counted
		this.first_time = false;
		this.root = el("div", { className: "rs-cafe" });
		page.main.removeClass("frappe-card").append(this.root);
		document.addEventListener("keydown", (event) => this.on_key(event));
		window.addEventListener("online", () => this.sync());
		document.addEventListener("visibilitychange", () => !document.hidden && this.sync());
	}

	async start(wanted) {
		this.running = true;
		this.wanted = wanted;
		if (!this.sessions) await this.load_sessions();
		if (!this.sessions?.length) return;
		const found =
			this.sessions.find((row) => row.name === wanted) ||
			this.sessions.find((row) => row.name === this.session?.name) ||
			this.session_of_today();
		if (found) this.open(found);
		else
			this.offer_sessions(
				__("There is no language café today. Which session do you want to enter?")
			);
	}

	stop() {
		this.running = false;
		clearTimeout(this.timer);
	}

	async load_sessions() {
		this.root.replaceChildren(
			el("p", { className: "text-muted", textContent: __("Loading …") })
		);
		try {
			this.sessions = await refugee_support.cafe.call("check_in.sessions");
		} catch (error) {
			this.root.replaceChildren(
				el("p", {
					textContent:
						error.sentence || __("No connection. The page tries again by itself."),
				})
			);
			if (error.offline && this.running)
				this.timer = setTimeout(() => this.start(this.wanted), EVERY);
			return;
		}
		if (!this.sessions.length)
			this.root.replaceChildren(
				el("p", {
					textContent: __(
						"There is no session to check in for: none today, none of the last days."
					),
				})
			);
	}

	/** The one that is on now, or comes next today. */
	session_of_today() {
		const now = frappe.datetime.now_datetime();
		const today = this.sessions.filter((row) => row.today).reverse();
		return today.find((row) => row.ends_at >= now) || today[today.length - 1];
	}

	offer_sessions(sentence) {
		this.stop();
		this.session = null;
		this.running = true;
		this.root.replaceChildren(
			el("p", { className: "rs-cafe-question", textContent: sentence }),
			...this.sessions.map((row) => {
				const button = el("button", {
					type: "button",
					className: "btn btn-default rs-cafe-session",
				});
				button.append(
					el("strong", { textContent: row.title }),
					el("span", { textContent: this.when(row) })
				);
				button.addEventListener("click", () => this.open(row));
				return button;
			})
		);
	}

	when(row) {
		const day = frappe.datetime.str_to_user(row.starts_at.slice(0, 10));
		const [from, to] = [row.starts_at.slice(11, 16), row.ends_at.slice(11, 16)];
		return [day, `${from}–${to}`, row.place, row.room].filter(Boolean).join(" · ");
	}

	open(session) {
		if (this.session?.name !== session.name) {
			this.session = session;
			this.state = null;
			this.came.clear();
			this.queue = new refugee_support.cafe.Queue(session.name);
			this.unsent = new Map(this.queue.waiting.map((row) => [key_of(row), row]));
			this.offline = false;
			this.refused = "";
			this.draw();
		}
		this.sync();
	}

	// --- Drawing ---

	draw() {
		this.total = el("strong", { className: "rs-cafe-total" });
		this.first = el("span", { className: "text-muted" });
		this.connection = el("span", {
			className: "rs-cafe-connection",
			attributes: { role: "status" },
		});
		this.said = el("div", {
			className: "rs-cafe-said",
			attributes: { "aria-live": "polite" },
		});
		this.undo_button = button_of(__("Undo"), "btn btn-default rs-cafe-undo", () =>
			this.undo()
		);
		this.first_button = button_of(__("For the First Time"), "btn rs-cafe-first", () =>
			this.set_first_time(!this.first_time)
		);
		const other = button_of(__("Other Session"), "btn btn-default btn-sm", () =>
			this.offer_sessions(__("Which session do you want to enter?"))
		);
		this.guests = new refugee_support.cafe.Guests(this);
		this.team = new refugee_support.cafe.Team(this);
		this.childcare = new refugee_support.cafe.Childcare(this);
		this.root.replaceChildren(
			el(
				"header",
				{ className: "rs-cafe-head rs-cafe-wide" },
				el(
					"div",
					{ className: "rs-cafe-what" },
					el("strong", { textContent: this.session.title }),
					el("span", { className: "text-muted", textContent: this.when(this.session) }),
					other
				),
				el(
					"div",
					{ className: "rs-cafe-number" },
					this.total,
					el("span", { textContent: __("guests") }),
					this.first
				),
				this.connection
			),
			el(
				"section",
				{ className: "rs-cafe-box rs-cafe-count" },
				el("div", { className: "rs-cafe-before" }, this.first_button, this.undo_button),
				this.draw_buttons(),
				this.said
			),
			el("div", { className: "rs-cafe-side" }, this.guests.root, this.team.root),
			this.childcare.root
		);
		this.childcare.root.hidden = true;
		this.set_first_time(false);
		this.refresh();
	}

	draw_buttons() {
		this.numbers = {};
		const labels = {
			"18 to 60": [__("Woman"), __("Man"), __("Diverse")],
			"Over 60": [__("Woman over 60"), __("Man over 60"), __("Diverse over 60")],
			"Under 18": [__("Girl"), __("Boy"), __("Child")],
		};
		const buttons = BRACKETS.flatMap((age_bracket, line) =>
			GENDERS.map((gender, column) => {
				// A child whose gender nobody asks for
				const value = age_bracket === "Under 18" && gender === "Other" ? "" : gender;
				const key = `${age_bracket}|${value}`;
				const label = labels[age_bracket][column];
				this.numbers[key] = el("span", { className: "rs-cafe-badge" });
				const button = button_of("", `btn rs-cafe-tap ${line ? "" : "is-main"}`, () =>
					this.count({ age_bracket, gender: value }, label)
				);
				button.append(
					el("span", { textContent: label }),
					this.numbers[key],
					el("kbd", {
						textContent: String(line * 3 + column + 1),
						attributes: { "aria-hidden": "true" },
					})
				);
				return button;
			})
		);
		this.tap_buttons = buttons;
		return el("div", { className: "rs-cafe-taps" }, ...buttons);
	}

	/** Server's numbers and what it has not heard of yet. */
	refresh() {
		const counts = this.state?.counts || { total: 0, first_time: 0, by_button: {} };
		const more = { total: 0, first_time: 0, by_button: {} };
		for (const tap of this.unsent.values()) {
			const one = tap.undo ? -1 : 1;
			more.total += one;
			more.first_time += tap.first_time ? one : 0;
			const key = `${tap.age_bracket || ""}|${tap.gender || ""}`;
			more.by_button[key] = (more.by_button[key] || 0) + one;
		}
		this.total.textContent = Math.max(0, counts.total + more.total);
		this.first.textContent = __("of them for the first time: {0}", [
			Math.max(0, counts.first_time + more.first_time),
		]);
		for (const [key, badge] of Object.entries(this.numbers)) {
			const number = (counts.by_button[key] || 0) + (more.by_button[key] || 0);
			badge.textContent = number > 0 ? number : "";
		}
		this.undo_button.disabled = !this.queue.mine.length;
		this.show_connection();
		if (!this.state) return;
		this.guests.refresh(this.state.named);
		this.team.refresh(this.state.helpers);
		this.childcare.refresh(this.state.childcare);
	}

	show_connection() {
		const waiting = this.queue.waiting.length;
		const words = this.refused
			? this.refused
			: this.offline
			  ? __("No connection. Go on counting: {0} are kept here and sent later.", [waiting])
			  : waiting
			    ? __("Sending {0} …", [waiting])
			    : __("Everything is stored");
		this.connection.textContent = words;
		this.connection.dataset.state = this.refused
			? "refused"
			: this.offline
			  ? "offline"
			  : "online";
		this.connection.dataset.waiting = waiting;
	}

	say(sentence) {
		this.said.textContent = sentence;
		this.said.classList.remove("is-new");
		void this.said.offsetWidth; // so that the same sentence shows as new
		this.said.classList.add("is-new");
	}

	// --- Counting ---

	count(values, label) {
		const tap = this.queue.add({
			...values,
			first_time: this.first_time && !values.guest ? 1 : 0,
		});
		this.unsent.set(key_of(tap), tap);
		if (values.guest) this.came.add(values.guest);
		this.say(
			tap.first_time
				? __("{0} counted, for the first time", [label])
				: __("{0} counted", [label])
		);
		this.set_first_time(false);
		this.refresh();
		this.sync();
	}

	undo() {
		const tap = this.queue.undo();
		if (!tap) return;
		const undoing = { ...tap, undo: 1 };
		this.unsent.set(key_of(undoing), undoing);
		if (tap.guest) this.came.delete(tap.guest);
		this.say(__("The last guest was taken back"));
		this.refresh();
		this.sync();
	}

	set_first_time(on) {
		this.first_time = on;
		this.first_button.classList.toggle("is-on", on);
		this.first_button.setAttribute("aria-pressed", String(on));
	}

	on_key(event) {
		if (!this.running || !this.session || event.ctrlKey || event.altKey || event.metaKey)
			return;
		if (document.querySelector(".modal.show")) return;
		if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
		const number = Number(event.key);
		if (number >= 1 && number <= 9) this.tap_buttons[number - 1].click();
		else if (event.key === "0") this.first_button.click();
		else if (event.key === "Backspace") this.undo_button.click();
		else if (event.key === "+") this.guests.input.focus();
		else return;
		event.preventDefault();
	}

	// --- Talking to the server ---

	/** One after the other, so that the numbers asked for contain everything that was sent before. */
	async sync() {
		if (this.syncing) return (this.again = true);
		if (!this.running || !this.session) return;
		clearTimeout(this.timer);
		this.syncing = true;
		const session = this.session;
		try {
			while (this.queue.waiting.length) this.settle(await this.queue.send());
			await this.send_leftovers();
			const settled = [...this.unsent.values()].filter((row) => row.settled).map(key_of);
			const state = await refugee_support.cafe.call("check_in.state", {
				session: session.name,
			});
			if (this.session === session) {
				this.state = state;
				settled.forEach((key) => this.unsent.delete(key));
				this.offline = false;
				this.refused = "";
			}
		} catch (error) {
			this.offline = Boolean(error.offline);
			this.refused = error.sentence || "";
			if (!error.offline && !error.sentence) console.error(error);
		} finally {
			this.syncing = false;
		}
		if (this.session) this.refresh();
		const at_once = this.again && !this.offline && !this.refused;
		this.again = false;
		if (this.running) this.timer = setTimeout(() => this.sync(), at_once ? 0 : EVERY);
	}

	/** What this tablet still holds of other sessions: switched off last week before the connection came back. */
	async send_leftovers() {
		for (const session of refugee_support.cafe.sessions_waiting()) {
			if (session === this.session.name) continue;
			const queue = new refugee_support.cafe.Queue(session);
			try {
				while (queue.waiting.length) await queue.send();
			} catch (error) {
				if (error.offline) throw error;
				// Closed or cancelled meanwhile: it stays here, for whoever asks about it.
			}
		}
	}

	settle(answers) {
		for (const row of this.unsent.values()) {
			const answer = answers?.[row.tap_id];
			if (!answer || this.queue.waiting.some((left) => key_of(left) === key_of(row)))
				continue;
			row.settled = true;
			if (answer.status === "refused") {
				this.unsent.delete(key_of(row));
				this.say(answer.reason);
			}
		}
	}

	/** Something that needs the connection. Returns the answer, or nothing when it failed (and says why). */
	async act(method, values, with_session = true) {
		try {
			const about = with_session ? { session: this.session.name } : {};
			const answer = await refugee_support.cafe.call(method, { ...about, ...values });
			this.sync();
			return answer || true;
		} catch (error) {
			frappe.msgprint({
				title: __("Not Stored"),
				message: frappe.utils.escape_html(
					error.sentence ||
						__("This needs a connection. Please write it down and try again.")
				),
				indicator: "orange",
			});
		}
	}
};

const key_of = (tap) => `${tap.tap_id}|${tap.undo || 0}`;

function button_of(label, className, click) {
	const button = el("button", { type: "button", className, textContent: label });
	button.addEventListener("click", click);
	return button;
}
