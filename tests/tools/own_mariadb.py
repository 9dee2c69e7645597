"""A MariaDB of its own with a copy of the test site, to be killed, or to run out of disk. Never the machine's server.

Needs mariadbd and mariadb-install-db on this machine, no account on the server that is there: the site's own one copies.
"""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
NEEDED = ("mariadbd", "mariadb-install-db", "mariadb-admin", "mariadb-dump", "mariadb")


def why_not() -> str:
	"""Empty where it can be had."""
	missing = [name for name in NEEDED if not shutil.which(name, path=PATH)]
	return f"not installed here: {', '.join(missing)}" if missing else ""


class OwnMariaDB:
	"""A server with MariaDB's own defaults, for what is about safety; no network, a socket in its folder."""

	def __init__(self, folder: Path, data: Path | None = None, options: tuple[str, ...] = ()) -> None:
		self.folder, self.data, self.options = folder, data or folder / "data", options
		self.socket = folder / "socket"
		self.process: subprocess.Popen | None = None

	def install(self) -> None:
		install = ["mariadb-install-db", "--no-defaults", f"--datadir={self.data}", "--skip-test-db"]
		self.run(*install, "--auth-root-authentication-method=normal", stdout=subprocess.DEVNULL)

	def start(self) -> None:
		options = (
			f"--datadir={self.data}",
			f"--socket={self.socket}",
			f"--pid-file={self.folder / 'pid'}",
			"--skip-networking",
			"--character-set-server=utf8mb4",
			"--collation-server=utf8mb4_unicode_ci",
			*self.options,
		)
		with (self.folder / "log").open("ab") as log:
			self.process = subprocess.Popen(
				[str(shutil.which("mariadbd", path=PATH)), "--no-defaults", *options],
				stdout=log,
				stderr=log,
				start_new_session=True,
			)
		until = time.monotonic() + 60
		while self.admin("ping").returncode:
			if self.process.poll() is not None or time.monotonic() > until:
				raise RuntimeError((self.folder / "log").read_text()[-3000:])
			time.sleep(0.05)

	def kill(self) -> None:
		"""`kill -9`: nothing is written any more, nobody is told."""
		if self.process and self.process.poll() is None:
			os.kill(self.process.pid, signal.SIGKILL)
		if self.process:
			self.process.wait()

	def admin(self, *arguments: str) -> subprocess.CompletedProcess:
		call = ["mariadb-admin", "--no-defaults", f"--socket={self.socket}", "--user=root", *arguments]
		return subprocess.run(call, env={**os.environ, "PATH": PATH}, capture_output=True, text=True)

	def run(self, *call: str, **more: object) -> subprocess.CompletedProcess:
		environment = {**os.environ, "PATH": PATH}
		done = subprocess.run([*call], env=environment, stderr=subprocess.PIPE, check=False, **more)
		if done.returncode:
			raise RuntimeError(f"{call[0]}: {done.stderr[-2000:]!r}")
		return done

	def sql(self, query: str, **more: object) -> None:
		client = ["mariadb", "--no-defaults", f"--socket={self.socket}", "--user=root"]
		self.run(*client, input=query.encode(), **more)

	def take(self, config: dict) -> None:
		"""A copy of the database this site's configuration names, under the same name and account."""
		name, password = config["db_name"], config["db_password"]
		self.sql(
			f"create database `{name}`; create user `{name}`@localhost identified by '{password}';"
			f"grant all on `{name}`.* to `{name}`@localhost; set global innodb_flush_log_at_trx_commit = 0;"
		)
		where = [f"--host={config.get('db_host') or '127.0.0.1'}", f"--port={config.get('db_port') or 3306}"]
		dump = self.folder / "dump.sql"
		options = ["--no-defaults", *where, f"--user={name}", "--single-transaction", "--no-tablespaces"]
		with dump.open("wb") as stream:
			environment = {**os.environ, "PATH": PATH, "MYSQL_PWD": password}
			subprocess.run(
				["mariadb-dump", *options, name], env=environment, stdout=stream, check=True, timeout=300
			)
		with dump.open("rb") as stream:
			call = ["mariadb", "--no-defaults", f"--socket={self.socket}", "--user=root", name]
			self.run(*call, stdin=stream)
		dump.unlink()
		self.sql("set global innodb_flush_log_at_trx_commit = 1;")  # the default, as a site should have it


def copy_of_site(sites: Path, site: str, server: OwnMariaDB) -> str:
	"""A site whose database is in `server`, with empty folders of its own.

	Returns:
		Its name.
	"""
	config = json.loads((sites / site / "site_config.json").read_text())
	server.take(config)
	name = f"own-database.{site}"
	for folder in ("private/files", "private/backups", "public/files", "locks", "logs"):
		(sites / name / folder).mkdir(parents=True, exist_ok=True)
	# What stays of a run that was killed is this folder; its database goes with the machine's temporary files
	config = {**config, "db_socket": str(server.socket), "mute_emails": 1, "allow_tests": 1}
	(sites / name / "site_config.json").write_text(json.dumps(config, indent=1))
	return name


def remove_copy(sites: Path, name: str) -> None:
	shutil.rmtree(sites / name, ignore_errors=True)
