"""The lists the app comes with: every row fits its DocType, every link leads somewhere, the law is as written."""

import csv
import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from refugee_support.rules.regions import region_of

PACKAGE = Path(__file__).parents[2] / "refugee_support"
DATA = PACKAGE / "setup" / "data"
DOCTYPES = PACKAGE / "refugee_support" / "doctype"
MASTER_DATA = (
	"benefit_law",
	"residence_status",
	"counselling_topic",
	"counselling_activity",
	"consultation_result",
	"public_authority",
	"funding_programme",
	"volunteer_task",
	"allowance_limit",
	"remedy_rule",
	"required_document_type",
	"application_type",
	"funding_indicator",
	"cover_letter_template",
	"school_holiday",
	"retention_rule",
	"processing_activity",
)
NO_REGION = {"Antarctica"}  # UN M49 gives it none

# Section 10 (1) no. 2 StAG, text of 22 December 2025: no naturalisation while the permit is one of these.
EXCLUDED_BY_STAG = set(
	"16a 16b 16d 16e 16f 17 18f 19 19b 19e 20 20a 22 23a 24 25(3) 25(4) 25(4a) 25(4b) 25(5) 104c".split()
)

Row = dict[str, str]


@cache
def rows(name: str) -> list[Row]:
	with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
		return list(csv.DictReader(lines))


@cache
def fields(doctype: str) -> dict[str, dict]:
	definition = json.loads((DOCTYPES / doctype / f"{doctype}.json").read_text(encoding="utf-8"))
	return {field["fieldname"]: field for field in definition["fields"]}


def options(doctype: str, field: str) -> set[str]:
	return set(fields(doctype)[field]["options"].split("\n"))


def status(code: str) -> Row:
	return next(row for row in rows("residence_status") if row["code"] == code)


def paragraphs(legal_reference: str) -> str:
	"""The paragraph in short: "§ 25 Abs. 4 S. 1 AufenthG" is 25(4)."""
	number = re.match(r"§ (\d+[a-z]?)(?: Abs\. (\d+[a-z]?))?", legal_reference)
	return number[1] + (f"({number[2]})" if number[2] and number[1] == "25" else "")


def test_every_file_belongs_to_a_doctype_or_is_the_list_of_regions() -> None:
	assert {path.stem for path in DATA.glob("*.csv")} == {
		*MASTER_DATA,
		"country_region",
		"application_type_document",
		"processing_activity_risk",
	}


@pytest.mark.parametrize("name", MASTER_DATA)
def test_columns_are_fields(name: str) -> None:
	assert set(rows(name)[0]) <= set(fields(name))


@pytest.mark.parametrize("name", MASTER_DATA)
def test_every_row_has_as_many_values_as_columns(name: str) -> None:
	assert [row for row in rows(name) if None in row or None in row.values()] == []


@pytest.mark.parametrize("name", MASTER_DATA)
def test_mandatory_values_are_there(name: str) -> None:
	mandatory = {field for field, definition in fields(name).items() if definition.get("reqd")}
	mandatory |= {"label_en", "source", "sort_order"}
	assert [(row["code"], field) for row in rows(name) for field in mandatory if not row[field].strip()] == []


@pytest.mark.parametrize("name", MASTER_DATA)
def test_codes_are_unique_and_stable_names(name: str) -> None:
	codes = [row["code"] for row in rows(name)]
	assert len(codes) == len(set(codes))
	assert [code for code in codes if not re.fullmatch(r"[A-Z][A-Z0-9_]{1,29}", code)] == []


@pytest.mark.parametrize("name", MASTER_DATA)
@pytest.mark.parametrize("field", ["label", "label_en", "sort_order"])
def test_rows_can_be_told_apart(name: str, field: str) -> None:
	values = [row[field] for row in rows(name)]
	assert len(values) == len(set(values))


@pytest.mark.parametrize("name", MASTER_DATA)
def test_values_fit_their_fields(name: str) -> None:
	misfits = [
		(row["code"], field, value)
		for row in rows(name)
		for field, value in row.items()
		if value and not fits(fields(name)[field], value)
	]
	assert misfits == []


def fits(field: dict, value: str) -> bool:
	if field["fieldtype"] == "Select":
		return value in field["options"].split("\n")
	if field["fieldtype"] == "Date":
		return bool(date.fromisoformat(value))
	if field["fieldtype"] == "Check":
		return value in ("0", "1")
	if field["fieldtype"] == "Int":
		return value.isdecimal()
	if field["fieldtype"] == "Data":
		return len(value) <= field.get("length", 140)
	return True


@pytest.mark.parametrize("name", MASTER_DATA)
def test_no_value_is_longer_than_its_text_or_padded(name: str) -> None:
	values = [value for row in rows(name) for value in row.values()]
	assert [value for value in values if value != value.strip() or "<" in value] == []


@pytest.mark.parametrize("name", MASTER_DATA)
def test_validity_does_not_end_before_it_begins(name: str) -> None:
	dated = [row for row in rows(name) if row.get("valid_from") and row.get("valid_to")]
	assert [row["code"] for row in dated if row["valid_to"] < row["valid_from"]] == []


def test_usual_benefit_laws_exist() -> None:
	laws = {row["code"] for row in rows("benefit_law")}
	used = {row["default_benefit_law"] for row in rows("residence_status")} - {""}
	assert used <= laws


@pytest.mark.parametrize("name", ["residence_status", "benefit_law"])
def test_every_row_names_its_law_or_says_why_there_is_none(name: str) -> None:
	without = [row for row in rows(name) if not row["legal_reference"]]
	assert [
		row["code"]
		for row in without
		if not row["source"].startswith(("Ohne Rechtsgrundlage", "Auffangzeile"))
	] == []


def test_permits_excluded_from_naturalisation_are_those_of_section_10_stag() -> None:
	excluded = [row for row in rows("residence_status") if row["counts_for_naturalisation"] == "Excluded"]
	assert {paragraphs(row["legal_reference"]) for row in excluded} == EXCLUDED_BY_STAG


def test_no_permit_listed_in_section_10_stag_counts() -> None:
	counting = [row for row in rows("residence_status") if row["counts_for_naturalisation"] == "Yes"]
	references = [row for row in counting if row["legal_reference"].endswith("AufenthG")]
	assert [row["code"] for row in references if paragraphs(row["legal_reference"]) in EXCLUDED_BY_STAG] == []


def test_opportunity_residence_says_that_nothing_is_granted_any_more() -> None:
	assert "Keine Erteilung nach dem 31.12.2025" in status("AE104C")["notes"]


def test_opportunity_residence_can_be_chosen_until_the_last_permit_ends() -> None:
	assert status("AE104C")["valid_to"] == "2027-06-30"


def test_temporary_protection_names_the_day_it_ends() -> None:
	assert "04.03.2027" in status("AE24")["notes"]


def test_statuses_that_endanger_a_person_are_marked() -> None:
	marked = {row["code"] for row in rows("residence_status") if row["need_to_know"] == "1"}
	assert marked == {"GUEB", "NONE", "UNK"}


def test_basic_income_support_has_its_name_of_july_2026() -> None:
	law = next(row for row in rows("benefit_law") if row["code"] == "SGB2")
	assert law["label"] == "Grundsicherung für Arbeitsuchende (SGB II)"


def test_the_activities_of_the_funders_statistics_are_there() -> None:
	codes = {row["code"] for row in rows("counselling_activity")}
	asked = "INFORMATION FORM_HELP LETTER_EXPLAINED PHONE_CALL REFERRAL ACCOMPANIMENT TRANSLATION"
	assert {*asked.split(), "APPLICATION_PREPARED", "OBJECTION_PREPARED"} <= codes


def test_topics_and_results_are_complete() -> None:
	assert (len(rows("counselling_topic")), len(rows("consultation_result"))) == (24, 15)


@pytest.mark.parametrize("kind", ["Foreigners Authority", "Naturalisation Authority"])
def test_residence_decisions_are_challenged_in_court_in_north_rhine_westphalia(kind: str) -> None:
	remedies = {row["remedy"] for row in rows("public_authority") if row["kind"] == kind}
	assert remedies == {"Action in Court (Klage)"}  # section 110 JustG NRW: no Widerspruch


def test_child_benefit_and_child_supplement_have_different_remedies() -> None:
	offices = [row for row in rows("public_authority") if row["kind"] == "Family Benefits Office"]
	assert {(row["law_regime"], row["remedy"]) for row in offices} == {
		("AO", "Objection (Einspruch)"),
		("SGB X", "Objection (Widerspruch)"),
	}


def test_no_period_is_given_for_asylum_decisions() -> None:
	(office,) = [row for row in rows("public_authority") if row["law_regime"] == "AsylG"]
	assert not re.search(r"\d", office["remedy_period"])


def test_authorities_carry_no_telephone_numbers_or_addresses() -> None:
	assert not {"phone", "email_id", "street", "postal_code"} & set(rows("public_authority")[0])


def test_every_country_has_a_region() -> None:
	regions = options("service_record", "region") - {""}
	without = {row["country"] for row in rows("country_region") if row["region"] not in regions}
	assert without == NO_REGION


def test_every_region_has_a_country() -> None:
	assert {row["region"] for row in rows("country_region")} == options("service_record", "region")


def test_countries_are_listed_once_with_their_source() -> None:
	countries = [row["country"] for row in rows("country_region")]
	assert len(countries) == len(set(countries))
	assert all(row["source"] for row in rows("country_region"))


@pytest.mark.parametrize(
	("country", "region"),
	[
		("Syria", "Western Asia"),
		("Afghanistan", "Southern Asia"),
		("Ukraine", "Eastern Europe"),
		("Eritrea", "Eastern Africa"),
		("Nigeria", "Western Africa"),
		("Kosovo", "Southern Europe"),
		("Turkey", "Western Asia"),
		("Türkiye", "Western Asia"),
		("Venezuela, Bolivarian Republic of", "South America"),
		("Antarctica", ""),
		("Atlantis", ""),
		("", ""),
		(None, ""),
	],
)
def test_region_of_a_country(country: str | None, region: str) -> None:
	assert region_of(country) == region


# The catalogue of domain.md 4.1, 25a and 25b as two permits, tuition as the application of its own that it is.
APPLICATION_TYPES = set(
	"""SGB2_HA SGB2_WBA SGB2_VAE ASYLBLG SGB12 BUT BUT_LERN KG KIZ WG ELG UVG KITA SCHUL AT_ERT AT_VERL AT_NE AT_25A
	AT_25B BESCH AUSB_D REISE PASS FAMNZ UMV IK_ZUL BSK EINB ANERK ZAB BAFOG GDB RUND KK ASYL""".split()
)


def test_every_application_of_the_catalogue_is_there() -> None:
	assert {row["code"] for row in rows("application_type")} == APPLICATION_TYPES


def test_applications_name_authorities_documents_and_renewals_that_exist() -> None:
	authorities = {row["code"]: row["kind"] for row in rows("public_authority")}
	documents = {row["code"] for row in rows("required_document_type")}
	before: set[str] = set()
	for row in rows("application_type"):
		assert row["authority"] in authorities, row["code"]
		assert not row["renewal_type"] or row["renewal_type"] in before, "is inserted first"
		before.add(row["code"])
	for row in rows("application_type_document"):
		assert row["application_type"] in before
		assert row["document"] in documents
		assert bool(row["only_if"]) == bool(row["only_if_en"])


def test_every_application_has_a_checklist_and_no_document_stands_on_it_twice() -> None:
	listed = [(row["application_type"], row["document"]) for row in rows("application_type_document")]
	assert {code for code, _document in listed} == APPLICATION_TYPES
	assert len(set(listed)) == len(listed)
	assert {document for _code, document in listed} == {row["code"] for row in rows("required_document_type")}


def test_residence_titles_are_renewed_before_the_last_valid_day() -> None:
	"""Section 81 (4) AufenthG says "vor Ablauf": no weekend moves that day."""
	hard = {row["code"] for row in rows("application_type") if row["ends_hard"] == "1"}
	assert hard == {"AT_ERT", "AT_VERL", "AT_25A", "AT_25B", "BESCH"}


@pytest.mark.parametrize(("code", "months"), [("SGB2_WBA", "12"), ("KIZ", "6"), ("WG", "12")])
def test_benefits_are_approved_for_their_usual_term_and_renewed_at_least_two_months_ahead_where_the_law_says_so(
	code: str, months: str
) -> None:
	row = next(row for row in rows("application_type") if row["code"] == code)
	assert row["term_months"] == months
	assert int(row["renewal_lead_weeks"]) >= (9 if code == "WG" else 6)
