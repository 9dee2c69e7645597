"""What went wrong with a paper, in a sentence that says what to do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe
from frappe import _

from refugee_support.career.engine import EngineMissing, FontsMissing
from refugee_support.career.json_resume import MOST_ENTRIES, NotReadable
from refugee_support.career.letters import Leftover
from refugee_support.career.papers import (
	LARGEST_FILE,
	LARGEST_FOLDER,
	MEGABYTE,
	MOST_PAGES,
	MOST_PIXELS,
	Attachment,
	Refused,
	check_picture,
)


def sentence_for(refused: Refused) -> str:
	title = frappe.bold(frappe.utils.escape_html(refused.title))
	sentences: dict[str, Callable[[], str]] = {
		"empty": lambda: _("{0} is an empty file. Please upload it again.").format(title),
		"too_large": lambda: _(
			"{0} is larger than {1} MB. Please scan it again with 150 or 200 dots per inch."
		).format(title, LARGEST_FILE // MEGABYTE),
		"encrypted": lambda: _(
			"{0} is protected with a password. Please open it, print it into a new PDF without a password, and upload that."
		).format(title),
		"broken_pdf": lambda: _(
			"{0} is a damaged PDF. Please scan or save it again and upload it anew."
		).format(title),
		"no_pages": lambda: _("{0} is a PDF without pages. Please upload it again.").format(title),
		"too_many_pages": lambda: _(
			"With {0} the PDF has more than {1} pages. Please choose only what the employer needs."
		).format(title, MOST_PAGES),
		"no_image": lambda: _(
			"{0} is no picture and no PDF that can be read. Please upload a JPEG or PNG picture, or a PDF."
		).format(title),
		"too_many_pixels": lambda: _(
			"The picture {0} has more than {1} million pixels. Please make it smaller, or take it again with a lower resolution."
		).format(title, MOST_PIXELS // 1_000_000),
		"folder_too_large": lambda: _(
			"The PDF would be larger than {0} MB, which many employers refuse. The largest part is {1}: please leave it out or scan it again."
		).format(LARGEST_FOLDER // MEGABYTE, title),
	}
	return sentences[refused.reason]()


@contextmanager
def told_clearly() -> Iterator[None]:
	"""Whatever goes wrong with papers inside: refused with its sentence, and nothing that was typed is lost."""
	try:
		yield
	except Refused as refused:
		frappe.throw(sentence_for(refused), title=_("Paper cannot be used"))
	except FontsMissing as missing:
		frappe.throw(
			_(
				"This server has no font for some of these letters. Please ask an administrator to install: {0} (docs/cv-and-letters.md)."
			).format(", ".join(missing.packages)),
			title=_("Fonts are missing"),
		)
	except EngineMissing as missing:
		frappe.throw(
			_(
				"This server cannot make PDFs. Please ask an administrator to install: {0} (docs/cv-and-letters.md)."
			).format(str(missing)),
			title=_("PDFs cannot be made"),
		)
	except NotReadable as problem:
		frappe.throw(sentence_for_import(problem), title=_("File cannot be read"))


def refuse_bad_picture(file_name: str, content: bytes) -> None:
	"""Asked before a picture is stored: the framework unpacks it, and would end in the middle of it."""
	with told_clearly():
		check_picture(Attachment(file_name, content))


def sentence_for_import(problem: NotReadable) -> str:
	place = frappe.bold(frappe.utils.escape_html(problem.place))
	if problem.problem == "date":
		return _("{0}: please write the date as 2024, 2024-06 or 2024-06-29.").format(place)
	if problem.problem == "order":
		return _("{0}: the end lies before the beginning. Please correct the file.").format(place)
	if problem.problem == "many":
		return _("{0}: more than {1} entries. Please shorten the file.").format(place, MOST_ENTRIES)
	return _("{0} is not what JSON Resume says it should be. Please check the file.").format(place)


def refuse_leftovers(found: list[Leftover]) -> None:
	"""Every place that still waits to be filled in, named."""
	if not found:
		return
	parts = {
		"Recipient": _("Recipient"),
		"Subject": _("Subject"),
		"Salutation": _("Salutation"),
		"Body": _("Text of the Letter"),
	}
	places = [
		_("{0}, line {1}: {2}").format(parts[one.part], one.line, frappe.utils.escape_html(one.text))
		for one in found[:20]
	]
	frappe.throw(
		[_("Something in this letter still waits to be filled in:"), *places],
		title=_("Letter is not finished"),
		as_list=True,
	)
