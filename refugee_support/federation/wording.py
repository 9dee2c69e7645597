"""What is wrong with an exchange file, in words: what, where, and what to do."""

from frappe import _

from refugee_support.rules.federation import BadFile
from refugee_support.rules.federation.exchange import VERSION


def why(error: BadFile) -> str:
	sentences = {
		"too large": _("The file is far too large for a file of figures. It was not opened."),
		"no JSON": _("This is no exchange file of figures, or it is damaged. Please ask for it again."),
		"format": _(
			"This is no exchange file of figures. Please choose the file the association has handed on."
		),
		"version": _(
			"The file has format version “{1}”, this site reads version {2}. Please bring both programs up to date."
		),
		"checksum": _(
			"The file was changed after it was made: its checksum does not fit. Please ask the association for it again."
		),
		"kind": _("Something else was expected at this place."),
		"missing": _("“{1}” is missing."),
		"unknown": _("“{1}” has no place in a file of figures."),
		"choice": _("“{1}” is nothing this program counts in the same way."),
		"text": _("“{1}” is no plain text of at most 140 characters."),
		"date": _("“{1}” is no date such as 2026-12-31."),
		"period": _("The period ends before it begins, or has days in common with the other one."),
		"number": _("“{1}” is no number that can be counted."),
		"size": _("The number of entries is not the right one here ({1})."),
		"twice": _("“{1}” stands there twice."),
		"table": _("{1}: such a table does not add up."),
		"category": _("“{1}” is no category known here. Perhaps one of the two programs is older."),
		"not protected": _(
			"“{1}”: the figures are not protected. Only figures of a released report are taken."
		),
		"not rounded": _("“{1}” is not rounded, though the file says so."),
		"can be worked out": _(
			"The withheld figure at “{1}” could be worked out. The file must not be passed on."
		),
		"sums": _("The figures do not add up at “{1}”."),
	}
	sentence = sentences[error.reason].replace("{1}", error.value).replace("{2}", str(VERSION))
	return f"{sentence} ({error.place})" if error.place else sentence
