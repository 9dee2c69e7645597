"""Sums over several associations, from their exchange files alone.

Nothing goes in but what every association has already released, so nothing comes out that could not be reckoned from
those releases: a figure an association withholds is not known here. What is owed to the reader is honesty about it: a
sum with a withheld figure in it is a range ("at least"), and says how many associations withhold theirs.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from refugee_support.rules.disclosure import ProtectedCrosstab
from refugee_support.rules.evaluation import ALL
from refugee_support.rules.federation.bounds import Place, Range, figures_of, ranges
from refugee_support.rules.federation.exchange import ExchangeFile, ExchangeTable, Label
from refugee_support.rules.text import search_key

COUNTRY = "nationality"


@dataclass(frozen=True)
class Combined:
	"""One figure of the combined table.

	Attributes:
		shown: the sum of what is shown.
		low, high: the least and the most the true sum can be; None: no upper end is known.
		withheld: how many associations withhold this figure.
		elsewhere: how many may have counted it under another name (rare countries as their region).
	"""

	shown: float
	low: float
	high: float | None
	withheld: int = 0
	elsewhere: int = 0

	@property
	def is_whole(self) -> bool:
		"""Whether every association says its figure."""
		return not self.withheld and not self.elsewhere


@dataclass(frozen=True)
class CombinedTable:
	measure: str
	rows_by: str
	columns_by: str
	sides: tuple[str, str]
	rows: tuple[Label, ...]
	columns: tuple[Label, ...]
	periods: tuple[tuple[date, date], ...]
	grids: tuple[dict[Place, Combined], ...]
	associations: tuple[str, ...]
	without: tuple[str, ...]  # associations whose file has no such table
	other_periods: tuple[str, ...]  # whose file has another second period, or none
	rounded: tuple[str, ...]


def combine(
	files: Sequence[ExchangeFile],
	known: Mapping[str, Collection[str]] | None = None,
	groups: Collection[str] = (),
) -> list[CombinedTable]:
	"""Every table that any of the files has, added up over all that have it.

	Args:
		files: of one period and the same services, each of another association.
		known: column -> the keys that mean the same everywhere (categories of the program). Other categories are the same
			where they are called the same.
		groups: the names under which rare countries are counted.

	Raises:
		ValueError: if the files are not of the same period and services.
	"""
	if len({(file.periods[:1], file.service_type, search_key(file.funding_programme)) for file in files}) > 1:
		raise ValueError("Only files of the same period and the same services can be added up.")
	having: dict[tuple[str, frozenset[str]], list[tuple[ExchangeFile, ExchangeTable]]] = {}
	for file in files:
		for table in file.tables:
			having.setdefault((table.measure, frozenset(table.sides)), []).append((file, table))
	return [_sum(parts, files, known or {}, groups) for parts in having.values()]


@dataclass(frozen=True)
class _Part:
	"""One association's table, its labels under the names they have in the combined one."""

	file: ExchangeFile
	rows: dict[str, Label]
	columns: dict[str, Label]
	grids: tuple[dict[Place, float | None], ...]
	ranges: tuple[dict[Place, Range], ...]


def _sum(
	having: list[tuple[ExchangeFile, ExchangeTable]],
	files: Sequence[ExchangeFile],
	known: Mapping[str, Collection[str]],
	groups: Collection[str],
) -> CombinedTable:
	first_file, first = having[0]
	sides = first.sides
	parts = [_part(file, _turned(table, sides), sides, known) for file, table in having]
	second = {part.file.periods[1:] for part in parts}
	periods = first_file.periods if len(second) == 1 else first_file.periods[:1]
	rows = {key: label for part in reversed(parts) for key, label in part.rows.items()}
	columns = {key: label for part in reversed(parts) for key, label in part.columns.items()}
	names = [file.association for file, _table in having]
	return CombinedTable(
		first.measure,
		first.rows_by,
		first.columns_by,
		sides,
		tuple(rows.values()),
		tuple(columns.values()) if first.columns_by else (),
		periods,
		tuple(
			{place: _added(parts, at, place, sides, groups) for place in _places(rows, columns)}
			for at in range(len(periods))
		),
		tuple(names),
		tuple(file.association for file in files if file.association not in names),
		tuple(part.file.association for part in parts if part.file.periods[1:] != periods[1:]),
		tuple(part.file.association for part in parts if part.file.rounded),
	)


def _places(rows: Mapping[str, Label], columns: Mapping[str, Label]) -> Iterator[Place]:
	for row in (*rows, None):
		for column in (*columns, None):
			yield row, column


def _turned(table: ExchangeTable, sides: tuple[str, str]) -> ExchangeTable:
	"""Origin by gender and gender by origin are one table."""
	if table.sides == sides:
		return table
	grids = tuple(
		ProtectedCrosstab(
			{(column, row): figure for (row, column), figure in grid.cells.items()},
			grid.column_totals,
			grid.row_totals,
			grid.total,
		)
		for grid in table.grids
	)
	return ExchangeTable(table.measure, table.columns_by, table.rows_by, table.columns, table.rows, grids)


def _part(
	file: ExchangeFile, table: ExchangeTable, sides: tuple[str, str], known: Mapping[str, Collection[str]]
) -> _Part:
	rows = {label.key: same_everywhere(label, known.get(sides[0], ())) for label in table.rows}
	columns = {label.key: same_everywhere(label, known.get(sides[1], ())) for label in table.columns}
	if not table.columns_by:
		columns = {ALL: Label(ALL, "", "")}
	grids, known_ranges = [], []
	for grid in table.grids:
		figures, within = figures_of(grid), ranges(grid, file.slack(table.measure))
		shown: dict[Place, float | None] = {}
		limits: dict[Place, Range] = {}
		for (row, column), figure in figures.items():
			place = (row if row is None else rows[row].key, column if column is None else columns[column].key)
			low, high = within[row, column]
			if place in shown:  # two spellings of one category in one file
				figure = None if figure is None or shown[place] is None else figure + shown[place]
				before = limits[place]
				low, high = low + before[0], None if high is None or before[1] is None else high + before[1]
			shown[place], limits[place] = figure, (low, high)
		grids.append(shown)
		known_ranges.append(limits)
	return _Part(
		file,
		{label.key: label for label in rows.values()},
		{label.key: label for label in columns.values()},
		tuple(grids),
		tuple(known_ranges),
	)


def same_everywhere(label: Label, known: Collection[str]) -> Label:
	"""The label under the key by which it is found in other associations' files: codes they made up themselves say
	nothing, what they are called does."""
	if not label.key or label.key in known:
		return label
	return Label(f"~{search_key(label.de or label.key)}", label.de or label.key, label.en or label.key)


def _added(
	parts: list[_Part], period: int, place: Place, sides: tuple[str, str], groups: Collection[str]
) -> Combined:
	shown, low, withheld, elsewhere = 0.0, 0.0, 0, 0
	high: float | None = 0.0
	for part in parts:
		figures = part.grids[period]
		if place in figures:
			figure, (least, most) = figures[place], part.ranges[period][place]
			withheld += figure is None
		elif _counted_elsewhere(part, place, sides, groups):
			figure, least, most = None, 0, None
			elsewhere += 1
		else:
			figure, least, most = (
				0,
				0,
				0,
			)  # a category without anybody is not in the file: zeros are published
		shown += figure or 0
		low += least
		high = None if high is None or most is None else high + most
	digits = 1 if any(isinstance(part.grids[period].get(place), float) for part in parts) else None
	return Combined(
		_tidy(shown, digits),
		_tidy(low, digits),
		None if high is None else _tidy(high, digits),
		withheld,
		elsewhere,
	)


def _tidy(number: float, digits: int | None) -> float:
	"""Whole numbers stay whole, and tenths of hours are not 0.30000000000000004."""
	return round(number) if digits is None and abs(number - round(number)) < 0.001 else round(number, 1)


def _counted_elsewhere(part: _Part, place: Place, sides: tuple[str, str], groups: Collection[str]) -> bool:
	"""Rare countries stand under their region: that a country has no row of its own does not say that nobody came from there."""
	if not part.file.merged:
		return False
	for side, key, labels in zip(sides, place, (part.rows, part.columns), strict=True):
		if side == COUNTRY and key and key not in labels:
			return key not in groups and bool(set(labels) & set(groups))
	return False
