"""Evaluation reports: right figures, nobody to be found, two people, and no change after the release."""

import io
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from openpyxl import load_workbook

from refugee_support import access
from refugee_support.evaluation.spreadsheet import book_of
from refugee_support.refugee_support.doctype.evaluation_report.evaluation_report import correct
from tests.site import factories as make

# A time before the association existed: nothing else on the site lies there.
PERIOD = {"from_date": "2009-01-01", "to_date": "2009-12-31"}
BEFORE = {"compare_from": "2008-01-01", "compare_to": "2008-12-31"}
COUNTRIES = {"Syria": 9, "Ukraine": 7, "Eritrea": 2}
TOPICS = {"eva-a": "Wohnen", "eva-b": "Schule"}


@pytest.fixture
def people() -> dict[str, str]:
	users = {
		"writer": make.make_user(access.COORDINATOR, new_password=""),
		"second": make.make_user(access.COORDINATOR, new_password=""),
		"counsellor": make.make_user(access.COUNSELLOR, new_password=""),
		"administration": make.make_user(access.ADMINISTRATOR, new_password=""),
	}
	for user in users.values():
		make.make_volunteer_profile(user)
	return users


def plant(year: int = 2009, countries: dict[str, int] = COUNTRIES, gender: str = "Female") -> list[str]:
	"""Service records as the app writes them, without the documents behind them: hundreds cost no time."""
	for code, label in TOPICS.items():
		make.make_topic(code, label=label)
	names = []
	for country, number in countries.items():
		for at in range(number):
			for topic in ("eva-a", "eva-b")[: 1 + at % 2]:
				names.append(plant_row(f"{country}{gender}{at}", country, topic, year, gender, 1 + at % 28))
	return names


def plant_row(person: str, country: str, topic: str, year: int, gender: str, day: int) -> str:
	month = 3 if topic == "eva-a" else 9
	values = {
		"service_date": f"{year}-{month:02d}-{day:02d}",
		"service_year": year,
		"service_quarter": f"{year}-Q{(month + 2) // 3}",
		"service_month": f"{year}-{month:02d}",
		"service_type": "Consultation",
		"participation": "Main Person",
		"person_key": person[:20],
		"household_key": person[:20],
		"contacts": 1,
		"minutes": 30,
		"gender": gender,
		"nationality": country,
		"topic": topic,
	}
	row = frappe.get_doc({"doctype": "Service Record", "name": frappe.generate_hash(length=16), **values})
	row.db_insert()
	return row.name


def table(measure: str, rows: str, columns: str = "", **values: Any) -> dict[str, Any]:
	return {"measure": measure, "row_characteristic": rows, "column_characteristic": columns, **values}


def written(writer: str, *tables: dict[str, Any], **values: Any) -> Any:
	frappe.set_user(writer)
	tables = tables or (table("Contacts", "Main Topic"), table("Persons", "Nationality", "Gender"))
	return make.make_evaluation_report(**{**PERIOD, "tables": list(tables), **values})


def released(people: dict[str, str], *tables: dict[str, Any], **values: Any) -> Any:
	report = apply_workflow(written(people["writer"], *tables, **values), "Ask for Review")
	frappe.set_user(people["second"])
	return apply_workflow(frappe.get_doc("Evaluation Report", report.name), "Release Report")


def shown(report: Any, at: int = 0, period: int = 0) -> dict[str, Any]:
	values = report.shown_figures()["tables"][at]
	return {"rows": values["rows"], "columns": values["columns"], **values["periods"][period]}


# --- Right ---


def own_sql(select: str, group: str) -> dict[tuple[str, ...], int]:
	"""Counted with SQL of our own, not with the app's code."""
	rows = frappe.db.sql(
		f"select {select} from `tabService Record` where service_type = 'Consultation'"
		f" and service_date between '2009-01-01' and '2009-12-31' group by {group}"
	)
	return {tuple(str(key or "") for key in keys): int(number) for *keys, number in rows}


def published(report: Any, at: int) -> dict[tuple[str, str], int | None]:
	part = shown(report, at)
	return {
		(row, column): part["cells"][y][x]
		for y, row in enumerate(part["rows"])
		for x, column in enumerate(part["columns"])
	}


def test_every_figure_shown_is_the_one_of_an_independent_query(people: dict[str, str]) -> None:
	plant(countries={"Syria": 9, "Ukraine": 7, "Eritrea": 8})
	plant(gender="Male", countries={"Syria": 12, "Ukraine": 6})
	report = released(
		people,
		table("Contacts", "Main Topic", "Gender"),
		table("Hours", "Main Topic", "Gender"),
		table("Persons", "Nationality", "Gender"),
		table("Households", "Gender", "Nationality"),
	)
	contacts = own_sql("topic, gender, sum(contacts)", "topic, gender")
	minutes = own_sql("topic, gender, sum(minutes)", "topic, gender")
	persons = own_sql("nationality, gender, count(distinct person_key)", "nationality, gender")
	for at, expected in enumerate((contacts, {key: value / 60 for key, value in minutes.items()}, persons)):
		figures = {key: value for key, value in published(report, at).items() if value is not None}
		assert figures == {key: expected.get(key, 0) for key in figures}
		assert len(figures) >= 3
	assert shown(report, 0)["total"] == sum(contacts.values())
	assert shown(report, 2)["total"] == 9 + 7 + 8 + 12 + 6
	assert published(report, 3) == {(b, a): value for (a, b), value in published(report, 2).items()}


def test_who_came_twice_counts_once_with_what_was_true_at_the_last_visit(people: dict[str, str]) -> None:
	plant()
	plant_row("SyriaFemale0", "Iraq", "eva-b", 2009, "Female", 28)  # meanwhile of another nationality
	report = written(people["writer"], table("Persons", "Nationality"), threshold="3")
	figures = dict(zip(shown(report)["rows"], shown(report)["row_totals"], strict=True))
	assert shown(report)["total"] == sum(COUNTRIES.values())
	assert figures["Syria"] == COUNTRIES["Syria"] - 1 or figures["Syria"] is None


def test_comparison_shows_both_periods(people: dict[str, str]) -> None:
	plant(2008, {"Syria": 6})
	plant(2009, {"Syria": 9})
	report = written(people["writer"], table("Persons", "Gender"), **BEFORE)
	assert [shown(report, 0, period)["total"] for period in (0, 1)] == [9, 6]
	assert "+50 %" in report.print_council()


# --- Nobody to be found ---


def test_small_figures_are_withheld_and_cannot_be_worked_out(people: dict[str, str]) -> None:
	plant()
	report = written(people["writer"], table("Persons", "Nationality"))
	figures = dict(zip(shown(report)["rows"], shown(report)["row_totals"], strict=True))
	assert figures["Eritrea"] is None
	assert list(figures.values()).count(None) + (shown(report)["total"] is None) >= 2


def test_rounded_figures_stand_on_every_page_and_the_page_says_so(people: dict[str, str]) -> None:
	plant(2008, {"Syria": 11, "Ukraine": 7})
	plant(countries={"Syria": 9, "Ukraine": 7, "Eritrea": 8})
	tables = [table("Persons", "Nationality"), table("Hours", "Gender")]
	report = written(people["writer"], *tables, round_figures=1, **BEFORE)
	exact = written(people["writer"], *tables, **BEFORE)
	figures = dict(zip(shown(report)["rows"], shown(report)["row_totals"], strict=True))
	assert figures == {"Syria": 10, "Eritrea": 10, "Ukraine": 5}
	assert (shown(report)["total"], shown(exact)["total"]) == (25, 24)
	assert shown(report, 1)["total"] == round(shown(exact, 1)["total"])
	council = report.print_council()
	assert "auf Vielfache von 5 gerundet" in council
	assert "+25 %" in council, "20 people became 25: reckoned from what is shown"
	assert "gerundet" in report.print_plain()
	about = [str(cell.value) for cell in book_of(report)["Report"]["A"]]
	assert any("rounded" in line for line in about)
	for page in (exact.print_council(), exact.print_plain(), report.print_internal()):
		assert "gerundet" not in page
	assert "24" in report.print_internal()


def test_a_later_report_gives_nothing_away_about_the_few_who_came_since(people: dict[str, str]) -> None:
	plant(countries={"Syria": 9, "Ukraine": 7})
	first = released(people, table("Persons", "Nationality"))
	plant_row("Newcomer", "Syria", "eva-a", 2009, "Male", 2)
	second = written(people["writer"], table("Persons", "Nationality"), to_date="2010-01-31")
	before = dict(zip(shown(first)["rows"], shown(first)["row_totals"], strict=True))
	after = dict(zip(shown(second)["rows"], shown(second)["row_totals"], strict=True))
	assert before["Syria"] == 9
	assert after["Syria"] is None
	assert shown(second)["total"] is None


def test_regions_are_not_shown_beside_countries_that_are_out_already(people: dict[str, str]) -> None:
	plant(countries={"Syria": 9, "Ukraine": 7, "Eritrea": 8})
	released(people, table("Persons", "Nationality", "Gender"))
	both = written(
		people["writer"],
		table("Persons", "Gender"),
		table("Persons", "Region of Origin"),
		to_date="2010-01-31",
	)
	assert shown(both, 0)["total"] == 24
	assert [*shown(both, 1)["row_totals"], shown(both, 1)["total"]] == [None] * 2
	elsewhere = written(people["writer"], table("Contacts", "Region of Origin"))
	assert shown(elsewhere)["total"] is not None


RARE = {"Syria": 9, "Eritrea": 4, "Somalia": 3, "Ukraine": 2, "Togo": 3, "Iraq": 8}


def test_rare_countries_are_counted_as_their_region_and_the_page_says_so(people: dict[str, str]) -> None:
	plant(countries=RARE)
	tables = (table("Persons", "Nationality", "Gender"), table("Hours", "Nationality"))
	report = released(people, *tables, merge_rare=1)
	figures = dict(zip(shown(report)["rows"], shown(report)["row_totals"], strict=True))
	assert figures["Eastern Africa"] == 7 and not {"Eritrea", "Somalia", "Ukraine", "Togo"} & set(figures)
	assert figures["Other Countries"] == 5
	hours = dict(zip(shown(report, 1)["rows"], shown(report, 1)["row_totals"], strict=True))
	assert hours["Eastern Africa"] == (4 + 2 + 3 + 1) / 2
	for page in (report.print_council(), report.print_internal()):
		for words in ("Ostafrika", "Weitere Länder", "unter ihrer Weltregion"):
			assert words in page, words
		assert "Eritrea" not in page
	assert "Diese Länder zählen wir zusammen" in report.print_plain()
	assert any(
		"region of the world" in str(row[0].value) for row in book_of(report).worksheets[0].iter_rows()
	)


def test_a_later_report_puts_countries_together_as_the_released_one_or_shows_none(
	people: dict[str, str],
) -> None:
	plant(countries=RARE)
	released(people, table("Persons", "Nationality"), merge_rare=1)
	plant_row("Newcomer", "Eritrea", "eva-a", 2009, "Female", 2)
	later = {"to_date": "2010-01-31"}
	alike = shown(written(people["writer"], table("Persons", "Nationality"), merge_rare=1, **later))
	assert "Eastern Africa" in alike["rows"] and "Eritrea" not in alike["rows"]
	assert dict(zip(alike["rows"], alike["row_totals"], strict=True))["Eastern Africa"] is None
	apart = shown(written(people["writer"], table("Persons", "Nationality"), **later))
	assert {*apart["row_totals"], apart["total"]} == {None}
	without = written(people["writer"], table("Persons", "Gender"), **later)
	assert "Weltregion" not in without.print_council()


@pytest.mark.parametrize(
	("countries", "sentence"),
	[
		({}, "In diesem Zeitraum wurde nichts erfasst"),
		({"Syria": 1}, "keine Zahl gezeigt"),
		({"Syria": 1, "Ukraine": 1, "Eritrea": 1, "Iraq": 1}, "keine Zahl gezeigt"),
	],
	ids=["no data", "one person only", "all suppressed"],
)
def test_where_nothing_can_be_shown_the_page_says_so(
	people: dict[str, str], countries: dict[str, int], sentence: str
) -> None:
	plant(countries=countries)
	report = written(people["writer"], table("Persons", "Nationality"))
	assert sentence in report.print_council()
	assert report.print_plain()


def test_a_deleted_topic_goes_by_its_code(people: dict[str, str]) -> None:
	plant()
	frappe.db.delete("Counselling Topic", {"name": "eva-a"})
	report = written(people["writer"], table("Contacts", "Main Topic"))
	assert "eva-a" in report.print_council()


# --- Refused clearly ---


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"from_date": "2010-01-01"}, "ends before it begins"),
		({"compare_from": "2008-01-01"}, "or neither"),
		({"compare_from": "2008-06-01", "compare_to": "2009-06-01"}, "days in common"),
		({"threshold": "2"}, "from 3 to 10"),
		({"tables": [table("Persons", "person_key")]}, "single people"),
		({"tables": [table("Contacts", "Gender", "source_name")]}, "single people"),
		({"tables": [table("Persons", "Main Topic")]}, "two rows"),
		({"tables": [table("Contacts", "Gender", "Gender")]}, "the same"),
		({"tables": [table("Salaries", "Gender")]}, "contacts, hours"),
		({"tables": [table("Contacts", "Gender"), table("Contacts", "Gender")]}, "twice"),
		({"tables": [table("Persons", "Nationality"), table("Persons", "Region of Origin")]}, "subtracted"),
		({"tables": [table("Contacts", "Month", "Gender"), table("Hours", "Year")]}, "subtracted"),
		({"tables": []}, "at least one"),
	],
)
def test_bad_input_gets_a_sentence_that_names_the_mend(
	people: dict[str, str], values: dict[str, Any], words: str
) -> None:
	frappe.set_user(people["writer"])
	with pytest.raises(frappe.ValidationError, match=words):
		make.make_evaluation_report(**{**PERIOD, **values})


# --- Two people ---


def test_the_writer_cannot_release_whatever_way_they_try(people: dict[str, str]) -> None:
	report = apply_workflow(written(people["writer"]), "Ask for Review")
	for way in (lambda d: apply_workflow(d, "Release Report"), lambda d: d.submit()):
		with pytest.raises(frappe.ValidationError):
			way(frappe.get_doc("Evaluation Report", report.name))
	assert frappe.db.get_value("Evaluation Report", report.name, "docstatus") == 0


def test_whoever_has_changed_the_draft_is_a_writer_too(people: dict[str, str]) -> None:
	report = written(people["writer"])
	frappe.set_user(people["second"])
	report = frappe.get_doc("Evaluation Report", report.name)
	report.update({"introduction": "Neu.", "authors": ""}).save()
	report = apply_workflow(report, "Ask for Review")
	with pytest.raises(frappe.PermissionError):
		apply_workflow(frappe.get_doc("Evaluation Report", report.name), "Release Report")


def test_a_draft_cannot_be_released_without_review(people: dict[str, str]) -> None:
	report = written(people["writer"])
	frappe.set_user(people["second"])
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc("Evaluation Report", report.name).submit()


def test_under_review_nothing_is_changed_and_sending_back_counts_anew(people: dict[str, str]) -> None:
	report = apply_workflow(written(people["writer"]), "Ask for Review")
	assert report.seal
	with pytest.raises(frappe.ValidationError, match="send it back"):
		frappe.get_doc("Evaluation Report", report.name).update({"title": "Anders"}).save()
	changed = frappe.get_doc("Evaluation Report", report.name)
	changed.tables[0].row_characteristic = "Result"
	with pytest.raises(frappe.ValidationError, match="send it back"):
		changed.save()
	back = apply_workflow(frappe.get_doc("Evaluation Report", report.name), "Send Back to Author")
	assert (back.status, back.seal, back.figures) == ("Draft", None, None)


def test_a_released_report_stays_when_records_change_and_nobody_changes_it(people: dict[str, str]) -> None:
	plant()
	report = released(people, table("Persons", "Gender"))
	assert (report.status, report.docstatus, report.released_by) == ("Released", 1, people["second"])
	plant(gender="Male")
	report = frappe.get_doc("Evaluation Report", report.name)
	assert shown(report)["total"] == sum(COUNTRIES.values())
	with pytest.raises(frappe.ValidationError):
		report.update({"title": "Anders"}).save()
	for act in ("cancel", "delete"):
		frappe.set_user("Administrator")
		with pytest.raises(frappe.ValidationError):
			getattr(frappe.get_doc("Evaluation Report", report.name), act)()


@pytest.mark.parametrize("field", ["figures", "introduction", "true_counts"])
def test_figures_changed_in_the_database_are_not_shown(people: dict[str, str], field: str) -> None:
	plant()
	report = released(people, introduction="Vorwort")
	changed = frappe.db.get_value("Evaluation Report", report.name, field).replace("o", "0").replace("9", "8")
	frappe.db.set_value("Evaluation Report", report.name, field, changed)
	report = frappe.get_doc("Evaluation Report", report.name)
	for show in (report.print_council, report.print_plain, lambda: book_of(report)):
		with pytest.raises(frappe.ValidationError, match="sealed"):
			show()


def test_a_correction_is_a_new_version_that_names_the_old_one(people: dict[str, str]) -> None:
	report = released(people)
	frappe.set_user(people["writer"])
	new = frappe.get_doc("Evaluation Report", correct(report.name))
	assert (new.status, new.replaces, new.seal) == ("Draft", report.name, None)
	assert len(new.tables) == 2
	assert "Berichtigte Fassung" in new.print_council()


# --- On paper ---


def test_every_figure_says_how_it_was_counted_and_a_draft_says_it_is_one(people: dict[str, str]) -> None:
	plant()
	html = written(people["writer"]).print_council()
	assert html.count("So gezählt:") == 2
	assert "ENTWURF" in html
	final = released(people).print_council()
	assert "ENTWURF" not in final and "Vier-Augen-Prinzip" in final


def test_the_internal_version_has_every_figure_and_says_so(people: dict[str, str]) -> None:
	plant()
	report = written(people["writer"], table("Persons", "Nationality"))
	assert "INTERN" in report.print_internal() and "<td>2</td>" in report.print_internal()
	assert "INTERN" not in report.print_council() and "<td>2</td>" not in report.print_council()
	frappe.set_user(people["administration"])
	with pytest.raises(frappe.PermissionError):
		report.print_internal()


def test_texts_are_text_on_every_page(people: dict[str, str]) -> None:
	plant()
	report = written(people["writer"], introduction="<script>alert(1)</script>", title="A & B")
	for html in (report.print_council(), report.print_plain()):
		assert "<script" not in html and "A &amp; B" in html


def test_the_spreadsheet_holds_the_protected_figures_and_no_formula(people: dict[str, str]) -> None:
	plant()
	report = written(
		people["writer"], table("Persons", "Nationality", title="=HYPERLINK(1)"), title="+49 Bericht"
	)
	content = io.BytesIO()
	book_of(report).save(content)
	book = load_workbook(content)
	cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
	assert not [cell.value for cell in cells if cell.data_type == "f"]
	assert not [cell.value for cell in cells if str(cell.value)[:1] in "=+-@"]
	numbers = Counter(cell.value for cell in book["Table 1"]["B"] if isinstance(cell.value, int))
	assert 2 not in numbers and "•" in [cell.value for cell in book["Table 1"]["B"]]


# --- Who may ---


@pytest.mark.parametrize("who", ["counsellor", "administration"])
def test_only_coordinators_write_reports(people: dict[str, str], who: str) -> None:
	frappe.set_user(people[who])
	with pytest.raises(frappe.PermissionError):
		make.make_evaluation_report(**PERIOD)


def test_counsellors_read_and_the_administration_does_not(people: dict[str, str]) -> None:
	name = written(people["writer"]).name
	frappe.set_user(people["counsellor"])
	assert frappe.get_list("Evaluation Report", {"name": name}, pluck="name") == [name]
	assert not frappe.has_permission("Evaluation Report", "write", doc=name)
	frappe.set_user(people["administration"])
	assert not frappe.has_permission("Evaluation Report", "read", doc=name)


def test_over_http_readers_get_the_report_and_others_nothing(committed: Callable, http: Callable) -> None:
	with committed() as commit:
		users = {
			role: make.make_helper(role)
			for role in (access.COORDINATOR, access.VOLUNTEER, access.ADMINISTRATOR)
		}
		report = make.make_evaluation_report(**PERIOD, title="zqreportzq")
		commit()
		for role, user in users.items():
			session = http(user, make.PASSWORD)
			answers = [
				session.get(f"/api/resource/Evaluation Report/{report.name}"),
				session.get(
					"/api/method/frappe.utils.print_format.download_pdf",
					params={
						"doctype": "Evaluation Report",
						"name": report.name,
						"format": "Evaluation Report Council",
					},
				),
				session.get(
					"/api/method/refugee_support.evaluation.spreadsheet.download",
					params={"report": report.name},
				),
			]
			if role == access.COORDINATOR:
				assert [answer.status_code for answer in answers] == [200, 200, 200]
				assert answers[1].content[:4] == b"%PDF" and answers[2].content[:2] == b"PK"
			else:
				assert [answer.status_code for answer in answers] == [403, 403, 403], role
				assert not any("zqreportzq" in answer.text for answer in answers)


def test_a_report_holds_no_key_of_a_person(people: dict[str, str]) -> None:
	plant()
	report = released(people)
	kept = json.dumps([report.figures, report.true_counts])
	assert "SyriaFemale" not in kept
