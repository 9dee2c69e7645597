"""The invented world is plausible, complete and the same at every run. Needs no Frappe."""

import ast
import csv
import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from refugee_support.demo.plan import build
from refugee_support.demo.plan.dates import add_months, is_working_day, public_holidays
from refugee_support.demo.plan.model import Conversation, Person, World
from refugee_support.demo.plan.tables import rows

APP = Path(__file__).parents[2] / "refugee_support"
TODAY = date(2026, 11, 22)
DAYS = [TODAY, date(2026, 4, 29), date(2027, 1, 1), date(2028, 2, 29)]
LEVELS = ["", "None", "Alphabetisation", "A1", "A2", "B1", "B2", "C1", "C2"]
RESIDENCE = {"RESIDENCE_ASYLUM", "PERMIT_RENEWAL", "FAMILY_REUNION", "NATURALISATION"}
BENEFITS = {
	"JOBCENTER",
	"ASYLBLG",
	"CHILD_BENEFIT",
	"HOUSING_BENEFIT",
	"FAMILY_BENEFITS",
	"EDUCATION_PACKAGE",
}
SCRIPTS = {
	"Syria": "ARABIC",
	"Iraq": "ARABIC",
	"Iran": "ARABIC",
	"Afghanistan": "ARABIC",
	"Ukraine": "CYRILLIC",
	"Russian Federation": "CYRILLIC",
	"Serbia": "CYRILLIC",
	"North Macedonia": "CYRILLIC",
	"Eritrea": "ETHIOPIC",
	"Ethiopia": "ETHIOPIC",
	"Armenia": "ARMENIAN",
	"Sri Lanka": "TAMIL",
	"Bangladesh": "BENGALI",
}


@pytest.fixture(scope="module", params=DAYS, ids=str)
def world(request: pytest.FixtureRequest) -> World:
	return build(request.param)


def share(conversations: list[Conversation], fits: Callable[[Conversation], bool]) -> float:
	return sum(map(fits, conversations)) / len(conversations)


def kinds(world: World) -> dict[str, str]:
	return {helper.email: helper.kind for helper in world.helpers}


def people_by_number(world: World) -> dict[int, Person]:
	return {person.number: person for person in world.people}


# --- the same again ---


def test_the_same_day_and_seed_give_the_same_world(world: World) -> None:
	assert build(world.today) == world


def test_another_seed_gives_other_people() -> None:
	names = {person.first_name + person.last_name for person in build(TODAY, 1).people}
	assert names != {person.first_name + person.last_name for person in build(TODAY, 2).people}


def test_names_and_numbers_do_not_depend_on_the_day() -> None:
	first, second = ([(p.number, p.first_name, p.last_name) for p in build(day).people] for day in DAYS[:2])
	assert first == second


# --- how much ---


def test_size_of_the_world(world: World) -> None:
	assert (len(world.households), len(world.people), len(world.conversations)) == (60, 150, 1500)
	counselling = [helper for helper in world.helpers if helper.status == "Active" and helper.undertaking_on]
	roles = Counter(helper.role for helper in counselling)
	assert roles["Refugee Support Counsellor"] == 3
	assert roles["Refugee Support Volunteer"] == 10
	assert len(world.notes) >= 20
	assert len(world.secrets) >= 20


def test_one_helper_without_undertaking_and_one_who_left(world: World) -> None:
	assert [h.first_name for h in world.helpers if h.status == "Interested" and not h.undertaking_on] == [
		"Lena"
	]
	assert [h.first_name for h in world.helpers if h.left_on] == ["Wolfgang"]


def test_proportions_of_topics(world: World) -> None:
	assert 0.23 < share(world.conversations, lambda c: c.topic in RESIDENCE) < 0.31
	assert 0.21 < share(world.conversations, lambda c: c.topic in BENEFITS) < 0.29
	assert 0.07 < share(world.conversations, lambda c: c.topic == "GERMAN_COURSE") < 0.13
	assert len({c.topic for c in world.conversations}) == 24


def test_proportions_of_contacts(world: World) -> None:
	kind = kinds(world)
	assert 0.55 < share(world.conversations, lambda c: kind[c.helper] == "Staff") < 0.66
	assert 0.06 < share(world.conversations, lambda c: c.client is None) < 0.10
	assert 0.12 < share(world.conversations, lambda c: bool(c.family)) < 0.19
	assert 0.48 < share(world.conversations, lambda c: c.channel == "Office") < 0.62


def test_the_work_grows_and_is_quiet_in_august(world: World) -> None:
	months = Counter((c.day.year, c.day.month) for c in world.conversations)
	assert share(world.conversations, lambda c: c.day <= add_months(world.today, -12)) < 0.46
	for year in {year for year, month in months if month == 8}:
		assert months[year, 8] < (months[year, 7] + months[year, 9]) / 2 or not months[year, 7]


def test_every_volunteer_has_between_15_and_25_clients_today(world: World) -> None:
	kind = kinds(world)
	load = Counter(
		member.helper
		for person in world.people
		for member in person.team
		if member.holds_on(world.today) and kind[member.helper] == "Volunteer"
	)
	assert len(load) == 10
	assert min(load.values()) >= 15
	assert max(load.values()) <= 25


# --- days ---


@pytest.mark.parametrize(
	("year", "holidays"),
	[
		(2024, ["03-29", "04-01", "05-09", "05-20", "05-30"]),
		(2025, ["04-18", "04-21", "05-29", "06-09", "06-19"]),
		(2026, ["04-03", "04-06", "05-14", "05-25", "06-04"]),
	],
)
def test_movable_holidays_of_north_rhine_westphalia(year: int, holidays: list[str]) -> None:
	assert {date.fromisoformat(f"{year}-{day}") for day in holidays} < public_holidays(year)
	assert len(public_holidays(year)) == 11


def test_nobody_is_counselled_on_a_holiday_a_weekend_or_in_the_future(world: World) -> None:
	first = add_months(world.today, -24)
	assert all(first < c.day <= world.today and is_working_day(c.day) for c in world.conversations)


def test_follow_ups_lie_after_the_conversation_on_a_working_day(world: World) -> None:
	planned = [c for c in world.conversations if c.follow_up_on]
	assert all(c.day <= c.follow_up_on and is_working_day(c.follow_up_on) for c in planned)
	assert not [c for c in planned if c.follow_up_done and c.follow_up_on > world.today]


@pytest.mark.parametrize("user", ["beraterin@example.org", "ehrenamt@example.org"])
def test_whoever_logs_in_finds_something_to_do_this_week(world: World, user: str) -> None:
	open_ones = [c.follow_up_on for c in world.conversations if c.helper == user and not c.follow_up_done]
	assert [day for day in open_ones if day and abs(day - world.today) <= timedelta(10)]


def test_some_titles_run_out_soon(world: World) -> None:
	current = [p.title_on(world.today) for p in world.people if p.status == "Active"]
	left = [(title.until - world.today).days for title in current if title and title.until]
	for first, last in ((0, 30), (31, 60), (61, 120)):
		assert any(first <= days <= last for days in left)


# --- people ---


def test_nobody_was_born_after_arriving_and_children_born_here_arrive_at_birth(world: World) -> None:
	assert all(person.born <= person.arrived <= world.today for person in world.people)
	assert any(person.born == person.arrived for person in world.people)


def test_parents_are_old_enough(world: World) -> None:
	for household in world.households:
		mothers = [p for p in household.adults if p.role in {"mother", "lone_mother", "reunited_mother"}]
		children = [p for p in household.people if not p.is_adult]
		for mother in mothers:
			for child in children:
				assert 17 < mother.age_on(world.today) - child.age_on(world.today) < 46


def test_adults_are_of_age_and_children_are_not(world: World) -> None:
	for person in world.people:
		assert (person.age_on(world.today) >= 18) == person.is_adult


def test_papers_follow_each_other(world: World) -> None:
	for person in world.people:
		begins = [title.since for title in person.titles]
		assert begins == sorted(begins)
		assert all(person.arrived <= title.since <= world.today for title in person.titles)
		assert all(title.until is None or title.since < title.until for title in person.titles)


def test_everybody_known_for_long_has_valid_papers(world: World) -> None:
	for person in world.people:
		title = person.title_on(world.today)
		if person.arrived < world.today - timedelta(150):
			assert title, person
			assert title.until is None or title.until >= world.today


def test_german_never_gets_worse(world: World) -> None:
	for person in world.people:
		levels = [LEVELS.index(c.value) for c in person.changes if c.characteristic == "German Level"]
		assert levels == sorted(levels)


def test_histories_begin_at_the_beginning_and_end_by_today(world: World) -> None:
	for person in world.people:
		for change in person.changes:
			assert change.since is None or person.arrived < change.since <= world.today


def test_members_of_a_household_live_on_the_same_law_unless_old(world: World) -> None:
	for household in world.households:
		younger = {
			p.value_on("Benefit Law", world.today) for p in household.people if p.age_on(world.today) < 65
		}
		assert len(younger - {"ASYLBLG_3", "ASYLBLG_2"}) <= 1


# --- consultations fit ---


def test_volunteers_counsel_only_whom_they_look_after(world: World) -> None:
	people, kind = people_by_number(world), kinds(world)
	for c in world.conversations:
		if c.client and kind[c.helper] == "Volunteer":
			assert any(m.helper == c.helper and m.holds_on(c.day) for m in people[c.client].team)


def test_nobody_counsels_before_joining_or_after_leaving(world: World) -> None:
	helpers = {helper.email: helper for helper in world.helpers}
	assert all(helpers[c.helper].helps_on(c.day) for c in world.conversations)


def test_clients_come_between_first_contact_and_leaving(world: World) -> None:
	households = {household.number: household for household in world.households}
	for c in world.conversations:
		if c.household:
			assert households[c.household].comes_on(c.day)
			present = {p.number for p in households[c.household].present_on(c.day)}
			assert {c.client, *c.family} <= present
			assert c.client not in c.family


def test_summaries_are_not_the_same_again_and_again(world: World) -> None:
	summaries = Counter(c.summary for c in world.conversations if c.summary)
	sentences = Counter(s for c in world.conversations for s in c.summary.split(". ") if s)
	assert max(summaries.values()) <= 3
	assert max(sentences.values()) < 100


# --- clearly invented ---


def test_nobody_can_be_called_or_written_to_by_mistake(world: World) -> None:
	phones = [person.phone for person in world.people if person.phone]
	assert len(phones) == len(set(phones))
	assert all(phone.startswith(("+49 171 39200", "+49 176 040690")) for phone in phones)
	mails = [p.email for p in world.people if p.email] + [h.email for h in world.helpers]
	assert all(mail.endswith("@example.org") and mail.isascii() for mail in mails)
	assert len(mails) == len(set(mails))


@pytest.mark.parametrize("row", rows("names"), ids=lambda row: f"{row['origin']}-{row['latin']}")
def test_native_names_are_written_in_the_script_of_the_country(row: dict[str, str]) -> None:
	script = SCRIPTS.get(row["origin"], "LATIN")
	for name in (row["native"], row["native_feminine"]):
		letters = [c for c in name if unicodedata.category(c).startswith("L")]
		assert all(unicodedata.name(c).startswith(script) for c in letters), name
		assert letters or script == "LATIN" or not name
	assert all(unicodedata.name(c).startswith("LATIN") for c in row["latin"] if c.isalpha())


# --- fits the app ---


def codes(name: str) -> set[str]:
	with (APP / "setup" / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
		return {row["code"] for row in csv.DictReader(file)}


def test_every_code_is_in_the_master_data(world: World) -> None:
	talks = world.conversations
	assert {c.topic for c in talks} | {t for c in talks for t in c.other_topics} <= codes("counselling_topic")
	assert {c.result for c in talks} <= codes("consultation_result")
	assert {c.referred_to for c in talks} - {""} <= codes("public_authority")
	assert {c.funding_programme for c in talks} - {""} <= codes("funding_programme")
	titles = {title.code for person in world.people for title in person.titles}
	titles |= {c.anonymous.get("anonymous_residence_status", "") for c in talks} - {""}
	assert titles <= codes("residence_status")
	laws = {c.value for p in world.people for c in p.changes if c.characteristic == "Benefit Law"}
	assert laws <= codes("benefit_law")


def options(doctype: str, fieldname: str) -> set[str]:
	path = APP / "refugee_support" / "doctype" / doctype / f"{doctype}.json"
	fields = json.loads(path.read_text(encoding="utf-8"))["fields"]
	return {"", *next(f["options"] for f in fields if f["fieldname"] == fieldname).split("\n")}


def chosen(world: World) -> Iterator[tuple[str, str, set[str]]]:
	for field, characteristic in {
		"german_level": "German Level",
		"employment_status": "Employment Status",
		"accommodation": "Accommodation",
	}.items():
		values = {c.value for p in world.people for c in p.changes if c.characteristic == characteristic}
		yield "client", field, values
	talks = world.conversations
	yield "client", "status", {person.status for person in world.people}
	yield "client_household_member", "relation", {person.relation for person in world.people}
	yield "consultation", "channel", {c.channel for c in talks}
	yield "consultation", "interpreter", {c.interpreter for c in talks}
	yield "consultation", "anonymous_age_group", {c.anonymous.get("anonymous_age_group", "") for c in talks}
	employment = {title.employment for person in world.people for title in person.titles}
	yield "client_residence_status", "employment_permission", employment
	yield "volunteer_profile", "status", {helper.status for helper in world.helpers}


def test_every_choice_is_an_option_of_its_field(world: World) -> None:
	for doctype, field, values in chosen(world):
		assert values <= options(doctype, field), (doctype, field)


@pytest.mark.parametrize("path", sorted((APP / "demo" / "plan").glob("*.py")), ids=lambda path: path.name)
def test_the_plan_imports_no_frappe(path: Path) -> None:
	imports = [
		node
		for node in ast.walk(ast.parse(path.read_text()))
		if isinstance(node, ast.Import | ast.ImportFrom)
	]
	names = {alias.name for node in imports for alias in node.names}
	names |= {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
	assert not [name for name in names if name.split(".")[0] == "frappe"]
