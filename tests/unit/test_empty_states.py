"""Each name for which an empty page has a sentence of its own is the name of something of ours. Needs no Frappe."""

import json
import re
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "refugee_support"
SOURCE = (APP / "public/js/desk/empty_states.js").read_text(encoding="utf-8")


def names_in(table: str) -> set[str]:
	block = re.search(rf"^const {table} = \{{$(.*?)^\}};$", SOURCE, re.S | re.M)
	assert block, table
	return set(re.findall(r'^\t"?([A-Z][^":]*)"?: \(\) =>', block[1], re.M))


@pytest.mark.parametrize(
	("table", "kind", "least"),
	[("LISTS", "doctype", 20), ("REPORTS", "report", 5), ("CARDS", "number_card", 6)],
)
def test_every_name_is_one_of_ours(table: str, kind: str, least: int) -> None:
	records = (APP / "refugee_support").glob(f"{kind}/*/*.json")
	ours = {json.loads(path.read_text(encoding="utf-8"))["name"] for path in records}
	named = names_in(table)
	assert len(named) >= least
	assert named <= ours
