"""A released report handed on: its protected figures as an exchange file, and a note of who did so."""

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import getdate

from refugee_support.evaluation.pages import programme_label
from refugee_support.federation import categories
from refugee_support.federation.wording import why
from refugee_support.rules.disclosure import ProtectedCrosstab
from refugee_support.rules.evaluation import ALL
from refugee_support.rules.federation import BadFile, ExchangeFile, ExchangeTable, Label, read, written
from refugee_support.rules.federation.exchange import FORMULA, LONGEST_TEXT
from refugee_support.rules.text import one_line

DOCTYPE = "Evaluation Report"


@frappe.whitelist(methods=["POST"])
def association_name() -> str:
	"""As it is proposed for the file."""
	frappe.has_permission(DOCTYPE, "submit", throw=True)
	return frappe.db.get_single_value("Refugee Support Settings", "association_name") or ""


@frappe.whitelist(methods=["POST"])
def hand_on(report: str, association: str = "") -> dict[str, str]:
	"""The exchange file of a released report, for whoever may release reports."""
	document = frappe.get_doc(DOCTYPE, report)
	document.check_permission("read")
	document.check_permission("submit")
	if not document.docstatus.is_submitted():
		frappe.throw(
			_("Only a released report is handed on. Please have it reviewed and released first."),
			title=_("Not released yet"),
		)
	name = plain(association).strip("?") or plain(association_name()).strip("?")
	if not name:
		frappe.throw(
			_("Please enter the name of your association: the federation tells the files apart by it."),
			title=_("Name of the Association"),
		)
	text = written(exchange_file(document, name))
	try:
		read(text, categories.options())
	except BadFile as error:
		frappe.throw(_("This report cannot be handed on: {0}").format(why(error)), title=_("Not handed on"))
	document.add_comment("Info", _("Handed on as an exchange file of figures, as “{0}”").format(name))
	make_access_log(DOCTYPE, report, "Exchange file of figures", "JSON")
	return {"filename": f"figures-{document.from_date}-{document.to_date}.json", "content": text}


def exchange_file(report: frappe.model.document.Document, association: str) -> ExchangeFile:
	"""The figures as they were released. What has a free text in the report (title, headings) stays here."""
	figures = report.shown_figures()
	periods = [(report.from_date, report.to_date)]
	if report.compare_from:
		periods.append((report.compare_from, report.compare_to))
	return ExchangeFile(
		association=association,
		made_on=getdate(),
		released_on=getdate(report.released_on),
		# A seal without a random part could be used to try out what the dots stand for: it stays here.
		seal=report.seal if report.seal_salt else "",
		periods=tuple((getdate(first), getdate(last)) for first, last in periods),
		service_type=report.service_type or "",
		funding_programme=plain(programme_label(report.funding_programme)),
		threshold=figures["threshold"],
		merged=bool(figures.get("merged")),
		rounded=bool(figures.get("rounded")),
		tables=tuple(_table(table) for table in figures["tables"]),
	)


def _table(table: dict) -> ExchangeTable:
	rows, columns = (_labels(table, side) for side in ("rows", "columns"))
	keys = [label.key for label in rows]
	across = [label.key for label in columns] or [ALL]
	return ExchangeTable(
		table["measure"],
		table["row_characteristic"],
		table["column_characteristic"],
		rows,
		columns,
		tuple(
			ProtectedCrosstab(
				{
					(row, column): part["cells"][y][x]
					for y, row in enumerate(keys)
					for x, column in enumerate(across)
				},
				dict(zip(keys, part["row_totals"], strict=True)),
				dict(zip(across, part["column_totals"], strict=True)) if columns else {ALL: part["total"]},
				part["total"],
			)
			for part in table["periods"]
		),
	)


def _labels(table: dict, side: str) -> tuple[Label, ...]:
	if side == "columns" and not table["column_characteristic"]:
		return ()
	words = table["labels"][side]
	return tuple(
		Label(plain(key), *(plain(words.get(language, {}).get(key) or key) for language in ("de", "en")))
		for key in table[side]
	)


def plain(text: str | None) -> str:
	"""One short line that nothing takes for a formula. What somebody typed as "-" becomes "?": empty means not recorded."""
	line = one_line(text or "")
	return line.lstrip("".join(FORMULA) + " ")[:LONGEST_TEXT].strip() or ("?" if line else "")
