"""Workspaces, number cards, charts and reports as they lie in the repository. Needs no Frappe.

A typing error in one of these files is silent: Frappe leaves out what it does not find.
"""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

APP = Path(__file__).parents[2] / "refugee_support" / "refugee_support"
ROLES = {
	"Refugee Support Counsellor",
	"Refugee Support Volunteer",
	"Language Cafe Helper",
	"Application Support Helper",
	"Refugee Support Coordinator",
	"Refugee Support Administrator",
}
# The only code a filter may contain; Frappe runs it in the reader's browser.
EXPRESSIONS = (
	r"frappe\.datetime\.add_days\(frappe\.datetime\.get_today\(\), ?-?\d+\)",
	r"frappe\.datetime\.add_months\(frappe\.datetime\.month_start\(\), ?-?\d+\)",
	r"frappe\.datetime\.(?:get_today|year_start|month_start)\(\)",
	r"frappe\.session\.user",
)
STANDARD_FIELDS = {"name", "owner", "creation", "modified"}


def records(kind: str) -> dict[str, dict[str, Any]]:
	return {
		record["name"]: record
		for path in sorted(APP.glob(f"{kind}/*/*.json"))
		for record in [json.loads(path.read_text(encoding="utf-8"))]
	}


DOCTYPES, REPORTS = records("doctype"), records("report")
PAGES = records("page")
WORKSPACES, CARDS, CHARTS = records("workspace"), records("number_card"), records("dashboard_chart")
OURS = {"report": REPORTS, "workspace": WORKSPACES, "number_card": CARDS, "dashboard_chart": CHARTS}
ALL = [(kind, name) for kind, found in OURS.items() for name in found]


def readers(doctype: str, right: str = "read") -> set[str]:
	return {row["role"] for row in DOCTYPES[doctype]["permissions"] if row.get(right)}


def fieldnames(doctype: str) -> set[str]:
	return {field["fieldname"] for field in DOCTYPES[doctype]["fields"]} | STANDARD_FIELDS


def filters_in(code: str | None) -> Any:
	"""Filters as data; the few expressions allowed in them as text."""
	for expression in EXPRESSIONS:
		code = re.sub(rf'"?{expression}"?', '"expression"', code or "[]")
	return json.loads(code or "[]")


def assert_sound(filters: list[list[Any]]) -> None:
	for row in filters:
		assert len(row) == 4, f"released Frappe 16 refuses filters with {len(row)} elements: {row}"
		doctype, fieldname, _operator, _value = row
		assert fieldname in fieldnames(doctype), row


@pytest.mark.parametrize(("kind", "name"), ALL)
def test_a_record_lies_where_frappe_looks_for_it_and_belongs_to_the_app(kind: str, name: str) -> None:
	folder = re.sub(r"[ -]", "_", name).lower()
	record = OURS[kind][name]
	assert (APP / kind / folder / f"{folder}.json").exists()
	assert record["module"] == "Refugee Support"
	assert record["doctype"] == kind.replace("_", " ").title()
	assert record.get("is_standard") in {"report": ("Yes",), "workspace": (None,)}.get(kind, (1,))


# --- Reports ---


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_is_open_to_exactly_those_who_may_report_on_its_records(name: str) -> None:
	report = REPORTS[name]
	assert {row["role"] for row in report["roles"]} == readers(report["ref_doctype"], "report")
	assert not report["prepared_report"], "a prepared report is a file that others could read"


def report_file(name: str) -> str:
	return (APP / "report/consultations_over_time" / name).read_text(encoding="utf-8")


def constant(name: str) -> list[str]:
	tree = ast.parse(report_file("question.py"))
	return next(
		list(ast.literal_eval(node.value))
		for node in tree.body
		if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name
	)


def offered(fieldname: str) -> dict[str, str]:
	"""Values and labels a filter of the report offers in the browser."""
	block = re.search(
		rf'fieldname: "{fieldname}".*?\n\t\t}},', report_file("consultations_over_time.js"), re.S
	)
	return dict(re.findall(r'value: "(\w+)", label: __\("([^"]+)"\)', block.group() if block else ""))


@pytest.mark.parametrize("filter_", ["characteristic", "measure", "period"])
def test_the_report_offers_what_the_server_accepts(filter_: str) -> None:
	assert list(offered(filter_)) == constant(
		f"{filter_.upper()}S" if filter_ != "characteristic" else "CHARACTERISTICS"
	)


def test_characteristics_are_columns_of_service_record_under_their_labels() -> None:
	labels = {field["fieldname"]: field.get("label") for field in DOCTYPES["Service Record"]["fields"]}
	assert {name: labels[name] for name in constant("CHARACTERISTICS")} == offered("characteristic")


def test_no_characteristic_tells_who_somebody_is() -> None:
	assert not {"name", "person_key", "household_key", "source_name"} & set(constant("CHARACTERISTICS"))


BUILT = {name: report for name, report in REPORTS.items() if report["report_type"] == "Report Builder"}


def test_there_are_examples_to_copy() -> None:
	assert len(BUILT) >= 15


@pytest.mark.parametrize("name", sorted(BUILT))
def test_an_example_groups_and_sums_columns_of_service_record_that_name_nobody(name: str) -> None:
	saved = json.loads(BUILT[name]["json"])
	assert_sound(saved["filters"])
	columns = [saved["group_by"]["group_by"], saved["group_by"]["aggregate_on"]]
	used = [re.fullmatch(r"`tabService Record`\.`(\w+)`", column).group(1) for column in columns if column]
	assert set(used) <= fieldnames("Service Record") - STANDARD_FIELDS
	assert not {"person_key", "household_key", "source_name"} & set(used)
	assert saved["group_by"]["aggregate_function"] in ("sum", "avg", "count")


def test_the_guide_to_figures_explains_every_column_of_a_service_record() -> None:
	guide = (APP.parents[1] / "docs/figures.md").read_text(encoding="utf-8")
	table = guide.split("## Every column")[1].split("## Standard reports")[0]
	explained = {name.strip() for row in re.findall(r"^\| ([^|]+)\|", table, re.M) for name in row.split(",")}
	hidden = {"Source Type", "Source"}
	fields = DOCTYPES["Service Record"]["fields"]
	labels = {
		field["label"] for field in fields if field.get("label") and not field["fieldtype"].endswith("Break")
	}
	assert labels - hidden <= explained


# --- Number cards and charts ---


@pytest.mark.parametrize("name", sorted(CARDS))
def test_a_card_counts_something_that_exists(name: str) -> None:
	card = CARDS[name]
	static, dynamic = filters_in(card["filters_json"]), filters_in(card["dynamic_filters_json"])
	if card["type"] == "Report":
		assert card["report_name"] in REPORTS
		assert set(static) | set(dynamic) <= {"measure", "period", "from_date", "to_date"}
		return
	assert card["type"] == "Document Type"
	assert_sound(static + dynamic)
	assert card["function"] == "Count" or card["aggregate_function_based_on"] in fieldnames(
		card["document_type"]
	)


@pytest.mark.parametrize("name", sorted(CARDS))
def test_nothing_about_single_people_is_added_up_in_a_card(name: str) -> None:
	"""Sums over a column say what is in it (frappe/frappe#36654): only Service Records are summed."""
	card = CARDS[name]
	assert card["function"] == "Count" or card.get("document_type") in (None, "Service Record")


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_a_chart_draws_our_report(name: str) -> None:
	chart = CHARTS[name]
	assert (chart["chart_type"], chart["use_report_chart"]) == ("Report", 1)
	assert chart["report_name"] in REPORTS
	asked = filters_in(chart["filters_json"])
	assert asked["measure"] in constant("MEASURES")
	assert asked["period"] in constant("PERIODS")
	assert asked.get("characteristic", "gender") in constant("CHARACTERISTICS")
	assert set(filters_in(chart["dynamic_filters_json"])) == {"from_date", "to_date"}


# --- Workspaces ---


def role_of(workspace: dict[str, Any]) -> str:
	return workspace["roles"][0]["role"]


def test_every_role_has_one_workspace_of_its_own() -> None:
	assert sorted(role_of(workspace) for workspace in WORKSPACES.values()) == sorted(ROLES)
	assert all(len(workspace["roles"]) == 1 for workspace in WORKSPACES.values())


def test_our_workspaces_come_first_in_a_fixed_order() -> None:
	order = [workspace["sequence_id"] for workspace in WORKSPACES.values()]
	assert len(set(order)) == len(order)
	assert all(0 < place < 1 for place in order)


@pytest.mark.parametrize("name", sorted(WORKSPACES))
def test_a_workspace_is_public_ours_and_named_once(name: str) -> None:
	workspace = WORKSPACES[name]
	assert workspace["name"] == workspace["title"] == workspace["label"]
	assert (workspace["public"], workspace["app"], workspace["type"]) == (1, "refugee_support", "Workspace")
	assert re.fullmatch(r"[A-Za-z ]+", name), "its name becomes an address"


BLOCKS = {
	"shortcut": ("shortcut_name", "shortcuts", "label"),
	"number_card": ("number_card_name", "number_cards", "label"),
	"chart": ("chart_name", "charts", "label"),
	"card": ("card_name", "links", "label"),
}


@pytest.mark.parametrize("name", sorted(WORKSPACES))
@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_what_is_laid_out_and_what_is_defined_agree(name: str, kind: str) -> None:
	key, table, label = BLOCKS[kind]
	workspace = WORKSPACES[name]
	laid_out = [block["data"][key] for block in json.loads(workspace["content"]) if block["type"] == kind]
	defined = [row[label] for row in workspace[table] if kind != "card" or row["type"] == "Card Break"]
	assert sorted(laid_out) == sorted(defined)
	assert len(set(laid_out)) == len(laid_out)


@pytest.mark.parametrize("name", sorted(WORKSPACES))
def test_shortcuts_and_links_lead_where_the_role_may_go(name: str) -> None:
	workspace, role = WORKSPACES[name], role_of(WORKSPACES[name])
	targets = [(row["type"], row["link_to"], row.get("doc_view")) for row in workspace["shortcuts"]]
	targets += [
		(row["link_type"], row["link_to"], None) for row in workspace["links"] if row["type"] == "Link"
	]
	for kind, target, view in targets:
		if kind == "Report":
			assert role in {row["role"] for row in REPORTS[target]["roles"]}, target
			continue
		if kind == "Page":
			assert role in {row["role"] for row in PAGES[target]["roles"]}, target
			continue
		right = {"New": "create", "Report Builder": "report"}.get(view or "", "read")
		assert kind == "DocType"
		assert role in readers(target, right), (target, right)


@pytest.mark.parametrize("name", sorted(WORKSPACES))
def test_cards_and_charts_of_a_workspace_exist_and_its_role_may_read_them(name: str) -> None:
	workspace, role = WORKSPACES[name], role_of(WORKSPACES[name])
	for row in workspace["number_cards"]:
		card = CARDS[row["number_card_name"]]
		assert role in readers(card.get("document_type") or REPORTS[card["report_name"]]["ref_doctype"])
	for row in workspace["charts"]:
		assert role in readers(REPORTS[CHARTS[row["chart_name"]]["report_name"]]["ref_doctype"], "report")


@pytest.mark.parametrize("name", sorted(WORKSPACES))
def test_filters_of_shortcuts_are_sound_and_count_in_words(name: str) -> None:
	for shortcut in WORKSPACES[name]["shortcuts"]:
		assert_sound(filters_in(shortcut.get("stats_filter")))
		assert bool(shortcut.get("stats_filter")) == ("{}" in shortcut.get("format", ""))


@pytest.mark.parametrize("name", sorted(WORKSPACES))
def test_texts_are_plain_so_that_they_can_be_translated(name: str) -> None:
	for block in json.loads(WORKSPACES[name]["content"]):
		assert "<" not in block["data"].get("text", "")


def test_who_counsels_begins_with_a_new_consultation() -> None:
	for name in ("Refugee Counselling", "Volunteer Counselling"):
		first = WORKSPACES[name]["shortcuts"][0]
		assert (first["link_to"], first["doc_view"]) == ("Consultation", "New")
