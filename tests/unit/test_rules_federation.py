"""Figures of several associations added up: right sums, honest ranges, and no withheld figure given away."""

import copy
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from refugee_support.rules.disclosure import ProtectedCrosstab
from refugee_support.rules.federation import (
	BadFile,
	Combined,
	ExchangeFile,
	ExchangeTable,
	Label,
	combine,
	read,
	written,
)
from refugee_support.rules.federation.bounds import Contradiction, figures_of, ranges
from refugee_support.rules.federation.exchange import checksum
from tests.unit.attacker import FAR, Attacker, sums
from tests.unit.federation_files import file, one_column, table

settings.register_profile("federation", derandomize=True, deadline=None, max_examples=60)
repeatable = settings.get_profile("federation")

SMALL = {("Syria", "Female"): 12, ("Syria", "Male"): 9, ("Eritrea", "Female"): 2, ("Eritrea", "Male"): 8}
OTHER = {("Syria", "Female"): 20, ("Syria", "Male"): 30, ("Ukraine", "Female"): 14, ("Ukraine", "Male"): 6}


def counts_of(chance: random.Random, rows: str = "abcd", columns: str = "xyz") -> dict[tuple[str, str], int]:
	return {
		(row, column): chance.choice([0, 0, 1, 2, 3, 4, 5, 7, 9, 12, 30])
		for row in rows[: chance.randint(1, len(rows))]
		for column in columns[: chance.randint(1, len(columns))]
	}


# --- The file ---


def example() -> ExchangeFile:
	return file(
		"Verein A",
		table(SMALL),
		table(one_column({"Housing": 40, "School": 12}), "Main Topic", "", "Contacts"),
	)


def test_what_is_written_is_what_is_read() -> None:
	assert read(written(example())) == example()


@repeatable
@given(st.randoms(use_true_random=False), st.integers(3, 10))
def test_every_protected_table_makes_a_file_that_is_accepted(chance: random.Random, threshold: int) -> None:
	one = file("Verein A", table(counts_of(chance), threshold=threshold), threshold=threshold)
	assert read(written(one)) == one


@repeatable
@given(st.randoms(use_true_random=False))
def test_every_rounded_table_makes_a_file_that_is_accepted(chance: random.Random) -> None:
	one = file("Verein A", table(counts_of(chance), is_rounded=True), rounded=True)
	assert read(written(one)) == one


def test_a_withheld_figure_is_a_word_in_the_file_and_its_value_nowhere() -> None:
	grid = table(one_column({"Syria": 913, "Eritrea": 4, "Iraq": 721}), "Nationality", "")
	text = written(file("Verein A", grid))
	(part,) = json.loads(text)["tables"][0]["periods"]
	keys = [row["key"] for row in json.loads(text)["tables"][0]["rows"]]
	assert part["row_totals"][keys.index("Eritrea")] == "withheld"
	assert [*part["row_totals"], part["total"]].count("withheld") >= 2
	assert {*part["row_totals"], part["total"]} <= {"withheld", 913, 721, 1638}


def test_a_file_changed_by_one_byte_is_refused_unless_it_still_says_the_same() -> None:
	text = written(file("Verein A", table(one_column({"Syria": 12, "Iraq": 30}), "Nationality", "")))
	chance = random.Random(1)
	for at in range(len(text)):
		changed = text[:at] + chance.choice([c for c in '0195aZ {}[],:"-.' if c != text[at]]) + text[at + 1 :]
		try:
			assert read(changed) == read(text), f"{at}: {text[max(0, at - 20) : at + 20]!r}"
		except BadFile:
			continue


def with_value(path: str, value: Any) -> str:
	"""The example with one value replaced, or added, and a right checksum: as somebody would write it on purpose."""
	values = json.loads(written(example()))
	*way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
	place: Any = values
	for part in way:
		place = place[part]
	place[last] = value
	values["checksum"] = checksum(values)
	return json.dumps(values)


GRID = "tables.0.periods.0"


@pytest.mark.parametrize(
	("path", "value", "reason"),
	[
		("format", "something else", "format"),
		("version", 2, "version"),
		("version", "1", "version"),
		("version", True, "version"),
		("version", 1.0, "version"),
		("client", "Amina", "unknown"),
		("tables.0.rows.0.name", "Amina", "unknown"),
		("report.true_counts", [], "unknown"),
		("association", "", "text"),
		("association", "<b>A</b>", "text"),
		("association", "=HYPERLINK(1)", "text"),
		("association", "A" * 141, "text"),
		("association", "A\nB", "text"),
		("association", "A\u202eB", "text"),
		("association", "A\x00B", "text"),
		("association", "\ud800", "text"),
		("association", 5, "text"),
		("association", None, "text"),
		("made_on", "20260201", "date"),
		("made_on", "2026-02-30", "date"),
		("made_on", 20260201, "date"),
		("report.seal", "x", "text"),
		("periods.0.to_date", "2024-12-31", "period"),
		("periods", [], "size"),
		("services.service_type", "Espionage", "category"),
		("protection.threshold", 0, "not protected"),
		("protection.threshold", 1, "not protected"),
		("protection.threshold", 11, "not protected"),
		("protection.threshold", True, "not protected"),
		("protection.threshold", "5", "not protected"),
		("protection.merged", 1, "kind"),
		("tables", [], "size"),
		("tables", {}, "kind"),
		("tables.0.measure", "Salaries", "choice"),
		("tables.0.measure", ["Persons"], "choice"),
		("tables.0.measure", "Contacts", "choice"),  # counted on another basis
		("tables.0.rows_by", "person_key", "choice"),
		("tables.0.rows_by", "Main Topic", "table"),
		("tables.0.columns_by", "Nationality", "table"),
		("tables.0.basis.date", "day of arrival", "choice"),
		("tables.0.columns.0.key", "Alien", "category"),
		("tables.0.rows.0.key", "Syria", "twice"),
		("tables.0.rows.0.de", "<script>alert(1)</script>", "text"),
		("tables.0.rows.0.de", "@SUM(A1)", "text"),
		("tables.0.rows", [], "size"),
		("tables.0.rows.0", "Syria", "kind"),
		(f"{GRID}.total", "51", "number"),
		(f"{GRID}.total", -51, "number"),
		(f"{GRID}.total", 51.5, "number"),
		(f"{GRID}.total", 1e400, "number"),
		(f"{GRID}.total", True, "number"),
		(f"{GRID}.total", None, "number"),
		(f"{GRID}.total", 10**30, "number"),
		(f"{GRID}.total", [51], "number"),
		(f"{GRID}.total", 3, "not protected"),
		(f"{GRID}.total", 5000, "sums"),
		(f"{GRID}.cells", [], "size"),
		(f"{GRID}.cells.0", [1], "size"),
		(f"{GRID}.cells.0", "withheld", "kind"),
		("tables.1.periods.0.total", 53, "sums"),
		("tables.1.periods.0.row_totals.0", "withheld", "can be worked out"),
	],
)
def test_what_is_not_figures_is_refused_with_its_place(path: str, value: Any, reason: str) -> None:
	with pytest.raises(BadFile) as refused:
		read(with_value(path, value), {"gender": ["Female", "Male"], "service_type": ["Consultation"]})
	assert refused.value.reason == reason
	place = refused.value.place.replace(" › ", ".").replace(" ", ".").split(".")
	assert path.startswith("format") or place[0] in path or refused.value.value in path, refused.value.place


@pytest.mark.parametrize(
	("text", "reason"),
	[
		("", "no JSON"),
		("PK\x03\x04", "no JSON"),
		("[]", "format"),
		("null", "format"),
		('"text"', "format"),
		("{}", "format"),
		("[" * 100_000, "no JSON"),
		('{"a":' * 100_000, "no JSON"),
		('{"format": NaN}', "number"),
		('{"format": -Infinity}', "number"),
		('{"format": 1' + "0" * 5000 + "}", "no JSON"),
		('{"format": "refugee-support-figures", "format": "refugee-support-figures"}', "twice"),
		(" " * 1_000_001, "too large"),
		(
			'{"format": "refugee-support-figures", "version": 1, "x": ' + "[" * 900 + "]" * 900 + "}",
			"checksum",
		),
	],
	ids=range(14),
)
def test_hostile_text_is_refused_in_no_time(text: str, reason: str) -> None:
	with pytest.raises(BadFile) as refused:
		read(text)
	assert refused.value.reason in (reason, "no JSON")


def test_without_a_key_the_message_names_it() -> None:
	for key in json.loads(written(example())):
		if key in ("format", "version", "checksum"):
			continue
		values = json.loads(written(example()))
		del values[key]
		values["checksum"] = checksum(values)
		with pytest.raises(BadFile) as refused:
			read(json.dumps(values))
		assert (refused.value.reason, refused.value.value) == ("missing", key)


JSON = st.recursive(
	st.none()
	| st.booleans()
	| st.integers()
	| st.floats(allow_nan=False)
	| st.text(max_size=5)
	| st.just("withheld"),
	lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
	max_leaves=5,
)


@settings(repeatable, max_examples=400)
@given(st.randoms(use_true_random=False), JSON)
def test_whatever_stands_anywhere_the_answer_is_a_sentence_or_a_sound_file(
	chance: random.Random, value: Any
) -> None:
	values = json.loads(written(example()))
	place: Any = values
	while True:
		key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
		inner = place[key]
		if not isinstance(inner, dict | list) or not inner or chance.random() < 0.2:
			place[key] = value
			break
		place = inner
	values["checksum"] = checksum(values)
	try:
		combine([read(json.dumps(values))])
	except BadFile as refused:
		assert refused.reason


# --- What is known of a withheld figure ---


@repeatable
@given(st.randoms(use_true_random=False))
def test_ranges_hold_the_truth_and_are_never_narrower_than_linear_programming_finds(
	chance: random.Random,
) -> None:
	counts = counts_of(chance)
	(grid,) = table(counts).grids
	found = ranges(grid)
	reader = Attacker(figures_of(grid), sums(grid))
	for place in reader.withheld:
		low, high = found[place]
		least, most = reader.interval(*[place])
		assert low <= least and (high is None or most <= high)


def test_sums_that_are_wrong_are_found_also_beside_dots() -> None:
	grid = ProtectedCrosstab({("a", "x"): None, ("a", "y"): 40}, {"a": 30}, {"x": None, "y": None}, None)
	with pytest.raises(Contradiction):
		ranges(grid)


# --- Sums ---


def whole(combined: Any, at: int = 0) -> dict[tuple[str | None, str | None], float]:
	return {place: figure.shown for place, figure in combined.grids[at].items() if figure.is_whole}


@repeatable
@given(st.lists(st.randoms(use_true_random=False), min_size=1, max_size=5))
def test_a_sum_shown_as_whole_is_the_true_one_and_every_range_holds_the_truth(
	chances: list[random.Random],
) -> None:
	counts = [counts_of(chance) for chance in chances]
	files = [read(written(file(f"Verein {at}", table(one)))) for at, one in enumerate(counts)]
	(combined,) = combine(files, {"nationality": "abcd", "gender": "xyz"})
	true: Counter[tuple[str | None, str | None]] = Counter()
	for one in counts:
		for (row, column), number in one.items():
			for place in ((row, column), (row, None), (None, column), (None, None)):
				true[place] += number
	for place, figure in combined.grids[0].items():
		assert figure.low <= true[place] and (figure.high is None or true[place] <= figure.high), place
		if figure.is_whole:
			assert figure.shown == true[place] == figure.low == figure.high
		assert figure.is_whole or figure.high is None or figure.high - figure.low >= 5, (
			"a dot is known too well"
		)


def test_the_order_of_the_files_changes_no_figure() -> None:
	files = [file("A", table(SMALL)), file("B", table(OTHER)), file("C", table({("Iraq", "Male"): 7}))]
	(one,), (other,) = combine(files), combine(files[::-1])
	assert one.grids[0] == other.grids[0]


def test_a_withheld_figure_makes_the_sum_a_range_and_says_how_many_withhold_theirs() -> None:
	(combined,) = combine(
		[file("A", table(SMALL)), file("B", table(OTHER))],
		{"nationality": {"Syria", "Eritrea"}, "gender": {"Female", "Male"}},
	)
	figure = combined.grids[0]["Eritrea", "Female"]
	assert (figure.withheld, figure.is_whole, figure.shown, figure.low) == (1, False, 0, 0)
	assert combined.grids[0][None, None] == Combined(101, 101, 101)


def test_rows_and_columns_may_be_exchanged_in_another_file() -> None:
	turned = {(column, row): number for (row, column), number in OTHER.items()}
	files = [file("A", table(OTHER)), file("B", table(turned, "Gender", "Nationality"))]
	(combined,) = combine(files, {"nationality": {"Syria", "Ukraine"}, "gender": {"Female", "Male"}})
	assert whole(combined)["Syria", "Male"] == 60
	assert combined.associations == ("A", "B")


def test_who_has_no_such_table_is_named() -> None:
	topics = table(one_column({"Housing": 40}), "Main Topic", "", "Contacts")
	tables = combine([file("A", table(OTHER), topics), file("B", table(OTHER))])
	assert [one.without for one in tables] == [(), ("B",)]


def test_files_of_other_periods_or_services_are_not_added_up() -> None:
	for values in ({"service_type": "Consultation"}, {"funding_programme": "AMIF"}):
		with pytest.raises(ValueError, match="same period"):
			combine([file("A", table(OTHER)), file("B", table(OTHER), **values)])


def named(counts: dict[str, int], **names: str) -> ExchangeTable:
	one = table(one_column(counts), "Main Topic", "", "Contacts")
	rows = tuple(Label(label.key, names[label.key], "") for label in one.rows)
	return ExchangeTable(one.measure, one.rows_by, one.columns_by, rows, one.columns, one.grids)


def test_categories_an_association_made_up_are_the_same_where_they_are_called_the_same() -> None:
	files = [
		file("A", named({"eigen-1": 10, "housing": 20}, **{"eigen-1": "Fahrrad", "housing": "Wohnen"})),
		file("B", named({"eigen-1": 30, "rad": 40}, **{"eigen-1": "Garten", "rad": "FAHRRAD"})),
	]
	(combined,) = combine(files, {"topic": {"housing"}})
	found = {label.de: combined.grids[0][label.key, None].shown for label in combined.rows}
	assert found == {"Fahrrad": 50, "Wohnen": 20, "Garten": 30}


def test_where_rare_countries_stand_under_their_region_a_missing_country_is_no_zero() -> None:
	merged = table(one_column({"Syria": 30, "Eastern Africa": 8}), "Nationality", "")
	plain = table(one_column({"Syria": 10, "Somalia": 9, "Eritrea": 6}), "Nationality", "")
	known = {"nationality": {"Syria", "Somalia", "Eritrea", "Eastern Africa"}}
	(combined,) = combine([file("A", merged, merged=True), file("B", plain)], known, {"Eastern Africa"})
	assert combined.grids[0]["Somalia", None] == Combined(9, 9, None, withheld=0, elsewhere=1)
	assert combined.grids[0]["Syria", None] == Combined(40, 40, 40)
	assert combined.grids[0]["Eastern Africa", None] == Combined(8, 8, 8)


def test_rounded_figures_are_a_range_of_two_each_way() -> None:
	rounded_file = file(
		"A", table(one_column({"Syria": 11}), "Nationality", "", is_rounded=True), rounded=True
	)
	(combined,) = combine([rounded_file, file("B", table(one_column({"Syria": 20}), "Nationality", ""))])
	figure = combined.grids[0]["~syria", None]
	assert (figure.shown, figure.low, figure.high) == (30, 28, 32)
	assert combined.rounded == ("A",)


# --- Nobody to be found ---


def narrowest(
	files: list[ExchangeFile],
	combined: dict[Any, Combined],
	knows: int | None,
	counts: list[dict[tuple[str, str], int]],
) -> float:
	"""The narrowest range a withheld figure of another association is known in, for who has every file and the combined
	table (and one association's true counts, if `knows` is not None). By linear programming over all at once."""
	grids = [one.tables[0].grids[0] for one in files]
	place_of = {(at, place): 0 for at, grid in enumerate(grids) for place in figures_of(grid)}
	place_of = {key: number for number, key in enumerate(place_of)}
	size = len(place_of)
	equal, equal_to, less, less_than = [], [], [], []

	def line(terms: list[tuple[tuple[int, Any], int]]) -> numpy.ndarray:
		values = numpy.zeros(size)
		for key, sign in terms:
			values[place_of[key]] += sign
		return values

	limits: list[tuple[float, float]] = [(0, FAR)] * size
	for at, grid in enumerate(grids):
		for total, parts in sums(grid):
			equal.append(line([((at, part), 1) for part in parts] + [((at, total), -1)]))
			equal_to.append(0)
		for place, figure in figures_of(grid).items():
			if figure is None and at == knows:
				figure = counts[at].get(place, 0) if None not in place else None
			if figure is not None:
				limits[place_of[at, place]] = (figure, figure)
	for place, figure in combined.items():
		terms = [((at, place), 1) for at in range(len(files)) if (at, place) in place_of]
		if figure.is_whole:
			equal.append(line(terms))
			equal_to.append(figure.shown)
			continue
		less.append(-line(terms))
		less_than.append(-figure.low)
		if figure.high is not None:
			less.append(line(terms))
			less_than.append(figure.high)
	found = [float(FAR)]
	system = {
		"A_eq": numpy.array(equal),
		"b_eq": equal_to,
		"A_ub": numpy.array(less) if less else None,
		"b_ub": less_than or None,
	}
	for at, grid in enumerate(grids):
		for place, figure in figures_of(grid).items():
			if figure is None and at != knows:
				aim = line([((at, place), 1)])
				ends = [linprog(way * aim, **system, bounds=limits, method="highs") for way in (1, -1)]
				assert all(end.status == 0 for end in ends), ends[0].message
				found.append(-ends[1].fun - ends[0].fun)
	return min(found)


def associations(seed: int) -> tuple[list[ExchangeFile], list[dict[tuple[str, str], int]]]:
	chance = random.Random(seed)
	counts = [counts_of(chance) for _ in range(chance.choice([2, 2, 3, 4]))]
	return [read(written(file(f"Verein {at}", table(one)))) for at, one in enumerate(counts)], counts


KNOWN = {"nationality": "abcd", "gender": "xyz"}


@pytest.mark.parametrize("seed", range(25))
def test_the_combined_table_beside_all_files_gives_no_withheld_figure_away(seed: int) -> None:
	files, counts = associations(seed)
	(combined,) = combine(files, KNOWN)
	assert narrowest(files, combined.grids[0], None, counts) >= 5 - 1e-6
	assert narrowest(files, combined.grids[0], 0, counts) >= 5 - 1e-6, "an association subtracts its own"


def test_the_attack_would_find_a_sum_of_true_figures() -> None:
	"""The check above can fail: with true sums in the combined table the other's dot is the difference."""
	files, counts = [file("A", table(SMALL)), file("B", table(OTHER))], [SMALL, OTHER]
	(combined,) = combine(
		files, {"nationality": {"Syria", "Eritrea", "Ukraine"}, "gender": {"Female", "Male"}}
	)
	true = copy.copy(combined.grids[0])
	place = ("Eritrea", "Female")
	assert not true[place].is_whole
	true[place] = Combined(2, 2, 2)
	assert narrowest(files, true, None, counts) < 1


# --- The page of the documentation ---

PAGE = (Path(__file__).parents[2] / "docs" / "federation.md").read_text(encoding="utf-8")


def test_the_example_of_the_documentation_is_a_file_and_its_sums_are_right() -> None:
	north = read(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])
	south = file(
		"Verein Süd", table(one_column({"Syria": 20, "Ukraine": 25, "Eritrea": 9}), "Nationality", "")
	)
	(combined,) = combine([north, south], {"nationality": {"Syria", "Ukraine", "Eritrea"}})
	found = {row: combined.grids[0][row, None] for row in ("Ukraine", "Syria", "Eritrea", None)}
	assert [(one.low, one.high, one.withheld) for one in found.values()] == [
		(56, 56, 0),
		(20, 35, 1),
		(9, 24, 1),
		(100, 100, 0),
	]


def test_the_documentation_names_every_key_of_the_file() -> None:
	def keys(value: Any) -> Iterator[str]:
		for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
			yield from keys(inner)
		yield from value if isinstance(value, dict) else ()

	told = set(re.findall(r"`([a-z_]+)`", PAGE.split("```json")[0]))
	assert {*keys(json.loads(written(example())))} <= told
