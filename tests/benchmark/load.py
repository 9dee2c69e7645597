"""Thirteen people at once and a check-in rush, over real HTTP, for some minutes. By hand, never in CI:

	cd <bench>/sites && ../env/bin/python ../apps/refugee_support/tests/benchmark/load.py <site> [--minutes 10] [--kill]
	[--kill-database]

On a test site. Starts Redis, a web server and a worker of its own on free ports, with the commands of bin/test; makes its people
and clients, and removes everything again. With --kill, a web server process, the worker and Redis are killed with `kill -9`, one of
them every ten seconds, and started again as a supervisor would. With --kill-database, MariaDB is: a server of this script's own
with a copy of the site, never the machine's; somebody evaluates and an old database is moved in meanwhile.
tests/site/test_database_killed.py does that with few people for some seconds. docs/reliability.md keeps the last figures.

What counts as lost: an answer said "saved", and the row is not there. What counts as doubled: a tap sent again after an answer
that never came, and counted twice.
"""

import argparse
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import frappe
import requests
from frappe.utils import add_days, nowdate

APP = Path(__file__).parents[2]


def from_file(path: Path) -> ModuleType:
	"""Not by import: benches have a package of somebody else that is called "tests"."""
	spec = spec_from_file_location(f"load_{path.stem}", path)
	module = module_from_spec(spec)
	spec.loader.exec_module(module)
	return module


make = from_file(APP / "tests" / "site" / "factories.py")
committed_records = from_file(APP / "tests" / "conftest.py").committed_records
own_mariadb = from_file(APP / "tests" / "tools" / "own_mariadb.py")

COUNSELLORS, VOLUNTEERS, HELPERS = 6, 4, 3
CLIENTS = 60
THINKING = (0.5, 2.5)  # seconds between two clicks of somebody who works
BETWEEN_TAPS = (0.2, 0.8)  # a queue at the door
EVERY = 10  # seconds between two kills


OLD_ROWS = 400  # of the old database that is moved in
# A worker of an import. Where it is killed, or its database is, the hourly job or a click begins it again.
MOVER = """
import sys, frappe
site, name, user = sys.argv[1:]
frappe.init(site)
frappe.connect()
frappe.flags.in_test = frappe.flags.mute_emails = True
frappe.set_user(user)
from refugee_support.moving import run
run.CHUNK = 5
if run.status_of(name) == run.FAILED:
	frappe.db.set_value("Legacy Import", name, "status", run.RUNNING)
	frappe.db.commit()
run.write(name)
frappe.db.commit()
print(run.status_of(name))
"""


def main() -> None:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("site")
	parser.add_argument("--minutes", type=float, default=10)
	parser.add_argument("--kill", action="store_true")
	parser.add_argument("--kill-database", action="store_true")
	parser.add_argument("--own-database", action="store_true", help="a copy of the site that is thrown away")
	parser.add_argument("--every", type=float, default=EVERY, help="seconds between two kills")
	parser.add_argument("--people", type=int, nargs=3, default=[COUNSELLORS, VOLUNTEERS, HELPERS])
	parser.add_argument("--clients", type=int, default=CLIENTS)
	parser.add_argument("--rows", type=int, default=OLD_ROWS, help="of the old database")
	arguments = parser.parse_args()
	with database_of_its_own(arguments) as (site, database), Services(site, database) as services:
		connect(site)
		if not frappe.conf.allow_tests:
			raise SystemExit("Not a test site: bench --site … set-config allow_tests true")
		with thrown_away() if database else committed_records() as commit:
			world = World(*arguments.people, arguments.clients)
			mover = Mover(services, world, arguments.rows) if arguments.kill_database else None
			commit()
			load = os.getloadavg()[0]
			print(f"{sum(arguments.people)} people, {arguments.minutes:g} minutes, load {load:.1f}")
			victims = ["web", "worker", "redis"] if arguments.kill else []
			victims = ["database"] if arguments.kill_database else victims
			people = work(services, world, arguments, victims, mover)
			if database:
				connect(site)  # the old connection died with the server
			commit()  # see what the others have written
			show(people, world, services)
			if mover:
				mover.show()


def connect(site: str) -> None:
	frappe.destroy()
	frappe.init(site)
	frappe.connect()
	frappe.db.begin()
	frappe.flags.in_test = frappe.flags.mute_emails = True
	frappe.set_user("Administrator")


@contextmanager
def database_of_its_own(arguments: argparse.Namespace) -> Iterator[tuple[str, Any]]:
	"""The site that was named, or a copy of it on a server that may be killed."""
	if not arguments.kill_database and not arguments.own_database:
		yield arguments.site, None
		return
	if reason := own_mariadb.why_not():
		raise SystemExit(reason)
	with tempfile.TemporaryDirectory() as folder:
		database = own_mariadb.OwnMariaDB(Path(folder))
		site = ""
		try:
			database.install()
			database.start()
			site = own_mariadb.copy_of_site(Path.cwd(), arguments.site, database)
			yield site, database
		finally:
			database.kill()
			if site:
				own_mariadb.remove_copy(Path.cwd(), site)


@contextmanager
def thrown_away() -> Iterator[Callable[[], None]]:
	"""As committed_records, for a database that goes as a whole."""
	yield lambda: (frappe.db.commit(), frappe.db.begin())


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


class Services:
	"""What a supervisor looks after: started, killed, started again, stopped."""

	def __init__(self, site: str, database: Any = None) -> None:
		self.site, self.port, self.database = site, free_port(), database
		self.redis = free_port()
		url = f"redis://127.0.0.1:{self.redis}"
		os.environ.update(FRAPPE_REDIS_CACHE=url, FRAPPE_REDIS_QUEUE=url)
		self.environment = {
			**os.environ,
			"REFUGEE_SUPPORT_SITE": site,
			"PYTHONPATH": f"{APP / 'bin' / 'lib'}",
		}
		self.url = f"http://127.0.0.1:{self.port}"
		self.running: dict[str, subprocess.Popen] = {}
		self.killed: Counter[str] = Counter()

	def command(self, name: str) -> list[str]:
		if name == "redis":
			return [
				"redis-server",
				"--bind",
				"127.0.0.1",
				"--port",
				str(self.redis),
				"--save",
				"",
				"--dir",
				"/tmp",
			]
		if name == "worker":
			return [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "worker", "--quiet"]
		gunicorn = [str(Path(sys.executable).with_name("gunicorn")), "--bind", f"127.0.0.1:{self.port}"]
		return [
			*gunicorn,
			"--workers",
			"2",
			"--worker-class",
			"gthread",
			"--threads",
			"6",
			"--keep-alive",
			"75",  # as nginx keeps its connections: two seconds are shorter than people think
			"wsgi:application",
		]

	def start(self, name: str) -> None:
		self.running[name] = subprocess.Popen(
			self.command(name),
			env=self.environment,
			stdout=subprocess.DEVNULL,
			stderr=subprocess.DEVNULL,
			start_new_session=True,
		)

	def kill(self, name: str) -> None:
		"""Of the web server one of its two processes: the master starts another one, as in production."""
		self.killed[name] += 1
		if name == "database":
			self.database.kill()
			time.sleep(1)  # what a supervisor needs
			self.database.start()
			return
		process = self.running[name]
		if name == "web":
			children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
			if children:
				os.kill(int(random.choice(children)), signal.SIGKILL)
			return
		os.killpg(process.pid, signal.SIGKILL)
		process.wait()
		self.start(name)

	def __enter__(self) -> "Services":
		for name in ("redis", "web", "worker"):
			self.start(name)
		until = time.monotonic() + 60
		while time.monotonic() < until:
			try:
				if requests.get(f"{self.url}/api/method/ping", timeout=5).ok:
					return self
			except requests.RequestException:
				time.sleep(0.5)
		self.__exit__()
		raise SystemExit("The web server did not start.")

	def __exit__(self, *_error: object) -> None:
		for process in self.running.values():
			if process.poll() is None:
				os.killpg(process.pid, signal.SIGKILL)
			process.wait()


class World:
	"""People who may log in, their clients, and a language café that is open now."""

	def __init__(self, counsellors: int, volunteers: int, helpers: int, clients: int) -> None:
		self.counsellors = [make.make_helper("Refugee Support Counsellor") for _n in range(counsellors)]
		self.volunteers = [make.make_helper("Refugee Support Volunteer") for _n in range(volunteers)]
		self.helpers = [make.make_helper("Language Cafe Helper") for _n in range(helpers)]
		self.coordinator = make.make_helper("Refugee Support Coordinator")
		self.clients = [make.make_client(first_name=f"Last {n}").name for n in range(clients)]
		for number, client in enumerate(self.clients):
			make.put_on_team(client, self.volunteers[number % volunteers], add_days(nowdate(), -1))
		self.today = nowdate()  # asked here: Frappe's context belongs to the main thread
		self.topic = make.make_topic(frappe.generate_hash(length=8))
		self.session = make.make_cafe_session().name


class Mover(threading.Thread):
	"""An old database that is moved in, by a process that is begun again until it is through."""

	def __init__(self, services: Services, world: World, rows: int) -> None:
		super().__init__(daemon=True)
		self.site, self.user, self.starts, self.rows = services.site, world.counsellors[0], 0, rows
		from refugee_support.refugee_support.doctype.legacy_import import legacy_import

		frappe.set_user(self.user)
		lines = (f"{n};{n % 28 + 1}.0{n % 9 + 1}.2019;Jobcenter;{n % 60 + 5}\n" for n in range(1, rows + 1))
		document = make.make_legacy_import(("Nr;Datum;Thema;Dauer\n" + "".join(lines)).encode())
		legacy_import.check(document.name)
		document.reload().db_set({"status": "Running", "started_by": self.user})
		self.name_of_import = document.name
		frappe.set_user("Administrator")

	def run(self) -> None:
		said = ""
		while "Finished" not in said and self.starts < 50:
			self.starts += 1
			call = [sys.executable, "-c", MOVER, self.site, self.name_of_import, self.user]
			said = subprocess.run(call, capture_output=True, text=True).stdout
			time.sleep(1)

	def show(self) -> None:
		rows = {"legacy_import": self.name_of_import, "record": ["is", "set"]}
		named = frappe.get_all("Legacy Import Row", rows, pluck="record", limit=0)
		stored = frappe.db.count("Consultation", {"name": ["in", [*named, ""]]})
		print(
			f"rows moved in: {self.rows} in the file, {stored} stored, {len(named) - len(set(named))} doubled,"
			f" the worker was begun {self.starts} times"
		)


class Person(threading.Thread):
	"""Somebody with a browser: clicks, waits for the answer, thinks, clicks again."""

	def __init__(self, url: str, user: str, world: World, seconds: float, all_in: threading.Barrier) -> None:
		super().__init__(daemon=True)
		self.url, self.user, self.world, self.seconds, self.all_in = url, user, world, seconds, all_in
		self.random = random.Random(user)
		self.http = requests.Session()
		self.times: dict[str, list[float]] = defaultdict(list)
		self.errors: Counter[str] = Counter()
		self.saved: list[str] = []
		self.unanswered = self.traces = 0

	def run(self) -> None:
		self.log_in()
		self.all_in.wait()
		until = time.monotonic() + self.seconds
		while time.monotonic() < until:
			self.click()
			time.sleep(self.random.uniform(*self.pause))

	pause = THINKING

	def log_in(self) -> None:
		for _try in range(20):
			if self.call(
				"log in", "POST", "/api/method/login", json={"usr": self.user, "pwd": make.PASSWORD}
			):
				self.open_desk()
				return
			time.sleep(1)

	def open_desk(self) -> None:
		began = time.monotonic()
		page = self.http.get(f"{self.url}/app", timeout=60).text
		self.times["open the desk"].append(time.monotonic() - began)
		self.http.headers["X-Frappe-CSRF-Token"] = page.partition('frappe.csrf_token = "')[2].split('"')[0]

	def call(self, what: str, method: str, path: str, **arguments: Any) -> dict[str, Any] | None:
		began = time.monotonic()
		try:
			answer = self.http.request(method, f"{self.url}{path}", timeout=60, **arguments)
		except requests.RequestException:
			self.unanswered += 1
			return None
		self.times[what].append(time.monotonic() - began)
		if answer.ok:
			return answer.json()
		self.errors[f"{what}: {answer.status_code}"] += 1
		self.traces += "Traceback" in answer.text  # nobody should have to read one
		if os.environ.get("SHOW_ERRORS"):
			print(what, answer.status_code, answer.text[:600])
		return None

	def click(self) -> None:
		raise NotImplementedError


class Adviser(Person):
	"""Looks for a client, opens the record, enters a conversation."""

	def click(self) -> None:
		client = self.random.choice(self.mine())
		what = self.random.random()
		if what < 0.3:
			form = {"doctype": "Client", "fields": json.dumps(["name", "client_name"]), "page_length": 20}
			self.call("list of clients", "POST", "/api/method/frappe.desk.reportview.get", data=form)
		elif what < 0.6:
			self.call("open a client", "GET", f"/api/resource/Client/{client}")
		else:
			self.consult(client)

	def mine(self) -> list[str]:
		if self.user in self.world.counsellors:
			return self.world.clients
		return self.world.clients[self.world.volunteers.index(self.user) :: len(self.world.volunteers)]

	def consult(self, client: str) -> None:
		values = {
			"client": client,
			"main_topic": self.world.topic,
			"consultation_date": self.world.today,
			"duration_minutes": 30,
			"channel": "Office",
		}
		answer = self.call("save a consultation", "POST", "/api/resource/Consultation", json=values)
		if answer:
			self.saved.append(answer["data"]["name"])


class Evaluator(Person):
	"""Writes a report and has its figures computed."""

	def click(self) -> None:
		values = {
			"title": "Last",
			"from_date": "2019-01-01",
			"to_date": self.world.today,
			"tables": [{"measure": "Contacts", "row_characteristic": "Main Topic"}],
		}
		path = "/api/resource/Evaluation Report"
		draft = self.call("draft of an evaluation", "POST", path, json=values)
		if not draft:
			return
		name = draft["data"]["name"]
		if self.call("compute an evaluation", "PUT", f"{path}/{name}", json={"status": "Under Review"}):
			self.saved.append(name)


class Doorkeeper(Person):
	"""Taps one guest after the other; sends again what was not answered, as the page does."""

	pause = BETWEEN_TAPS

	def __init__(self, *arguments: Any) -> None:
		super().__init__(*arguments)
		self.waiting: list[dict[str, str]] = []

	def click(self) -> None:
		tap = {"tap_id": f"load-{self.user.split('@')[0]}-{len(self.saved) + len(self.waiting):06}"}
		self.waiting.append({**tap, "gender": "Female", "age_bracket": "18 to 60"})
		self.send()

	def send(self) -> None:
		form = {"session": self.world.session, "taps": json.dumps(self.waiting)}
		answer = self.call("check in", "POST", "/api/method/refugee_support.cafe.check_in.send", data=form)
		if not answer:
			return
		for tap in self.waiting:
			status = answer["message"][tap["tap_id"]]["status"]
			if status in ("stored", "known"):
				self.saved.append(tap["tap_id"])
			else:
				self.errors[f"check in: {status}"] += 1
		self.waiting = []

	def run(self) -> None:
		super().run()
		for _try in range(20):
			if not self.waiting:
				return
			time.sleep(1)
			self.send()


def work(
	services: Services,
	world: World,
	arguments: argparse.Namespace,
	victims: list[str],
	mover: Mover | None,
) -> list[Person]:
	seconds = arguments.minutes * 60
	all_in = threading.Barrier(sum(arguments.people) + bool(mover) + 1)
	common = (world, seconds, all_in)
	people: list[Person] = [
		Adviser(services.url, user, *common) for user in (*world.counsellors, *world.volunteers)
	]
	people += [Doorkeeper(services.url, user, *common) for user in world.helpers]
	people += [Evaluator(services.url, world.coordinator, *common)] if mover else []
	for person in people:
		person.start()
	all_in.wait()  # the minutes begin when everybody is in
	if mover:
		mover.start()
	until = time.monotonic() + seconds
	while victims and time.monotonic() < until - arguments.every:
		time.sleep(arguments.every)
		services.kill(victims[sum(services.killed.values()) % len(victims)])
	for person in [*people, *([mover] if mover else [])]:
		person.join()
	return people


def show(people: list[Person], world: World, services: Services, check: bool = True) -> None:
	times: dict[str, list[float]] = defaultdict(list)
	errors: Counter[str] = Counter()
	for person in people:
		errors.update(person.errors)
		for what, taken in person.times.items():
			times[what] += taken
	print(f"\n| what | times | median, ms | 95 %, ms | slowest, ms |\n|{'---|' * 5}")
	for what, taken in sorted(times.items()):
		edges = statistics.quantiles(taken, n=20) if len(taken) > 1 else taken * 20
		numbers = (statistics.median(taken), edges[18], max(taken))
		print(f"| {what} | {len(taken)} | " + " | ".join(f"{number * 1000:.0f}" for number in numbers) + " |")
	print("\nkilled:", dict(services.killed) or "nothing")
	print(
		"errors:", dict(errors) or "none", "| requests without an answer:", sum(p.unanswered for p in people)
	)
	print("answers with a stack trace:", sum(person.traces for person in people))
	conversations = [name for person in people if isinstance(person, Adviser) for name in person.saved]
	taps = [tap for person in people if isinstance(person, Doorkeeper) for tap in person.saved]
	compare("consultations", "Consultation", "name", conversations)
	compare("guests", "Cafe Attendance", "tap_id", taps)
	evaluations = [name for person in people if isinstance(person, Evaluator) for name in person.saved]
	if evaluations:
		compare("evaluations", "Evaluation Report", "name", evaluations)
		print("evaluations half computed:", half_computed())
	print("consultations without their record, or with two:", unlike_their_records(world))
	if not check:
		return
	from refugee_support.service_records import checking

	print("statistics that differ from their sources:", len(checking.compare_all()))


def compare(what: str, doctype: str, field: str, acknowledged: list[str]) -> None:
	stored = Counter(frappe.get_all(doctype, {field: ["in", [*acknowledged, ""]]}, pluck=field, limit=0))
	lost = set(acknowledged) - set(stored)
	doubled = [name for name, number in stored.items() if number > 1]
	print(f"{what}: {len(acknowledged)} acknowledged, {len(lost)} lost, {len(doubled)} doubled")


def half_computed() -> int:
	"""Neither a draft without figures nor sealed with them."""
	names = frappe.get_all("Evaluation Report", {"title": "Last"}, pluck="name")
	reports = [frappe.get_doc("Evaluation Report", name) for name in names]
	whole = [
		not report.seal and not report.figures
		if report.status == "Draft"
		else report.seal and report.is_sealed()
		for report in reports
	]
	return len(whole) - sum(map(bool, whole))


def unlike_their_records(world: World) -> int:
	"""One client, one consultation, one record; acknowledged or not."""
	names = frappe.get_all("Consultation", {"main_topic": world.topic}, pluck="name", limit=0)
	source = {"source_doctype": "Consultation", "source_name": ["in", [*names, ""]]}
	records = Counter(frappe.get_all("Service Record", source, pluck="source_name", limit=0))
	return sum(records[name] != 1 for name in names)


if __name__ == "__main__":
	main()
