"""From an older version of this app to the present one, and off the site again. By hand, some minutes for each version:

	cd <bench>/sites && ../env/bin/python ../apps/refugee_support/tests/migration/migrate_from.py <repository> <commit>...

Installs the older version with its demo on a fresh site, switches to the present code, migrates, and tells what became of the
statistics; runs every patch a second time; uninstalls, and looks for what stays behind. MariaDB and Redis are its own and go
with it, the code of the bench is not touched: the older version is unpacked beside it and found first (PYTHONPATH).
docs/reliability.md keeps what came out.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

APP = Path(__file__).parents[2]
SITE = "migrated.localhost"
# Nobody kills this server: quick instead of safe
QUICK = ("--innodb-flush-log-at-trx-commit=0", "--skip-innodb-doublewrite", "--skip-log-bin")


def own_mariadb() -> Any:
	spec = spec_from_file_location("own_mariadb", APP / "tests" / "tools" / "own_mariadb.py")
	module = module_from_spec(spec)
	spec.loader.exec_module(module)
	return module


class Bench:
	"""Frappe's commands on one site, with this or an older version of the app."""

	def __init__(self, folder: Path, server: Any, redis: str) -> None:
		self.folder, self.server = folder, server
		self.environment = {**os.environ, "FRAPPE_REDIS_CACHE": redis, "FRAPPE_REDIS_QUEUE": redis}
		self.old: Path | None = None

	def python(self, *arguments: str, answer: str | None = None) -> subprocess.CompletedProcess:
		environment = dict(self.environment)
		if self.old:
			environment["PYTHONPATH"] = str(self.old)
		stdin = {"input": answer} if answer is not None else {"stdin": subprocess.DEVNULL}
		return subprocess.run(
			[sys.executable, *arguments], env=environment, capture_output=True, text=True, **stdin
		)

	def works(self, *arguments: str) -> str:
		done = self.python(*arguments)
		if done.returncode:
			raise SystemExit(f"{' '.join(arguments)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
		return done.stdout

	def frappe(self, *arguments: str) -> tuple[str, ...]:
		return ("-m", "frappe.utils.bench_helper", "frappe", *arguments)

	def probe(self, what: str) -> Any:
		return json.loads(
			self.works(str(APP / "tests" / "migration" / "probe.py"), SITE, what).splitlines()[-1]
		)

	def flush(self) -> None:
		port = self.environment["FRAPPE_REDIS_CACHE"].rsplit(":", 1)[1]
		subprocess.run(["redis-cli", "-p", port, "flushall"], stdout=subprocess.DEVNULL, check=True)


def main() -> None:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("repository")
	parser.add_argument("commits", nargs="+")
	arguments = parser.parse_args()
	with tempfile.TemporaryDirectory() as folder:
		server = own_mariadb().OwnMariaDB(Path(folder), options=QUICK)
		with socket.socket() as probe:
			probe.bind(("127.0.0.1", 0))
			port = probe.getsockname()[1]
		redis = subprocess.Popen(
			["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", folder],
			stdout=subprocess.DEVNULL,
		)
		try:
			server.install()
			server.start()
			bench = Bench(Path(folder), server, f"redis://127.0.0.1:{port}")
			make_plain_site(bench)
			plain = bench.probe("left")
			for commit in arguments.commits:
				put_back_plain_site(bench)
				one_version(bench, Path(arguments.repository), commit, plain)
		finally:
			redis.kill()
			redis.wait()
			server.kill()
			shutil.rmtree(SITE, ignore_errors=True)


def make_plain_site(bench: Bench) -> None:
	shutil.rmtree(SITE, ignore_errors=True)
	bench.server.sql("grant all on *.* to admin@localhost identified by 'admin' with grant option")
	database = ["--db-name", "migrated", "--db-socket", str(bench.server.socket)]
	root = ["--db-root-username", "admin", "--db-root-password", "admin"]
	bench.works(*bench.frappe("new-site", SITE, *database, *root, "--admin-password", "admin"))
	bench.works(*bench.frappe("--site", SITE, "set-config", "mute_emails", "1", "--parse"))
	bench.works(str(APP / "bin" / "lib" / "finish_setup.py"), SITE)
	with (bench.folder / "plain.sql").open("wb") as stream:
		call = ["mariadb-dump", "--no-defaults", f"--socket={bench.server.socket}", "--user=root", "migrated"]
		subprocess.run(call, stdout=stream, check=True)
	shutil.copytree(SITE, bench.folder / "plain")


def put_back_plain_site(bench: Bench) -> None:
	shutil.rmtree(SITE)
	shutil.copytree(bench.folder / "plain", SITE)
	bench.server.sql("drop database migrated; create database migrated;")
	with (bench.folder / "plain.sql").open("rb") as stream:
		call = ["mariadb", "--no-defaults", f"--socket={bench.server.socket}", "--user=root", "migrated"]
		bench.server.run(*call, stdin=stream)
	bench.flush()


def one_version(bench: Bench, repository: Path, commit: str, plain: dict[str, Any]) -> None:
	began = time.monotonic()
	git = ["git", "-c", "safe.directory=*", "-C", str(repository)]
	title = subprocess.run(
		[*git, "log", "-1", "--format=%h, %cs: %s", commit], capture_output=True, text=True, check=True
	)
	print(f"\n## {title.stdout.strip()}", flush=True)
	bench.old = bench.folder / commit
	if not bench.old.exists():
		bench.old.mkdir()
		archive = subprocess.run([*git, "archive", commit], capture_output=True, check=True)
		subprocess.run(["tar", "-x", "-C", str(bench.old)], input=archive.stdout, check=True)
	bench.works(*bench.frappe("--site", SITE, "install-app", "refugee_support"))
	bench.works(str(APP / "bin" / "lib" / "call.py"), SITE, "refugee_support.demo.create")
	before = bench.probe("rows")
	print(
		f"installed with its demo: {len(before['records'])} Service Records, {time.monotonic() - began:.0f} s"
	)
	bench.old = None
	bench.flush()
	bench.works(*bench.frappe("--site", SITE, "migrate"))
	after = bench.probe("rows")
	print(f"migrated: {len(after['records'])} Service Records; {time.monotonic() - began:.0f} s")
	compare_records(before["records"], after["records"])
	print("statistics that differ from their sources:", after["wrong"] or "none")
	print("rows fewer than before:", fewer(before["sums"], after["sums"]) or "none")
	changed = {patch: names for patch, names in bench.probe("patches").items() if names}
	print("tables changed by a patch run a second time:", changed or "none", flush=True)
	uninstall(bench, plain)
	print(f"in all {time.monotonic() - began:.0f} s", flush=True)


def compare_records(before: dict[str, Any], after: dict[str, Any]) -> None:
	gone = Counter(before[name]["service_type"] for name in before.keys() - after.keys())
	new = Counter(after[name]["service_type"] for name in after.keys() - before.keys())
	print("records gone:", dict(gone) or "none", "| records new:", dict(new) or "none")
	changed: Counter[str] = Counter()
	examples: dict[str, str] = {}
	for name in before.keys() & after.keys():
		for column, value in before[name].items():
			if column in after[name] and after[name][column] != value:
				changed[column] += 1
				examples[column] = f"{before[name]['service_type']}: {value} -> {after[name][column]}"
	columns = set(next(iter(before.values()))) ^ set(next(iter(after.values())))
	print("columns added or removed:", sorted(columns) or "none")
	print("values changed:", {column: (n, examples[column]) for column, n in changed.items()} or "none")


def fewer(before: dict[str, Any], after: dict[str, Any]) -> dict[str, str]:
	"""Tables in which something was lost, Frappe's own among them."""
	return {
		table: f"{rows} -> {after.get(table, [0])[0]}"
		for table, (rows, _sum) in before.items()
		if after.get(table, [0])[0] < rows
	}


def uninstall(bench: Bench, plain: dict[str, Any]) -> None:
	names = bench.probe("names")
	asked = bench.python(
		*bench.frappe("--site", SITE, "uninstall-app", "refugee_support", "--no-backup"), answer="n\n"
	)
	installed = bench.works(*bench.frappe("--site", SITE, "list-apps"))
	print(
		"uninstalling asks, and no leaves everything:",
		"refugee_support" in installed and "?" in asked.stdout + asked.stderr,
	)
	bench.works(*bench.frappe("--site", SITE, "uninstall-app", "refugee_support", "--yes", "--no-backup"))
	bench.old = None
	left = bench.probe("left")
	print("tables left:", sorted(set(left["tables"]) - set(plain["tables"])) or "none")
	print("fields left:", sorted(set(left["fields"]) - set(plain["fields"])) or "none")
	print("files left:", sorted(set(left["files"]) - set(plain["files"])) or "none")
	print("beside the configuration:", sorted(set(left["beside"]) - set(plain["beside"])) or "none")
	more = {
		table: f"{plain['tables'][table]} -> {rows}"
		for table, rows in left["tables"].items()
		if table in plain["tables"] and rows > plain["tables"][table]
	}
	print("rows of Frappe's tables that stay:", more or "none")
	dump = dump_of(bench)
	print(
		f"names and notes of {len(names)} that are still there:",
		[name for name in names if name in dump][:15] or "none",
	)
	print(
		"mentions of a client's number:",
		mentions(bench, "RSC-0"),
		"| of the app:",
		mentions(bench, "refugee_support"),
	)


def mentions(bench: Bench, text: str) -> list[str]:
	"""Lines of a dump, without what is long."""
	return [line[:160] for line in dump_of(bench).splitlines() if text in line][:15]


def dump_of(bench: Bench) -> str:
	call = ["mariadb-dump", "--no-defaults", f"--socket={bench.server.socket}", "--user=root"]
	dump = subprocess.run([*call, "--skip-extended-insert", "migrated"], capture_output=True, check=True)
	return dump.stdout.decode(errors="replace")


if __name__ == "__main__":
	main()
