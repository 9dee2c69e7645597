"""Which paragraph says so in which regime. What changes with time is a table with from, to and source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

REGIMES = ("SGB X", "VwVfG", "AO", "AsylG", "Civil", "Criminal")


@dataclass(frozen=True)
class FictionRule:
	"""How many days after posting a letter counts as announced; the day of posting decides which rule holds."""

	regime: str
	days: int
	valid_from: date | None = None
	valid_to: date | None = None
	source: str = ""

	def holds_on(self, day: date) -> bool:
		return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


_NEW = date(2025, 1, 1)
_OLD = date(2024, 12, 31)
_POST_ACT = "Postrechtsmodernisierungsgesetz, BGBl. 2024 I Nr. 236"
# Three days until the end of 2024, four since (domain facts 3.2).
FICTIONS: tuple[FictionRule, ...] = (
	FictionRule("SGB X", 3, None, _OLD, "§ 37 Abs. 2 SGB X a.F."),
	FictionRule("SGB X", 4, _NEW, None, f"§ 37 Abs. 2 SGB X; {_POST_ACT}"),
	FictionRule("VwVfG", 3, None, _OLD, "§ 41 Abs. 2 VwVfG a.F."),
	FictionRule("VwVfG", 4, _NEW, None, f"§ 41 Abs. 2 VwVfG / VwVfG NRW; {_POST_ACT}"),
	FictionRule("AO", 3, None, _OLD, "§ 122 Abs. 2 AO a.F."),
	FictionRule("AO", 4, _NEW, None, f"§ 122 Abs. 2 AO; {_POST_ACT}"),
	FictionRule("AsylG", 3, None, _OLD, "§ 41 Abs. 2 VwVfG a.F."),
	FictionRule("AsylG", 4, _NEW, None, f"§ 41 Abs. 2 VwVfG; {_POST_ACT}"),
)


def fiction_days(regime: str, posted_on: date, rules: Iterable[FictionRule]) -> int | None:
	"""Days of presumed delivery for a letter posted on that day; None where the regime knows none."""
	days = [rule.days for rule in rules if rule.regime == regime and rule.holds_on(posted_on)]
	return days[-1] if days else None


class Paragraphs(NamedTuple):
	"""Where a regime says what; the German way of quoting is used in both languages."""

	letter: str  # presumed delivery of a letter
	electronic: str
	later: str  # a later proven receipt counts
	begin: str  # the day of the event does not count
	end: str  # same number or weekday
	month_end: str
	roll: str


PARAGRAPHS = {
	"SGB X": Paragraphs(
		letter="§ 37 Abs. 2 Satz 1 SGB X",
		electronic="§ 37 Abs. 2, 2a SGB X",
		later="§ 37 Abs. 2 Satz 3 SGB X",
		begin="§ 64 Abs. 1 SGG, § 26 Abs. 1 SGB X, § 187 Abs. 1 BGB",
		end="§ 64 Abs. 2 SGG, § 188 Abs. 2 BGB",
		month_end="§ 64 Abs. 2 Satz 2 SGG, § 188 Abs. 3 BGB",
		roll="§ 64 Abs. 3 SGG, § 26 Abs. 3 SGB X",
	),
	"VwVfG": Paragraphs(
		letter="§ 41 Abs. 2 Satz 1 VwVfG / VwVfG NRW",
		electronic="§ 41 Abs. 2a VwVfG",
		later="§ 41 Abs. 2 Satz 3 VwVfG",
		begin="§ 57 Abs. 2 VwGO, § 222 Abs. 1 ZPO, § 31 Abs. 1 VwVfG, § 187 Abs. 1 BGB",
		end="§ 57 Abs. 2 VwGO, § 222 Abs. 1 ZPO, § 188 Abs. 2 BGB",
		month_end="§ 188 Abs. 3 BGB",
		roll="§ 57 Abs. 2 VwGO, § 222 Abs. 2 ZPO, § 31 Abs. 3 VwVfG",
	),
	"AO": Paragraphs(
		letter="§ 122 Abs. 2 Nr. 1 AO",
		electronic="§ 122 Abs. 2a, § 122a Abs. 4 AO",
		later="§ 122 Abs. 2 AO",
		begin="§ 108 Abs. 1 AO, § 187 Abs. 1 BGB",
		end="§ 108 Abs. 1 AO, § 188 Abs. 2 BGB",
		month_end="§ 108 Abs. 1 AO, § 188 Abs. 3 BGB",
		roll="§ 108 Abs. 3 AO",
	),
	"AsylG": Paragraphs(
		letter="§ 41 Abs. 2 Satz 1 VwVfG",
		electronic="§ 41 Abs. 2a VwVfG",
		later="§ 41 Abs. 2 Satz 3 VwVfG",
		begin="§ 57 Abs. 2 VwGO, § 222 Abs. 1 ZPO, § 187 Abs. 1 BGB",
		end="§ 57 Abs. 2 VwGO, § 222 Abs. 1 ZPO, § 188 Abs. 2 BGB",
		month_end="§ 188 Abs. 3 BGB",
		roll="§ 57 Abs. 2 VwGO, § 222 Abs. 2 ZPO",
	),
	"Civil": Paragraphs(
		letter="§ 130 Abs. 1 BGB",
		electronic="§ 130 Abs. 1 BGB",
		later="§ 130 Abs. 1 BGB",
		begin="§ 187 Abs. 1 BGB",
		end="§ 188 Abs. 2 BGB",
		month_end="§ 188 Abs. 3 BGB",
		roll="§ 193 BGB, § 222 Abs. 2 ZPO",
	),
	"Criminal": Paragraphs(
		letter="§ 35 Abs. 2 StPO",
		electronic="§ 35 Abs. 2 StPO",
		later="§ 35 Abs. 2 StPO",
		begin="§§ 42, 43 Abs. 1 StPO",
		end="§ 43 Abs. 1 StPO",
		month_end="§ 43 Abs. 1 StPO",
		roll="§ 43 Abs. 2 StPO",
	),
}
