"""What a search for Arabic finds in a PDF: WeasyPrint 59 notes the wrong letters for glyphs of right-to-left text.

It works out which letters a glyph stands for as if every text ran from left to right, so that whoever copies, searches
or machine-reads the page gets whole words over and over. It never changes what is noted already: the right
letters are noted before it draws. (Later versions reckon themselves; test_arabic_is_read_back_as_it_was_written tells.)
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

LRM = "\u200e"  # the invisible left-to-right mark
LAST_GLYPH = 0xFFFF  # Pango's numbers above stand for "nothing to draw" and "no font has it"
_RTL = ("R", "AL")


def runs_right_to_left(text: str) -> bool:
	return any(ord(letter) > 0x58F and unicodedata.bidirectional(letter) in _RTL for letter in text)


def has_marks(text: str) -> bool:
	return any(unicodedata.category(letter) == "Mn" for letter in text if ord(letter) > 0x2FF)


def within_german(text: str) -> str:
	"""A part of a German line: right-to-left words keep their place in it, and the comma after them too."""
	return f"{LRM}{text}{LRM}" if runs_right_to_left(text) else text


class Letters(dict):
	"""What each glyph stands for. A mark that stands for nothing of its own is drawn, but not listed: an entry without
	letters is no valid one, and some readers stop at it."""

	def items(self) -> Any:
		return [(glyph, letters) for glyph, letters in super().items() if letters]

	def __len__(self) -> int:
		return len(self.items())


def note_letters(laid_out: Any) -> None:
	"""Note for every glyph of right-to-left text which letters it stands for, before the pages are drawn."""
	import weasyprint

	if not weasyprint.__version__.startswith("59."):
		return
	from weasyprint.formatting_structure.boxes import TextBox
	from weasyprint.pdf.stream import Stream

	fonts = Stream(laid_out.fonts, None, None, None, None, None, None, None)
	for page in laid_out.pages:
		for box in page._page_box.descendants():
			if isinstance(box, TextBox) and (runs_right_to_left(box.text) or has_marks(box.text)):
				_note_line(box, fonts)


def _note_line(box: Any, fonts: Any) -> None:
	box.pango_layout.reactivate(box.style)
	line, _index = box.pango_layout.get_first_line()
	letters = box.pango_layout.text.encode()
	for item in _items(line):
		font = fonts.add_font(item.item.analysis.font)
		if not isinstance(font.cmap, Letters):
			font.cmap = Letters(font.cmap)
		start, length = item.item.offset, item.item.length
		clusters = [item.glyphs.log_clusters[i] for i in range(item.glyphs.num_glyphs)]
		ends = dict(zip(sorted(set(clusters)), [*sorted(set(clusters))[1:], length], strict=True))
		for number, cluster in enumerate(clusters):
			glyph = item.glyphs.glyphs[number].glyph
			if glyph > LAST_GLYPH:
				continue
			first = cluster not in clusters[:number]  # a mark over a letter stands for nothing more
			text = letters[start + cluster : start + ends[cluster]].decode() if first else ""
			font.cmap.setdefault(glyph, text)


def _items(line: Any) -> Iterator[Any]:
	from weasyprint.text.ffi import ffi

	run = line.runs[0]
	while run != ffi.NULL:
		yield run.data
		run = run.next
