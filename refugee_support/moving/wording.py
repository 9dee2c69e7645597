"""Problems of `rules.legacy` in words: what is wrong, and how it is mended."""

from frappe import _

from refugee_support.rules.legacy.problems import Problem, UnreadableFile


def why_unreadable(error: UnreadableFile) -> str:
	sentences = {
		"empty_file": _("The file is empty."),
		"too_large": _("The file is larger than {0} MB. Please divide it."),
		"something_else": _(
			"This is no table. Please save it as Excel workbook (.xlsx) or CSV and upload that."
		),
		"open_document": _("Please save this OpenDocument file as Excel workbook (.xlsx) and upload that."),
		"old_excel": _("Please open this old Excel file (.xls), save it as .xlsx and upload that."),
		"password": _(
			"The file is protected with a password. Please remove the password in Excel and upload it again."
		),
		"damaged": _("The file is damaged: it cannot be opened. Please save it again and upload it."),
		"zip_bomb": _("The file becomes far too large when it is unpacked. It was not opened."),
		"no_mdbtools": _(
			"Microsoft Access files need the package mdbtools on the server. Please ask for it, or export the tables as CSV."
		),
		"no_tables": _(
			"There is no table in this database. Perhaps it only links to another file: please upload that."
		),
		"wrong_encoding": _("The file is not in the encoding {0}. Please choose another one, or none."),
		"open_quote": _("In line {0} a quotation mark is opened and never closed. Please close it."),
		"too_many_rows": _("{0} has more than {1} rows. Please divide it."),
		"too_many_columns": _("{0} has more than {1} columns. Please leave out those that are not needed."),
	}
	return sentences[error.code].format(*error.detail)


def why(problem: Problem) -> str:
	"""One sentence without the place, which stands beside it."""
	sentences = {
		"no_such_day": _("“{0}”: this day does not exist."),
		"no_date": _("“{0}” is no date."),
		"date_out_of_range": _("“{0}” is no date between 1900 and 2100."),
		"date_ahead": _("“{0}” lies in the future."),
		"date_not_exact": _("“{0}”: a consultation needs a day, or at least a month."),
		"date_rounded": _("“{0}”: taken as the first day of that time."),
		"birth_estimated": _("“{0}”: taken as an estimated date of birth."),
		"no_duration": _("“{0}” is no duration between 1 and 1440 minutes."),
		"not_yes_or_no": _("“{0}” is neither yes nor no."),
		"unknown_value": _("“{0}” is not known. Please decide under Values what it means."),
		"formula_error": _("“{0}” is the error of a formula. Please enter the value."),
		"formula_without_value": _(
			"This formula was never calculated. Please open and save the file in Excel, or enter the value."
		),
		"too_long": _("“{0}” is longer than {1} characters."),
		"no_phone": _("“{0}” is no telephone number."),
		"no_email": _("“{0}” is no e-mail address."),
		"markup": _("Angle brackets were made into quotation marks."),
		"beyond_headings": _(
			"There are more cells than headings: perhaps a separator stands in a text. Please put the text in quotation marks."
		),
		"missing": _("{1} is missing."),
		"points_to_itself": _("{0} belongs to itself. Please enter another number, or none."),
		"points_in_circle": _(
			"{0} belongs to itself by way of others. Please enter another number, or none."
		),
		"wrong_order": _("Two dates stand in the wrong order. Please check them."),
		"merged_cells": _("Merged cells: what stands in them counts for every row they cover."),
		"mixed_encoding": _(
			"This line was saved in another encoding than the rest. Please check its umlauts."
		),
		"duplicate_id": _("The number {0} stands in row {1} already."),
		"unknown_parent": _("There is no record with the number {0}."),
		"parent_refused": _("The record with the number {0} was refused."),
		"changed_since": _("Somebody has worked on this record since it was imported. It is left as it is."),
		"no_minutes": _(
			"The duration is missing. Please say under Minutes Where None Are Given what to take."
		),
		"maybe_same": _("Perhaps the same person as {0}: {1}"),
	}
	detail = [_(str(part)) if isinstance(part, str) else part for part in problem.detail]
	return sentences[problem.code].format(problem.value, *detail)


def at_cell(problem: Problem) -> str:
	return f"{problem.cell}: {why(problem)}" if problem.cell else why(problem)
