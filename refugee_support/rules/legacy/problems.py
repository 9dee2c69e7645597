"""What can be wrong with a file, a row or a cell: codes, put into words by `moving.wording`."""

from dataclasses import dataclass

LONGEST_SHOWN = 60  # characters of a cell repeated in a message


class UnreadableFile(Exception):
	"""The file as a whole cannot be read. `code` says why, `detail` is filled into the sentence."""

	def __init__(self, code: str, *detail: str | int):
		super().__init__(code)
		self.code, self.detail = code, detail


class BadCell(ValueError):
	"""What stands in one cell means nothing here. `code` says why."""

	def __init__(self, code: str, value: object = "", *detail: str | int):
		super().__init__(code)
		self.code, self.value, self.detail = code, shortened(value), detail


@dataclass(frozen=True)
class Problem:
	"""Something to be mended in the old file; row and column as a spreadsheet numbers them (1 is the first; 0: none)."""

	code: str
	row: int = 0
	column: int = 0
	value: str = ""
	detail: tuple[str | int, ...] = ()

	@property
	def cell(self) -> str:
		"""C17, as the spreadsheet calls it; empty where a row as a whole is meant."""
		return f"{letters(self.column)}{self.row}" if self.column else ""


def letters(column: int) -> str:
	"""1 is A, 27 is AA."""
	name = ""
	while column:
		column, rest = divmod(column - 1, 26)
		name = chr(65 + rest) + name
	return name


def shortened(value: object) -> str:
	text = " ".join(str(value).split())
	return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
