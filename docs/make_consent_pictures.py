"""Take the pictures of consent forms in docs/consents.md, of invented people (needs poppler's pdftoppm):

<bench>/env/bin/python docs/make_consent_pictures.py [language ...]
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from refugee_support.career import engine  # noqa: E402
from refugee_support.consents import form  # noqa: E402
from refugee_support.rules import consent_texts as texts  # noqa: E402

FOLDER = Path(__file__).parent / "screenshots"
SHOWN = {"ar": "Data Processing", "ti": "Release From Confidentiality", "uk": "Photographs"}
ASSOCIATION = {
	"association": "Willkommen Beispielstadt e. V.",
	"contact": "Bahnstraße 1, 40699 Erkrath, Tel. 0211 000000, datenschutz@example.org",
}
VALUES = {"name": "Amina Beispiel", "valid_until": "30.11.2028"}
TO_SOMEBODY = {"recipient": "Jobcenter ME-aktiv", "about": "Antrag auf Bürgergeld vom 3. November 2026"}


def main() -> None:
	for language in sys.argv[1:] or SHOWN:
		take(f"consent-{language}", engine.document(page(language)).write_pdf())


def page(language: str) -> str:
	purpose = SHOWN.get(language, "Data Processing")
	columns = [column(code, purpose) for code in dict.fromkeys(["de", language])]
	values = VALUES | (TO_SOMEBODY if purpose == "Release From Confidentiality" else {})
	lines = [{"words": form.words(key, columns), "value": value} for key, value in values.items()]
	return form.render(columns, lines, ASSOCIATION)


def column(language: str, purpose: str) -> form.Column:
	text = next(text for text in texts.shipped(language) if text.purpose == purpose)
	paragraphs = tuple(texts.filled(one, ASSOCIATION, language) for one in text.paragraphs)
	return form.Column(language, text.heading, paragraphs, text.words, checked=False, version=texts.VERSION)


def take(name: str, pdf: bytes) -> None:
	command = ["pdftoppm", "-r", "75", "-png", "-singlefile", "-", str(FOLDER / name)]
	subprocess.run(command, input=pdf, check=True)
	print(f"{name}.png")


if __name__ == "__main__":
	main()
