"""What the walk finds in Frappe's own desk and we do not mend: the one list of it, each with its reason."""

# Rule of axe-core ("*": every rule), selector of the element or of anything around it, reason.
AXE: tuple[tuple[str, str, str], ...] = (
	("*", ".navbar", "Frappe's bar at the top: search, breadcrumbs, colours of avatars"),
	("*", ".layout-side-section", "Frappe's sidebars: list items outside of lists, faint captions"),
	("*", ".form-footer", "Frappe's timeline and comment box below a form"),
	("*", ".filter-section", "Frappe's filter and sort buttons"),
	("*", ".frappe-menu, .menu-btn-group", "Frappe's menu behind three dots"),
	("*", ".datatable", "Frappe's table of a report: its filters, boxes and order of the tabulator key"),
	("*", ".datepicker", "Frappe's calendar below a date"),
	("color-contrast", ".grid-heading-row", "Frappe's grey of column heads in tables"),
	("label", ".grid-row", "Frappe's boxes in the rows of tables"),
	("color-contrast", ".like-disabled-input", "Frappe's grey of what cannot be changed"),
	("aria-required-attr", ".awesomplete", "Awesomplete's fields with proposals say nothing of their state"),
	(
		"aria-valid-attr-value",
		".awesomplete",
		"Awesomplete's fields with proposals say nothing of their state",
	),
	("button-name", ".standard-actions", "Frappe's icon buttons have a tooltip instead of a name"),
	("button-name", ".document-link", "Frappe's plus signs at the connections of a record"),
	("button-name", ".page-icon-group", "Frappe's icon buttons have a tooltip instead of a name"),
	("label", ".list-row-checkbox", "Frappe's boxes to choose rows of a list"),
	("label-title-only", ".list-check-all", "Frappe's box to choose all rows of a list"),
	("tabindex", ".list-row-container", "Frappe puts the rows of lists before everything else"),
	("color-contrast", ".placeholder", "Frappe's grey of placeholders"),
	("color-contrast", ".indicator-pill", "Frappe's colours of states"),
	("color-contrast", ".btn-danger", "Frappe's red of buttons that cannot be undone"),
	("color-contrast", ".report-summary .summary-value", "Frappe's colours of the figures above a report"),
	("button-name", ".chart-actions", "Frappe's menu of a chart"),
	("aria-allowed-attr", ".card-actions", "Frappe's menu of a number card"),
	("aria-required-children", ".form-tabs", "Frappe's tabs stand in list items"),
	("aria-required-parent", ".form-tabs", "Frappe's tabs stand in list items"),
	("listitem", ".form-tabs", "Frappe's tabs stand in list items"),
)

# English that Frappe or a library of its own has built in and nobody can translate: selector, reason.
ENGLISH: tuple[tuple[str, str], ...] = (
	(".awesomplete .visually-hidden", "Awesomplete counts its proposals for screen readers in English"),
	(".timeline-item", "Frappe's history below a form shows the stored words of changes"),
	(".datatable", "Frappe's table of a report names its filters in English"),
	(
		"[data-fieldname$='_en']",
		"The English wording of master data, for readers of English: data of the association",
	),
	("[id='page-List/Consent Text/List'] .list-row", "Headings of texts in many languages"),
	(
		"[id='page-Consent Text'] [data-fieldname='body']",
		"Texts in many languages: Serbian is taken for English",
	),
	(
		"[id='page-List/Consultation Result/List'] .list-row",
		"Codes of results: one of them is a word elsewhere",
	),
	(".grid-empty-illustration", "Frappe's picture in an empty table, which only decorates"),
)

# Errors in scripts that are none of ours: part of the message, reason.
SCRIPTS: tuple[tuple[str, str], ...] = (
	("'removeChild' on 'Node'", "frappe-charts, when the window changes its size while a chart still moves"),
)
