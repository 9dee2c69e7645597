"""Thirteen people at once and a check-in rush, over real HTTP, for some minutes. By hand, never in CI:

	cd <bench>/sites && ../env/bin/python ../apps/refugee_support/tests/benchmark/load.py <site> [--minutes 10] [--kill]

On a test site. Starts Redis, a web server and a worker of its own on free ports, with the commands of bin/test; makes its people
and clients, and removes everything again. With --kill, a web server process, the worker and Redis are killed with `kill -9`, one of
them every ten seconds, and started again as a supervisor would. docs/reliability.md keeps the last figures.

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
import threading
import time
from collections import Counter, defaultdict
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

COUNSELLORS, VOLUNTEERS, HELPERS = 6, 4, 3
CLIENTS = 60
THINKING = (0.5, 2.5)  # seconds between two clicks of somebody who works
BETWEEN_TAPS = (0.2, 0.8)  # a queue at the door
EVERY = 10  # seconds between two kills


def main() -> None:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("site")
	parser.add_argument("--minutes", type=float, default=10)
	parser.add_argument("--kill", action="store_true")
	arguments = parser.parse_args()
	with Services(arguments.site) as services:
		frappe.init(arguments.site)
		if not frappe.conf.allow_tests:
			raise SystemExit("Not a test site: bench --site … set-config allow_tests true")
		frappe.connect()
		frappe.db.begin()
		frappe.flags.in_test = frappe.flags.mute_emails = True
		frappe.set_user("Administrator")
		with committed_records() as commit:
			world = World()
			commit()
			print(
				f"{COUNSELLORS + VOLUNTEERS + HELPERS} people, {arguments.minutes:g} minutes, load {os.getloadavg()[0]:.1f}"
			)
			people = work(services, world, arguments.minutes * 60, arguments.kill)
			commit()  # see what the others have written
			show(people, world, services)


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


class Services:
	"""What a supervisor looks after: started, killed, started again, stopped."""

	def __init__(self, site: str) -> None:
		self.site, self.port = site, free_port()
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
		process = self.running[name]
		self.killed[name] += 1
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

	def __init__(self) -> None:
		self.counsellors = [make.make_helper("Refugee Support Counsellor") for _n in range(COUNSELLORS)]
		self.volunteers = [make.make_helper("Refugee Support Volunteer") for _n in range(VOLUNTEERS)]
		self.helpers = [make.make_helper("Language Cafe Helper") for _n in range(HELPERS)]
		self.clients = [make.make_client(first_name=f"Last {n}").name for n in range(CLIENTS)]
		for number, client in enumerate(self.clients):
			make.put_on_team(client, self.volunteers[number % VOLUNTEERS], add_days(nowdate(), -1))
		self.today = nowdate()  # asked here: Frappe's context belongs to the main thread
		self.topic = make.make_topic(frappe.generate_hash(length=8))
		self.session = make.make_cafe_session().name


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
		self.unanswered = 0

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
		return self.world.clients[self.world.volunteers.index(self.user) :: VOLUNTEERS]

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


def work(services: Services, world: World, seconds: float, kill: bool) -> list[Person]:
	all_in = threading.Barrier(COUNSELLORS + VOLUNTEERS + HELPERS + 1)
	common = (world, seconds, all_in)
	people: list[Person] = [
		Adviser(services.url, user, *common) for user in (*world.counsellors, *world.volunteers)
	]
	people += [Doorkeeper(services.url, user, *common) for user in world.helpers]
	for person in people:
		person.start()
	all_in.wait()  # the minutes begin when everybody is in
	until = time.monotonic() + seconds
	victims = ["web", "worker", "redis"]
	while kill and time.monotonic() < until - EVERY:
		time.sleep(EVERY)
		services.kill(victims[sum(services.killed.values()) % len(victims)])
	for person in people:
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
	conversations = [name for person in people if isinstance(person, Adviser) for name in person.saved]
	taps = [tap for person in people if isinstance(person, Doorkeeper) for tap in person.saved]
	compare("consultations", "Consultation", "name", conversations)
	compare("guests", "Cafe Attendance", "tap_id", taps)
	if not check:
		return
	from refugee_support.service_records import checking

	print("statistics that differ from their sources:", len(checking.compare_all()))


def compare(what: str, doctype: str, field: str, acknowledged: list[str]) -> None:
	stored = Counter(frappe.get_all(doctype, {field: ["in", [*acknowledged, ""]]}, pluck=field, limit=0))
	lost = set(acknowledged) - set(stored)
	doubled = [name for name, number in stored.items() if number > 1]
	print(f"{what}: {len(acknowledged)} acknowledged, {len(lost)} lost, {len(doubled)} doubled")


if __name__ == "__main__":
	main()
