/**
 * Without a mouse: what Frappe's first pages let only a click do can be reached with the tabulator key and is opened
 * with Enter, and the focus is to be seen (the style sheet). A link without an address is no link to a browser.
 */
const OPENED =
	".shortcut-widget-box, .number-widget-box .widget-body, .onboarding-step .step-title, .step-skip";

document.addEventListener("keydown", (event) => {
	if (event.defaultPrevented || !["Enter", " "].includes(event.key)) return;
	if (!event.target.matches?.(OPENED)) return;
	event.preventDefault();
	event.target.click();
});

/** Named for a screen reader by what is told, where what stands on it is not enough. */
const can_be_reached = ($element, role, name) => {
	$element.attr({ tabindex: 0, role });
	if (name) $element.attr("aria-label", name);
	return $element;
};

const { number_card, onboarding } = frappe.widget.widget_factory;

// after empty_states.js: what a nought means is part of the name
refugee_support.wrap(number_card?.prototype, "render_number", function (original) {
	original();
	const number = $(this.body).find(".widget-content").text().trim().replace(/\s+/g, " ");
	can_be_reached($(this.body), "link", `${__(this.label || this.name)}: ${number}`);
});

refugee_support.wrap(onboarding?.prototype, "add_step", function (original, ...args) {
	const $step = original(...args);
	can_be_reached($step.find(".step-title"), "button"); // not the step itself, which holds a second button
	can_be_reached($step.find(".step-skip"), "button");
	return $step;
});
