"""Statistical disclosure control: tables of counts in which nobody can be found (`docs/disclosure.md`).

`protect_crosstab` protects one table. For several tables of one report use `protect_tables`, for a period that goes on
`protect_against_earlier` (and `audit_difference` to look at two publications). `merge_rare` before protecting keeps more
figures; `rounded` shows the protected ones less exactly; `round_to_base` is another way than withholding.
"""

from .crosstab import ProtectedCrosstab, protect_crosstab
from .differences import Difference, audit_difference, protect_against_earlier
from .grouping import merge_rare, names_for_rare, round_to_base, rounded
from .linked import EarlierTable, protect_tables
from .linked_network import LinkedTable

__all__ = [
	"Difference",
	"EarlierTable",
	"LinkedTable",
	"ProtectedCrosstab",
	"audit_difference",
	"merge_rare",
	"names_for_rare",
	"protect_against_earlier",
	"protect_crosstab",
	"protect_tables",
	"round_to_base",
	"rounded",
]
