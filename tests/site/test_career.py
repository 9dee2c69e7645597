"""From the records of a working life to the papers of an application, by those who may."""

import io
import json

import frappe
import pypdf
import pytest
from PIL import Image

from refugee_support.career import api, exchange
from refugee_support.job_help import overview
from tests.site import factories as make
from tests.site.test_career_papers import a_bomb, a_pdf

HELPER = "Application Support Helper"


@pytest.fixture
def helper(site) -> str:
	return make.make_helper(HELPER)


@pytest.fixture
def support(helper):
	client = make.make_client(first_name="Samir", last_name="Beispiel", mobile_no="0211 0000001")
	support = make.make_application_support(
		client.name, helper, occupation="Elektroniker", address="Beispielweg 5\n40699 Erkrath"
	)
	station = {"application_support": support.name, "kind": "Work", "country": "Syria"}
	make.make(
		"Client Career Station",
		**station,
		title="Elektroinstallateur",
		organisation="النور للكهرباء",
		from_date="2008-03-01",
		to_date="2014-09-30",
		description="- Hausinstallation\n• Anleitung von Auszubildenden",
	)
	make.make("Client Career Station", **station, title="Nicht zeigen", show_in_cv=0)
	make.make(
		"Client Career Skill", application_support=support.name, kind="Language", language="ar", is_native=1
	)
	make.make(
		"Client Career Skill",
		application_support=support.name,
		kind="Language",
		language="de",
		cefr_level="B2",
	)
	return support


def pdf_of(document) -> pypdf.PdfReader:
	name = frappe.db.get_value(
		"File", {"attached_to_doctype": document.doctype, "attached_to_name": document.name}
	)
	return pypdf.PdfReader(io.BytesIO(frappe.get_doc("File", name).get_content()))


def with_certificate(document, content: bytes, file_name: str = "zeugnis.pdf"):
	file = make.make(
		"File",
		file_name=file_name,
		content=content,
		is_private=1,
		attached_to_doctype=document.doctype,
		attached_to_name=document.name,
		attached_to_field="certificate",
	)
	document.db_set("certificate", file.file_url)
	return document


def as_dict(message: dict | str) -> dict:
	"""Frappe 15 keeps messages as JSON."""
	return json.loads(message) if isinstance(message, str) else message


def make_cv(support, **values) -> frappe._dict:
	return frappe._dict(api.make_cv(support.name, **{"design": "Classic", **values}))


def make_letter(support, **values):
	given = {"subject": "Bewerbung als Elektroniker", "body": "Ich komme gern.", "recipient": "Elektro GmbH"}
	return make.make("Client Cover Letter", application_support=support.name, **{**given, **values})


def test_a_helper_makes_a_cv_and_every_version_is_kept(helper, support):
	frappe.set_user(helper)
	first = make_cv(support, note="für die IHK")
	second = make_cv(support, design="Modern", occupation="Elektroniker für Betriebstechnik")
	versions = frappe.get_list("Client CV", {"application_support": support.name}, pluck="name")
	assert {first.name, second.name} == set(versions)
	text = pdf_of(frappe.get_doc("Client CV", first.name)).pages[0].extract_text()
	assert "03/2008 – 09/2014 Elektroinstallateur" in text and "النور للكهرباء" in text and "Syrien" in text
	assert "• Hausinstallation" in text and "Arabisch Muttersprache" in text and "(B2)" in text
	assert "Nicht zeigen" not in text and "Betriebstechnik" not in text
	assert (
		frappe.db.get_value("Application Support", support.name, "occupation")
		== "Elektroniker für Betriebstechnik"
	)


def test_the_preview_shows_what_is_typed_and_saves_nothing(helper, support):
	frappe.set_user(helper)
	page = api.preview_cv(support.name, "Plain", intro="<b>Gerade getippt</b>")["html"]
	assert "&lt;b&gt;Gerade getippt" in page
	assert not frappe.db.get_value("Application Support", support.name, "intro")


def test_the_file_of_a_cv_is_private_and_belongs_to_it_alone(helper, support):
	frappe.set_user(helper)
	made = make_cv(support)
	file = frappe.get_doc("File", {"attached_to_doctype": "Client CV", "attached_to_name": made.name})
	assert file.is_private and file.file_url.startswith("/private/files/") and file.owner == "Administrator"
	assert "Samir" not in file.file_url


def test_a_request_cannot_say_which_file_a_cv_is(helper, support):
	frappe.set_user(helper)
	made = frappe.get_doc("Client CV", make_cv(support).name)
	true_file = made.file
	made.update({"file": "/private/files/other.pdf", "pages": 99, "note": "neu"}).save()
	assert (made.reload().file, made.pages, made.note) == (true_file, 1, "neu")


def test_who_is_not_assigned_makes_nothing_and_sees_nothing(helper, support):
	made, letter = make_cv(support), make_letter(support)
	folder = api.make_folder(support.name, [], cv_version=made.name)
	frappe.set_user(make.make_helper(HELPER))
	for call in (
		lambda: api.preview_cv(support.name, "Classic"),
		lambda: api.make_cv(support.name, "Classic"),
		lambda: api.fill_letter(support.name, "GENERAL"),
		lambda: api.preview_letter(letter.name),
		lambda: api.make_letter(letter.name),
		lambda: api.papers_for(support.name),
		lambda: api.make_folder(support.name, []),
		lambda: exchange.export_profile(support.name),
		lambda: exchange.import_profile(support.name, "{}"),
		lambda: frappe.get_doc("Client Application Folder", folder["name"]).check_permission("read"),
		lambda: make.frappe.get_doc({"doctype": "Client CV", "application_support": support.name}).insert(),
	):
		with pytest.raises(frappe.PermissionError):
			call()
	for doctype in ("Application Support", "Client CV", "Client Cover Letter", "Client Application Folder"):
		assert frappe.get_list(doctype) == []


@pytest.mark.parametrize(
	"role", ["Refugee Support Volunteer", "Language Cafe Helper", "Refugee Support Coordinator"]
)
def test_other_roles_see_no_application_support(support, role):
	frappe.set_user(make.make_helper(role))
	with pytest.raises(frappe.PermissionError):
		api.papers_for(support.name)


def test_a_helper_sees_nothing_after_the_last_day_and_without_undertaking(support, helper):
	frappe.db.set_value("Volunteer Profile", {"user": helper}, "undertaking_ended_on", make.in_days(-1))
	frappe.local.request_cache.clear()
	frappe.set_user(helper)
	assert frappe.get_list("Application Support") == []


def test_a_helper_does_not_see_the_client_itself(support, helper):
	frappe.set_user(helper)
	assert frappe.get_list("Application Support", pluck="client_name") == ["Samir Beispiel"]
	assert not frappe.has_permission("Client", doc=support.client)


def test_a_helper_cannot_let_others_in(support, helper):
	frappe.set_user(helper)
	document = frappe.get_doc("Application Support", support.name)
	document.append("helpers", {"helper": "Administrator"})
	with pytest.raises(frappe.PermissionError, match="counsellor"):
		document.save()


def test_a_template_is_filled_with_what_is_known_and_the_rest_is_refused_with_its_place(helper, support):
	job = make.make(
		"Client Job Application",
		application_support=support.name,
		employer="Elektro GmbH",
		position="Elektroniker",
	)
	frappe.set_user(helper)
	filled = api.fill_letter(support.name, "ELECTRICAL", job.name)
	assert filled["subject"] == "Bewerbung als Elektroniker" and filled["recipient"] == "Elektro GmbH"
	assert (
		"Niveau B2" in filled["body"]
		and "Als Elektroinstallateur habe ich {{wichtigste Aufgaben}}" in filled["body"]
	)
	texts = {key: filled[key] for key in ("subject", "body", "recipient", "enclosures")}
	letter = frappe.get_doc(
		{"doctype": "Client Cover Letter", "application_support": support.name, **texts}
	).insert()
	with pytest.raises(frappe.ValidationError):
		api.make_letter(letter.name)
	told = str([message["message"] for message in map(as_dict, frappe.message_log)])
	assert "Letter, line 3: {{wichtigste Aufgaben}}" in told and "line 5" in told
	assert frappe.get_doc("Client Cover Letter", letter.name).body == filled["body"]
	letter.body = "Ich habe Anlagen gewartet.\n\nIch komme gern."
	letter.save()
	assert api.make_letter(letter.name)["pages"] == 1
	assert "Sehr geehrte Damen und Herren" in pdf_of(letter).pages[0].extract_text()


def test_every_version_is_shown_with_its_file_and_unfinished_letters_on_top(helper, support):
	frappe.set_user(helper)
	first, letter = make_cv(support, note="für die IHK"), make_letter(support)
	second = make_cv(support, design="Plain")
	shown = overview.of(support)["papers"]
	assert [row["name"] for row in shown] == [letter.name, second.name, first.name]
	assert shown[2]["note"] == "für die IHK" and shown[2]["file"] == first.file and not shown[0]["file"]


def test_a_certificate_that_has_ended_is_offered_as_such(helper, support):
	station = frappe.get_doc("Client Career Station", {"application_support": support.name, "show_in_cv": 1})
	with_certificate(station, a_pdf())
	for day, ended in ((make.in_days(-1), True), (make.in_days(0), False)):
		station.db_set("certificate_valid_until", day)
		assert [row["has_ended"] for row in api.papers_for(support.name)["certificates"]] == [ended]


def test_a_letter_made_again_has_one_file(support):
	letter = make_letter(support)
	api.make_letter(letter.name)
	api.make_letter(letter.name)
	assert frappe.db.count("File", {"attached_to_name": letter.name}) == 1


@pytest.mark.parametrize("fieldname", ["subject", "body", "recipient"])
def test_an_empty_part_of_a_letter_is_named(support, fieldname):
	with pytest.raises(frappe.ValidationError, match="is empty"):
		api.make_letter(make_letter(support, **{fieldname: ""}).name)


def test_a_folder_holds_letter_cv_and_certificates_in_the_order_chosen(helper, support):
	one = with_certificate(
		make.make("Client Qualification", application_support=support.name, title_original="Urkunde"),
		a_pdf(2),
	)
	scan = io.BytesIO()
	Image.new("RGB", (2000, 1500), "gray").save(scan, "JPEG")
	station = frappe.get_doc("Client Career Station", {"application_support": support.name, "show_in_cv": 1})
	with_certificate(station, scan.getvalue(), "arbeitszeugnis.jpg")
	frappe.set_user(helper)
	made, letter = make_cv(support), make_letter(support)
	api.make_letter(letter.name)
	offered = api.papers_for(support.name)
	assert [row["title"] for row in offered["certificates"]] == ["Elektroinstallateur", "Urkunde"]
	chosen = [{"doctype": one.doctype, "name": one.name}, {"doctype": station.doctype, "name": station.name}]
	folder = api.make_folder(support.name, json.dumps(chosen), letter.name, made.name)
	document = frappe.get_doc("Client Application Folder", folder["name"])
	assert document.contents.splitlines() == ["Anschreiben", "Lebenslauf", "Urkunde", "Elektroinstallateur"]
	assert document.pages == len(pdf_of(document).pages) == 5


@pytest.mark.parametrize(
	("content", "sentence"),
	[
		(a_pdf(password="geheim"), "Urkunde.*password"),
		(b"%PDF-1.4" + bytes(26 * 1024 * 1024), "Urkunde.*25 MB"),
		(a_bomb(10_000, 8_000), "Urkunde.*40 million pixels"),
		(b"no picture", "Urkunde.*no picture and no PDF"),
	],
	ids=["encrypted", "large", "bomb", "no picture"],
)
def test_a_bad_certificate_is_named_and_nothing_is_lost(helper, support, content, sentence):
	frappe.conf.max_file_size = 40 * 1024 * 1024
	one = make.make("Client Qualification", application_support=support.name, title_original="Urkunde")
	with_certificate(one, content)
	frappe.set_user(helper)
	made = make_cv(support)
	assert api.check_paper(one.doctype, one.name)
	with pytest.raises(frappe.ValidationError, match=sentence):
		api.make_folder(support.name, [{"doctype": one.doctype, "name": one.name}], cv_version=made.name)
	assert frappe.db.exists("Client CV", made.name) and frappe.db.get_value(
		one.doctype, one.name, "certificate"
	)


def test_papers_of_somebody_else_do_not_get_into_a_folder(support):
	other = make.make_application_support(make.make_client().name)
	theirs = with_certificate(
		make.make("Client Qualification", application_support=other.name, title_original="Fremd"), a_pdf()
	)
	foreign = make_cv(other)
	for call in (
		lambda: api.make_folder(support.name, [{"doctype": theirs.doctype, "name": theirs.name}]),
		lambda: api.make_folder(support.name, [], cv_version=foreign.name),
		lambda: api.make_folder(support.name, [{"doctype": "User", "name": "Administrator"}]),
	):
		with pytest.raises(frappe.DoesNotExistError):
			call()


def test_a_bad_photo_stops_the_cv_with_a_sentence_and_not_the_preview(support):
	file = make.make_file(
		"Application Support", support.name, "photo.bin", "no picture", attached_to_field="photo"
	)
	support.db_set("photo", file.file_url)
	assert "<img" not in api.preview_cv(support.name, "Classic")["html"]
	with pytest.raises(frappe.ValidationError, match=r"Photo.*no picture"):
		make_cv(support)


def test_a_profile_goes_out_and_into_another_and_is_not_added_twice(helper, support):
	frappe.set_user(helper)
	resume = json.dumps(exchange.export_profile(support.name)["resume"])
	assert exchange.import_profile(support.name, resume)["added"] == 0
	frappe.set_user("Administrator")
	other = make.make_application_support(make.make_client().name)
	assert exchange.import_profile(other.name, resume)["added"] == 3
	station = frappe.get_doc("Client Career Station", {"application_support": other.name})
	assert (station.country, station.client, str(station.from_date)) == ("Syria", other.client, "2008-03-01")
	assert frappe.db.exists(
		"Client Career Skill", {"application_support": other.name, "language": "ar", "is_native": 1}
	)


@pytest.mark.parametrize(
	"content", ["", "nichts", "[" * 100_000, '{"work": [{"startDate": "morgen"}]}', "[]"]
)
def test_a_file_that_is_no_json_resume_is_refused_and_adds_nothing(support, content):
	before = frappe.db.count("Client Career Station")
	with pytest.raises(frappe.ValidationError):
		exchange.import_profile(support.name, content)
	assert frappe.db.count("Client Career Station") == before


@pytest.mark.parametrize(
	("doctype", "values", "word"),
	[
		(
			"Client Career Station",
			{"title": "x", "from_date": "2020-01-01", "to_date": "2019-01-01"},
			"beginning",
		),
		("Client Career Station", {"title": "x", "from_date": "2099-01-01"}, "future"),
		("Client Qualification", {"title_original": "x", "awarded_on": "2099-01-01"}, "future"),
		("Client Career Skill", {"kind": "Language", "language": ""}, "empty"),
		("Client Cover Letter", {"recipient": "1\n2\n3\n4\n5\n6\n7"}, "six lines"),
	],
)
def test_impossible_entries_are_refused(support, doctype, values, word):
	with pytest.raises(frappe.ValidationError, match=word):
		make.make(doctype, application_support=support.name, **values)


def test_missing_fonts_are_told_with_their_package(support, monkeypatch):
	from refugee_support.career import engine

	monkeypatch.setattr(engine, "_has_font", lambda letter: False)
	with pytest.raises(frappe.ValidationError, match="fonts-noto-core"):
		make_cv(support)


@pytest.mark.parametrize(
	("content", "word"), [(b"no picture", "no picture"), (a_bomb(10_000, 8_000), "40 million pixels")]
)
def test_a_photo_that_is_none_or_far_too_large_is_refused_when_it_is_uploaded(support, content, word):
	"""Before the framework unpacks it to strip what the camera noted."""
	with pytest.raises(frappe.ValidationError, match=word):
		make.make_file("Application Support", support.name, "photo.jpg", content)


def test_a_new_station_is_not_said_to_have_been_in_germany(support):
	resume = {"work": [{"name": "Firma", "position": "Koch"}]}
	exchange.import_profile(support.name, json.dumps(resume))
	assert not frappe.db.get_value("Client Career Station", {"title": "Koch"}, "country")
