from typing import Any
from urllib.parse import quote

import frappe
from frappe import _

from refugee_support.handbook import ROUTE, page_as_html
from refugee_support.rules.help_pages import GERMAN_PAGES

no_cache = 1


def get_context(context: Any) -> None:
	"""A page of docs/ for whoever is logged in: it holds no data, but what a site runs is nobody else's business."""
	page = str(frappe.form_dict.get("page") or "kurz-erklaert")
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = f"/login?redirect-to={quote(f'/{ROUTE}?page={page}', safe='')}"
		raise frappe.Redirect
	context.body_of_page = page_as_html(page)
	if context.body_of_page is None:
		frappe.throw(_("There is no such page."), frappe.DoesNotExistError)
	context.language_of_page = "de" if page in GERMAN_PAGES else "en"
	context.title = _("Help")
	context.no_breadcrumbs = 1
