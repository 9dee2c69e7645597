"""Files of an old database: one made file for each evil (tests/data/legacy), read as a person would, or refused with a
reason, a row and a column."""

import os
import zipfile
from datetime import date, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from refugee_support.rules.legacy.access_database import is_available, read_access
from refugee_support.rules.legacy.dates import parse_date
from refugee_support.rules.legacy.files import read_file
from refugee_support.rules.legacy.headers import find_headings, guess_columns, guess_target
from refugee_support.rules.legacy.problems import BadCell, Problem, UnreadableFile, letters
from refugee_support.rules.legacy.rows import Reading, RowResult, ValueMap, read_row
from refugee_support.rules.legacy.targets import TARGETS, coded_fields
from refugee_support.rules.legacy.values import Choices, fold, parse_check, parse_minutes

FILES = Path(__file__).parents[1] / "data/legacy"
TODAY = date(2026, 11, 25)
STATUSES = {
	"DULD60A": ["Duldung (§ 60a)"],
	"DULD60B": ["Duldung für Personen mit ungeklärter Identität (§ 60b)"],
	"GEST": ["Aufenthaltsgestattung"],
	"AE255": ["Ausreise unmöglich (§ 25 Abs. 5)"],
	"AE253": ["Abschiebungsverbot (§ 25 Abs. 3)"],
	"AE24": ["Vorübergehender Schutz, Ukraine (§ 24)"],
}
COUNTRIES = {
	"Syria": ["Syrien"],
	"Ukraine": [],
	"Turkey": ["Türkei"],
	"Iraq": ["Irak"],
	"Austria": ["Österreich"],
}


def choices(field: str, of: str) -> ValueMap:
	options = {"residence_status": STATUSES, "nationality": COUNTRIES}
	return ValueMap(Choices(options.get(field, {}), of))


def rows_of(name: str, sheet: int = 0, doctype: str | None = None) -> list[RowResult]:
	table = read_file(FILES / name).tables[sheet]
	headings = find_headings(table.lines())
	target = TARGETS[doctype or guess_target(table.name, headings)]
	maps = {f.name: choices(f.name, f.of) for of_target, f in coded_fields() if of_target is target}
	columns = guess_columns(target, headings.texts)
	reading = Reading(target, columns, TODAY, maps, len(headings.texts), table.since_1904)
	return [read_row(number, cells, reading) for number, cells in table.lines() if number > headings.last_row]


def cells_of(row: RowResult) -> list[tuple[str, str]]:
	return [(problem.code, problem.cell) for problem in row.problems]


# --- Encodings and separators ---


@pytest.mark.parametrize("name", ["utf8.csv", "utf8_with_mark.csv", "utf16.csv"])
def test_names_of_every_alphabet_survive_unicode_files(name: str) -> None:
	first, second = rows_of(name, doctype="Client")
	assert first.values["last_name"] == "Müller"
	assert (second.values["first_name"], second.values["last_name"]) == ("Çağrı", "Nuñez")
	assert (first.legacy_id, first.history["residence_status"]) == ("1", "DULD60A")


@pytest.mark.parametrize("name", ["windows.csv", "dos.csv", "mac.csv"])
def test_umlauts_survive_old_encodings(name: str) -> None:
	(row,) = rows_of(name, doctype="Client")
	assert (row.values["first_name"], row.values["last_name"]) == ("Jürgen", "Größe")
	assert row.values["nationality"] == "Austria"


def test_lines_pasted_from_a_file_in_another_encoding_are_read_and_named() -> None:
	table = read_file(FILES / "mixed_encodings.csv").tables[0]
	assert table.remarks == [Problem("mixed_encoding", 4)]
	*_rest, last = rows_of("mixed_encodings.csv", doctype="Client")
	assert (last.values["first_name"], last.values["last_name"]) == ("Jörg", "Größe")


def test_an_encoding_that_was_chosen_and_does_not_fit_is_refused() -> None:
	with pytest.raises(UnreadableFile) as refused:
		read_file(FILES / "windows.csv", encoding="utf-8")
	assert (refused.value.code, refused.value.detail) == ("wrong_encoding", ("utf-8",))


@pytest.mark.parametrize(("name", "separator"), [("commas.csv", ","), ("tabs.csv", "\t"), ("utf8.csv", ";")])
def test_separator_is_found(name: str, separator: str) -> None:
	assert read_file(FILES / name).separator == separator
	assert rows_of(name, doctype="Client")[0].values["first_name"] == "Amina"


def test_separators_and_line_breaks_inside_quotes_belong_to_the_text() -> None:
	(row,) = rows_of("semicolons_in_quotes.csv", doctype="Client")
	assert row.values["last_name"] == "Beispiel; geb. Muster"
	assert row.values["street"] == "Weg 1 Hinterhaus"


def test_a_separator_in_a_text_without_quotes_shifts_nothing_silently() -> None:
	(row,) = rows_of("semicolon_without_quotes.csv", doctype="Client")
	assert cells_of(row) == [("beyond_headings", "D2")]


def test_a_quotation_mark_that_is_never_closed_is_named_with_its_line() -> None:
	with pytest.raises(UnreadableFile) as refused:
		list(read_file(FILES / "open_quote.csv").tables[0].lines())
	assert (refused.value.code, refused.value.detail) == ("open_quote", (2,))


# --- Files that are something else ---


@pytest.mark.parametrize(
	("name", "code"),
	[
		("empty.csv", "empty_file"),
		("picture.csv", "something_else"),
		("page.xls", "something_else"),
		("letter.pdf", "something_else"),
		("letter.docx", "something_else"),
		("table.ods", "open_document"),
		("password.xlsx", "password"),
		("old.xls", "old_excel"),
		("cut_off.xlsx", "damaged"),
	],
)
def test_what_is_no_table_is_refused_with_the_reason(name: str, code: str) -> None:
	with pytest.raises(UnreadableFile) as refused:
		read_file(FILES / name)
	assert refused.value.code == code


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
	bomb = tmp_path / "bomb.xlsx"
	with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
		packed.writestr("xl/workbook.xml", b"<workbook/>")
		packed.writestr("xl/worksheets/sheet1.xml", bytes(60_000_000))
	with pytest.raises(UnreadableFile) as refused:
		read_file(bomb)
	assert refused.value.code == "zip_bomb"


def test_200_000_rows_are_read_row_by_row(tmp_path: Path) -> None:
	path = tmp_path / "long.csv"
	path.write_text("ID;Vorname;Name\n" + "".join(f"{n};Amina;Beispiel\n" for n in range(200_000)))
	assert sum(1 for _line in read_file(path).tables[0].lines()) == 200_001


def test_more_rows_than_can_be_handled_are_refused(tmp_path: Path) -> None:
	path = tmp_path / "endless.csv"
	path.write_text("ID;Vorname\n" + "1;A\n" * 300_001)
	with pytest.raises(UnreadableFile, match="too_many_rows"):
		list(read_file(path).tables[0].lines())


def test_300_columns_are_read_and_600_refused() -> None:
	assert rows_of("wide.xlsx")[0].values["first_name"] == "Amina"
	with pytest.raises(UnreadableFile) as refused:
		list(read_file(FILES / "too_wide.xlsx").tables[0].lines())
	assert refused.value.code == "too_many_columns"


def test_without_mdbtools_an_access_file_says_what_to_install(tmp_path: Path, monkeypatch) -> None:
	path = tmp_path / "alt.mdb"
	path.write_bytes(b"\0\1\0\0Standard Jet DB\0" + bytes(500))
	monkeypatch.setenv("PATH", "")
	with pytest.raises(UnreadableFile, match="no_mdbtools"):
		read_file(path)


def test_access_tables_come_through_mdbtools(tmp_path: Path, monkeypatch) -> None:
	"""What mdbtools answer stands in for a database nobody can make without Microsoft."""
	for name, script in (
		("mdb-tables", "printf 'MSysCompactError\\n~TMPCLP12\\ntblKlienten\\n'"),
		("mdb-export", "printf 'KlientNr,Vorname,GebDat\\n7,\"Amina, geb. X\",1985-04-03\\n'"),
	):
		(tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
		(tmp_path / name).chmod(0o755)
	monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
	(table,) = read_access(tmp_path / "alt.accdb").tables
	assert table.name == "tblKlienten", "what Access keeps for itself is nobody's data"
	assert list(table.lines()) == [
		(1, ["KlientNr", "Vorname", "GebDat"]),
		(2, ["7", "Amina, geb. X", "1985-04-03"]),
	]


def test_a_database_without_a_table_says_so(tmp_path: Path, monkeypatch) -> None:
	for name in ("mdb-tables", "mdb-export"):
		(tmp_path / name).write_text("#!/bin/sh\necho MSysAccessObjects\n")
		(tmp_path / name).chmod(0o755)
	monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
	with pytest.raises(UnreadableFile, match="no_tables"):
		read_access(tmp_path / "leer.accdb")


@pytest.mark.skipif(not is_available(), reason="MDBTOOLS ARE MISSING: apt install mdbtools")
@pytest.mark.parametrize("kind", [b"Standard Jet DB", b"Standard ACE DB"])
def test_the_real_mdbtools_refuse_what_only_begins_like_an_access_file(tmp_path: Path, kind: bytes) -> None:
	path = tmp_path / "alt.mdb"
	path.write_bytes(b"\0\1\0\0" + kind + b"\0\1" + bytes(8000))
	with pytest.raises(UnreadableFile, match="damaged"):
		read_file(path)


# --- Workbooks ---


def test_two_rows_of_headings_under_a_title_are_one_heading() -> None:
	(row,) = rows_of("two_heading_rows.xlsx")
	assert (row.number, row.legacy_id, row.values["mobile_no"]) == (4, "7", "0211 555")
	assert row.history == {"municipality": "Erkrath"}


def test_a_merged_cell_counts_for_every_row_it_covers_and_is_remarked_upon() -> None:
	first, second = rows_of("merged.xlsx")
	assert [row.values["last_name"] for row in (first, second)] == ["Beispiel"] * 2
	assert second.history["municipality"] == "Erkrath"
	remarks = read_file(FILES / "merged.xlsx").tables[0].remarks
	assert [(remark.code, remark.cell) for remark in remarks] == [
		("merged_cells", "C2"),
		("merged_cells", "D2"),
	]


def test_formulas_nobody_calculated_are_named() -> None:
	remarks = read_file(FILES / "formulas.xlsx").tables[0].remarks
	assert [(remark.code, remark.cell) for remark in remarks] == [
		("formula_without_value", "A2"),
		("formula_without_value", "C2"),
	]


@pytest.mark.parametrize("name", ["days_since_1900.xlsx", "days_since_1904.xlsx"])
def test_number_dates_are_the_same_day_in_both_calendars(name: str) -> None:
	assert [row.values["date_of_birth"] for row in rows_of(name)] == [date(1985, 4, 3)] * 2


def test_columns_and_rows_without_anything_are_left_out() -> None:
	assert [row.legacy_id for row in rows_of("empty_columns.csv", doctype="Client")] == ["7", "8"]


def test_an_error_of_a_formula_is_no_value(tmp_path: Path) -> None:
	book = Workbook()
	book.active.append(["ID", "Vorname", "Name", "Ort"])
	book.active.append([7, "Amina", "#REF!", "#NV"])
	book.save(tmp_path / "x.xlsx")
	table = read_file(tmp_path / "x.xlsx").tables[0]
	columns = guess_columns(TARGETS["Client"], ["ID", "Vorname", "Name", "Ort"])
	maps = {field.name: choices(field.name, field.of) for target, field in coded_fields()}
	row = read_row(2, list(table.lines())[1][1], Reading(TARGETS["Client"], columns, TODAY, maps))
	assert cells_of(row) == [("formula_error", "C2")]


# --- Dates ---


@pytest.mark.parametrize(
	("written", "day", "precision"),
	[
		("31.12.2019", date(2019, 12, 31), "Day"),
		("3.4.19", date(2019, 4, 3), "Day"),
		("3.4.85", date(1985, 4, 3), "Day"),
		("03/04/2019", date(2019, 4, 3), "Day"),
		("2019-04-03 12:30:00", date(2019, 4, 3), "Day"),
		("20190403", date(2019, 4, 3), "Day"),
		("3. April 2019", date(2019, 4, 3), "Day"),
		("3 Apr 2019", date(2019, 4, 3), "Day"),
		("April 3, 2019", date(2019, 4, 3), "Day"),
		("٣.٤.٢٠١٩", date(2019, 4, 3), "Day"),
		("43558", date(2019, 4, 3), "Day"),
		(43558.0, date(2019, 4, 3), "Day"),
		("März 2019", date(2019, 3, 1), "Month"),
		("03/2019", date(2019, 3, 1), "Month"),
		("2019", date(2019, 1, 1), "Year"),
		("ca. 1985", date(1985, 1, 1), "Year"),
		("1985?", date(1985, 1, 1), "Year"),
		("00.00.1985", date(1985, 1, 1), "Year"),
	],
)
def test_a_date_is_read_in_every_spelling(written: object, day: date, precision: str) -> None:
	found = parse_date(written, today=TODAY)
	assert (found.day, found.precision) == (day, precision)


def test_the_american_order_is_read_where_it_is_said() -> None:
	assert parse_date("03/04/2019", today=TODAY, month_first=True).day == date(2019, 3, 4)
	assert parse_date("03.04.2019", today=TODAY, month_first=True).day == date(2019, 4, 3)


@pytest.mark.parametrize("written", ["", None, "-", "?", "unbekannt", "k.A.", "00.00.0000", "0000-00-00"])
def test_nothing_known_is_no_date_and_no_error(written: object) -> None:
	assert parse_date(written, today=TODAY) is None


@pytest.mark.parametrize(
	("written", "code"),
	[
		("31.02.2019", "no_such_day"),
		("29.02.2019", "no_such_day"),
		("32.1.20", "no_such_day"),
		("3.13.2019", "no_such_day"),
		("bald", "no_date"),
		("12.5", "no_date"),
		(5, "no_date"),
		("1.1.0019", "date_out_of_range"),
		("1.1.2219", "date_out_of_range"),
	],
)
def test_a_day_that_does_not_exist_is_refused(written: object, code: str) -> None:
	with pytest.raises(BadCell) as refused:
		parse_date(written, today=TODAY)
	assert refused.value.code == code


def test_dates_of_birth_in_a_file_are_taken_estimated_or_refused_with_their_cell() -> None:
	bad, about, nothing, british, year, word, number = rows_of("evil_dates.csv", doctype="Client")
	assert cells_of(bad) == [("no_such_day", "D2")]
	assert (about.values["date_of_birth"], about.values["birth_date_estimated"]) == (date(1985, 1, 1), 1)
	assert "date_of_birth" not in nothing.values and not nothing.problems
	assert british.values["date_of_birth"] == date(1985, 4, 3)
	assert year.values["birth_date_estimated"] == 1
	assert cells_of(word) == [("no_date", "D7")]
	assert number.values["date_of_birth"] == date(1984, 11, 17)


def test_a_consultation_needs_a_day_and_takes_a_month_with_a_remark() -> None:
	columns = guess_columns(TARGETS["Consultation"], ["Datum", "Thema"])
	maps = {"main_topic": ValueMap(Choices({"JOBCENTER": ["Jobcenter"]}))}
	reading = Reading(TARGETS["Consultation"], columns, TODAY, maps)
	assert [remark.code for remark in read_row(2, ["März 2019", "Jobcenter"], reading).remarks] == [
		"date_rounded"
	]
	assert cells_of(read_row(3, ["2019", "Jobcenter"], reading)) == [("date_not_exact", "A3")]
	assert cells_of(read_row(4, ["1.1.2027", "Jobcenter"], reading)) == [("date_ahead", "A4")]
	assert cells_of(read_row(5, [None, "Jobcenter"], reading)) == [("missing", "A5")]


# --- Values ---


@pytest.mark.parametrize(
	"old", ["Duldg.", "Dldg §60a", "DULDUNG", "Duldung (§ 60a)", "DULD60A", "geduldet", "§ 60 a"]
)
def test_known_spellings_are_certain(old: str) -> None:
	found = Choices(STATUSES, "Residence Status").find(old)
	assert (found.value, found.certain) == ("DULD60A", True)


@pytest.mark.parametrize("old", ["Duldnug", "Duldungg"])
def test_a_likely_spelling_is_only_suggested(old: str) -> None:
	found = Choices(STATUSES, "Residence Status").find(old)
	assert (found.value, found.certain) == ("DULD60A", False)


def test_a_spelling_that_could_be_two_values_is_never_certain() -> None:
	found = Choices({"A": ["Antrag"], "B": ["Antrag"]}).find("Antrag")
	assert found is None or not found.certain


def test_an_unknown_value_refuses_the_row_until_a_person_has_decided() -> None:
	reading = Reading(TARGETS["Client"], {1: "first_name", 2: "residence_status"}, TODAY)
	reading.maps = {"residence_status": ValueMap(Choices(STATUSES, "Residence Status"))}
	row = read_row(2, ["Amina", "Papiere"], reading)
	assert cells_of(row) == [("unknown_value", "B2")]
	assert row.unknown == [("residence_status", "Papiere")]
	reading.maps["residence_status"].decided = {fold("Papiere"): "GEST"}
	assert read_row(2, ["Amina", "Papiere"], reading).history == {"residence_status": "GEST"}
	reading.maps["residence_status"].decided = {fold("Papiere"): ""}
	row = read_row(2, ["Amina", "Papiere"], reading)
	assert (row.history, row.problems) == ({}, [])


@pytest.mark.parametrize(
	("written", "minutes"),
	[
		("45", 45),
		(45.0, 45),
		("45 min", 45),
		("1,5 h", 90),
		("1:30", 90),
		(time(1, 30), 90),
		(0.0625, 90),
		("", None),
	],
)
def test_durations_are_minutes(written: object, minutes: int | None) -> None:
	assert parse_minutes(written) == minutes


@pytest.mark.parametrize("written", ["lang", "-5", "0", "2000", 5000])
def test_an_impossible_duration_is_refused(written: object) -> None:
	with pytest.raises(BadCell, match="no_duration"):
		parse_minutes(written)


@pytest.mark.parametrize(
	("written", "checked"), [("ja", 1), ("x", 1), (True, 1), (1.0, 1), ("nein", 0), ("", None)]
)
def test_yes_and_no(written: object, checked: int | None) -> None:
	assert parse_check(written) == checked


# --- Rows ---


def test_markup_and_formulas_are_text() -> None:
	first, second = rows_of("injection.csv", doctype="Client")
	assert first.values["first_name"] == "‹script›alert(1)‹/script›"
	assert (
		first.values["last_name"] == '=HYPERLINK("http://x")'
	)  # text here; written into a workbook as text, too
	assert second.values["first_name"] == "‹svg/onload=alert(1)"
	assert [remark.code for remark in first.remarks] == ["markup"]


def test_old_numbers_are_equal_however_a_program_wrote_them() -> None:
	assert [row.legacy_id for row in rows_of("duplicate_ids.csv", doctype="Client")] == ["7", "7", "7"]


def test_a_family_that_belongs_to_itself_is_refused_with_its_cell() -> None:
	first, second = rows_of("family_of_itself.csv", doctype="Client Household")
	assert cells_of(first) == [("points_to_itself", "C2")]
	assert second.parents == {"part_of": ["1"]}


def test_a_contact_without_a_client_is_anonymous_and_keeps_what_is_known_of_the_person() -> None:
	*_named, anonymous = rows_of("linked_sheets.xlsx", 2)
	assert anonymous.values["is_anonymous"] == 1 and not anonymous.parents


def test_a_status_in_a_row_of_a_consultation_is_that_of_its_day() -> None:
	first, second, *_rest = rows_of("linked_sheets.xlsx", 2)
	assert first.history == {"residence_status": "DULD60A"}
	assert second.history == {}  # not recorded: nobody knows today what it was


@pytest.mark.parametrize(
	("cells", "names"),
	[
		(["Beispiel, Amina"], ("Amina", "Beispiel")),
		(["Amina Noor Beispiel"], ("Amina Noor", "Beispiel")),
		(["Amina"], ("Amina", "")),
	],
)
def test_a_whole_name_in_one_column_is_cut_in_two(cells: list[str], names: tuple[str, str]) -> None:
	row = read_row(2, cells, Reading(TARGETS["Client"], {1: "full_name"}, TODAY))
	assert (row.values["first_name"], row.values["last_name"]) == names


@pytest.mark.parametrize(
	("field", "value", "code"),
	[
		("first_name", "A" * 200, "too_long"),
		("email_id", "keine@", "no_email"),
		("mobile_no", "siehe Akte", "no_phone"),
	],
)
def test_what_does_not_fit_is_refused_and_not_cut_off(field: str, value: str, code: str) -> None:
	row = read_row(2, [value, "Amina"], Reading(TARGETS["Client"], {1: field, 2: "last_name"}, TODAY))
	assert cells_of(row) == [(code, "A2")]


def test_two_rows_say_the_same_exactly_if_nothing_changed() -> None:
	reading = Reading(TARGETS["Client"], {1: "first_name", 2: "last_name"}, TODAY)
	one, same, other = (read_row(2, cells, reading) for cells in (["A", "B"], ["A ", "B"], ["A", "C"]))
	assert one.content_key == same.content_key != other.content_key


# --- Headings ---


@pytest.mark.parametrize(
	("sheet", "doctype"),
	[(0, "Client Household"), (1, "Client"), (2, "Consultation"), (3, "Authority Application")],
)
def test_sheets_are_recognised_and_read(sheet: int, doctype: str) -> None:
	table = read_file(FILES / "linked_sheets.xlsx").tables[sheet]
	assert guess_target(table.name, find_headings(table.lines())) == doctype


def test_a_sheet_is_recognised_by_its_headings_alone() -> None:
	from refugee_support.rules.legacy.headers import Headings

	assert (
		guess_target("Tabelle1", Headings(("Nr", "Datum", "Klient-Nr", "Thema", "Dauer"), 1))
		== "Consultation"
	)
	assert guess_target("Sheet1", Headings(("ID", "First Name", "Last Name", "DOB"), 1)) == "Client"
	assert guess_target("Kasse", Headings(("Beleg", "Betrag"), 1)) == ""


def test_what_was_decided_before_comes_before_every_guess() -> None:
	headings = ["Nr", "Name", "Rufname"]
	assert guess_columns(TARGETS["Client"], headings) == {1: "legacy_id", 2: "last_name", 3: "first_name"}
	known = {"name": "full_name", "rufname": ""}
	assert guess_columns(TARGETS["Client"], headings, known) == {1: "legacy_id", 2: "full_name"}


def test_english_headings_are_guessed_as_well_as_german_ones() -> None:
	headings = ["Client ID", "First Name", "Surname", "DOB", "Nationality", "Residence Status"]
	fields = ["legacy_id", "first_name", "last_name", "date_of_birth", "nationality", "residence_status"]
	assert list(guess_columns(TARGETS["Client"], headings).values()) == fields


def test_cells_are_named_as_a_spreadsheet_names_them() -> None:
	assert [letters(column) for column in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_the_evil_files_are_those_the_script_makes(tmp_path: Path) -> None:
	from tests.tools import make_legacy_files

	made = {*make_legacy_files.text_files(), *make_legacy_files.workbooks()}
	assert made == {path.name for path in FILES.iterdir()}
	for name, content in make_legacy_files.text_files().items():
		if not name.endswith((".docx", ".ods")):  # archives hold the time they were packed
			assert (FILES / name).read_bytes() == content, name
