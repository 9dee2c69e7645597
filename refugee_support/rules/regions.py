"""From a country to its region of origin.

The regions are those of the United Nations' "Standard country or area codes for statistical use" (UN M49), one
level finer where M49 has an intermediate region (Africa south of the Sahara, Latin America) and one coarser for
Oceania. Statistics group rare countries by them, so that nobody is recognised by a nationality. Kosovo and
Taiwan, which M49 does not list, stand where they lie; Antarctica has no region.
"""

import csv
from functools import cache
from importlib.resources import files


def region_of(country: str | None) -> str:
	"""The region of a country spelt as in Frappe's Country list; empty when unknown."""
	return _regions().get(country or "", "")


@cache
def _regions() -> dict[str, str]:
	table = files("refugee_support").joinpath("setup", "data", "country_region.csv")
	with table.open(encoding="utf-8", newline="") as lines:
		return {row["country"]: row["region"] for row in csv.DictReader(lines)}
