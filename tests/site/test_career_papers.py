"""The papers of an application as an employer gets them: looked at by reading them back out of the PDF."""

import io
import re
import struct
import zlib
from dataclasses import replace
from datetime import date

import pypdf
import pytest
from PIL import Image

from refugee_support.career import cv, engine, letter, papers
from refugee_support.career.letters import CoverLetter
from refugee_support.career.papers import Attachment, Refused
from refugee_support.career.profile import CareerProfile, Photo, Station
from tests.site.career_people import ELECTRICIAN, PEOPLE, with_stations

TODAY = date(2026, 11, 25)


def made(profile: CareerProfile, design: str = "Classic") -> pypdf.PdfReader:
	return pypdf.PdfReader(io.BytesIO(cv.make(profile, design=design, today=TODAY).pdf))


def text_of(reader: pypdf.PdfReader) -> str:
	return "\n".join(page.extract_text() for page in reader.pages)


@pytest.fixture(scope="module")
def read() -> dict[str, pypdf.PdfReader]:
	designs = [*cv.DESIGNS, *cv.DESIGNS]
	return {name: made(profile, designs.pop()) for name, profile in PEOPLE.items()}


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_gets_one_page_with_their_name_and_stations_in_reading_order(read, name):
	profile, text = PEOPLE[name], text_of(read[name])
	assert len(read[name].pages) == 1
	assert text.startswith(f"Lebenslauf\n{profile.name}\n")
	places = [text.index(word) for word in ("Lebenslauf", profile.name, "Sprachen", "Erkrath, 25.11.2026")]
	assert places == sorted(places)
	assert all(station.title in text for station in profile.stations)


def test_the_date_stands_before_what_was_done_then(read):
	assert re.search(
		r"seit 04/2025\s+Helfer in der Elektroinstallation\s+Elektro Muster GmbH",
		text_of(read["electrician"]),
	)


@pytest.mark.parametrize(
	("name", "words"),
	[
		("electrician", "شهادة الثانوية المهنية في الكهرباء"),
		("teacher", "Харківський національний університет"),
		("beginner", "ከረን"),
		("nurse", "دانشگاه علوم پزشکی شیراز"),
		("engineer", "Çağrı Şahinoğlu"),
	],
)
def test_other_scripts_are_read_back_as_they_were_written(read, name, words):
	assert words in text_of(read[name])


def test_every_font_is_embedded(read):
	for reader in read.values():
		for font in reader.pages[0]["/Resources"]["/Font"].values():
			descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
			assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_forty_stations_stay_on_two_pages_and_all_are_there():
	reader = made(with_stations(40))
	assert len(reader.pages) == 2
	numbers = re.findall(r"Aushilfe Nummer (\d+)", text_of(reader))
	assert [int(number) for number in numbers] == list(range(40, 0, -1))


def test_markup_in_a_title_is_shown_and_not_obeyed():
	evil = Station("Work", '<img src="file:///etc/passwd"><h1>Chef</h1>', from_date=date(2020, 1, 1))
	assert "<h1>Chef</h1>" in text_of(made(replace(ELECTRICIAN, stations=(evil,))))


@pytest.mark.parametrize(
	"address",
	[
		"file:///etc/hostname",
		"http://127.0.0.1:1/x.png",
		"https://example.com/x",
		"data:image/png;base64,AAAA",
		"ours:other",
	],
)
def test_the_engine_fetches_nothing(address, monkeypatch):
	import socket
	import urllib.request

	def refuse(*args, **kwargs):
		raise AssertionError("the engine opened a connection")

	monkeypatch.setattr(socket.socket, "connect", refuse)
	monkeypatch.setattr(urllib.request, "urlopen", refuse)
	with pytest.raises(engine.NotOurs):
		engine.only_from({"photo": Photo(b"x")})(address)
	html = (
		f'<link rel="stylesheet" href="{address}"><link rel="attachment" href="{address}">'
		f'<style>@import url("{address}"); body {{ background: url("{address}") }}'
		f'@font-face {{ font-family: f; src: url("{address}") }}</style><img src="{address}">'
		f'<object data="{address}">x</object><embed src="{address}"><p>Text</p>'
	)
	pdf = engine.document(html).write_pdf()
	assert b"/EmbeddedFile" not in pdf and text_of(pypdf.PdfReader(io.BytesIO(pdf))).strip() in (
		"Text",
		"x\nText",
	)


def test_missing_fonts_are_named_by_their_package(monkeypatch):
	class Nothing:
		stdout = b""

	monkeypatch.setattr(engine, "_fonts_found", set())
	monkeypatch.setattr(engine.subprocess, "run", lambda *args, **kwargs: Nothing())
	engine.require_fonts("Nur lateinisch: Çağrı")
	with pytest.raises(engine.FontsMissing) as missing:
		engine.require_fonts("ከረን und 汉字")
	assert missing.value.packages == ("fonts-noto-cjk", "fonts-noto-core")


def test_a_photo_is_optional_and_carries_no_place_where_it_was_taken():
	picture = Image.new("RGB", (3000, 2000), "teal")
	exif = picture.getexif()
	exif[0x8825] = {1: "N", 2: (51.0, 13.0, 0.0)}
	photo = papers.photo_of(as_bytes(picture, "JPEG", exif=exif))
	assert Image.open(io.BytesIO(photo.content)).size == papers.PHOTO_PIXELS
	assert not Image.open(io.BytesIO(photo.content)).getexif()
	reader = made(replace(ELECTRICIAN, photo=photo))
	assert len(reader.pages[0].images) == 1 and text_of(reader).startswith("Lebenslauf\nSamir Beispiel")


def a_letter(**values) -> CoverLetter:
	given = {
		"recipient": ("Elektro Beispiel GmbH", "40699 Erkrath"),
		"subject": "Bewerbung",
		"body": "Eins.\n\nZwei.",
	}
	return CoverLetter(letter_date=TODAY, **{**given, **values})


def test_a_letter_follows_din_5008_form_b():
	"""The first line of the address 62.7 mm below the edge, 25 mm from the left; the subject below 98 mm."""
	paper = letter.make(a_letter(enclosures=("Lebenslauf",)), ELECTRICIAN)
	page = pypdf.PdfReader(io.BytesIO(paper.pdf)).pages[0]
	found: dict[str, tuple[float, float]] = {}

	def visit(text, cm, tm, font, size):
		where = (cm[0] * tm[4] + cm[2] * tm[5] + cm[4], cm[1] * tm[4] + cm[3] * tm[5] + cm[5])
		for word in ("Elektro Beispiel", "Bewerbung", "Eins."):
			if word in text:
				found.setdefault(word, (where[0] / 72 * 25.4, 297 - where[1] / 72 * 25.4))

	text = page.extract_text(visitor_text=visit)
	assert paper.pages == 1
	assert found["Elektro Beispiel"][0] == pytest.approx(25, abs=0.5)
	assert 62.7 < found["Elektro Beispiel"][1] < 62.7 + 6
	assert 98 < found["Bewerbung"][1] < found["Eins."][1]
	order = ["Elektro Beispiel GmbH", "25. November 2026", "Bewerbung", "Sehr geehrte", "Eins.", "Anlagen"]
	assert [text.index(word) for word in order] == sorted(text.index(word) for word in order)


# --- The papers people bring ---


def as_bytes(picture: Image.Image, kind: str, **options) -> bytes:
	out = io.BytesIO()
	picture.save(out, kind, **options)
	return out.getvalue()


def a_pdf(pages: int = 1, password: str = "", owner: str = "") -> bytes:
	writer = pypdf.PdfWriter()
	for _ in range(pages):
		writer.add_blank_page(595, 842)
	if password or owner:
		writer.encrypt(password, owner or None)
	out = io.BytesIO()
	writer.write(out)
	return out.getvalue()


def a_bomb(width: int, height: int) -> bytes:
	"""A PNG of a few bytes that says it is huge."""

	def chunk(kind: bytes, data: bytes) -> bytes:
		return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

	header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
	return (
		b"\x89PNG\r\n\x1a\n"
		+ chunk(b"IHDR", header)
		+ chunk(b"IDAT", zlib.compress(b""))
		+ chunk(b"IEND", b"")
	)


@pytest.mark.parametrize(
	("content", "reason"),
	[
		(b"", "empty"),
		(b"%PDF-1.4" + bytes(30 * 1024 * 1024), "too_large"),
		(a_pdf(password="geheim"), "encrypted"),
		(b"%PDF-1.4 and nothing else", "broken_pdf"),
		(a_pdf(0), "no_pages"),
		(a_pdf(papers.MOST_PAGES + 1), "too_many_pages"),
		(b"this is no picture", "no_image"),
		(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no_image"),
		(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no_image"),
		(as_bytes(Image.new("RGB", (50, 50)), "JPEG")[:200], "no_image"),
		(a_bomb(10_000, 8_000), "too_many_pixels"),
		(a_bomb(60_000, 60_000), "too_many_pixels"),
	],
	ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_a_paper_that_cannot_be_used_is_refused_with_its_reason(content, reason):
	with pytest.raises(Refused) as refused:
		papers.joined([Attachment("Zeugnis", content)])
	assert (refused.value.reason, refused.value.title) == (reason, "Zeugnis")


def test_a_pdf_that_is_locked_against_changes_only_can_be_used():
	assert papers.joined([Attachment("Zeugnis", a_pdf(owner="amt"))]).startswith(b"%PDF-")


def test_one_pdf_of_everything_in_order_below_five_megabytes():
	scan = as_bytes(Image.effect_noise((5000, 3500), 70).convert("RGB"), "JPEG", quality=95)
	assert len(scan) > papers.LARGEST_FOLDER
	certificate = as_bytes(Image.new("RGBA", (800, 1100), (0, 0, 0, 0)), "PNG")
	life = cv.make(ELECTRICIAN, design="Modern", today=TODAY).pdf
	cover = letter.make(a_letter(), ELECTRICIAN).pdf
	parts = [("Anschreiben", cover), ("Lebenslauf", life), ("Zeugnis", scan), ("Urkunde", certificate)]
	whole = papers.joined([Attachment(*part) for part in parts])
	reader = pypdf.PdfReader(io.BytesIO(whole))
	assert len(whole) < papers.LARGEST_FOLDER
	assert [entry.title for entry in reader.outline] == ["Anschreiben", "Lebenslauf", "Zeugnis", "Urkunde"]
	assert "Bewerbung" in reader.pages[0].extract_text() and "Lebenslauf" in reader.pages[1].extract_text()
	assert len(reader.pages) == 4


def test_what_stays_too_large_is_refused_and_the_largest_paper_is_named():
	parts = [Attachment("Klein", a_pdf()), Attachment("Groß", a_pdf(20))]
	with pytest.raises(Refused) as refused:
		papers.joined(parts, limit=500)
	assert (refused.value.reason, refused.value.title) == ("folder_too_large", "Groß")


def test_scripts_and_links_of_foreign_pdfs_stay_outside():
	writer = pypdf.PdfWriter()
	writer.add_blank_page(595, 842)
	writer.add_js("app.alert('x')")
	writer.add_uri(0, "https://example.com", pypdf.generic.RectangleObject([0, 0, 9, 9]))
	out = io.BytesIO()
	writer.write(out)
	whole = papers.joined([Attachment("Zeugnis", out.getvalue())])
	assert b"JavaScript" not in whole and b"example.com" not in whole
