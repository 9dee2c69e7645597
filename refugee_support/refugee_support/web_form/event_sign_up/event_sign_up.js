frappe.ready(() => {
	const { language, languages, direction, texts, events, chosen } = frappe.web_form_doc.sign_up;
	const root = document.documentElement;
	root.lang = language;
	root.dir = direction;

	/** The other languages, each by its own name. */
	function offer_languages() {
		const bar = document.createElement("p");
		bar.className = "event-languages";
		for (const [code, name] of Object.entries(languages)) {
			const link = document.createElement("a");
			const query = new URLSearchParams({ lang: code });
			if (chosen) query.set("event", chosen);
			link.href = `?${query}`;
			link.lang = code;
			link.textContent = name;
			if (code === language) link.setAttribute("aria-current", "true");
			bar.append(link);
		}
		document.querySelector(".web-form-header").prepend(bar);
	}

	function say_thank_you(answer) {
		const page = document.querySelector(".success-page");
		document.querySelector(".web-form-container").classList.add("hide");
		page.classList.remove("hide");
		const text = document.createElement("p");
		text.className = "event-answer";
		text.textContent = answer.answer;
		page.replaceChildren(text);
		if (!answer.link) return;
		const hint = document.createElement("p");
		const link = document.createElement("a");
		link.href = new URL(answer.link).pathname + new URL(answer.link).search;
		link.textContent = texts.your_place;
		hint.append(texts.keep_link, " ", link);
		page.append(hint);
	}

	/** Frappe's buttons stand in the template in the site's language; numbers and addresses run from left to right. */
	function speak_the_language() {
		for (const button of document.querySelectorAll(".submit-btn"))
			button.textContent = texts.send;
		for (const name of ["phone", "email"])
			document.querySelector(`[data-fieldname="${name}"] input`).dir = "ltr";
		document.querySelector('[data-fieldname="event"] select').dir = "auto";
	}

	/** Frappe's labels stand above their fields and belong to none of them: a screen reader would say "edit, blank". */
	function name_the_fields() {
		for (const control of document.querySelectorAll(".frappe-control[data-fieldname]")) {
			const label = control.querySelector(".control-label, .label-area")?.textContent.trim();
			if (!label) continue;
			for (const field of control.querySelectorAll("input, select, textarea"))
				field.setAttribute("aria-label", label);
		}
	}

	offer_languages();
	speak_the_language();
	name_the_fields();
	const form = frappe.web_form;
	// One number for each form that is filled in: sent twice, it is one registration.
	const key = frappe.utils.get_random
		? frappe.utils.get_random(30)
		: String(Math.random()).slice(2);
	form.set_value("form_key", key);
	form.set_value("language", language);
	if (chosen) form.set_value("event", chosen);
	form.handle_success = say_thank_you;
	if (!events) {
		const note = document.createElement("p");
		note.textContent = texts.no_events;
		document.querySelector(".web-form-body").replaceChildren(note);
	}
});
