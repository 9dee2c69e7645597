/**
 * The path of integration as a picture: one lane for each part of life, time from left to right. Plain SVG; all texts
 * are text nodes. On a narrow screen the name of a lane stands above it, and only what fits is written beside a step.
 */

const STRANDS = [
	["Residence", "--blue-500"],
	["Language", "--green-500"],
	["School and Childcare", "--yellow-600"],
	["Work", "--purple-500"],
	["Housing", "--orange-500"],
	["Social", "--pink-500"],
];
const LANE = 46;
const TOP = 8;
const SIDE = 8;
const FONT = 11;
const LETTER = 6.1; // width of an average letter, in pixels
const MS_A_DAY = 86400000;

const NS = "http://www.w3.org/2000/svg";

function svg(tag, attributes, text) {
	const node = document.createElementNS(NS, tag);
	for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
	if (text !== undefined) node.textContent = text;
	return node;
}

const number_of = (date) => Date.parse(`${date}T00:00:00Z`) / MS_A_DAY;

/** `data` as the server sends it, `width` in pixels. */
export function picture_of(data, width) {
	const lanes = STRANDS.map(([strand, colour]) => ({
		strand,
		colour: `var(${colour})`,
		steps: data.steps.filter((step) => step.strand === strand),
	})).filter((lane) => lane.steps.length);
	const height = TOP + lanes.length * LANE + 22;
	const root = svg("svg", {
		viewBox: `0 0 ${width} ${height}`,
		role: "img",
		"aria-label": description(data),
	});
	const scale = scale_of(data, width);
	root.append(...years(scale, height));
	lanes.forEach((lane, number) => root.append(...draw(lane, number, scale)));
	return root;
}

function description(data) {
	const steps = data.steps.map((step) => `${step.shown_day}: ${step.kind}`);
	return `${__("Path of Integration")}. ${steps.join("; ")}`;
}

function scale_of(data, width) {
	const days = data.steps.map((step) => number_of(step.day));
	const last = number_of(data.today);
	let first = Math.min(...days);
	if (data.arrived) first = Math.min(first, number_of(data.arrived));
	first = Math.min(first, last - 365); // a young path is not stretched over years
	const room = width - 2 * SIDE;
	return {
		first,
		last,
		width,
		x: (day) => SIDE + ((day - first) / (last - first || 1)) * room,
	};
}

function* years(scale, height) {
	const bottom = height - 18;
	const from = new Date(scale.first * MS_A_DAY).getUTCFullYear();
	const to = new Date(scale.last * MS_A_DAY).getUTCFullYear();
	const every = Math.ceil(((to - from + 1) * 40) / scale.width);
	for (let year = from + 1; year <= to; year += every) {
		const x = scale.x(number_of(`${year}-01-01`));
		yield svg("line", { x1: x, x2: x, y1: TOP, y2: bottom, class: "rs-grid" });
		const anchor = x > scale.width - 30 ? "end" : "middle";
		yield svg(
			"text",
			{ x, y: height - 4, class: "rs-year", "font-size": FONT, "text-anchor": anchor },
			year
		);
	}
}

function* draw(lane, number, scale) {
	const top = TOP + number * LANE;
	const y = top + 21;
	yield svg(
		"text",
		{ x: SIDE, y: top + 10, class: "rs-lane-name", "font-size": FONT },
		__(lane.strand)
	);
	const from = scale.x(number_of(lane.steps[0].day));
	yield svg("line", {
		x1: from,
		x2: scale.x(scale.last),
		y1: y,
		y2: y,
		class: "rs-bar",
		stroke: lane.colour,
	});
	for (const { step, x, shown } of labels(lane.steps, scale)) {
		const dot = svg("circle", { cx: x, cy: y, r: 6, class: "rs-dot", fill: lane.colour });
		const name = `${step.shown_day}: ${step.kind}`;
		dot.append(svg("title", {}, step.label === step.kind ? name : `${name} (${step.label})`));
		yield dot;
		if (shown) yield svg("text", shown.at(y + 18), shown.text);
	}
}

/** Which steps have room for their label: the newest first, since it tells where somebody is today. */
function labels(steps, scale) {
	const placed = [];
	const taken = [];
	for (const step of [...steps].reverse()) {
		const x = scale.x(number_of(step.day));
		placed.push({ step, x, shown: room_for(step.label, x, scale, taken) });
	}
	return placed.reverse();
}

function room_for(label, x, scale, taken) {
	for (const most of [60, 24, 12]) {
		const text = label.length > most ? `${label.slice(0, most - 1).trimEnd()}…` : label;
		const length = text.length * LETTER;
		const left = Math.max(0, Math.min(x - 6, scale.width - length));
		const right = left + length;
		if (right > scale.width || taken.some(([a, b]) => left < b + 8 && right > a - 8)) continue;
		taken.push([left, right]);
		return { text, at: (y) => ({ x: left, y, "font-size": FONT }) };
	}
	return null;
}
