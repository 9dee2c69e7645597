"""Are reports really read from a replica, and does everything work there? By hand, never in CI:

	cd <bench>/sites && ../env/bin/python ../apps/refugee_support/tests/benchmark/replica.py <site>

Starts two MariaDB servers and a Redis of its own in a temporary folder, the second following the first, copies the database of
a test site or a demo into them (the site itself is only read), and takes everything away again. What each request asked of which server
comes from the servers' own logs. docs/operations.md keeps what came out.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import frappe
import pymysql

SITE, DATABASE, PASSWORD = "replica-check.localhost", "replica_check", "replica-check"
COUNSELLOR, COORDINATOR = "replica-counsellor@example.org", "replica-coordinator@example.org"
LOGIN = "Korrekt-Pferd-Batterie-7"
RANGE = {"from_date": "2018-07-01", "to_date": "2026-12-31"}
FILTERS: dict[str, dict[str, Any]] = {
	"Consultations over Time": {"period": "Year"},
	"Demand over Time": {"period": "Year"},
	"Hours of Volunteers": {"from_date": "2026-01-01"},
	"Language Cafe Attendance": {"from_date": "2026-01-01"},
}
WRITES = ("insert", "update", "delete", "replace", "alter", "create", "drop", "truncate")


def main() -> None:
	parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
	parser.add_argument("site")
	source = site_config(parser.parse_args().site)
	with tempfile.TemporaryDirectory(prefix="replica-") as folder, processes() as start:
		primary, replica = (
			Server(Path(folder), "primary", 1, start),
			Server(Path(folder), "replica", 2, start),
		)
		replica.follow(primary)
		copy_database(source, primary)
		replica.wait_for(primary)
		redis = start_redis(start)
		sites = make_sites(Path(folder), source, primary, replica, redis)
		failed = check(sites, primary, replica)
	raise SystemExit(f"{failed} checks failed" if failed else 0)


# --- Servers ---


@contextmanager
def processes() -> Iterator[Any]:
	running: list[subprocess.Popen] = []

	def start(*command: str) -> None:
		quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
		running.append(subprocess.Popen(command, start_new_session=True, **quiet))

	try:
		yield start
	finally:
		for process in reversed(running):
			process.terminate()
			process.wait()


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


class Server:
	"""A MariaDB of our own, written to disk as seldom as it likes: nothing in it is needed tomorrow."""

	def __init__(self, folder: Path, name: str, number: int, start: Any) -> None:
		self.port, data = free_port(), folder / name
		self.socket = str(folder / f"{name}.sock")
		# like a system service, whose program may lie outside the path of a user
		path = f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin"
		install = shutil.which("mariadb-install-db", path=path) or "mariadb-install-db"
		options = ["--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
		subprocess.run([install, *options], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
		server = shutil.which("mariadbd", path=path) or "mariadbd"
		start(
			server,
			"--no-defaults",
			f"--datadir={data}",
			f"--socket={self.socket}",
			f"--port={self.port}",
			"--bind-address=127.0.0.1",
			f"--server-id={number}",
			"--character-set-server=utf8mb4",
			"--collation-server=utf8mb4_unicode_ci",
			"--innodb-flush-log-at-trx-commit=0",
			"--log-output=TABLE",
			*(["--log-bin=binary", "--binlog-format=ROW"] if name == "primary" else ["--read-only=ON"]),
		)
		self.connection = self.connect()

	def connect(self) -> pymysql.Connection:
		for _try in range(120):
			try:
				return pymysql.connect(unix_socket=self.socket, user="root", autocommit=True)
			except pymysql.OperationalError:
				time.sleep(0.5)
		raise SystemExit("MariaDB did not start.")

	def sql(self, query: str, *values: Any) -> list[tuple]:
		with self.connection.cursor() as cursor:
			cursor.execute(query, values or None)
			return list(cursor.fetchall())

	def follow(self, primary: "Server") -> None:
		primary.sql("create user follower@'127.0.0.1' identified by 'follower'")
		primary.sql("grant replication slave on *.* to follower@'127.0.0.1'")
		self.sql(
			f"change master to master_host = '127.0.0.1', master_port = {primary.port}, master_user = 'follower', "
			"master_password = 'follower', master_use_gtid = slave_pos"
		)
		self.sql("start slave")

	def wait_for(self, primary: "Server") -> None:
		position = primary.sql("select @@gtid_binlog_pos")[0][0]
		if self.sql("select master_gtid_wait(%s, 300)", position)[0][0] != 0:
			raise SystemExit(f"The replica does not follow: {self.sql('show slave status')}")

	def begin_log(self) -> None:
		self.sql("set global general_log = 0")
		self.sql("truncate mysql.general_log")
		self.sql("set global general_log = 1")

	def asked(self) -> list[str]:
		"""What the site has asked of this server since."""
		rows = self.sql(
			"select convert(argument using utf8mb4) from mysql.general_log where command_type = 'Query' and user_host like %s",
			f"%{DATABASE}%",
		)
		return [" ".join(str(row[0]).split()) for row in rows]


def start_redis(start: Any) -> str:
	port = free_port()
	start("redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", "/tmp")
	return f"redis://127.0.0.1:{port}"


# --- A copy of the site that reads from the replica ---


def site_config(site: str) -> dict[str, Any]:
	frappe.init(site)
	config = dict(frappe.local.conf)
	if not (config.get("allow_tests") or "demo" in site):
		raise SystemExit("Neither a test site nor a demo.")
	frappe.destroy()
	return config


def copy_database(source: dict[str, Any], primary: Server) -> None:
	primary.sql(f"create database {DATABASE} character set utf8mb4 collate utf8mb4_unicode_ci")
	primary.sql(f"create user {DATABASE}@'127.0.0.1' identified by '{PASSWORD}'")
	primary.sql(f"grant all on {DATABASE}.* to {DATABASE}@'127.0.0.1'")
	where = [f"--host={source.get('db_host') or '127.0.0.1'}", f"--port={source.get('db_port') or 3306}"]
	account = [f"--user={source['db_name']}", f"--password={source['db_password']}"]
	dump = ["mariadb-dump", "--no-defaults", "--single-transaction", *where, *account, source["db_name"]]
	load = ["mariadb", "--no-defaults", f"--socket={primary.socket}", "--user=root", DATABASE]
	with subprocess.Popen(dump, stdout=subprocess.PIPE) as process:
		subprocess.run(load, stdin=process.stdout, check=True)


def make_sites(folder: Path, source: dict, primary: Server, replica: Server, redis: str) -> Path:
	sites = folder / "sites"
	(sites / SITE / "logs").mkdir(parents=True)
	(folder / "logs").mkdir()
	for name in ("apps.txt", "assets"):
		(sites / name).symlink_to(Path(name).resolve())
	(sites / "common_site_config.json").write_text(json.dumps({"redis_cache": redis, "redis_queue": redis}))
	config = {
		"db_type": "mariadb",
		"db_name": DATABASE,
		"db_password": PASSWORD,
		"db_host": "127.0.0.1",
		"db_port": primary.port,
		"read_from_replica": 1,
		"replica_host": "127.0.0.1",
		"replica_db_port": replica.port,
		"encryption_key": source.get("encryption_key"),
		"mute_emails": 1,
	}
	(sites / SITE / "site_config.json").write_text(json.dumps(config))
	return sites


# --- What is checked ---


def check(sites: Path, primary: Server, replica: Server) -> int:
	os.chdir(sites)
	os.environ.pop("FRAPPE_REDIS_CACHE", None), os.environ.pop("FRAPPE_REDIS_QUEUE", None)
	people = make_people()
	primary.sql("flush tables")
	replica.wait_for(primary)
	browsers = {role: Browser(sites, user) for role, user in people.items()}
	results = [*requests_to(browsers, primary, replica)]
	results += standing_still(browsers["counsellor"], primary, replica)
	print(f"| request | answer | asked of the replica | of the primary | written there |\n|{'---|' * 5}")
	for row in results:
		print(f"| {' | '.join(map(str, row[:-1]))} |{'' if row[-1] else ' **not as expected**'}")
	return sum(not row[-1] for row in results)


def make_people() -> dict[str, str]:
	"""One of each, who may see figures; both active and bound to secrecy."""
	from frappe.utils.password import update_password

	frappe.init(SITE, sites_path=".")
	frappe.connect()
	frappe.flags.in_test = True
	people = {"counsellor": COUNSELLOR, "coordinator": COORDINATOR, "administrator": "Administrator"}
	for kind, role in (
		("counsellor", "Refugee Support Counsellor"),
		("coordinator", "Refugee Support Coordinator"),
	):
		user = {"doctype": "User", "email": people[kind], "first_name": kind, "send_welcome_email": 0}
		frappe.get_doc(
			{**user, "roles": [{"role": role}, {"role": "Refugee Support Administrator"}]}
		).insert()
		profile = {
			"doctype": "Volunteer Profile",
			"full_name": kind,
			"user": people[kind],
			"status": "Interested",
		}
		profile = frappe.get_doc(profile).insert()
		dates = {"undertaking_signed_on": "2020-01-01", "status": "Active"}
		frappe.db.set_value("Volunteer Profile", profile.name, dates)
		if role not in frappe.get_roles(people[kind]):
			frappe.get_doc("User", people[kind]).add_roles(role)
	for user in people.values():
		update_password(user, LOGIN)
	frappe.db.commit()  # by hand, on a copy
	frappe.destroy()
	return people


class Browser:
	def __init__(self, sites: Path, user: str) -> None:
		import frappe.app
		from werkzeug.test import Client

		frappe.app._site, frappe.app._sites_path = SITE, str(sites)
		self.client = Client(frappe.app.application)
		self.ask("login", usr=user, pwd=LOGIN)

	def ask(self, method: str, **form: Any) -> Any:
		values = {key: value if isinstance(value, str) else json.dumps(value) for key, value in form.items()}
		# buffered: the request ends, and its connections with it, as in a web server
		return self.client.get(f"/api/method/{method}", query_string=values, buffered=True)


def requests_to(browsers: dict[str, Browser], primary: Server, replica: Server) -> Iterator[tuple]:
	"""Name, answer, how many statements went where, and whether that is as it should be."""
	records = subjects()
	run, view = "frappe.desk.query_report", "frappe.desk.reportview"
	for name in records["Script Report"]:
		filters = {**RANGE, **FILTERS.get(name, {})}
		form = {"report_name": name, "filters": filters}
		yield ask(browsers, primary, replica, name, f"{run}.run", True, **form)
		file = {"file_format_type": "CSV", "visible_idx": [0], "csv_quoting": "2", "csv_delimiter": ","}
		yield ask(
			browsers, primary, replica, f"{name}, exported", f"{run}.export_query", True, **form, **file
		)
	wrong = {"report_name": "Demand over Time", "filters": {"from_date": "2026-02-30"}}
	yield ask(
		browsers, primary, replica, "A report with a wrong filter", f"{run}.run", True, status=417, **wrong
	)
	for name, query in records["Report Builder"].items():
		yield ask(browsers, primary, replica, name, f"{view}.get", True, **query)
	rows = {"doctype": "Service Record", "fields": ["name", "topic"], "file_format_type": "CSV", "title": "x"}
	yield ask(browsers, primary, replica, "Service Records, exported", f"{view}.export_query", True, **rows)
	rows = {"doctype": "Client", "fields": ["name", "client_name"], "filters": [], "page_length": 20}
	yield ask(browsers, primary, replica, "List of clients", f"{view}.get", True, **rows)
	for name, card in records["Number Card"].items():
		method = "frappe.desk.doctype.number_card.number_card.get_result"
		yield ask(
			browsers,
			primary,
			replica,
			f"Number: {name}",
			method,
			False,
			doc=card,
			filters=card["filters_json"],
		)
	for name, (report, filters) in records[
		"Dashboard Chart"
	].items():  # the desk draws them from their reports
		form = {"report_name": report, "filters": {**RANGE, **json.loads(filters)}}
		yield ask(browsers, primary, replica, f"Chart: {name}", f"{run}.run", True, **form)
	for page in records["Workspace"]:
		method = "frappe.desk.desktop.get_desktop_page"
		yield ask(browsers, primary, replica, f"Page: {page['name']}", method, True, page=page)


def subjects() -> dict[str, Any]:
	frappe.init(SITE, sites_path=".")
	frappe.connect()
	ours = {"module": "Refugee Support"}
	found: dict[str, Any] = {
		"Script Report": frappe.get_all(
			"Report", {**ours, "report_type": "Script Report"}, pluck="name", order_by="name"
		),
		"Dashboard Chart": {
			row.name: (row.report_name, row.filters_json)
			for row in frappe.get_all("Dashboard Chart", ours, ["name", "report_name", "filters_json"])
		},
		"Workspace": frappe.get_all(
			"Workspace", {**ours, "public": 1}, ["name", "title", "public"], order_by="name"
		),
	}
	cards = frappe.get_all("Number Card", {**ours, "type": "Document Type"}, pluck="name", order_by="name")
	found["Number Card"] = {name: json.loads(frappe.get_doc("Number Card", name).as_json()) for name in cards}
	found["Report Builder"] = {}
	for row in frappe.get_all(
		"Report", {**ours, "report_type": "Report Builder"}, ["name", "ref_doctype", "json"]
	):
		fields = [f"`tab{row.ref_doctype}`.`{name}`" for name in ("name", "service_date", "topic")]
		filters = (json.loads(row.json or "{}")).get("filters") or []
		form = {
			"doctype": row.ref_doctype,
			"fields": fields,
			"filters": filters,
			"view": "Report",
			"page_length": 20,
		}
		found["Report Builder"][row.name] = form
	frappe.destroy()
	return found


def ask(
	browsers: dict,
	primary: Server,
	replica: Server,
	what: str,
	method: str,
	there: bool,
	status: int = 200,
	**form: Any,
) -> tuple:
	"""As whichever of our people may: the first whose answer is not a refusal."""
	for browser in browsers.values():
		for server in (primary, replica):
			server.begin_log()
		answer = browser.ask(method, **form)
		if answer.status_code != 403:
			break
	at_replica, at_primary = replica.asked(), primary.asked()
	written = [query for query in at_replica if query.lower().startswith(WRITES)]
	read = [query for query in at_replica if query.lower().startswith("select") and "tab" in query]
	expected = answer.status_code == status and not written and (bool(read) or not there)
	where = len([query for query in at_primary if query.lower().startswith("select")])
	said = (
		answer.status_code if answer.status_code == status else f"{answer.status_code}: {answer.text[-300:]}"
	)
	return what, said, len(read), where, len(written), expected


def standing_still(browser: Browser, primary: Server, replica: Server) -> Iterator[tuple]:
	"""Nothing follows any more: old figures are shown, and nobody can write there; a moment later all is well again."""
	form = {"report_name": "Topics and Results", "filters": {**RANGE, "internal": 1}}

	def contacts() -> str:
		answer = browser.ask("frappe.desk.query_report.run", **form).get_json()
		return json.dumps(answer["message"]["report_summary"])

	before = contacts()
	replica.sql("stop slave")
	copied = primary.sql(
		f"select name from {DATABASE}.`tabService Record` where service_type = 'Consultation' limit 1"
	)[0][0]
	columns = [row[0] for row in primary.sql(f"show columns from {DATABASE}.`tabService Record`")]
	names = ", ".join(f"`{name}`" for name in columns)
	values = ", ".join("'replica-check'" if name == "name" else f"`{name}`" for name in columns)
	table = f"{DATABASE}.`tabService Record`"
	primary.sql(f"insert into {table} ({names}) select {values} from {table} where name = %s", copied)
	yield "A new record, replication stopped: the old figures", "", "", "", "", contacts() == before
	replica.sql("start slave")
	replica.wait_for(primary)
	yield "Replication goes on: the new figures", "", "", "", "", contacts() != before
	yield "Writing in a read-only function is refused by the replica", "", "", "", "", writing_is_refused()
	replica.sql("shutdown")
	gone = browser.ask("frappe.desk.query_report.run", **form).status_code
	form_of_user = browser.ask("frappe.desk.form.load.getdoc", doctype="User", name=COUNSELLOR).status_code
	expected = gone == 500 and form_of_user == 200
	yield (
		"The replica is gone: reports end in an error, forms open",
		f"{gone}, {form_of_user}",
		"",
		"",
		"",
		expected,
	)


def writing_is_refused() -> bool:
	frappe.init(SITE, sites_path=".")
	frappe.connect()

	@frappe.read_only()
	def write() -> None:
		frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert()

	try:
		write()
	except Exception as error:
		return "read-only" in str(error)
	finally:
		frappe.destroy()
	return False


if __name__ == "__main__":
	main()
