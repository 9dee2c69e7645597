"""Nobody can be found in a published table. Checked by linear programming (`attacker.py`)."""

import random
import time
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refugee_support.rules.disclosure import ProtectedCrosstab, protect_crosstab
from tests.unit.attacker import Attacker, Figure, insider_bounds, published, sums, true_figures
from tests.unit.fewest_dots import dots, fewest, in_vain, random_table, small_tables, whole_rows

Counts = dict[tuple[str, str], int]

settings.register_profile("disclosure", derandomize=True, deadline=None)
repeatable = settings.get_profile("disclosure")


def table(rows: Mapping[str, list[int]], columns: str) -> Counts:
	return {
		(row, column): count
		for row, counts in rows.items()
		for column, count in zip(columns.split(), counts, strict=True)
	}


def attacker(result: ProtectedCrosstab) -> Attacker:
	return Attacker(published(result), sums(result))


def insider(result: ProtectedCrosstab, true: dict[Figure, int], threshold: int) -> Attacker:
	return Attacker(published(result), sums(result), insider_bounds(true, threshold))


def who_knows_zeros(result: ProtectedCrosstab, true: dict[Figure, int]) -> Attacker:
	return Attacker(published(result), sums(result), lambda figure: (1, None) if true[figure] else (0, 0))


def with_only_zeros_published(result: ProtectedCrosstab, true: dict[Figure, int]) -> ProtectedCrosstab:
	"""As much as can be withheld: what cannot be hidden here cannot be hidden at all."""
	return ProtectedCrosstab(
		cells={place: 0 if shown == 0 else None for place, shown in result.cells.items()},
		row_totals={row: None if true[row, None] else 0 for row in result.row_totals},
		column_totals={column: None if true[None, column] else 0 for column in result.column_totals},
		total=None if true[None, None] else 0,
	)


def assert_nobody_can_be_found(counts: Counts, threshold: int) -> ProtectedCrosstab:
	result = protect_crosstab(counts, threshold=threshold)
	true = true_figures(counts, result)
	for figure, shown in published(result).items():
		assert shown is None or shown == true[figure], f"{figure} is wrong"
		assert shown is None or not 0 < shown < threshold, f"{figure} is below the threshold"
	reader, knowing = attacker(result), insider(result, true, threshold)
	for figure in reader.withheld:
		reader.assert_range(figure, wanted=threshold)
		if true[figure] and not knowing.can_be_two(figure):
			assert_cannot_be_hidden_from_an_insider(figure, result, true, threshold)
	return result


def assert_cannot_be_hidden_from_an_insider(
	figure: Figure, result: ProtectedCrosstab, true: dict[Figure, int], threshold: int
) -> None:
	most_hidden = insider(with_only_zeros_published(result, true), true, threshold)
	assert not most_hidden.can_be_two(figure), f"{figure}: withholding more would help"
	who_knows_zeros(result, true).assert_range(figure, wanted=1)


# --- cases to recognise ---------------------------------------------------------------------------

CITY = table(
	{"Syria": [40, 25, 12], "Afghanistan": [18, 30, 9], "Iran": [7, 14, 22], "Eritrea": [21, 1, 16]},
	"residence-permit toleration asylum-seeker",
)


def test_a_single_eritrean_cannot_be_worked_out_from_the_total() -> None:
	result = assert_nobody_can_be_found(CITY, 5)
	assert result.cells["Eritrea", "toleration"] is None
	assert result.row_totals == {"Syria": 77, "Afghanistan": 57, "Iran": 43, "Eritrea": 38}
	assert result.column_totals == {"residence-permit": 86, "toleration": 70, "asylum-seeker": 59}
	assert sum(count is None for count in result.cells.values()) == 4


def test_nobody_learns_the_status_of_the_only_two_people_from_a_country() -> None:
	counts = {**CITY, ("Somalia", "toleration"): 2}
	result = assert_nobody_can_be_found(counts, 5)
	assert result.row_totals["Somalia"] is None
	somalia = [result.cells["Somalia", column] for column in result.column_totals]
	assert somalia.count(None) >= 2, "two zeros beside one withheld count say what both have in common"


def test_a_table_without_small_counts_is_published_whole() -> None:
	counts = table({"women": [50, 5], "men": [40, 0]}, "counselling café")
	result = protect_crosstab(counts)
	assert result.cells == counts
	assert (result.row_totals, result.column_totals) == (
		{"women": 55, "men": 40},
		{"counselling": 90, "café": 5},
	)
	assert result.total == 95


def test_two_small_counts_cannot_be_worked_out_from_a_sum_that_only_they_can_make() -> None:
	counts = table({"Kurdistan": [4, 4, 90], "Iraq": [30, 40, 50], "Iran": [20, 25, 35]}, "a b c")
	result = assert_nobody_can_be_found(counts, 5)
	kurdistan = [result.cells["Kurdistan", "c"], result.row_totals["Kurdistan"]]
	assert None in kurdistan, "98 - 90 leaves 8 for two figures below 5: both would be 4"


def test_three_single_persons_cannot_be_counted_by_their_dots() -> None:
	counts = table({"Togo": [1, 1, 1, 0], "Mali": [30, 40, 50, 60], "Ghana": [20, 25, 35, 45]}, "a b c d")
	result = assert_nobody_can_be_found(counts, 3)
	assert result.row_totals["Togo"] is None, "three withheld figures that are not zero and add up to 3"


def test_one_single_person_leaves_an_empty_report() -> None:
	result = protect_crosstab(table({"Eritrea": [1, 0], "Syria": [0, 0]}, "a b"))
	assert set(published(result).values()) == {None}


def test_fewer_people_than_the_threshold_in_all_are_not_broken_down() -> None:
	result = protect_crosstab(table({"Eritrea": [1, 2], "Syria": [0, 1]}, "a b"))
	assert set(published(result).values()) == {None}


def test_where_nobody_was_counted_zeros_are_published() -> None:
	result = protect_crosstab(table({"Eritrea": [0, 0], "Syria": [0, 0]}, "a b"))
	assert set(published(result).values()) == {0}


def test_an_empty_table_is_empty() -> None:
	assert protect_crosstab({}) == ProtectedCrosstab({}, {}, {}, 0)


def test_a_combination_that_was_not_counted_is_a_zero() -> None:
	result = protect_crosstab({("Syria", "a"): 10, ("Iran", "b"): 20})
	assert result.cells["Syria", "b"] == result.cells["Iran", "a"] == 0


@pytest.mark.parametrize("counts", [[3, 20, 30], [3, 20, 0], [4, 4, 4], [1, 2, 3], [1, 1, 90], [4, 1, 0]])
def test_one_row_or_one_column_is_protected_too(counts: list[int]) -> None:
	assert_nobody_can_be_found(table({"all": counts}, "a b c"), 5)
	assert_nobody_can_be_found({(str(n), "all"): count for n, count in enumerate(counts)}, 5)


def test_one_small_count_in_one_row_costs_one_other() -> None:
	result = protect_crosstab(table({"all": [3, 20, 30]}, "a b c"))
	assert (result.cells["all", "c"], result.row_totals["all"], result.total) == (30, 53, 53)
	assert result.cells["all", "b"] is None


@pytest.mark.parametrize("rows", [[[3, 0], [0, 9]], [[4, 4], [4, 4]], [[3], [50]], [[1, 0, 0], [20, 30, 10]]])
def test_tables_that_leave_little_choice(rows: list[list[int]]) -> None:
	columns = " ".join("abc"[: len(rows[0])])
	assert_nobody_can_be_found(table({str(n): row for n, row in enumerate(rows)}, columns), 5)


def test_counts_too_large_for_a_float_are_kept_exactly() -> None:
	huge = 10**400
	counts = table({"x": [huge, 3, huge + 1], "y": [huge, huge, huge]}, "a b c")
	result = protect_crosstab(counts)
	assert result.total == 5 * huge + 4
	assert result.cells["x", "b"] is None


# --- what may be given ----------------------------------------------------------------------------


@pytest.mark.parametrize("threshold", [1, 0, -5, 2.5, "5", None, True])
def test_a_threshold_that_protects_nobody_is_refused(threshold: object) -> None:
	with pytest.raises(ValueError, match="whole number of at least 2"):
		protect_crosstab({}, threshold=threshold)


@pytest.mark.parametrize("count", [-1, 2.0, "3", None, True])
def test_what_is_no_count_is_refused(count: object) -> None:
	with pytest.raises(ValueError, match=r"The count for 'Syria', 'a'"):
		protect_crosstab({("Syria", "a"): count})


@pytest.mark.parametrize("place", ["Syria", ("Syria",), ("Syria", None), ("Syria", "a", "b")])
def test_a_count_without_row_and_column_is_refused(place: object) -> None:
	with pytest.raises(ValueError, match="a row and a column"):
		protect_crosstab({place: 7})


# --- any table ------------------------------------------------------------------------------------

any_small_table = st.integers(1, 5).flatmap(
	lambda columns: st.lists(
		st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=columns, max_size=columns),
		min_size=1,
		max_size=6,
	)
)


@settings(repeatable, max_examples=25)
@given(any_small_table, st.integers(2, 10))
def test_nobody_can_be_found_in_any_small_table(rows: list[list[int]], threshold: int) -> None:
	counts = {(f"r{i}", f"c{j}"): count for i, row in enumerate(rows) for j, count in enumerate(row)}
	assert_nobody_can_be_found(counts, threshold)


@settings(repeatable, max_examples=2)
@given(st.integers(12, 30), st.integers(5, 12), st.sampled_from([8, 20, 60]), st.integers(0, 999))
def test_nobody_can_be_found_in_large_tables(rows: int, columns: int, mean: int, seed: int) -> None:
	assert_nobody_can_be_found(random_table(rows, columns, mean, seed), 5)


def test_nobody_can_be_found_in_a_table_of_30_by_12() -> None:
	assert_nobody_can_be_found(random_table(30, 12, 30, 2018), 5)


@settings(repeatable, max_examples=25)
@given(any_small_table, st.integers(2, 10), st.randoms(use_true_random=False))
def test_the_order_of_the_counts_does_not_matter(
	rows: list[list[int]], threshold: int, chance: random.Random
) -> None:
	counts = {(f"r{i}", f"c{j}"): count for i, row in enumerate(rows) for j, count in enumerate(row)}
	shuffled = list(counts.items())
	chance.shuffle(shuffled)
	assert protect_crosstab(dict(shuffled), threshold=threshold) == protect_crosstab(
		counts, threshold=threshold
	)


@pytest.mark.parametrize("mean", [2, 8, 30])
def test_30_by_12_takes_less_than_a_second(mean: int) -> None:
	counts = random_table(30, 12, mean, 7)
	begin = time.process_time()
	protect_crosstab(counts)
	assert time.process_time() - begin < 1


# --- how much is withheld -------------------------------------------------------------------------


def test_clearly_fewer_cells_are_withheld_than_by_withholding_whole_rows() -> None:
	ours, trivial = 0, 0
	for seed in range(12):
		counts = random_table(15 + seed, 3 + seed % 10, [10, 30, 60][seed % 3], seed)
		withheld = sum(count is None for count in protect_crosstab(counts).cells.values())
		assert withheld <= whole_rows(counts, 5)
		ours, trivial = ours + withheld, trivial + whole_rows(counts, 5)
	assert ours < trivial / 2, (ours, trivial)


def test_hardly_more_is_withheld_than_the_least_that_is_possible() -> None:
	ours, best = 0, 0
	for counts in small_tables(60):
		mine, least = dots(counts, 5), fewest(counts, 5)
		assert mine >= least
		ours, best = ours + mine, best + least
	assert ours < 1.1 * best, (ours, best)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_withheld_in_vain(seed: int) -> None:
	assert in_vain(random_table(12, 6, 15, seed), 5) == []
