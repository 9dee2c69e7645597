"""Take the pictures of CVs and letters in docs/cv-and-letters.md, of invented people (needs poppler's pdftoppm):

<bench>/env/bin/python docs/make_career_pictures.py
"""

import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "site")]

from career_people import ELECTRICIAN, NURSE, TEACHER  # noqa: E402

from refugee_support.career import cv, letter  # noqa: E402
from refugee_support.career.letters import CoverLetter  # noqa: E402

FOLDER = Path(__file__).parent / "screenshots"
TODAY = date(2026, 11, 25)
LETTER = CoverLetter(
	recipient=("Elektro Beispiel GmbH", "Frau Birgit Beispiel", "Bahnstraße 1", "40699 Erkrath"),
	subject="Bewerbung als Elektroniker für Energie- und Gebäudetechnik",
	salutation="Sehr geehrte Frau Beispiel,",
	body="""Sie suchen eine Fachkraft, die sauber und sicher arbeitet. Ich bringe neun Jahre Erfahrung mit und bewerbe mich bei Ihnen als Elektroniker.

Zurzeit arbeite ich als Helfer in der Elektroinstallation. Die deutschen Vorschriften kenne ich aus Praktikum und Arbeit: Ich verlege Leitungen und schreibe Prüfprotokolle nach VDE.

Mein Deutsch hat das Niveau B2. Ich kann am 1. Februar 2027 anfangen.

Gerne zeige ich Ihnen bei einem Probetag, wie ich arbeite.""",
	letter_date=TODAY,
	enclosures=("Lebenslauf", "Facharbeiterbrief mit Übersetzung"),
)


def main() -> None:
	FOLDER.mkdir(exist_ok=True)
	for design, profile in (("Classic", ELECTRICIAN), ("Modern", TEACHER), ("Plain", NURSE)):
		take(f"cv-{design.lower()}", cv.make(profile, design=design, today=TODAY).pdf)
	take("cover-letter", letter.make(LETTER, ELECTRICIAN).pdf)


def take(name: str, pdf: bytes) -> None:
	command = ["pdftoppm", "-r", "60", "-png", "-singlefile", "-", str(FOLDER / name)]
	subprocess.run(command, input=pdf, check=True)
	print(f"{name}.png")


if __name__ == "__main__":
	main()
