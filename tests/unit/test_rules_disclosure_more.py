"""Several tables, two publications, groups, rounding: nobody can be found there either."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from refugee_support.rules.disclosure import (
	Difference,
	EarlierTable,
	LinkedTable,
	ProtectedCrosstab,
	audit_difference,
	merge_rare,
	names_for_rare,
	protect_against_earlier,
	protect_crosstab,
	protect_tables,
	round_to_base,
	rounded,
)
from tests.unit.attacker import Attacker, Figure, insider_bounds, published, sums, true_figures

Counts = dict[tuple[str, str], int]

# Without shrinking: the tables come from a seed, and smaller numbers make no simpler ones.
repeatable = settings(derandomize=True, deadline=None, phases=[Phase.generate])


def counts_of(rows: list[list[int]]) -> Counts:
	return {(f"r{i}", f"c{j}"): count for i, row in enumerate(rows) for j, count in enumerate(row)}


# --- a period that goes on ------------------------------------------------------------------------

JUNE = {
	("Syria", "a"): 40,
	("Syria", "b"): 30,
	("Iran", "a"): 25,
	("Iran", "b"): 35,
	("Iraq", "a"): 20,
	("Iraq", "b"): 50,
}


def test_two_people_who_came_since_june_are_not_found_by_subtraction() -> None:
	september = {**JUNE, ("Iran", "b"): 37, ("Syria", "a"): 60}
	june = protect_crosstab(JUNE)
	assert audit_difference(june, protect_crosstab(september)) == (
		Difference("Iran", "b", 2),
		Difference("Iran", None, 2),
		Difference(None, "b", 2),
	)
	safe = protect_against_earlier(september, june, JUNE)
	assert audit_difference(june, safe) == ()
	assert safe.cells["Iran", "b"] is None


def test_where_nobody_came_the_same_is_published_again() -> None:
	counts = {**JUNE, ("Iran", "b"): 3}
	june = protect_crosstab(counts)
	assert protect_against_earlier(counts, june, counts) == june


def test_a_country_that_is_new_counts_as_zero_before() -> None:
	june = protect_crosstab(JUNE)
	later = protect_crosstab({**JUNE, ("Togo", "a"): 7})
	assert audit_difference(june, later) == ()
	assert Difference("Togo", "a", 7) in audit_difference(june, later, threshold=10)


def test_a_correction_downwards_is_not_told_either() -> None:
	corrected = {**JUNE, ("Iran", "b"): 34}
	june = protect_crosstab(JUNE)
	assert Difference("Iran", "b", -1) in audit_difference(june, protect_crosstab(corrected))
	assert audit_difference(june, protect_against_earlier(corrected, june, JUNE)) == ()


def test_an_earlier_table_of_other_counts_is_refused() -> None:
	with pytest.raises(ValueError, match="not made from the earlier counts"):
		protect_against_earlier(JUNE, protect_crosstab(JUNE), {**JUNE, ("Iran", "b"): 36})


@st.composite
def continued(draw: st.DrawFn) -> tuple[Counts, Counts]:
	rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
	chance = random.Random(draw(st.integers(0, 10_000)))
	mean, growth = draw(st.sampled_from([2, 8, 25])), draw(st.sampled_from([0.3, 2, 9]))
	before = counts_of([[int(chance.expovariate(1 / mean)) for _ in range(columns)] for _ in range(rows)])
	return before, {place: n + int(chance.expovariate(1 / growth)) for place, n in before.items()}


@settings(repeatable, max_examples=12)
@given(continued(), st.integers(3, 7))
def test_nobody_can_be_found_with_both_publications(tables: tuple[Counts, Counts], threshold: int) -> None:
	before, after = tables
	earlier = protect_crosstab(before, threshold=threshold)
	later = protect_against_earlier(after, earlier, before, threshold=threshold)
	assert audit_difference(earlier, later, threshold=threshold) == ()
	true = true_figures(after, later)
	growth = {figure: true[figure] - count for figure, count in true_figures(before, earlier).items()}
	reader = reader_of_both(earlier, later)
	for figure, shown in published(later).items():
		assert shown in (None, true[figure])
		assert shown is None or not 0 < shown < threshold
		for one in (("then", *figure), ("now", *figure)):
			if reader.shown[one] is None:
				reader.assert_range(one, wanted=threshold)
		if 0 < growth[figure] < threshold:
			reader.assert_range(("now", *figure), ("then", *figure), wanted=threshold)


def reader_of_both(earlier: object, later: object) -> Attacker:
	shown: dict[Figure, int | None] = {}
	lines: list[tuple[Figure, list[Figure]]] = []
	for when, table in (("then", earlier), ("now", later)):
		shown |= {(when, *figure): count for figure, count in published(table).items()}
		lines += [((when, *total), [(when, *part) for part in parts]) for total, parts in sums(table)]
	grown = [(("then", *figure), ("now", *figure)) for figure in published(later)]
	return Attacker(shown, lines, at_most=grown)


# --- several tables of the same people ------------------------------------------------------------


def tabulated(people: list[dict[str, str]], *pairs: str) -> list[LinkedTable]:
	return [
		LinkedTable(rows, columns, Counter((person[rows], person[columns]) for person in people))
		for rows, columns in (pair.split() for pair in pairs)
	]


def some_people(number: int, seed: int, **sizes: int) -> list[dict[str, str]]:
	chance = random.Random(seed)
	weights = {name: [chance.expovariate(1) for _ in range(size)] for name, size in sizes.items()}
	return [
		{name: f"{name} {chance.choices(range(size), weights[name])[0]:02}" for name, size in sizes.items()}
		for _ in range(number)
	]


def identity(at: int, table: LinkedTable, figure: Figure) -> Figure:
	"""The same for a total in whichever table it stands."""
	row, column = figure
	if row is not None and column is not None:
		return (at, row, column)
	return (table.rows, row) if row is not None else (table.columns, column) if column is not None else ()


def reader_of_all(
	tables: list[LinkedTable], results: Sequence[ProtectedCrosstab]
) -> tuple[Attacker, dict[Figure, int]]:
	shown: dict[Figure, int | None] = {}
	true: dict[Figure, int] = {}
	lines: list[tuple[Figure, list[Figure]]] = []
	for at, (table, result) in enumerate(zip(tables, results, strict=True)):
		for figure, count in published(result).items():
			one = identity(at, table, figure)
			assert shown.setdefault(one, count) == count, (
				f"{one} is withheld in one table and published in another"
			)
		true |= {identity(at, table, figure): n for figure, n in true_figures(table.counts, result).items()}
		lines += [
			(identity(at, table, total), [identity(at, table, part) for part in parts])
			for total, parts in sums(result)
		]
	return Attacker(shown, lines), true


def assert_nobody_can_be_found_in_any(tables: list[LinkedTable], threshold: int) -> None:
	reader, true = reader_of_all(tables, protect_tables(tables, threshold=threshold))
	bounds = insider_bounds(true, threshold)
	insider = Attacker(reader.shown, reader.sums, bounds)
	helpless = Attacker({figure: None if count else 0 for figure, count in true.items()}, reader.sums, bounds)
	for figure, count in reader.shown.items():
		assert count is None or (count == true[figure] and not 0 < count < threshold)
	for figure in reader.withheld:
		reader.assert_range(figure, wanted=threshold)
	for figure in insider.withheld:
		if true[figure] and not insider.can_be_two(figure):
			assert not helpless.can_be_two(figure), f"{figure}: withholding more would help"


def test_the_two_togolese_are_not_counted_in_the_table_by_gender_either() -> None:
	counts = {"Togo": {"a": 2}, "Syria": {"a": 40, "b": 30, "c": 21}, "Iran": {"a": 25, "b": 35, "c": 12}}
	by_status = {(origin, status): n for origin, row in counts.items() for status, n in row.items()}
	by_gender = {
		("Togo", "m"): 1,
		("Togo", "f"): 1,
		("Syria", "m"): 51,
		("Syria", "f"): 40,
		("Iran", "m"): 50,
		("Iran", "f"): 22,
	}
	tables = [LinkedTable("origin", "status", by_status), LinkedTable("origin", "gender", by_gender)]
	assert_nobody_can_be_found_in_any(tables, 5)
	status, gender = protect_tables(tables)
	assert status.row_totals == gender.row_totals
	assert status.row_totals["Togo"] is None


def test_a_total_that_must_not_be_seen_is_in_no_table() -> None:
	people = some_people(80, 3, origin=8, status=4, gender=2)
	for pairs in (["origin status", "origin gender"], ["gender origin", "status gender"]):
		assert_nobody_can_be_found_in_any(tabulated(people, *pairs), 5)


def test_one_table_alone_is_protected_as_well() -> None:
	tables = tabulated(some_people(60, 4, origin=6, status=4), "origin status")
	assert_nobody_can_be_found_in_any(tables, 5)


def test_no_tables_are_no_problem_and_few_people_are_not_shown_in_any() -> None:
	assert protect_tables([]) == ()
	first, second = protect_tables(tabulated(some_people(4, 1, a=3, b=3, c=2), "a b", "a c"))
	assert set(published(first).values()) == set(published(second).values()) == {None}


def test_tables_of_different_people_are_refused() -> None:
	tables = [
		LinkedTable("origin", "status", {("Syria", "a"): 10}),
		LinkedTable("origin", "gender", {("Syria", "f"): 11}),
	]
	with pytest.raises(ValueError, match="do not count the same people: their totals by origin differ"):
		protect_tables(tables)


@pytest.mark.parametrize("pairs", [[("a", "a")], [("a", "b"), ("b", "a")]])
def test_the_same_table_twice_is_refused(pairs: list[tuple[str, str]]) -> None:
	with pytest.raises(ValueError, match="two different characteristics"):
		protect_tables([LinkedTable(*pair, {}) for pair in pairs])


REPORTS = [
	["origin status", "origin gender", "origin topic"],
	["origin status", "status topic", "gender topic"],
	["origin status", "status gender", "gender origin"],
	["origin status", "gender topic"],
]


@settings(repeatable, max_examples=8)
@given(st.sampled_from(REPORTS), st.integers(5, 200), st.integers(2, 7), st.integers(0, 10_000))
def test_nobody_can_be_found_in_the_tables_of_a_report(
	pairs: list[str], number: int, threshold: int, seed: int
) -> None:
	people = some_people(number, seed, origin=6, status=4, gender=2, topic=3)
	assert_nobody_can_be_found_in_any(tabulated(people, *pairs), threshold)


# --- several tables, of a period that goes on -----------------------------------------------------


def published_again(
	before: list[LinkedTable], after: list[LinkedTable], threshold: int
) -> tuple[tuple[ProtectedCrosstab, ...], tuple[ProtectedCrosstab, ...]]:
	first = protect_tables(before, threshold=threshold)
	earlier = [
		EarlierTable(table.rows, table.columns, table.counts, result)
		for table, result in zip(before, first, strict=True)
	]
	return first, protect_tables(after, threshold=threshold, earlier=earlier)


def test_two_people_who_came_since_the_last_report_are_in_none_of_its_tables() -> None:
	people = some_people(120, 6, origin=4, status=3, gender=2)
	newcomers = some_people(2, 7, origin=4, status=3, gender=2)
	pairs = ("origin status", "origin gender")
	first, second = published_again(tabulated(people, *pairs), tabulated(people + newcomers, *pairs), 5)
	for before, after in zip(first, second, strict=True):
		assert audit_difference(before, after) == ()
		assert after.total is None, "120 and 122: two people came"


def test_a_table_that_is_new_in_a_report_has_no_earlier_publication() -> None:
	people = some_people(90, 6, origin=4, status=3, gender=2)
	table, new = tabulated(people, "origin status", "origin gender")
	first = protect_crosstab(table.counts)
	earlier = [
		EarlierTable("origin", "gender", new.counts, None),
		EarlierTable("origin", "status", table.counts, first),
	]
	assert protect_tables([table, new], earlier=earlier)[0].row_totals == first.row_totals


def test_another_report_is_refused_as_the_earlier_one() -> None:
	table, other = tabulated(
		some_people(90, 6, origin=4, status=3, gender=2), "origin status", "origin gender"
	)
	with pytest.raises(ValueError, match="the same tables"):
		protect_tables([table], earlier=[EarlierTable("origin", "gender", other.counts, None)])


@settings(repeatable, max_examples=6)
@given(
	st.sampled_from(REPORTS),
	st.integers(5, 150),
	st.sampled_from([1, 5, 50, 200]),
	st.integers(3, 7),
	st.integers(0, 10_000),
)
def test_nobody_can_be_found_with_two_reports(
	pairs: list[str], number: int, more: int, threshold: int, seed: int
) -> None:
	people = some_people(number + more, seed, origin=5, status=4, gender=2, topic=3)
	before, after = tabulated(people[:number], *pairs), tabulated(people, *pairs)
	first, second = published_again(before, after, threshold)
	then, before_true = reader_of_all(before, first)
	now, after_true = reader_of_all(after, second)
	reader = reader_of_two_reports(then, now, after_true)
	for figure, count in now.shown.items():
		assert count is None or (count == after_true[figure] and not 0 < count < threshold)
		for when in ("then", "now"):
			one = (when, *figure)
			if reader.shown[one] is None:
				reader.assert_range(one, wanted=threshold)
		if 0 < after_true[figure] - before_true.get(figure, 0) < threshold:
			reader.assert_range(("now", *figure), ("then", *figure), wanted=threshold)


def reader_of_two_reports(then: Attacker, now: Attacker, figures: Iterable[Figure]) -> Attacker:
	"""Who was not mentioned then was not there."""
	shown = {("then", *figure): then.shown.get(figure, 0) for figure in figures}
	shown |= {("now", *figure): now.shown[figure] for figure in figures}
	lines = [
		((when, *total), [(when, *part) for part in parts])
		for when, reader in (("then", then), ("now", now))
		for total, parts in reader.sums
	]
	return Attacker(shown, lines, at_most=[(("then", *figure), ("now", *figure)) for figure in figures])


# --- groups ---------------------------------------------------------------------------------------

REGIONS = {
	"Eritrea": "Eastern Africa",
	"Somalia": "Eastern Africa",
	"Togo": "Western Africa",
	"Syria": "Western Asia",
	"Iraq": "Western Asia",
}


def test_rare_countries_become_a_region_and_common_ones_stay() -> None:
	counts = {
		("Eritrea", "a"): 2,
		("Somalia", "a"): 1,
		("Somalia", "b"): 3,
		("Syria", "a"): 50,
		("Iraq", "b"): 9,
	}
	assert merge_rare(counts, REGIONS) == {
		("Eastern Africa", "a"): 3,
		("Eastern Africa", "b"): 3,
		("Iraq", "b"): 9,
		("Syria", "a"): 50,
	}


def test_a_region_that_is_still_rare_goes_to_the_rest() -> None:
	counts = {("Eritrea", "a"): 2, ("Togo", "a"): 3, ("Syria", "a"): 50}
	assert merge_rare(counts, REGIONS, rest="Sonstige") == {("Sonstige", "a"): 5, ("Syria", "a"): 50}


def test_not_recorded_is_no_country_and_stays() -> None:
	counts = {("", "a"): 2, ("Eritrea", "a"): 2, ("Somalia", "a"): 4}
	assert merge_rare(counts, REGIONS) == {("", "a"): 2, ("Eastern Africa", "a"): 6}


def test_what_is_rare_in_one_period_is_merged_in_all() -> None:
	now = {"Eritrea": 2, "Somalia": 9, "Syria": 50, "Togo": 3, "": 1}
	before = {"Eritrea": 8, "Somalia": 3, "Syria": 40}
	assert names_for_rare([now, before], REGIONS, rest="Sonstige") == {
		"Eritrea": "Eastern Africa",
		"Somalia": "Eastern Africa",
		"Togo": "Sonstige",
	}
	assert names_for_rare([{"Syria": 50}], REGIONS) == names_for_rare([], REGIONS) == {}


def test_columns_can_be_merged_too() -> None:
	counts = {("x", "GEST"): 2, ("x", "DULD"): 3, ("x", "AE"): 30}
	merged = merge_rare(counts, {"GEST": "Procedure", "DULD": "Procedure"}, by="column")
	assert merged == {("x", "Procedure"): 5, ("x", "AE"): 30}


def test_rounding_a_protected_table_shows_multiples_and_keeps_every_dot() -> None:
	true = {("Syria", "a"): 3, ("Syria", "b"): 52, ("Iraq", "a"): 17, ("Iraq", "b"): 0, ("Togo", "b"): 1}
	protected = protect_crosstab(true, threshold=3)
	less = rounded(protected)
	for exact, shown in zip(_figures(protected), _figures(less), strict=True):
		assert (exact is None) == (shown is None)
		if exact is not None:
			assert shown % 5 == 0 and (shown == 0) == (exact == 0) and abs(shown - exact) <= 2
	assert _figures(rounded(protected)) == _figures(rounded(rounded(protected)))
	for base in (2, True, 2.5):
		with pytest.raises(ValueError, match="base"):
			rounded(protected, base=base)  # type: ignore[arg-type]


def _figures(table: ProtectedCrosstab) -> list[int | None]:
	return [*table.cells.values(), *table.row_totals.values(), *table.column_totals.values(), table.total]


def test_merging_loses_nobody_and_withholds_less() -> None:
	chance = random.Random(5)
	counts = {
		(country, column): int(chance.expovariate(1 / (40 if country == "Syria" else 1)))
		for country in REGIONS
		for column in "abcd"
	}
	merged = merge_rare(counts, REGIONS)
	assert sum(merged.values()) == sum(counts.values())
	dots = [list(protect_crosstab(one).cells.values()).count(None) for one in (counts, merged)]
	assert dots[1] <= dots[0]


def test_merging_by_anything_else_is_refused() -> None:
	with pytest.raises(ValueError, match="row"):
		merge_rare({}, {}, by="country")


# --- rounding -------------------------------------------------------------------------------------


def test_every_figure_is_rounded_by_itself() -> None:
	rounded = round_to_base({("x", "a"): 2, ("x", "b"): 3, ("y", "a"): 12, ("y", "b"): 48})
	assert rounded.cells == {("x", "a"): 0, ("x", "b"): 5, ("y", "a"): 10, ("y", "b"): 50}
	assert rounded.row_totals == {"x": 5, "y": 60}
	assert (rounded.column_totals, rounded.total) == ({"a": 15, "b": 50}, 65)


def test_a_rounded_total_does_not_give_away_what_was_rounded_to_zero() -> None:
	rounded = round_to_base({("x", "a"): 2, ("x", "b"): 2, ("x", "c"): 2, ("x", "d"): 2})
	assert set(rounded.cells.values()) == {0}
	assert (rounded.row_totals["x"], rounded.total) == (None, None), "10 would say that each of four is 2"


def test_halves_are_rounded_up() -> None:
	assert round_to_base({("x", "a"): 15}, base=10).total == 20


@pytest.mark.parametrize("base", [2, 0, -5, 5.0, "5", True])
def test_a_base_that_hides_nothing_is_refused(base: object) -> None:
	with pytest.raises(ValueError, match="at least 3"):
		round_to_base({}, base=base)


@settings(repeatable, max_examples=12)
@given(
	st.integers(1, 4).flatmap(
		lambda columns: st.lists(
			st.lists(st.integers(0, 12), min_size=columns, max_size=columns), min_size=1, max_size=5
		)
	),
	st.sampled_from([3, 5, 10]),
)
def test_what_was_rounded_cannot_be_worked_out(rows: list[list[int]], base: int) -> None:
	counts = counts_of(rows)
	rounded = round_to_base(counts, base=base)
	true, shown = true_figures(counts, rounded), published(rounded)

	def bounds(figure: Figure) -> tuple[int, int | None]:
		if shown[figure] is None:
			return 0, None
		return max(0, shown[figure] - base // 2), shown[figure] + (base - 1) // 2

	reader = Attacker(dict.fromkeys(shown), list(sums(rounded)), bounds)
	for figure, value in shown.items():
		assert value is None or (value % base == 0 and abs(value - true[figure]) <= base // 2)
		assert value is not None or None in figure, "only totals are withheld"
		reader.assert_range(figure, wanted=1)
