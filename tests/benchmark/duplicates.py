"""What does the check for duplicates cost? Against one indexed look-up, 100,000 clients, in one run. By hand:

	cd <bench>/sites && ../env/bin/python ../apps/refugee_support/tests/benchmark/duplicates.py <site>

Writes 100,000 invented clients with their keys into the site unless they are there (a few minutes): use a test site of
its own and drop it afterwards. docs/performance.md keeps the last figures.
"""

import argparse
import csv
import random
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

import benchmark
import frappe

CLIENTS = 100_000
ROUNDS = 200
HERE = Path(__file__).parents[2]


def main() -> None:
	arguments = argparse.ArgumentParser(description=__doc__)
	arguments.add_argument("site")
	frappe.init(arguments.parse_args().site)
	if not frappe.conf.allow_tests:
		raise SystemExit("Not a test site: bench --site … set-config allow_tests true")
	frappe.connect()
	frappe.db.begin()
	frappe.flags.in_test = frappe.flags.mute_emails = True
	benchmark.make_user(benchmark.COUNSELLOR, "Refugee Support Counsellor", "Staff")
	prepare()
	print(f"Frappe {frappe.__version__}, {frappe.db.db_type}\n")
	print(f"| what | ours, ms | compared with | ms | ratio | limit |\n|{'---|' * 6}")
	measure()
	frappe.db.rollback()


def measure() -> None:
	from refugee_support.duplicates.finding import likely
	from refugee_support.duplicates.keys import NAME_FIELDS, person_name

	frappe.set_user(benchmark.COUNSELLOR)
	rows = frappe.get_all(
		"Client", {"name": ["like", "D-%7"]}, ["name", "search_name", *NAME_FIELDS], limit=2000
	)
	ours, theirs = cycle(rows), cycle(rows)
	fields = ["name", "client_name", "nationality", "household", "status", *NAME_FIELDS]

	def check() -> None:
		row = next(ours)
		likely(person_name(row), row.name)

	def look_up() -> None:
		frappe.get_list("Client", {"search_name": next(theirs).search_name}, fields)

	benchmark.compare(
		f"Who may be the same person? {CLIENTS:,} clients",
		check,
		"one indexed look-up by the exact name",
		look_up,
		limit=3,
		rounds=ROUNDS,
	)


def prepare() -> None:
	from refugee_support.duplicates import keys

	chance = random.Random(1)
	first, last = names()
	if frappe.db.count("Client", {"name": ["like", "D-%"]}) < CLIENTS:
		benchmark.fill("Client", CLIENTS, lambda number: client_row(number, chance, first, last))
	for start in range(0, CLIENTS, 2000):
		some = [f"D-{number:06d}" for number in range(start, start + 2000)]
		if frappe.db.exists("Client Name Key", {"client": some[-1]}):
			continue
		keys.write(frappe.get_all("Client", {"name": ["in", some]}, ["name", "status", *keys.NAME_FIELDS]))
		frappe.db.commit()  # by hand, on a test site
	if frappe.db.db_type == "mariadb":
		frappe.db.sql_ddl("ANALYZE TABLE `tabClient`, `tabClient Name Key`")


def names() -> tuple[list[str], list[str]]:
	"""Given names from the table of spellings, unevenly common; family names made of syllables."""
	table = HERE / "refugee_support/rules/names/known_names.csv"
	with table.open(encoding="utf-8", newline="") as file:
		given = [
			word for row in csv.DictReader(file) for word in row["spellings"].split()[:4] if word.isascii()
		]
	chance = random.Random(2)
	syllables = "ba be da di fa ga ha ja ka ko la ma mo na ra ri sa sha ta vi wa ya za".split()
	endings = "n i ov enko yan shvili zai ic oglu d r sky".split()
	family = [
		"".join(chance.choices(syllables, k=chance.choice((2, 2, 3)))) + chance.choice(endings)
		for _n in range(12_000)
	]
	return given, family


def client_row(number: int, chance: random.Random, first: list[str], last: list[str]) -> dict:
	# the hundred commonest names carry a third of all people
	given = chance.choice(first[:100] if chance.random() < 0.3 else first).title()
	family = chance.choice(last[:200] if chance.random() < 0.3 else last).title()
	return {
		"name": f"D-{number:06d}",
		"first_name": given,
		"last_name": family,
		"client_name": f"{given} {family}",
		"search_name": f"{given} {family}".lower(),
		"date_of_birth": date(1950, 1, 1) + timedelta(days=chance.randrange(26_000)),
		"status": "Active",
		"person_key": f"d{number:019d}",
	}


if __name__ == "__main__":
	main()
