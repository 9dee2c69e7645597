"""A profile goes out as JSON Resume and comes back as it was."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from refugee_support.career.json_resume import MOST_ENTRIES, NotReadable, exported, imported
from refugee_support.career.profile import CareerProfile, Photo, Station
from tests.site.career_people import PEOPLE

# As published in the npm package jsonresume-schema 1.3.1 (MIT, its licence stands beside it)
SCHEMA = json.loads((Path(__file__).parent / "data" / "json_resume_schema.json").read_text())


@pytest.mark.parametrize("name", PEOPLE)
def test_every_profile_satisfies_the_published_schema(name: str) -> None:
	resume = json.loads(json.dumps(exported(PEOPLE[name])))
	assert list(Draft7Validator(SCHEMA).iter_errors(resume)) == []


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_is_lost_on_the_way_out_and_back(name: str) -> None:
	once = imported(exported(PEOPLE[name]))
	assert imported(exported(once)) == once
	assert {(one.title, one.organisation, one.kind, one.lines) for one in once.stations} == {
		(one.title, one.organisation, one.kind, one.lines) for one in PEOPLE[name].stations
	}
	assert once.skills == PEOPLE[name].skills and once.qualifications == PEOPLE[name].qualifications


def test_the_example_of_the_schema_itself_can_be_read() -> None:
	resume = {
		"basics": {"name": "A B", "location": {"address": "Weg 1", "postalCode": "40699", "city": "Erkrath"}},
		"work": [{"name": "Firma", "position": "Koch", "startDate": "2013-12-01", "endDate": "2014"}],
		"skills": [{"name": "Küche", "level": "Master", "keywords": ["Suppe", "Brot"]}],
		"languages": [{"language": "Englisch", "fluency": "fluent"}],
	}
	profile = imported(resume)
	assert profile.address_lines == ("Weg 1", "40699 Erkrath")
	assert profile.stations == (
		Station(
			"Work", "Koch", "Firma", from_date=date(2013, 12, 1), to_date=date(2014, 12, 31), precision="Day"
		),
	)
	assert profile.skills[0].remark == "fluent" and profile.skills[1].remark == "Master, Suppe, Brot"


def test_a_photo_does_not_travel() -> None:
	with_photo = replace(PEOPLE["nurse"], photo=Photo(b"face"))
	assert "face" not in json.dumps(exported(with_photo))


@pytest.mark.parametrize(
	("resume", "place", "problem"),
	[
		([], "$", "kind"),
		(None, "$", "kind"),
		({"basics": "x"}, "basics", "kind"),
		({"work": "x"}, "work", "kind"),
		({"work": [1]}, "work[0]", "kind"),
		({"work": [{"position": 7}]}, "work[0].position", "kind"),
		({"work": [{"highlights": "x"}]}, "work[0].highlights", "kind"),
		({"work": [{"startDate": "2014-13"}]}, "work[0].startDate", "date"),
		({"work": [{"startDate": "2014-02-30"}]}, "work[0].startDate", "date"),
		({"work": [{"startDate": "gestern"}]}, "work[0].startDate", "date"),
		({"work": [{"startDate": "2014-2-3-4"}]}, "work[0].startDate", "date"),
		({"work": [{"startDate": "2014", "endDate": "2013"}]}, "work[0].endDate", "order"),
		({"work": [{}] * (MOST_ENTRIES + 1)}, "work", "many"),
	],
)
def test_what_cannot_be_read_is_named_by_its_place(resume: object, place: str, problem: str) -> None:
	with pytest.raises(NotReadable) as refused:
		imported(resume)
	assert (refused.value.place, refused.value.problem) == (place, problem)


def test_an_empty_profile_is_valid_too() -> None:
	assert list(Draft7Validator(SCHEMA).iter_errors(exported(CareerProfile(name="A")))) == []
