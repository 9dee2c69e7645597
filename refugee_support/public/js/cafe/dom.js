frappe.provide("refugee_support.cafe");

/** An element with its text and children; text is text, whatever somebody is called. */
refugee_support.cafe.el = (tag, properties = {}, ...children) => {
	const { dataset, attributes, ...rest } = properties;
	const node = Object.assign(document.createElement(tag), rest);
	Object.assign(node.dataset, dataset || {});
	for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
	node.append(...children.filter((child) => child !== null && child !== undefined));
	return node;
};

/** A method of the check-in. Network failures are told apart from refusals: the first are tried again. */
refugee_support.cafe.call = async (method, values = {}) => {
	const url = `/api/method/refugee_support.cafe.${method}`;
	let answer;
	try {
		answer = await fetch(url, {
			method: "POST",
			headers: {
				"Content-Type": "application/json",
				Accept: "application/json",
				"X-Frappe-CSRF-Token": frappe.csrf_token,
			},
			body: JSON.stringify(values),
		});
	} catch {
		throw Object.assign(new Error("offline"), { offline: true });
	}
	if (answer.ok) return (await answer.json()).message;
	// A proxy whose server is away answers, too.
	if (answer.status >= 500) throw Object.assign(new Error("server"), { offline: true });
	throw Object.assign(new Error("refused"), { sentence: await sentence_of(answer) });
};

async function sentence_of(answer) {
	if (answer.status === 429) return __("Too many searches at once. Please wait a moment.");
	try {
		const body = await answer.json();
		const messages = JSON.parse(body._server_messages || "[]").map(
			(row) => JSON.parse(row).message
		);
		if (messages.length) return frappe.utils.html2text(messages.join(" "));
	} catch {
		// no sentence of ours
	}
	if ([400, 401, 403].includes(answer.status))
		return __(
			"You are no longer logged in. Please log in again; nothing that was counted is lost."
		);
	return __("This did not work. Please try again.");
}
