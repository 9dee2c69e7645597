"""Help beside what is on the screen: the pages of docs/, shown by the site itself, in the version that runs there.

An association without its own web site for them needs nothing. Who publishes them elsewhere (a repository's docs/)
names the address in the site's configuration: bench --site ... set-config refugee_support_docs https://.../docs
"""

import base64
import re
from pathlib import Path

import frappe
from frappe.utils import md_to_html

from refugee_support.rules.help_pages import GERMAN_PAGES, places

DOCS = Path(__file__).parents[1] / "docs"  # beside the package in every checkout; a wheel has none
ROUTE = "refugee-support-help"
HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.S)
LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.S)
TABLE = re.compile(r"<table.*?</table>", re.S)
PICTURE = re.compile(r'<img[^>]* ?src="screenshots/([\w-]+\.png)"')


def links() -> dict[str, dict[str, str]]:
	"""For the desk: name of what is on the screen -> address of its help. Empty where there are no pages."""
	elsewhere = str(frappe.conf.get("refugee_support_docs") or "").rstrip("/")
	if not elsewhere and not DOCS.is_dir():
		return {}
	found = {}
	for name, place in places(str(frappe.local.lang)).items():
		page, _sign, heading = place.partition("#")
		address = f"{elsewhere}/{page}.md" if elsewhere else f"/{ROUTE}?page={page}"
		found[name] = {
			"address": f"{address}#{heading}" if heading else address,
			"language": "de" if page in GERMAN_PAGES else "en",
		}
	return found


def page_as_html(page: str) -> str | None:
	"""One page of docs/ with its pictures; None when there is no such page. Only what lies in the folder has a name."""
	source = {path.stem: path for path in DOCS.glob("*.md")}.get(page)
	if not source:
		return None
	html = str(md_to_html(source.read_text(encoding="utf-8")))
	html = HEADING.sub(lambda found: f'<h{found[1]} id="{anchor(found[2])}">{found[2]}</h{found[1]}>', html)
	# a table wider than a phone is pushed sideways, with the keys too
	html = TABLE.sub(lambda found: f'<div class="wide" tabindex="0" role="group">{found[0]}</div>', html)
	return PICTURE.sub(with_picture, LINK.sub(to_page, html))


def anchor(heading: str) -> str:
	"""As GitHub makes it, so that a link leads to the same heading here and there."""
	text = re.sub(r"<[^>]+>", "", heading).replace("&amp;", "&").strip().lower()
	return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def to_page(found: re.Match) -> str:
	"""A link to another page stays one; the code beside docs/ is not served, its name stands alone."""
	address, text = found.groups()
	if page := re.fullmatch(r"([\w-]+)\.md(#.*)?", address):
		return f'<a href="/{ROUTE}?page={page[1]}{page[2] or ""}">{text}</a>'
	return found[0] if re.match(r"https://|#", address) else text


def with_picture(found: re.Match) -> str:
	"""The picture inside the page: no folder of files that would need its own rules about who may read it."""
	file = DOCS / "screenshots" / found[1]
	if not file.is_file():
		return found[0]
	return found[0].replace(
		f"screenshots/{found[1]}", f"data:image/png;base64,{base64.b64encode(file.read_bytes()).decode()}"
	)
