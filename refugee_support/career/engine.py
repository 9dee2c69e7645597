"""WeasyPrint behind a closed door: HTML in, PDF out, and nothing is fetched from anywhere.

The pages hold what people typed about their lives. Whatever gets into the HTML, the engine opens no file and no
connection: it is served the bytes that are handed over with the page, and refuses everything else (SSRF, file://).
"""

import subprocess
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from refugee_support.career.profile import Photo
from refugee_support.career.right_to_left import note_letters

TEMPLATES = Path(__file__).parents[1] / "templates" / "career"
SCHEME = "ours:"  # how a page names bytes that come with it
FONT_PACKAGES = {"CJK": "fonts-noto-cjk", "HANGUL": "fonts-noto-cjk", "HIRAGANA": "fonts-noto-cjk"}
FONT_PACKAGES["KATAKANA"] = "fonts-noto-cjk"
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class NotOurs(ValueError):
	"""A page asked for something that did not come with it."""


class EngineMissing(RuntimeError):
	"""The libraries WeasyPrint stands on are not on this machine."""


class FontsMissing(RuntimeError):
	"""No font on this machine has the letters of a script. `packages`: the Debian packages that do."""

	def __init__(self, packages: tuple[str, ...]) -> None:
		super().__init__(", ".join(packages))
		self.packages = packages


@cache
def _environment() -> Environment:
	"""An environment of our own: escapes everything, knows no frappe, and a forgotten value is an error."""
	loader = FileSystemLoader(TEMPLATES)
	return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def page(template: str, **values: Any) -> str:
	return _environment().get_template(template).render(**values)


def document(html: str, assets: Mapping[str, Photo] | None = None) -> Any:
	"""The laid-out pages (`.pages`, `.write_pdf()`).

	Raises:
		EngineMissing: WeasyPrint's libraries are not installed.
		FontsMissing: the text has letters that no font here has.
	"""
	require_fonts(html)
	weasyprint = _weasyprint()
	laid_out = weasyprint.HTML(string=html, url_fetcher=only_from(assets or {})).render()
	note_letters(laid_out)
	return laid_out


def only_from(assets: Mapping[str, Photo]) -> Any:
	def fetch(url: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
		asset = assets.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
		if asset is None:
			raise NotOurs("a page may show only what comes with it")  # without the URL: it may hold data
		return {"string": asset.content, "mime_type": asset.mime_type}

	return fetch


def _weasyprint() -> Any:
	try:
		import weasyprint
	except OSError as error:  # cffi finds no library
		raise EngineMissing(LIBRARIES) from error
	return weasyprint


def require_fonts(text: str) -> None:
	missing = {_package(script) for script, letter in scripts_in(text).items() if not _has_font(ord(letter))}
	if missing:
		raise FontsMissing(tuple(sorted(missing)))


def scripts_in(text: str) -> dict[str, str]:
	"""Each script of a text with one of its letters: {"ARABIC": "ع", "CYRILLIC": "ж"}; Latin is always there."""
	found: dict[str, str] = {}
	for letter in set(text):
		if ord(letter) > 0x24F and unicodedata.category(letter)[0] == "L":
			script = unicodedata.name(letter, "").split(" ")[0]
			if script not in ("LATIN", "MODIFIER", ""):
				found.setdefault(script, letter)
	return found


def _package(script: str) -> str:
	return FONT_PACKAGES.get(script, "fonts-noto-core")


_fonts_found: set[int] = set()


def _has_font(letter: int) -> bool:
	"""Asked of fontconfig, whose answer WeasyPrint gets too. Only a yes is remembered: fonts can be added meanwhile."""
	if letter not in _fonts_found:
		try:
			answer = subprocess.run(
				["fc-list", f":charset={letter:x}", "family"], capture_output=True, timeout=20, check=True
			)
		except (OSError, subprocess.SubprocessError):
			return True  # nobody to ask: the page is worth more than the question
		if not answer.stdout.strip():
			return False
		_fonts_found.add(letter)
	return True
