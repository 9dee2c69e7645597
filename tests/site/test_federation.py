"""Several associations' figures combined: from released reports to files, to one evaluation, to a workbook."""

import io
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from openpyxl import load_workbook

from refugee_support import access
from refugee_support.evaluation import figures
from refugee_support.federation.receiving import receive
from refugee_support.federation.sending import hand_on
from refugee_support.federation.showing import files_of, page, tables_of
from refugee_support.federation.spreadsheet import book_of
from refugee_support.rules.federation.exchange import checksum
from tests.site import factories as make
from tests.site.test_evaluation_report import PERIOD, people, plant, plant_row, released, table, written

__all__ = ["people"]  # a fixture
FILE = "Federation Evaluation File"
TABLES = (
	table("Persons", "Nationality", "Gender"),
	table("Contacts", "Main Topic"),
	table("Hours", "Main Topic"),
)
# What two associations have recorded, each at its own time with the site to itself (so a site stands for two).
NORTH = {"Syria": 9, "Ukraine": 7, "Eritrea": 2}
SOUTH = {"Syria": 14, "Eritrea": 8, "Iraq": 6}


def clear() -> None:
	frappe.db.delete("Service Record", {"service_date": ["between", ["2009-01-01", "2009-12-31"]]})


def forget_reports() -> None:
	"""Another association's site does not know this one's reports."""
	frappe.db.delete("Evaluation Report")


def site_of(people: dict[str, str], name: str, *plants: tuple[dict[str, int], str], **values: Any) -> str:
	"""The exchange file of an association of its own: its records, its released report, its file."""
	clear()
	forget_reports()
	for countries, gender in plants:
		plant(countries=countries, gender=gender)
	report = released(people, *(values.pop("tables", TABLES)), **values)
	return hand_on(report.name, name)["content"]


@pytest.fixture
def north(people: dict[str, str]) -> str:
	return site_of(people, "Verein Nord", (NORTH, "Female"), ({"Syria": 6, "Ukraine": 12}, "Male"))


def evaluation(people: dict[str, str]) -> Any:
	frappe.set_user(people["writer"])
	return frappe.get_doc({"doctype": "Federation Evaluation", "title": "Mitglieder"}).insert()


def taken_in(people: dict[str, str], *contents: str) -> Any:
	document = evaluation(people)
	for at, content in enumerate(contents):
		receive(document.name, f"datei-{at}.json", content)
	return document.reload()


def own_sql(select: str, group: str) -> Counter:
	rows = frappe.db.sql(
		f"select {select} from `tabService Record` where service_type = 'Consultation'"
		f" and service_date between '2009-01-01' and '2009-12-31' group by {group}"
	)
	return Counter({tuple(str(key or "") for key in keys): float(number) for *keys, number in rows})


QUERIES = (
	("nationality, gender, count(distinct person_key)", "nationality, gender"),
	("topic, sum(contacts)", "topic"),
	("topic, sum(minutes) / 60", "topic"),
)


def test_the_whole_way_from_three_associations_to_one_workbook(people: dict[str, str]) -> None:
	plants = {
		"Verein Nord": [(NORTH, "Female"), ({"Syria": 6, "Ukraine": 12}, "Male")],
		"Verein Süd": [(SOUTH, "Female"), ({"Syria": 11}, "Male")],
		"Verein West": [({"Ukraine": 25, "Syria": 13}, "Female")],
	}
	contents, true = [], [Counter() for _ in QUERIES]
	for name, recorded in plants.items():
		contents.append(site_of(people, name, *recorded))
		for at, query in enumerate(QUERIES):
			true[at] += own_sql(*query)
	clear()
	document = taken_in(people, *contents)
	assert (str(document.from_date), str(document.to_date)) == (PERIOD["from_date"], PERIOD["to_date"])
	tables = tables_of(files_of(document.name))
	assert [one.table.associations for one in tables] == [tuple(plants)] * 3
	compared = 0
	for one, expected in zip(tables, true, strict=True):
		for row in one.row_keys:
			for column in one.column_keys or [None]:
				figure = one.figure((row, column))
				key = (row, column) if column else (row,)
				assert figure.low - 0.15 <= expected[key] and (
					figure.high is None or expected[key] <= figure.high + 0.15
				), key
				if figure.is_whole:
					assert figure.shown == pytest.approx(expected[key], abs=0.15), key
					compared += 1
	assert compared >= 7
	persons = tables[0]
	assert persons.figure((None, None)).shown == sum(sum(r.values()) for p in plants.values() for r, _g in p)
	eritrea = persons.figure(("Eritrea", "Female"))
	assert (eritrea.withheld, eritrea.is_whole) == (1, False)
	content = io.BytesIO()
	book_of(document).save(content)
	book = load_workbook(content)
	lines = {row[0].value: row for row in book["Table 2"].iter_rows(min_row=4, max_row=5)}
	assert {label: row[1].value for label, row in lines.items()} == {
		"Wohnen": true[1]["eva-a",],
		"Schule": true[1]["eva-b",],
	}
	assert all(len(sheet._charts) == 1 for sheet in book.worksheets[1:])
	cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
	assert not [cell.value for cell in cells if cell.data_type == "f"]
	assert "Verein Süd" in [cell.value for cell in cells]


def test_persons_are_counted_once_per_association_and_the_page_says_so(people: dict[str, str]) -> None:
	one, other = (site_of(people, name, ({"Syria": 9}, "Female")) for name in ("Nord", "Süd"))
	document = taken_in(people, one, other)
	assert tables_of(files_of(document.name))[0].figure((None, None)).shown == 18
	frappe.local.lang = "de"
	html = page(document)
	assert "je Verein einmal" in html
	frappe.local.lang = "en"
	assert "once per association" in page(document)


def test_the_file_holds_what_the_report_shows_and_nothing_of_what_it_withholds(
	people: dict[str, str],
) -> None:
	plant(countries={"Syria": 913 % 100, "Ukraine": 31, "Eritrea": 3})
	report = released(
		people,
		table("Persons", "Nationality", title="Überschrift"),
		title="Bericht über Amina",
		introduction="Vorwort",
	)
	text = hand_on(report.name, "Nord")["content"]
	values = json.loads(text)
	shown = report.shown_figures()["tables"][0]
	part = values["tables"][0]["periods"][0]
	assert part["row_totals"] == ["withheld" if n is None else n for n in shown["periods"][0]["row_totals"]]
	assert "withheld" in part["row_totals"] and 3 not in part["row_totals"]
	for secret in ("Amina", "Vorwort", "Überschrift", "true_counts", report.seal_salt, "@"):
		assert secret not in text
	assert values["report"]["seal"] == report.seal
	assert values["protection"] == {"threshold": 5, "merged": False, "rounded": False}


def test_the_seal_cannot_be_used_to_try_out_what_a_dot_stands_for(people: dict[str, str]) -> None:
	"""Whoever has the printed seal and guesses the few possible counts has no way to see which guess is right."""
	plant(countries={"Syria": 9, "Eritrea": 2})
	report = released(people, table("Persons", "Nationality"))
	guess = frappe.copy_doc(report)
	guess.update({"authors": report.authors, "seal_salt": ""})
	assert figures.seal(report) == report.seal
	assert figures.seal(guess) != report.seal
	report.db_set("seal_salt", "")
	assert json.loads(hand_on_sealed_as_before(report))["report"]["seal"] == ""


def hand_on_sealed_as_before(report: Any) -> str:
	"""A report released before seals had a random part."""
	report.db_set("seal", figures.seal(report))
	return hand_on(report.name, "Nord")["content"]


def test_two_reports_with_the_same_figures_have_different_seals(people: dict[str, str]) -> None:
	plant(countries={"Syria": 9})
	one, other = released(people), released(people)
	assert one.seal != other.seal and one.is_sealed() and other.is_sealed()


def test_a_comparison_is_added_up_where_all_files_have_it(people: dict[str, str]) -> None:
	before = {"compare_from": "2008-01-01", "compare_to": "2008-12-31"}
	contents = []
	for name in ("Nord", "Süd"):
		frappe.db.delete("Service Record", {"service_year": 2008})
		plant(2008, {"Syria": 10})
		contents.append(site_of(people, name, ({"Syria": 20}, "Female"), **before))
	document = taken_in(people, *contents)
	persons = tables_of(files_of(document.name))[0]
	assert [persons.figure((None, None), period).shown for period in (0, 1)] == [40, 20]
	without = site_of(people, "West", ({"Syria": 20}, "Female"))
	receive(document.name, "west.json", without)
	persons = tables_of(files_of(document.name))[0]
	assert (len(persons.periods), persons.figure((None, None)).shown) == (1, 60)
	assert any("left out" in note for note in persons.notes())


@pytest.mark.parametrize("option", ["merge_rare", "round_figures"])
def test_options_of_protection_are_said_beside_the_figures(people: dict[str, str], option: str) -> None:
	rare = {"Syria": 12, "Eritrea": 4, "Somalia": 3}
	one = site_of(people, "Nord", (rare, "Female"), **{option: 1})
	other = site_of(people, "Süd", ({"Syria": 13, "Eritrea": 7, "Somalia": 9}, "Female"))
	document = taken_in(people, one, other)
	persons = tables_of(files_of(document.name))[0]
	words = {"merge_rare": "region of the world", "round_figures": "not exact"}[option]
	assert any(words in note for note in persons.notes())
	if option == "merge_rare":
		assert persons.figure(("Eritrea", None)).elsewhere == 1
		assert persons.figure(("Eastern Africa", None)).shown == 7
	else:
		assert persons.figure(("Syria", None)).shown == 23
		assert (persons.figure(("Syria", None)).low, persons.figure(("Syria", None)).high) == (21, 25)


# --- Refused clearly ---


def test_drafts_and_reports_under_review_are_not_handed_on(people: dict[str, str]) -> None:
	for report in (written(people["writer"]), released(people)):
		if report.docstatus == 0:
			with pytest.raises(frappe.ValidationError, match="released"):
				hand_on(report.name, "Nord")
		else:
			assert hand_on(report.name, "Nord")["content"]


def test_without_a_name_there_is_no_file(people: dict[str, str]) -> None:
	report = released(people)
	frappe.db.set_single_value("Refugee Support Settings", "association_name", "")
	for name in ("", " ", "=+"):
		with pytest.raises(frappe.ValidationError, match="name of your association"):
			hand_on(report.name, name)
	frappe.db.set_single_value("Refugee Support Settings", "association_name", "Verein aus den Einstellungen")
	assert json.loads(hand_on(report.name)["content"])["association"] == "Verein aus den Einstellungen"


def test_a_report_whose_seal_is_broken_is_not_handed_on(people: dict[str, str]) -> None:
	plant()
	report = released(people)
	frappe.db.set_value("Evaluation Report", report.name, "figures", report.figures.replace("9", "8"))
	with pytest.raises(frappe.ValidationError, match="sealed"):
		hand_on(report.name, "Nord")


def test_handing_on_is_written_down(people: dict[str, str]) -> None:
	report = released(people)
	hand_on(report.name, "Nord")
	seen = frappe.get_all(
		"Access Log",
		{"export_from": "Evaluation Report", "reference_document": report.name},
		["user", "file_type"],
	)
	assert [(row.user, row.file_type) for row in seen] == [(people["second"], "JSON")]
	about = {"reference_name": report.name, "comment_type": "Info"}
	assert ["Nord" in text for text in frappe.get_all("Comment", about, pluck="content")] == [True]


def refused(document: Any, content: str, words: str) -> None:
	with pytest.raises(frappe.ValidationError, match=words) as error:
		receive(document.name, "böse.json", content)
	assert "böse.json" in str(error.value)
	frappe.clear_messages()


def changed(content: str, change: Callable[[dict[str, Any]], Any]) -> str:
	values = json.loads(content)
	change(values)
	values["checksum"] = checksum(values)
	return json.dumps(values)


def test_what_is_wrong_with_a_file_is_said_with_its_name_and_place(
	people: dict[str, str], north: str
) -> None:
	document = evaluation(people)
	refused(document, "", "no exchange file")
	refused(document, "[" * 100_000, "damaged")
	refused(document, " " * 1_000_001, "too large")
	refused(document, north.replace("Verein Nord", "Verein Mord"), "changed after it was made")
	refused(document, changed(north, lambda v: v.update(version=2)), "version “2”")
	refused(document, changed(north, lambda v: v.update(client="Amina")), "“client” has no place")
	refused(document, changed(north, lambda v: v.update(association="<b>x</b>")), "plain text")
	refused(document, changed(north, lambda v: v["protection"].update(threshold=0)), "not protected")
	total = lambda value: lambda v: v["tables"][0]["periods"][0].update(total=value)  # noqa: E731
	for value, words in (("36", "no number"), (-1, "no number"), (4, "not protected"), (999, "add up")):
		refused(document, changed(north, total(value)), words + r".*\(tables 1 › periods 1")
	assert frappe.db.count(FILE, {"evaluation": document.name}) == 0


def test_the_same_association_does_not_count_twice(people: dict[str, str], north: str) -> None:
	document = taken_in(people, north)
	refused(document, north, "here already")
	refused(
		document,
		changed(north, lambda v: v.update(association="VEREIN  NORD".replace("  ", " "))),
		"here already",
	)
	refused(document, changed(north, lambda v: v.update(association="Unter anderem Namen")), "here already")
	frappe.delete_doc(FILE, frappe.get_value(FILE, {"evaluation": document.name}))
	receive(document.name, "nord.json", north)


def test_what_counts_something_else_is_not_added_up_and_everything_that_differs_is_named(
	people: dict[str, str], north: str
) -> None:
	document = taken_in(people, north)
	other = site_of(people, "Süd", (SOUTH, "Female"), to_date="2009-06-30", service_type="Consultation")
	with pytest.raises(frappe.ValidationError) as error:
		receive(document.name, "süd.json", other)
	for words in ("süd.json", "Süd", "Period", "30", "Service", "Consultation"):
		assert words in str(error.value)


def test_a_file_of_nothing_else_than_figures_of_other_tables_stands_apart(
	people: dict[str, str], north: str
) -> None:
	other = site_of(people, "Süd", (SOUTH, "Female"), tables=[table("Persons", "Gender")])
	document = taken_in(people, north, other)
	tables = tables_of(files_of(document.name))
	assert [one.table.without for one in tables] == [("Verein Nord",), *[("Süd",)] * 3]
	assert "no such table: Süd" in " ".join(tables[1].notes())


# --- As it came ---


def test_a_file_is_never_changed_and_a_changed_database_shows_nothing(
	people: dict[str, str], north: str
) -> None:
	document = taken_in(people, north)
	file = frappe.get_doc(FILE, {"evaluation": document.name})
	for field, value in (("association", "Anders"), ("content", "{}"), ("threshold", 3)):
		with pytest.raises(frappe.ValidationError):
			frappe.get_doc(FILE, file.name).update({field: value}).save(ignore_permissions=True)
	frappe.db.set_value(FILE, file.name, "content", file.content.replace('"total": 36', '"total": 37'))
	for show in (lambda: page(document), lambda: book_of(document)):
		with pytest.raises(frappe.ValidationError, match="changed after it was made"):
			show()
	document.run_method("onload")
	shown = document.get_onload("combined")
	assert "datei-0.json" in shown and "changed after it was made" in shown and "<table" not in shown


def test_what_a_request_says_of_a_file_does_not_count(people: dict[str, str], north: str) -> None:
	document = evaluation(people)
	forged = {"association": "Anders", "threshold": 3, "seal": "", "from_date": "1999-01-01"}
	file = frappe.get_doc({"doctype": FILE, "evaluation": document.name, "content": north, **forged}).insert()
	assert (file.association, file.threshold, str(file.from_date)) == ("Verein Nord", 5, "2009-01-01")
	document.reload().update({"from_date": "1999-01-01", "service_type": "x"}).save()
	assert (str(document.from_date), document.service_type or "") == ("2009-01-01", "")


def test_without_files_the_evaluation_is_open_for_another_period(people: dict[str, str], north: str) -> None:
	document = taken_in(people, north)
	frappe.delete_doc(FILE, frappe.get_value(FILE, {"evaluation": document.name}))
	assert document.reload().from_date is None
	receive(document.name, "nord.json", north)
	frappe.delete_doc("Federation Evaluation", document.name)
	assert not frappe.db.exists(FILE, {"evaluation": document.name})


def test_labels_are_text_on_the_page(people: dict[str, str], north: str) -> None:
	evil = changed(north, lambda v: v.update(association='A & "B" onerror'))
	assert "A &amp; &#34;B&#34; onerror" in page(taken_in(people, evil))


def test_a_label_that_looks_like_a_formula_is_text_in_the_file(people: dict[str, str]) -> None:
	for at in range(12):
		name = plant_row(f"p{at}", "Syria", "eva-a", 2009, "Female", 1 + at)
		frappe.db.set_value("Service Record", name, "municipality", "=cmd|x" if at % 2 else "-")
	report = released(people, table("Persons", "Municipality"))
	values = json.loads(hand_on(report.name, "Nord")["content"])
	assert {row["key"] for row in values["tables"][0]["rows"]} == {"cmd|x", "?"}


# --- Who may ---


OTHERS = (
	access.COUNSELLOR,
	access.VOLUNTEER,
	access.CAFE_HELPER,
	access.APPLICATION_HELPER,
	access.ADMINISTRATOR,
)


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_but_coordinators_hands_on_takes_in_or_reads(
	people: dict[str, str], north: str, role: str
) -> None:
	report = released(people)
	document = taken_in(people, north)
	file = frappe.get_value(FILE, {"evaluation": document.name})
	user = make.make_user(role, new_password="")
	make.make_volunteer_profile(user)
	frappe.set_user(user)
	for attempt in (
		lambda: hand_on(report.name, "Nord"),
		lambda: receive(document.name, "x.json", north),
		lambda: frappe.get_doc({"doctype": "Federation Evaluation", "title": "x"}).insert(),
		lambda: frappe.get_doc({"doctype": FILE, "evaluation": document.name, "content": north}).insert(),
		lambda: frappe.get_list("Federation Evaluation"),
		lambda: frappe.get_list(FILE),
		lambda: frappe.delete_doc(FILE, file),
	):
		with pytest.raises(frappe.PermissionError):
			attempt()
	for doctype, name in (("Federation Evaluation", document.name), (FILE, file)):
		assert not frappe.has_permission(doctype, "read", doc=name)


def test_a_coordinator_without_any_client_combines(people: dict[str, str], north: str) -> None:
	"""The federation's site: no Service Record, no client, no report."""
	clear()
	forget_reports()
	document = taken_in(people, north)
	assert "Verein Nord" in page(document)


def test_over_http_a_coordinator_hands_on_and_takes_in_and_others_get_nothing(
	committed: Callable, http: Callable
) -> None:
	with committed() as commit:
		users = {
			role: make.make_helper(role) for role in (access.COORDINATOR, access.COUNSELLOR, access.VOLUNTEER)
		}
		second = make.make_helper(access.COORDINATOR)
		report = released(
			{"writer": users[access.COORDINATOR], "second": second}, service_type="Application Support"
		)
		document = frappe.get_doc({"doctype": "Federation Evaluation", "title": "zqfedzq"}).insert()
		commit()
		base = "/api/method/refugee_support.federation"
		content = None
		for role, user in users.items():
			session = http(user, make.PASSWORD)
			sent = session.post(f"{base}.sending.hand_on", {"report": report.name, "association": "Nord"})
			content = content or sent.json()["message"]["content"]
			values = {"evaluation": document.name, "file_name": "a.json", "content": content}
			answers = [
				sent,
				session.post(f"{base}.receiving.receive", values),
				session.get(f"{base}.spreadsheet.download", params={"evaluation": document.name}),
				session.get(f"/api/resource/Federation Evaluation/{document.name}"),
				session.get(
					"/api/method/frappe.desk.form.load.getdoc",
					params={"doctype": document.doctype, "name": document.name},
				),
			]
			wanted = 200 if role == access.COORDINATOR else 403
			assert [answer.status_code for answer in answers] == [wanted] * 5, (role, answers[1].text[:500])
			if role == access.COORDINATOR:
				assert answers[2].content[:2] == b"PK"
				nested = session.post(f"{base}.receiving.receive", {**values, "content": "[" * 50_000})
				assert nested.status_code == 417 and "_server_messages" in nested.json(), nested.status_code
			else:
				assert not any("zqfedzq" in answer.text for answer in answers)
		for name in frappe.get_all(FILE, {"evaluation": document.name}, pluck="name"):
			frappe.delete_doc(FILE, name, ignore_permissions=True)
