"""What the walk finds in Frappe's own desk and we do not mend: the one list of it, each with its reason."""

# Rule of axe-core ("*": every rule), selector of the element or of anything around it, reason.
AXE: tuple[tuple[str, str, str], ...] = (
	("*", ".navbar", "Frappe's bar at the top: search, breadcrumbs, colours of avatars"),
	("*", ".layout-side-section", "Frappe's sidebars: list items outside of lists, faint captions"),
	("*", ".form-footer", "Frappe's timeline and comment box below a form"),
	("*", ".filter-section", "Frappe's filter and sort buttons"),
	("*", ".frappe-menu, .menu-btn-group", "Frappe's menu behind three dots"),
	("button-name", ".standard-actions", "Frappe's icon buttons have a tooltip instead of a name"),
	("button-name", ".page-icon-group", "Frappe's icon buttons have a tooltip instead of a name"),
	("label", ".list-row-checkbox", "Frappe's boxes to choose rows of a list"),
	("label-title-only", ".list-check-all", "Frappe's box to choose all rows of a list"),
	("tabindex", ".list-row-container", "Frappe puts the rows of lists before everything else"),
	("color-contrast", ".placeholder", "Frappe's grey of placeholders"),
	("color-contrast", ".indicator-pill", "Frappe's colours of states"),
	("aria-allowed-attr", ".card-actions", "Frappe's menu of a number card"),
	("aria-required-children", ".form-tabs", "Frappe's tabs stand in list items"),
	("aria-required-parent", ".form-tabs", "Frappe's tabs stand in list items"),
	("listitem", ".form-tabs", "Frappe's tabs stand in list items"),
)

# English that Frappe or a library of its own has built in: it cannot be translated.
ENGLISH: dict[str, str] = {
	"Begin typing for results.": "Awesomplete, for screen readers",
}
