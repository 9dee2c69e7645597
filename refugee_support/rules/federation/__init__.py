"""Figures of several associations put together without any personal data leaving one of them (`docs/federation.md`).

`exchange`: the file an association hands on, written and read strictly. `bounds`: what is known of a withheld figure.
`combining`: the sums.
"""

from .combining import Combined, CombinedTable, combine
from .exchange import BadFile, ExchangeFile, ExchangeTable, Label, read, written

__all__ = [
	"BadFile",
	"Combined",
	"CombinedTable",
	"ExchangeFile",
	"ExchangeTable",
	"Label",
	"combine",
	"read",
	"written",
]
