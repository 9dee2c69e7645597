frappe.provide("refugee_support");

/**
 * What is typed into a consultation is kept in this browser until it is sent: a lost connection, a time-out or a
 * closed lid costs nothing. Encrypted with a key the server derives for whoever is logged in, so that the next person
 * at a shared device can neither read it nor is offered it. Gone when sent or discarded, at logout, and after 12 hours.
 */
const PREFIX = "refugee_support:draft:";
const LONGEST = 12 * 60 * 60 * 1000; // milliseconds
const time_of = (at) =>
	new Date(at).toLocaleTimeString(frappe.boot.lang, { hour: "2-digit", minute: "2-digit" });

refugee_support.drafts = {
	/** Encryption needs HTTPS (or this machine); without it nothing is kept at all. */
	is_available: () => Boolean(frappe.boot.refugee_support?.drafts && window.crypto?.subtle),

	new_id: () =>
		[...window.crypto.getRandomValues(new Uint8Array(16))]
			.map((byte) => byte.toString(16).padStart(2, "0"))
			.join(""),

	own_prefix: () => `${PREFIX}${frappe.boot.refugee_support.drafts.owner}:`,

	async key() {
		const raw = bytes_of(frappe.boot.refugee_support.drafts.key);
		return await window.crypto.subtle.importKey("raw", raw, "AES-GCM", false, [
			"encrypt",
			"decrypt",
		]);
	},

	/** @param {object} content kind ("dialog", "form" or "change"), name of a record that is changed, values */
	async keep(id, content) {
		if (!this.is_available()) return false;
		const iv = window.crypto.getRandomValues(new Uint8Array(12));
		const plain = new TextEncoder().encode(JSON.stringify(content));
		const sealed = await window.crypto.subtle.encrypt(
			{ name: "AES-GCM", iv },
			await this.key(),
			plain
		);
		const stored = {
			at: Date.now(),
			iv: text_of(iv),
			sealed: text_of(new Uint8Array(sealed)),
		};
		try {
			localStorage.setItem(this.own_prefix() + id, JSON.stringify(stored));
			return true;
		} catch {
			return false; // storage full or switched off: the dialog itself still holds everything
		}
	},

	forget(id) {
		if (this.is_available()) localStorage.removeItem(this.own_prefix() + id);
	},

	forget_mine() {
		if (!this.is_available()) return;
		for (const name of names_in_storage(this.own_prefix())) localStorage.removeItem(name);
	},

	/** Of everybody: whoever opens the desk next clears away what has become too old. */
	forget_old() {
		for (const name of names_in_storage(PREFIX)) {
			const { at } = parsed(localStorage.getItem(name));
			if (!at || Date.now() - at > LONGEST) localStorage.removeItem(name);
		}
	},

	/** My drafts that can still be read, the newest first. */
	async mine() {
		if (!this.is_available()) return [];
		this.forget_old();
		const found = [];
		for (const name of names_in_storage(this.own_prefix())) {
			const content = await this.opened(name);
			if (content) found.push(content);
			else localStorage.removeItem(name);
		}
		return found.sort((one, other) => other.at - one.at);
	},

	async one(id) {
		return this.is_available() ? await this.opened(this.own_prefix() + id) : null;
	},

	async opened(name) {
		const stored = parsed(localStorage.getItem(name));
		if (!stored.at) return null;
		try {
			const plain = await window.crypto.subtle.decrypt(
				{ name: "AES-GCM", iv: bytes_of(stored.iv) },
				await this.key(),
				bytes_of(stored.sealed)
			);
			const content = JSON.parse(new TextDecoder().decode(plain));
			return { ...content, id: name.split(":").slice(3).join(":"), at: stored.at };
		} catch {
			return null; // of an earlier key
		}
	},

	kept_until: (at = Date.now()) => time_of(at + LONGEST),

	tell_not_sent() {
		const until = this.is_available() ? this.kept_until() : null;
		frappe.msgprint({
			title: __("Not sent"),
			indicator: "orange",
			message: until
				? __(
						"There is no connection to the server. What you typed is kept on this device until {0}. Please save again when the connection is back.",
						[until]
				  )
				: __(
						"There is no connection to the server. Please leave this window open and save again when the connection is back."
				  ),
		});
	},

	/** Drafts waiting on this device when the desk opens: continue or discard, nothing in between is lost. */
	async offer() {
		const waiting = await this.mine();
		if (!waiting.length) return;
		const dialog = (this.dialog = new frappe.ui.Dialog({
			title: __("Not sent yet"),
			fields: [{ fieldtype: "HTML", fieldname: "drafts" }],
		}));
		const $list = dialog.get_field("drafts").$wrapper;
		$("<p class='text-muted'>")
			.text(
				__("Kept on this device for you alone, until it is sent or 12 hours have passed.")
			)
			.appendTo($list);
		for (const draft of waiting) this.line_for(draft, dialog).appendTo($list);
		dialog.$wrapper.on("click keydown", () => (this.is_answered = true));
		dialog.show();
	},

	/** A change of page closes every dialog, and the first page of the desk may come later than the offer. */
	offer_again() {
		if (this.dialog && !this.is_answered && !this.dialog.display) this.dialog.show();
	},

	line_for(draft, dialog) {
		const $line = $(
			"<div class='refugee-support-draft d-flex align-items-center flex-wrap py-2'>"
		);
		$line.css("gap", "8px");
		const at = time_of(draft.at);
		const $what = $("<div class='flex-fill'>").append(
			$("<div class='font-weight-bold'>").text(
				draft.kind === "change"
					? __("Changes to a consultation, {0}", [at])
					: __("Consultation, {0}", [at])
			),
			$("<div class='text-muted small'>").text(cstr(draft.values.summary).slice(0, 80))
		);
		const $continue = $("<button type='button' class='btn btn-sm btn-primary'>")
			.text(__("Go on"))
			.on("click", () => {
				dialog.hide();
				this.resume(draft);
			});
		const $discard = $("<button type='button' class='btn btn-sm btn-default'>")
			.text(__("Discard"))
			.on("click", () => {
				this.forget(draft.id);
				$line.remove();
				if (!dialog.$wrapper.find(".refugee-support-draft").length) dialog.hide();
			});
		return $line.append($what, $continue, $discard);
	},

	async resume(draft) {
		if (draft.kind === "change") {
			this.resuming = draft;
			return frappe.set_route("Form", "Consultation", draft.name);
		}
		await new Promise((resolve) => frappe.model.with_doctype("Consultation", resolve));
		const doc = frappe.model.get_new_doc("Consultation", null, null, true);
		Object.assign(doc, draft.values, { draft_id: draft.id });
		await refugee_support.know_titles(doc);
		if (draft.kind === "form") return frappe.set_route("Form", "Consultation", doc.name);
		return frappe.ui.form.make_quick_entry("Consultation", null, null, doc);
	},
};

/** The fields of a consultation that somebody can type, without what the framework adds. */
refugee_support.typed_values = (doc) => {
	const values = {};
	for (const df of frappe.get_meta("Consultation").fields) {
		if (
			frappe.model.no_value_type.includes(df.fieldtype) &&
			!frappe.model.table_fields.includes(df.fieldtype)
		)
			continue;
		const value = doc[df.fieldname];
		if (df.read_only || value === undefined || value === null || value === "") continue;
		values[df.fieldname] = frappe.model.table_fields.includes(df.fieldtype)
			? value.map((row) => typed_row(row))
			: value;
	}
	return values;
};

function typed_row(row) {
	const { client, topic, activity, doctype } = row;
	return Object.fromEntries(
		Object.entries({ doctype, client, topic, activity }).filter(([, value]) => value)
	);
}

function names_in_storage(prefix) {
	return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
}

function parsed(text) {
	try {
		return JSON.parse(text) || {};
	} catch {
		return {};
	}
}

const text_of = (bytes) => window.btoa(String.fromCharCode(...bytes));
const bytes_of = (text) => Uint8Array.from(window.atob(text), (letter) => letter.charCodeAt(0));

$(document).on("app_ready", () => {
	const drafts = refugee_support.drafts;
	drafts.forget_old();
	if (!drafts.is_available()) return;
	drafts.offer();
	frappe.router.on("change", () => setTimeout(() => drafts.offer_again(), 300)); // when the old dialog has faded
});

// On a shared device nothing stays behind; whoever has something unsent is asked first.
const log_out = frappe.Application.prototype.logout;
frappe.Application.prototype.logout = async function () {
	const drafts = refugee_support.drafts;
	const leave = () => {
		drafts.forget_mine();
		return log_out.call(this);
	};
	if (!(await drafts.mine()).length) return leave();
	frappe.confirm(
		__(
			"A consultation that was not sent is removed from this device when you log out. Log out?"
		),
		leave
	);
};
