"""The size of a hundred associations: 200,000 clients and 2,000,000 Service Records, against plain Frappe. By hand, never in CI:

	cd <bench>/sites && nice ../env/bin/python ../apps/refugee_support/tests/benchmark/scale.py <site> [--steps 1000 10000 ...]
		[--users 50 --minutes 2] [--json file] [--chart file.svg]

On a site of its own, which it marks while it is empty (never a demo, never one with records: it refuses). Grows the site in
steps and measures at each of them; both sides of a comparison meet the same rows in the same run, in alternating rounds, and
medians count. How time grows with size is the exponent of a straight line through the logarithms (least squares): 0 is "not at
all", 1 "twice the records, twice the time". Then so many people at once, over HTTP. docs/performance.md keeps the last figures.
"""

import argparse
import ctypes
import gc
import json
import math
import os
import platform
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import benchmark
import duplicates
import evidence
import frappe
import scale_chart
import scale_data

STEPS = [1_000, 10_000, 100_000, 2_000_000]
LARGE = 1_000_000  # from here on every report once
PLAIN_CLIENT, PLAIN_CONSULTATION = scale_data.TWINS["Client"], scale_data.TWINS["Consultation"]
COUNSELLOR, VOLUNTEER = benchmark.COUNSELLOR, benchmark.VOLUNTEER
RANGE = evidence.RANGE
REPORTS: dict[str, dict[str, Any]] = {
	**{name: RANGE | filters for name, filters in evidence.REPORTS.items()},
	"Consultations over Time": {**RANGE, "period": "Year", "characteristic": "gender", "measure": "Persons"},
	"Progress in German": RANGE,
	"Open Follow-Ups": {"whose": "Everybody's"},
	"Clients without Contact": {"days": 90},
	"Client Data Quality": {},
	"Possible Duplicates": {},
}


class Rounds:
	number = 25


@dataclass
class Figure:
	"""One comparison at one size."""

	records: int
	what: str
	ours: float  # ms, median
	other: str
	theirs: float
	limit: float
	megabytes: float | None = None

	@property
	def ratio(self) -> float:
		return self.ours / self.theirs


def main() -> None:
	parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
	parser.add_argument("site")
	parser.add_argument("--steps", type=int, nargs="+", default=STEPS)
	parser.add_argument("--users", type=int, default=50)
	parser.add_argument("--minutes", type=float, default=0, help="of work over HTTP at the last step")
	parser.add_argument("--json", type=Path, help="figures are kept here, also those of earlier runs")
	parser.add_argument("--chart", type=Path)
	parser.add_argument("--rounds", type=int, default=Rounds.number)
	parser.add_argument("--only", default="", help="measures whose name has this in it")
	arguments = parser.parse_args()
	Rounds.number = arguments.rounds
	connect(arguments.site)
	scale_data.refuse_real_data()
	scale_data.prepare()
	print(
		f"Frappe {frappe.__version__}, {server()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
	)
	figures = known_figures(arguments.json)
	for step in sorted(arguments.steps):
		for figure in at_size(step, arguments.only):
			figures[figure.what, figure.records] = figure
			if arguments.json:
				rows = [asdict(one) for one in figures.values()]
				arguments.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
	print(table(list(figures.values())))
	if arguments.chart:
		arguments.chart.write_text(scale_chart.draw(list(figures.values())), encoding="utf-8")
	if arguments.minutes:
		frappe.destroy()
		over_http(arguments.site, arguments.users, arguments.minutes)


def known_figures(path: Path | None) -> dict[tuple[str, int], Figure]:
	"""Of an earlier run: what is measured now takes their place, the others stay."""
	rows = json.loads(path.read_text(encoding="utf-8")) if path and path.exists() else []
	return {(row["what"], row["records"]): Figure(**row) for row in rows}


def connect(site: str) -> None:
	frappe.init(site)
	frappe.conf.local_infile = 1
	frappe.connect()
	frappe.db.begin()
	frappe.flags.in_test = frappe.flags.mute_emails = True


def server() -> str:
	version, pool = frappe.db.sql("select version(), @@innodb_buffer_pool_size")[0]
	return f"{version} with a buffer pool of {int(pool) // 2**20:,} MB"


def at_size(records: int, only: str) -> Iterator[Figure]:
	began = time.monotonic()
	frappe.set_user("Administrator")
	scale_data.grow(records)
	frappe.clear_cache()
	print(
		f"\n{records:,} records, {frappe.db.count('Client'):,} clients; grown in {time.monotonic() - began:.0f} s",
		flush=True,
	)
	for measure in (searches, lists, forms, saves, reports, indexes):
		for figure in measure(only):
			figure.records = records
			size = "" if figure.megabytes is None else f", {figure.megabytes:.0f} MB"
			over = "" if figure.ratio <= figure.limit else "  OVER"
			print(
				f"  {figure.what}: {figure.ours:.1f} / {figure.theirs:.1f} = {figure.ratio:.2f} ({figure.limit}){size}{over}",
				flush=True,
			)
			yield figure


def compare(what: str, ours: Callable, other: str, theirs: Callable, limit: float) -> Figure:
	"""Medians of alternating rounds. Nothing is remembered from one to the next but what Redis remembers for everybody:
	each is a request of its own."""
	times: tuple[list[float], list[float]] = ([], [])
	for number in range(Rounds.number + 2):
		for function, taken in zip((ours, theirs), times, strict=True):
			if hasattr(frappe.local, "request_cache"):
				frappe.local.request_cache.clear()
			begin = time.perf_counter()
			function()
			if number > 1:
				taken.append((time.perf_counter() - begin) * 1000)
	return Figure(0, what, statistics.median(times[0]), other, statistics.median(times[1]), limit)


# --- Search ---


def searches(only: str) -> Iterator[Figure]:
	"""Against one look-up of a whole name in its index, as Frappe's list does it for the same user."""
	from refugee_support.search import client_query

	people = frappe.db.sql(
		"select client_name, first_name, last_name, native_name, search_name from tabClient where name like 'B-%%1' "
		"order by crc32(name) limit 500",
		as_dict=True,
	)
	fields = ["name", "client_name", "native_name", "date_of_birth", "nationality", "status"]

	def look_up(names: Iterator[Any]) -> Callable:
		return lambda: frappe.get_list("Client", {"search_name": next(names).search_name}, fields, limit=10)

	kinds: dict[str, Callable[[Any], str]] = {
		"whole name": lambda one: one.client_name,
		"family name first": lambda one: f"{one.last_name} {one.first_name}",
		"given name alone": lambda one: one.first_name,
		"first four letters": lambda one: one.client_name[:4],
		"first letters of both": lambda one: f"{one.first_name[:3]} {one.last_name[:3]}",
		"inside a word": lambda one: one.last_name[1:5],
		"other spelling": lambda one: f"{respelled(one.first_name)} {one.last_name}",
		"native script": lambda one: one.native_name or one.first_name,
		"nobody": lambda one: f"{one.last_name[::-1]}qx",
	}
	for user, who in ((COUNSELLOR, "counsellor"), (VOLUNTEER, "volunteer")):
		frappe.set_user(user)
		for kind, typed in kinds.items():
			if only and only not in f"Search: {kind}":
				continue
			texts, names = cycle(typed(one) for one in people), cycle(people)
			yield compare(
				f"Search: {kind}, {who}",
				lambda texts=texts: client_query("Client", next(texts), "name", 0, 10, None),
				"look-up of a whole name in the index",
				look_up(names),
				limit=3,
			)


def respelled(word: str) -> str:
	"""As another office would write it."""
	other = word.lower()
	for written, instead in (
		("ee", "i"),
		("ou", "u"),
		("kh", "ch"),
		("sh", "sch"),
		("dd", "d"),
		("mm", "m"),
		("q", "k"),
	):
		other = other.replace(written, instead)
	return other if other != word.lower() else other.replace("a", "e", 1)


# --- Lists and forms, as requests: through the web application with its session, its hooks and its JSON ---


class Browser:
	"""Somebody logged in, in this process. Each request has its own connection, as in production; ours is given up
	meanwhile."""

	def __init__(self, user: str) -> None:
		import frappe.app
		from frappe.utils.password import update_password
		from werkzeug.test import Client

		self.site, password = frappe.local.site, "Korrekt-Pferd-Batterie-7"
		update_password(user, password)
		frappe.db.commit()
		frappe.destroy()
		frappe.app._site = self.site
		self.client = Client(frappe.app.application)
		self.ask("login", usr=user, pwd=password)

	def __enter__(self) -> "Browser":
		return self

	def __exit__(self, *_error: object) -> None:
		connect(self.site)

	def ask(self, method: str, **form: Any) -> None:
		# buffered: the request ends, and its connection with it
		answer = self.client.get(f"/api/method/{method}", query_string=form, buffered=True)
		if answer.status_code != 200:
			raise SystemExit(f"{method}: {answer.status_code} {answer.text[:500]}")


def lists(only: str) -> Iterator[Figure]:
	"""What the list view of the desk asks for: twenty rows, and how many there are."""
	client = ["name", "client_name", "status", "residence_status", "residence_valid_until", "modified"]
	talk = [
		"name",
		"title",
		"client",
		"main_topic",
		"result",
		"consultation_date",
		"counsellor_name",
		"modified",
	]
	asked = (("Client", client), ("Consultation", talk))
	for user, who, limit in ((COUNSELLOR, "counsellor", 1.3), (VOLUNTEER, "volunteer", 1.2)):
		for doctype, columns in asked:
			if only and only not in f"List of {doctype}":
				continue
			twin = scale_data.TWINS[doctype]
			ours, theirs = list_view(doctype, columns), list_view(twin, columns)
			with Browser(user) as browser:
				figure = compare(
					f"List of {doctype}, {who}",
					lambda browser=browser, ours=ours: [browser.ask(*one[:1], **one[1]) for one in ours],
					"list of its twin"
					if user == COUNSELLOR
					else "list of its twin, User Permissions for as many",
					lambda browser=browser, theirs=theirs: [
						browser.ask(*one[:1], **one[1]) for one in theirs
					],
					limit,
				)
			yield figure


def list_view(doctype: str, fields: list[str]) -> list[tuple[str, dict[str, Any]]]:
	order = f"`tab{doctype}`.`{frappe.get_meta(doctype).sort_field or 'modified'}` desc"
	columns = json.dumps([f"`tab{doctype}`.`{name}`" for name in fields])
	form = {
		"doctype": doctype,
		"view": "List",
		"start": 0,
		"page_length": 20,
		"fields": columns,
		"filters": "[]",
	}
	number = {"doctype": doctype, "filters": "[]", "fields": "[]", "distinct": "false", "limit": 1001}
	return [
		("frappe.desk.reportview.get", {**form, "order_by": order, "with_comment_count": 1}),
		("frappe.desk.reportview.get_count", number),
	]


def forms(only: str) -> Iterator[Figure]:
	for user, who in ((COUNSELLOR, "counsellor"), (VOLUNTEER, "volunteer")):
		if only and only not in "Form of Client":
			continue
		mine = {"helper": user, "parent": ["like", "B-%"]}
		names = frappe.get_all("Client Support Team Member", mine, pluck="parent", limit=20)
		form, page = "frappe.desk.form.load.getdoc", "refugee_support.client_page.client_page"
		ours, theirs, pages = cycle(names), cycle(names), cycle(names)
		with Browser(user) as browser:

			def get(
				what: str, key: str, some: Iterator[str], browser: Browser = browser, **more: str
			) -> Callable:
				return lambda: browser.ask(what, **more, **{key: next(some)})

			twin = get(form, "name", theirs, doctype=PLAIN_CLIENT)
			ours_form, our_page = get(form, "name", ours, doctype="Client"), get(page, "client", pages)
			figures = [
				compare(f"Form of a client, {who}", ours_form, "form of its twin", twin, 2),
				compare(f"Page of a client, {who}", our_page, "form of its twin", twin, 2),
			]
		yield from figures


# --- Writing ---


def saves(only: str) -> Iterator[Figure]:
	"""Committed: stored is what survives a power cut."""
	if only and only not in "Saving":
		return
	from refugee_support.cafe import check_in

	frappe.set_user(COUNSELLOR)
	clients = cycle(
		frappe.db.sql(
			"select name from tabClient where status = 'Active' order by crc32(name) limit 1000", pluck=True
		)
	)
	values = {
		"main_topic": "RESIDENCE_ASYLUM",
		"consultation_date": "2026-05-04",
		"duration_minutes": 30,
		"channel": "Office",
		"counsellor": COUNSELLOR,
		"summary": "Kindergeld: fehlende Unterlagen besprochen.",
		"other_topics": [{"topic": "PERMIT_RENEWAL"}],
	}

	def save(doctype: str) -> None:
		frappe.get_doc({"doctype": doctype, "client": next(clients), **values}).insert()
		frappe.db.commit()

	chance = random.SystemRandom()  # nobody whom an earlier step has made
	given, family = duplicates.names()

	def new_client(doctype: str) -> None:
		first, last = chance.choice(given).title(), chance.choice(family).title()
		born = f"{chance.randrange(1950, 2008)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
		name = {
			"first_name": first,
			"last_name": last,
			"client_name": f"{first} {last}",
			"date_of_birth": born,
		}
		frappe.get_doc({"doctype": doctype, "status": "Active", **name}).insert()
		frappe.db.commit()

	yield compare(
		"Saving a consultation",
		lambda: save("Consultation"),
		"saving its twin",
		lambda: save(PLAIN_CONSULTATION),
		2,
	)
	yield compare(
		"Saving a new client",
		lambda: new_client("Client"),
		"saving its twin",
		lambda: new_client(PLAIN_CLIENT),
		3,
	)
	session = cafe_session()

	def tap() -> None:
		one = {
			"tap_id": f"scale-{frappe.generate_hash(length=12)}",
			"gender": "Female",
			"age_bracket": "18 to 60",
		}
		check_in.send(session, [one])
		frappe.db.commit()

	def plain() -> None:
		frappe.get_doc({"doctype": "ToDo", "description": "bench"}).insert()
		frappe.db.commit()

	yield compare("Checking in a guest", tap, "inserting a plain document (ToDo)", plain, 3)


def cafe_session() -> str:
	frappe.set_user("Administrator")
	place = frappe.get_doc({"doctype": "Meeting Place", "label": frappe.generate_hash(length=8)}).insert()
	today = frappe.utils.nowdate()
	hours = {"starts_at": f"{today} 15:00:00", "ends_at": f"{today} 17:00:00"}
	session = {"doctype": "Language Cafe Session", "title": "Bench", "place": place.name, **hours}
	return frappe.get_doc(session).insert().name


# --- Reports ---


def reports(only: str) -> Iterator[Figure]:
	"""Against the report's own queries sent through the driver alone, every row fetched."""
	frappe.set_user(COUNSELLOR)
	for name, filters in REPORTS.items():
		if only and only not in f"Report: {name}":
			continue
		ours, bare, held, queries = [], [], [], []

		def run(name: str = name, filters: dict[str, Any] = filters, queries: list[str] = queries) -> None:
			queries[:] = evidence.queries_of(name, filters, table="tab")  # noting them takes next to nothing

		for _round in range(1 if frappe.db.count("Service Record") >= LARGE else 3):
			frappe.local.request_cache.clear()
			with Memory() as memory:
				ours.append(evidence.seconds(run))
			held.append(memory.megabytes)
			bare.append(sum(evidence.seconds(lambda query=query: evidence.fetch(query)) for query in queries))
		yield Figure(
			0,
			f"Report: {name}",
			statistics.median(ours) * 1000,
			"its own queries, bare",
			statistics.median(bare) * 1000,
			evidence.LIMIT,
			max(held),
		)


# --- What each index is for ---

INDEXES = {
	(
		"Client Name Key",
		"name_key_client_index",
	): "select client from {} where name_key like '-1:olena%' limit 100",
	("Client Name Key", "client"): "select name from {} where client = 'B-0000007'",
	("Client", "creation_index"): "select name, client_name from {} order by creation desc limit 20",
	("Client", "search_name"): "select name, client_name from {} order by search_name limit 20",
	("Client", "is_restricted"): "select name from {} where is_restricted = 1",
	("Client Support Team Member", "helper"): f"select parent from {{}} where helper = '{VOLUNTEER}'",
	("Consultation", "client"): "select count(*) from {} where client = 'B-0000007'",
	("Consultation", "consultation_date"): "select name from {} order by consultation_date desc limit 20",
	(
		"Consultation",
		"counsellor",
	): f"select name from {{}} where counsellor = '{VOLUNTEER}' and is_anonymous = 1",
	("Consultation", "follow_up_on"): "select name from {} where follow_up_on = '2026-06-01'",
	("Consultation Participant", "client"): "select parent from {} where client = 'B-0000007'",
	(
		"Service Record",
		"totals_of_service",
	): "select count(distinct person_key), sum(contacts), sum(minutes) from {} "
	"where service_type = 'Consultation' and service_date between '2026-01-01' and '2026-03-31'",
	("Service Record", "service_date"): "select name from {} order by service_date desc limit 20",
	("Service Record", "person_key"): "select name from {} where person_key = 'P00000007'",
	("Service Record", "household_key"): "select name from {} where household_key = 'H00000007'",
	("Service Record", "source_name"): "select name from {} where source_name = 'C-00000007'",
}


def indexes(only: str) -> Iterator[Figure]:
	"""The question each is for, with it and as if it were not there."""
	for (doctype, index), query in INDEXES.items():
		what = f"Index {index} of {doctype}"
		if only not in what:
			continue
		with_it, without = (
			query.format(table) for table in (f"`tab{doctype}`", f"`tab{doctype}` ignore index ({index})")
		)
		times = [
			statistics.median(evidence.seconds(lambda q=q: evidence.fetch(q)) for _n in range(3))
			for q in (with_it, without)
		]
		yield Figure(0, what, times[0] * 1000, "without it", times[1] * 1000, 1)


class Memory:
	"""What a block holds at most at one time, as the system sees it (Linux)."""

	megabytes = 0.0

	def __enter__(self) -> "Memory":
		gc.collect()
		ctypes.CDLL(None).malloc_trim(0)
		Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
		self.before = self.kilobytes("VmRSS")
		return self

	def __exit__(self, *_error: object) -> None:
		self.megabytes = (self.kilobytes("VmHWM") - self.before) / 1024

	@staticmethod
	def kilobytes(name: str) -> int:
		status = Path("/proc/self/status").read_text()
		return int(status.partition(f"{name}:")[2].split()[0])


# --- What it comes to ---


def exponent(points: list[tuple[int, float]]) -> float:
	"""The slope of the straight line through the logarithms."""
	x, y = ([math.log(point[place]) for point in points] for place in (0, 1))
	return statistics.linear_regression(x, y).slope if len(points) > 1 else float("nan")


def by_measure(figures: list[Figure]) -> dict[str, list[Figure]]:
	found: dict[str, list[Figure]] = {}
	for figure in sorted(figures, key=lambda one: one.records):
		found.setdefault(figure.what, []).append(figure)
	return found


def table(figures: list[Figure]) -> str:
	"""As docs/performance.md has it: the ratio at each size, milliseconds at the largest, how both grow."""
	sizes = sorted({figure.records for figure in figures})
	titles = ["what", "compared with", *(f"{size:,}" for size in sizes)]
	titles += ["ours, ms", "theirs, ms", "limit", "ours grows", "theirs", "MB"]
	lines = [f"| {' | '.join(titles)} |", "|---|---|" + "---:|" * (len(titles) - 2)]
	for what, some in by_measure(figures).items():
		last, ratios = some[-1], {one.records: one for one in some}
		grows = exponent([(one.records, one.ours) for one in some])
		theirs = exponent([(one.records, one.theirs) for one in some])
		cells = [what, last.other, *(shown_ratio(ratios.get(size)) for size in sizes)]
		cells += [
			f"{last.ours:,.1f}",
			f"{last.theirs:,.1f}",
			f"{last.limit:g}",
			f"{grows:.2f}",
			f"{theirs:.2f}",
		]
		cells.append("" if last.megabytes is None else f"{last.megabytes:.0f}")
		lines.append(f"| {' | '.join(cells)} |")
	return "\n" + "\n".join(lines)


def shown_ratio(figure: Figure | None) -> str:
	if not figure:
		return ""
	return f"{figure.ratio:.2f}" if figure.ratio <= figure.limit else f"**{figure.ratio:.2f}**"


# --- Everybody at once ---


def over_http(site: str, users: int, minutes: float) -> None:
	"""load.py's people, more of them; their clients and sessions stay in the site, which is dropped afterwards."""
	import load

	helpers, volunteers = users // 5, users * 3 // 10
	people = [users - helpers - volunteers, volunteers, helpers]
	with load.Services(site) as services:
		connect(site)
		world = load.World(*people, load.CLIENTS)
		frappe.db.commit()
		print(f"\n{users} people, {minutes:g} minutes, load {os.getloadavg()[0]:.1f}", flush=True)
		work = argparse.Namespace(minutes=minutes, people=people, every=load.EVERY)
		at_work = load.work(services, world, work, victims=[], mover=None)
		frappe.db.commit()  # see what the others have written
		load.show(at_work, world, services, check=False)


if __name__ == "__main__":
	main()
