/**
 * Taps wait in the browser until the server has answered for each of them: none is lost when the connection is, and none
 * counts twice when an answer is. They say nothing about a person (a guest by name is a token that holds for one
 * session), so that whoever takes over the tablet sends what is left.
 */
const IN_ONE_GO = 50;
const REMEMBERED = 50;

refugee_support.cafe.Queue = class {
	constructor(session) {
		this.session = session;
		this.key = `rs_cafe_taps|${session}`;
		this.mine_key = `rs_cafe_mine|${session}`;
		this.memory = {}; // where the browser keeps nothing
	}

	read(key) {
		try {
			return JSON.parse(localStorage.getItem(key) || "[]");
		} catch {
			return this.memory[key] || [];
		}
	}

	write(key, rows) {
		this.memory[key] = rows;
		try {
			if (rows.length) localStorage.setItem(key, JSON.stringify(rows));
			else localStorage.removeItem(key);
		} catch {
			// full or forbidden: the open page still knows
		}
	}

	get waiting() {
		return this.read(this.key);
	}

	get mine() {
		return this.read(this.mine_key);
	}

	add(tap) {
		const row = { ...tap, tap_id: refugee_support.cafe.new_number() };
		this.write(this.key, [...this.waiting, row]);
		this.write(this.mine_key, [...this.mine, row].slice(-REMEMBERED));
		return row;
	}

	/** The last tap of this tablet that was not undone. It may have been sent: so its undoing is sent, too. */
	undo() {
		const mine = this.mine;
		const last = mine.pop();
		if (!last) return null;
		this.write(this.mine_key, mine);
		this.write(this.key, [...this.waiting, { ...last, undo: 1 }]);
		return last;
	}

	/** Send the oldest; what has an answer is taken out. Returns {number: answer}, or null when there was nothing. */
	async send() {
		const rows = this.waiting.slice(0, IN_ONE_GO);
		if (!rows.length) return null;
		const answers = await refugee_support.cafe.call("check_in.send", {
			session: this.session,
			taps: rows,
		});
		const sent = rows.map((row) => `${row.tap_id}|${row.undo || 0}`);
		const left = this.waiting.filter(
			(row) => !sent.includes(`${row.tap_id}|${row.undo || 0}`)
		);
		this.write(this.key, left);
		return answers;
	}
};

/** The sessions of which taps wait in this browser. */
refugee_support.cafe.sessions_waiting = () => {
	try {
		return Object.keys(localStorage)
			.filter((key) => key.startsWith("rs_cafe_taps|"))
			.map((key) => key.split("|")[1]);
	} catch {
		return [];
	}
};

refugee_support.cafe.new_number = () => {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};
