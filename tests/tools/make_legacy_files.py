"""Writes the folder of evil files, one for each thing that can be wrong with a file of an old database.

	python tests/tools/make_legacy_files.py tests/data/legacy

Small ones are kept in the repository, so that what the tests read can be looked at; large ones (200,000 rows, a zip bomb)
are made by the tests. People in them are invented.
"""

import io
import sys
import zipfile
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

CLIENTS = "Klient-Nr;Vorname;Nachname;Geburtsdatum;Nationalität;Status\r\n"
LINES = "1;Amina;Müller;03.04.1985;Syrien;Duldg.\r\n2;Çağrı;Nuñez;1.2.90;Türkei;§25 Abs. 5\r\n"


def text_files() -> dict[str, bytes]:
	whole = CLIENTS + LINES
	german = CLIENTS + "1;Jürgen;Größe;03.04.1985;Österreich;Duldung\r\n"
	return {
		"utf8.csv": whole.encode(),
		"utf8_with_mark.csv": whole.encode("utf-8-sig"),
		"windows.csv": german.encode("cp1252"),
		"dos.csv": german.encode("cp850"),
		"mac.csv": german.encode("mac_roman"),
		"utf16.csv": whole.encode("utf-16"),
		"mixed_encodings.csv": (CLIENTS + LINES).encode()
		+ "3;Jörg;Größe;1.1.1980;Irak;Gest.\r\n".encode("cp1252"),
		"commas.csv": b"ID,First Name,Last Name,Date of Birth\n7,Amina,Example,1985-04-03\n",
		"tabs.csv": b"ID\tVorname\tName\n7\tAmina\tBeispiel\n",
		"semicolons_in_quotes.csv": 'ID;Vorname;Name;Straße\n7;Amina;"Beispiel; geb. Muster";"Weg 1\nHinterhaus"\n'.encode(),
		"semicolon_without_quotes.csv": b"ID;Vorname;Name\n7;Amina;Beispiel; geb. Muster\n",
		"open_quote.csv": b'ID;Vorname;Name\n7;Amina;"Beispiel\n' + b"8;Ali;Beispiel\n" * 300,
		"evil_dates.csv": (
			"ID;Vorname;Name;Geburtsdatum\n1;Anna;Eins;31.02.1985\n2;Bea;Zwei;ca. 1985\n3;Cem;Drei;00.00.0000\n"
			"4;Dina;Vier;03/04/85\n5;Emre;Fünf;1985\n6;Fatma;Sechs;bald\n7;Gül;Sieben;31003\n"
		).encode(),
		"duplicate_ids.csv": b"ID;Vorname;Name\n7;Amina;Beispiel\n7;Ali;Muster\n0007;Anna;Drei\n",
		"family_of_itself.csv": "Familien-ID;Familie;Gehört zu\n1;Beispiel;1\n2;Muster;1\n".encode(),
		"injection.csv": (
			b'ID;Vorname;Name;Telefon\n1;<script>alert(1)</script>;"=HYPERLINK(""http://x"")";0211 1\n'
			b"2;<svg/onload=alert(1);@SUM(A1);0211 2\n"
		),
		"empty_columns.csv": b";ID;;Vorname;Name;;\n;7;;Amina;Beispiel;;\n;;;;;;\n;8;;Ali;Muster;;\n",
		"empty.csv": b"",
		"picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(200),
		"page.xls": b"<html><table><tr><td>1</td></tr></table></html>",
		"letter.pdf": b"%PDF-1.4 ...",
		"password.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
		+ bytes(600)
		+ "EncryptedPackage".encode("utf-16-le"),
		"old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"),
		"cut_off.xlsx": b"PK\x03\x04 half a file",
		"letter.docx": archive({"word/document.xml": b"<w/>"}),
		"table.ods": archive({"content.xml": b"<o/>", "mimetype": b"x"}),
	}


def archive(parts: dict[str, bytes]) -> bytes:
	content = io.BytesIO()
	with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
		for name, part in parts.items():
			packed.writestr(name, part)
	return content.getvalue()


def workbooks() -> dict[str, Workbook]:
	return {
		"two_heading_rows.xlsx": two_heading_rows(),
		"merged.xlsx": merged(),
		"formulas.xlsx": formulas(),
		"days_since_1900.xlsx": number_dates(),
		"days_since_1904.xlsx": number_dates(since_1904=True),
		"wide.xlsx": wide(300),
		"too_wide.xlsx": wide(600),
		"linked_sheets.xlsx": linked_sheets(),
	}


def book_of(rows: list[list], title: str = "Klienten") -> Workbook:
	book = Workbook()
	book.active.title = title
	for row in rows:
		book.active.append(row)
	return book


def two_heading_rows() -> Workbook:
	head = [
		["Export aus Beratung 2000"],
		["Person", None, None, "Kontakt", None],
		["ID", "Vorname", "Name", "Telefon", "Ort"],
	]
	return book_of([*head, [7, "Amina", "Beispiel", "0211 555", "Erkrath"]])


def merged() -> Workbook:
	rows = [["ID", "Vorname", "Nachname", "Ort"], [7, "Amina", "Beispiel", "Erkrath"], [8, "Ali", None, None]]
	book = book_of(rows)
	book.active.merge_cells("C2:C3")
	book.active.merge_cells("D2:D3")
	return book


def formulas() -> Workbook:
	"""As a program writes them that never calculated: what they would give is not in the file."""
	return book_of([["ID", "Vorname", "Name"], ["=3+4", "Amina", '=CONCATENATE("Bei","spiel")']])


def number_dates(since_1904: bool = False) -> Workbook:
	book = book_of([["ID", "Vorname", "Name", "Geburtsdatum"]])
	if since_1904:
		book.epoch = CALENDAR_MAC_1904
	book.active.append([7, "Amina", "Beispiel", date(1985, 4, 3)])
	book.active.append(
		[8, "Ali", "Beispiel", 29678 if since_1904 else 31140]
	)  # 3 April 1985, not marked as a date
	return book


def wide(columns: int) -> Workbook:
	heads = ["ID", "Vorname", "Name", *(f"Feld {number}" for number in range(4, columns + 1))]
	return book_of([heads, [7, "Amina", "Beispiel", *["x"] * (columns - 3)]])


def linked_sheets() -> Workbook:
	book = book_of([["Familien-ID", "Familie"], [100, "Beispiel"]], "Familien")
	sheets = {
		"Klienten": [
			[
				"Klient-Nr",
				"Vorname",
				"Nachname",
				"Geburtsdatum",
				"Geschlecht",
				"Nationalität",
				"Familien-ID",
				"Einreise",
				"Status",
			],
			[1, "Amina", "Beispiel", "03.04.1985", "w", "Syrien", 100, "2016", "AE 25.3"],
			[2, "Yousef", "Beispiel", "ca. 1980", "m", "Syrien", 100, "2016", "AE 25.3"],
			[3, "Olena", "Muster", date(1990, 5, 6), "w", "Ukraine", None, "03/2022", "§24"],
		],
		"Beratungen": [
			["Nr", "Datum", "Klient-Nr", "Thema", "Dauer", "Kontaktart", "Status", "Bemerkung"],
			[1, "05.11.2018", 1, "Jobcenter", "45", "persönlich", "Duldg.", "Bescheid erklärt"],
			[2, "06.03.2021", 1, "Kita", 30, "Tel.", None, None],
			[3, date(2022, 4, 1), 3, "Wohnung", "1,5 h", "Büro", "§24", None],
			[4, "07.04.2022", None, "Formulare", 15, "Büro", None, "ohne Namen"],
		],
		"Anträge": [
			["Antrags-ID", "Klient-Nr", "Antragsart", "Gestellt am", "Entschieden am", "Ergebnis"],
			[1, 1, "Kindergeld", "10.11.2018", "20.12.2018", "bewilligt"],
		],
	}
	for title, rows in sheets.items():
		sheet = book.create_sheet(title)
		for row in rows:
			sheet.append(row)
	return book


def make(folder: Path) -> None:
	folder.mkdir(parents=True, exist_ok=True)
	for name, content in text_files().items():
		(folder / name).write_bytes(content)
	for name, book in workbooks().items():
		book.save(folder / name)


if __name__ == "__main__":
	make(Path(sys.argv[1]))
