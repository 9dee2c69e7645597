"""Two publications, groups, rounding: nobody can be found there either."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refugee_support.rules.disclosure import (
	Difference,
	audit_difference,
	merge_rare,
	protect_against_earlier,
	protect_crosstab,
	round_to_base,
)
from tests.unit.attacker import Attacker, Figure, published, sums, true_figures

Counts = dict[tuple[str, str], int]

repeatable = settings(derandomize=True, deadline=None)


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


@settings(repeatable, max_examples=20)
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


def test_columns_can_be_merged_too() -> None:
	counts = {("x", "GEST"): 2, ("x", "DULD"): 3, ("x", "AE"): 30}
	merged = merge_rare(counts, {"GEST": "Procedure", "DULD": "Procedure"}, by="column")
	assert merged == {("x", "Procedure"): 5, ("x", "AE"): 30}


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


@settings(repeatable, max_examples=15)
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
