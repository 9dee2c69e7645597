"""Take the example of docs/evaluation-report.md from a running demo site: the report to the council as PDF, its pages as
pictures, and the spreadsheet of the same figures (needs poppler's pdftoppm). The people are invented:

bin/demo && <bench>/env/bin/python docs/make_council_report.py http://localhost:8000
"""

import argparse
import subprocess
from pathlib import Path
from typing import Any

from make_screenshots import FOLDER, PASSWORD
from playwright.sync_api import APIRequestContext, sync_playwright

COORDINATOR = "koordination@example.org"
EXAMPLES = Path(__file__).parent / "examples"
FORMATS = {  # and how many pages are shown
	"bericht-an-den-rat": ("Evaluation Report Council", 3),
	"einfache-sprache": ("Evaluation Report Plain Language", 1),
}
DOCTYPE = "Evaluation Report"


def main() -> None:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("address")
	EXAMPLES.mkdir(exist_ok=True)
	with sync_playwright() as playwright:
		site = playwright.request.new_context(base_url=parser.parse_args().address.rstrip("/"))
		answer = site.post("/api/method/login", data={"usr": COORDINATOR, "pwd": PASSWORD})
		assert answer.ok, "The coordinator cannot log in: is this a demo site?"
		name = released(site)
		for file, (print_format, pages) in FORMATS.items():
			options = {
				"doctype": DOCTYPE,
				"name": name,
				"format": print_format,
				"no_letterhead": 1,
				"_lang": "de",
			}
			keep(f"{file}.pdf", get(site, "frappe.utils.print_format.download_pdf", options))
			take(file, pages)
		keep(
			"bericht-an-den-rat.xlsx",
			get(site, "refugee_support.evaluation.spreadsheet.download", {"report": name}),
		)


def released(site: APIRequestContext) -> str:
	asked = {"filters": '{"status": "Released"}', "order_by": "creation asc", "limit_page_length": 1}
	answer = site.get(f"/api/resource/{DOCTYPE}", params=asked)
	return answer.json()["data"][0]["name"]


def get(site: APIRequestContext, method: str, options: dict[str, Any]) -> bytes:
	answer = site.get(f"/api/method/{method}", params=options, timeout=120_000)
	assert answer.ok, answer.text()[:500]
	return answer.body()


def keep(name: str, content: bytes) -> None:
	(EXAMPLES / name).write_bytes(content)
	print(f"examples/{name}, {len(content) // 1024} kB")


def take(file: str, pages: int) -> None:
	"""The pages as pictures: <file>-1.png, <file>-2.png, ..."""
	for old in FOLDER.glob(f"{file}-*.png"):
		old.unlink()
	command = ["pdftoppm", "-r", "60", "-l", str(pages), "-png"]
	subprocess.run([*command, EXAMPLES / f"{file}.pdf", FOLDER / file], check=True)
	print(*sorted(path.name for path in FOLDER.glob(f"{file}-*.png")))


if __name__ == "__main__":
	main()
