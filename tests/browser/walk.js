/**
 * What the walk does inside the desk: opens a view, waits until it is at rest, and looks at it as a reader would.
 * Put into the page once for each login by test_walk.py.
 */
window.walk = (() => {
	const problems = [];
	window.addEventListener("error", (event) => problems.push(`script: ${event.message}`));
	window.addEventListener("unhandledrejection", (event) => {
		const reason = event.reason;
		// Frappe rejects with the request, which the walk sees as a failed request anyway
		if (reason instanceof Error) problems.push(`script: ${reason.message}`);
	});
	const still = document.createElement("style");
	still.textContent =
		"*, *::before, *::after { transition: none !important; animation: none !important; }";
	document.head.append(still);

	const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
	const page = () => frappe.container?.page || document.body;

	/** No request under way and nothing drawn any more for a short while. */
	async function rest() {
		let quiet = 0;
		let size = -1;
		for (let turn = 0; turn < 300 && quiet < 3; turn++) {
			await sleep(50);
			const now = document.getElementsByTagName("*").length;
			quiet =
				$.active === 0 && now === size && !document.querySelector("#freeze.in")
					? quiet + 1
					: 0;
			size = now;
		}
		if (quiet < 3) problems.push("the page does not come to rest within 15 seconds");
	}

	/** After the window has changed its size: two frames to lay everything out anew. A browser that has lost its graphics
	 * draws no frame any more: not waited for without end. */
	const frame = () =>
		Promise.race([
			sleep(1000),
			new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
		]);
	const is_wide = () =>
		document.documentElement.scrollWidth > document.documentElement.clientWidth + 1;
	/** A chart takes the new width a moment later; one of Frappe's that is drawn for the first time just then, only at the
	 * next change of the window. */
	const settle = async () => {
		await frame();
		for (let turn = 0; turn < 40 && is_wide(); turn++) {
			await sleep(100);
			if (turn % 10 === 9) window.dispatchEvent(new Event("resize"));
		}
	};

	const OPEN = {
		async workspace(name) {
			await frappe.set_route("Workspaces", name);
			// on a busy machine it rests for a while before it begins
			for (
				let turn = 0;
				turn < 300 && !page().querySelector(".codex-editor .widget");
				turn++
			)
				await sleep(100);
			// Frappe's charts stay as wide as they are when the window changes while they are drawn for the first time.
			if (page().querySelector(".dashboard-widget-box")) await sleep(2000);
		},
		list: (doctype) => frappe.set_route("List", doctype, "List"),
		calendar: (doctype) => frappe.set_route("List", doctype, "Calendar"),
		form: (doctype, name) => frappe.set_route("Form", doctype, name),
		page: (name) => frappe.set_route(name),
		report: (name) => frappe.set_route("query-report", name),
		saved: (doctype, name) => frappe.set_route("List", doctype, "Report", name),
		async new(doctype) {
			await new Promise((done) => frappe.model.with_doctype(doctype, done));
			return frappe.set_route(
				"Form",
				doctype,
				frappe.model.make_new_doc_and_get_name(doctype)
			);
		},
	};

	async function open(kind, ...names) {
		problems.length = 0;
		if (window.cur_frm) cur_frm.doc.__unsaved = 0;
		// The desk keeps every page it ever drew: here each would make the next ones slower to look at
		for (const old of document.querySelectorAll(".page-container"))
			if (!visible(old) && !old.id.includes(names[0]) && old.id !== "page-query-report")
				old.remove(); // one for all reports
		$(".modal.show").modal("hide");
		await OPEN[kind](...names);
		await rest();
	}

	/** Not hidden by itself, by a parent or by having no size. */
	function visible(element) {
		return element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
	}

	/** The page on view, the bar at the top, and whatever has come up in front of them. */
	function roots() {
		return [
			page(),
			...document.querySelectorAll(".navbar, .modal.show, .desk-alert, #alert-container"),
		].filter(visible);
	}

	function* texts() {
		for (const root of roots()) {
			const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
			while (nodes.nextNode()) {
				const node = nodes.currentNode;
				const parent = node.parentElement;
				if (!node.data.trim() || parent.closest("script, style, svg, option, code, pre"))
					continue;
				if (visible(parent)) yield { text: node.data.trim(), element: parent, node };
			}
			const described =
				"[placeholder], [aria-label], [title], [data-original-title], [alt], option";
			for (const element of root.querySelectorAll(described)) {
				const shown = element.tagName === "OPTION" ? element.parentElement : element;
				if (!shown || !visible(shown)) continue;
				const said = element.tagName === "OPTION" ? [element.text] : [];
				for (const attribute of [
					"placeholder",
					"aria-label",
					"title",
					"data-original-title",
					"alt",
				])
					said.push(element.getAttribute(attribute));
				for (const text of said) if (text?.trim()) yield { text: text.trim(), element };
			}
		}
	}

	/** Where it is, in words that stay the same from run to run: the nearest names of things, and the tag. */
	function place(element) {
		const steps = [];
		for (
			let at = element;
			at && at !== document.body && steps.length < 3;
			at = at.parentElement
		) {
			const field = at.dataset?.fieldname;
			const named = [...at.classList].filter(
				(name) => !/^(col|hidden|show|mb|mt|ml|mr|p[xy]?)-?/.test(name)
			);
			if (field) steps.unshift(`[${field}]`);
			else if (named.length) steps.unshift(`.${named.slice(0, 2).join(".")}`);
		}
		return `${steps.join(" ")} ${element.tagName.toLowerCase()}`.trim();
	}

	// Words that are English and never German, in whatever sentence they stand
	const ENGLISH =
		/(^|[^\p{L}\p{N}@._/-])(the|and|of|with|without|your|you|this|that|has|have|been|from|are|is|for|by|please|select|add|new|show|hide|save|delete|edit|create|view|click|here|yes|no|all|not|found|search|last|next|ago|today|tomorrow|loading|more|first|enter|choose|will|be|or|to)(?![\p{L}\p{N}@_/-]|\.[a-z])/giu;
	// … unless they stand alone: names, abbreviations and German words that look like them
	const DOUBTFUL = /^(not|all|will|last|be|or|to|is|no|by)$/i;

	let english = null;
	function dictionary() {
		if (english) return english;
		const german = new Set(Object.values(frappe._messages).map((text) => `${text}`.trim()));
		english = new Map();
		for (const [key, text] of Object.entries(frappe._messages)) {
			const plain = key.trim();
			if (plain && `${text}`.trim() !== plain && !german.has(plain))
				english.set(plain, text);
		}
		return english;
	}

	function untranslated(exempt) {
		const words = dictionary();
		const found = [];
		for (const { text, element } of texts()) {
			if (element.closest(exempt)) continue;
			if (words.has(text))
				found.push(`“${text}” should read “${words.get(text)}” (${place(element)})`);
			else {
				const english = [...text.matchAll(ENGLISH)].map((match) => match[2]);
				if (english.length > 1 || english.some((word) => !DOUBTFUL.test(word)))
					found.push(`“${text.slice(0, 120)}” is English (${place(element)})`);
			}
		}
		return [...new Set(found)];
	}

	// What is data of any length, and shown whole elsewhere: in the tooltip, in the record, by scrolling the table
	const MAY_BE_CUT = [
		".list-row .ellipsis",
		"body[data-route^='Form/'] .title-text", // the name of a record, which stands in its field too
		".dt-scrollable",
		".dt-header",
		".ql-editor",
		".grid-body .static-area",
		".breadcrumb-container",
		".fc-event",
		".sr-only",
		".visually-hidden",
		".chart-container",
		".overlay-sidebar", // waits outside of a narrow window until it is called for
		".form-grid-container", // Frappe's tables, pushed sideways with a finger
	].join(",");

	function cut() {
		const found = [];
		const width = document.documentElement.clientWidth;
		for (const { text, element, node } of texts()) {
			if (!node || element.closest(MAY_BE_CUT)) continue;
			const range = document.createRange();
			range.selectNodeContents(node);
			const box = range.getBoundingClientRect();
			if (!box.width) continue;
			let scrolls = false;
			let outside = null;
			for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
				const style = getComputedStyle(at);
				if (/auto|scroll/.test(style.overflowX) && at !== document.body) {
					scrolls = at.scrollWidth > at.clientWidth + 1 || scrolls;
					if (scrolls) break;
				}
				if (/hidden|clip/.test(style.overflowX) && style.display !== "inline") {
					const edge = at.getBoundingClientRect();
					if (box.right > edge.right + 2 || box.left < edge.left - 2) {
						outside = at;
						break;
					}
				}
				if (style.position === "fixed") break;
			}
			if (outside) found.push(`“${text.slice(0, 80)}” is cut off in ${place(outside)}`);
			else if (!scrolls && (box.right > width + 1 || box.left < -1))
				found.push(`“${text.slice(0, 80)}” lies outside the window (${place(element)})`);
		}
		for (const input of page().querySelectorAll("input[placeholder]")) {
			if (!visible(input) || input.value) continue;
			const style = getComputedStyle(input);
			const room =
				input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
			const canvas = (cut.canvas ||= document.createElement("canvas").getContext("2d"));
			canvas.font = style.font;
			if (canvas.measureText(input.placeholder).width > room + 1)
				found.push(`“${input.placeholder}” is cut off in ${place(input)}`);
		}
		const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
		if (wide > 1) {
			const right = (element) => element.getBoundingClientRect().right;
			const widest = [...document.body.querySelectorAll("*")].reduce((a, b) =>
				right(b) > right(a) ? b : a
			);
			found.push(`the page is ${wide} px wider than the window (${place(widest)})`);
		}
		return [...new Set(found)];
	}

	function unexpected() {
		const found = [...problems];
		const dialog = [...document.querySelectorAll(".modal.show")].find(visible);
		if (dialog)
			found.push(`a dialog nobody asked for: ${dialog.innerText.trim().slice(0, 200)}`);
		return found;
	}

	/** Serious and critical findings, one for each rule and kind of place; `exempt`: [rule, selector around it]. */
	async function axe_findings(exempt) {
		const shell = exempt
			.filter(([rule]) => rule === "*")
			.flatMap(([, selector]) => selector.split(", "));
		const context = {
			include: roots().map((root) => [root]),
			exclude: shell
				.filter((selector) => document.querySelector(selector))
				.map((selector) => [selector]),
		};
		const { violations } = await axe.run(context, {
			resultTypes: ["violations"],
			iframes: false,
		});
		const found = new Map();
		for (const { id, impact, help, nodes } of violations) {
			if (!["serious", "critical"].includes(impact)) continue;
			for (const { target, html, any } of nodes) {
				const element = document.querySelector(target.at(-1));
				if (
					!element ||
					exempt.some(([rule, selector]) => rule === id && element.closest(selector))
				)
					continue;
				const where = `axe ${id} (${impact}): ${help} – ${place(element)}`;
				const why = any[0]?.data?.contrastRatio
					? `contrast ${any[0].data.contrastRatio}`
					: "";
				if (!found.has(where)) found.set(where, `${where} – ${why} ${html.slice(0, 200)}`);
			}
		}
		return [...found.values()];
	}

	return { open, settle, untranslated, cut, unexpected, axe_findings };
})();
