"""Every page of ours has its help, and every place it leads to is there, down to the heading. Needs no Frappe."""

import json
import re
from pathlib import Path

import pytest

from refugee_support.rules.help_pages import ENGLISH, GERMAN, GERMAN_PAGES, places

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
RECORDS = ROOT / "refugee_support" / "refugee_support"


def names_of(kind: str) -> set[str]:
	records = [json.loads(path.read_text(encoding="utf-8")) for path in RECORDS.glob(f"{kind}/*/*.json")]
	return {record["name"] for record in records if not record.get("istable")}


def headings(page: str) -> set[str]:
	"""As GitHub names them, written down a second time on purpose: the app's own way is tested on a site."""
	text = re.sub(r"```.*?```", "", (DOCS / f"{page}.md").read_text(encoding="utf-8"), flags=re.S)
	found = re.findall(r"^#{1,6} (.+)$", text, re.M)
	return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("place", sorted({*ENGLISH, *GERMAN}))
def test_a_link_leads_to_a_page_and_a_heading_that_exist(place: str) -> None:
	page, _sign, heading = place.partition("#")
	assert (DOCS / f"{page}.md").is_file()
	assert not heading or heading in headings(page)


@pytest.mark.parametrize("kind", ["doctype", "report", "workspace", "page"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_everything_of_ours_on_the_screen_is_explained(kind: str, language: str) -> None:
	assert sorted(names_of(kind) - places(language).keys()) == []


def test_nothing_is_explained_twice_or_does_not_exist() -> None:
	ours = set().union(*map(names_of, ("doctype", "report", "workspace", "page")))
	for explained in (ENGLISH, GERMAN):
		names = [name for found in explained.values() for name in found]
		assert len(names) == len(set(names))
		assert set(names) <= ours


def test_who_reads_german_comes_to_a_german_page_wherever_there_is_one() -> None:
	assert {place.partition("#")[0] for place in GERMAN} <= GERMAN_PAGES
	assert places("de")["Consultation"] == "kurz-erklaert#beratung"
	assert places("uk")["Consultation"] == "consultations"


def test_what_the_german_page_calls_a_thing_stands_on_the_screen() -> None:
	read_po = pytest.importorskip("babel.messages.pofile").read_po
	with (ROOT / "refugee_support/locale/de.po").open("rb") as file:
		shown = {message.string for message in read_po(file) if message.id}
	text = (DOCS / "kurz-erklaert.md").read_text(encoding="utf-8")
	named = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", text)
	assert len(named) > 20
	assert [name for name in named if name not in shown] == []
