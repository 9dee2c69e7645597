/**
 * A question mark beside the buttons of each page of ours: it opens the help about what is on the screen, at its heading
 * and in another tab, so that nothing typed is lost. The addresses come with the start of the desk (handbook.py).
 */
const CSS = "rs-help";

/** What a route shows: the name of a DocType, a report, a workspace or a page. */
function shown([kind, name]) {
	return ["Form", "List", "Tree", "query-report", "Workspaces"].includes(kind)
		? name === "private"
			? null
			: name
		: kind;
}

function put_link() {
	const $page = $(frappe.container?.page || []);
	const help = frappe.boot.refugee_support?.handbook?.[shown(frappe.get_route() || [])];
	$page.find(`.${CSS}`).remove();
	if (!help) return;
	const label =
		help.language === "de" || !frappe.boot.lang?.startsWith("de")
			? __("Help for this page")
			: __("Help for this page (in English)");
	$("<a target='_blank' rel='noopener'>?</a>")
		.addClass(`${CSS} btn btn-default btn-sm icon-btn`)
		.attr({ href: help.address, title: label, "aria-label": label })
		.prependTo($page.find(".page-head .standard-actions").first());
}

$(document).on("page-change form-refresh", put_link);
