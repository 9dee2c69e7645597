"""Microsoft Access files through Debian's mdbtools, where they are installed."""

import csv
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from refugee_support.rules.legacy.problems import UnreadableFile
from refugee_support.rules.legacy.tables import Line, OldFile, Table, within_limits

LONGEST = 600  # seconds for one table
OF_ACCESS_ITSELF = ("MSys", "~")  # what it writes down while repairing, and tables that were deleted


def is_available() -> bool:
	return bool(shutil.which("mdb-tables") and shutil.which("mdb-export"))


def read_access(path: Path) -> OldFile:
	"""
	Raises:
		UnreadableFile: no_mdbtools, no_tables, damaged.
	"""
	if not is_available():
		raise UnreadableFile("no_mdbtools")
	answer = subprocess.run(
		["mdb-tables", "-1", str(path.resolve())], capture_output=True, timeout=LONGEST, env=_environment()
	)
	if answer.returncode:
		raise UnreadableFile("damaged")
	names = [name for name in answer.stdout.decode("utf-8", errors="replace").splitlines() if name.strip()]
	names = [name for name in names if not name.startswith(OF_ACCESS_ITSELF)]
	if not names:
		raise UnreadableFile("no_tables")
	return OldFile("Access", [Table(name, partial(_lines, path, name)) for name in names])


def _environment() -> dict[str, str]:
	return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "MDBICONV": "UTF-8"}


def _lines(path: Path, table: str) -> Iterator[Line]:
	# "--", because the file names its tables: one that begins with a hyphen would be an option
	dates = ["-D", "%Y-%m-%d", "-T", "%Y-%m-%d %H:%M:%S"]
	# pictures and attachments of a record are left out: as text they are noise
	command = ["mdb-export", *dates, "-b", "strip", "--", str(path.resolve()), table]
	with subprocess.Popen(
		command,
		stdout=subprocess.PIPE,
		stderr=subprocess.DEVNULL,
		env=_environment(),
		text=True,
		encoding="utf-8",
		errors="replace",
	) as process:
		rows = (
			(number, [cell or None for cell in row])
			for number, row in enumerate(csv.reader(process.stdout), 1)
		)
		yield from within_limits(rows, table)
	if process.returncode:
		raise UnreadableFile("damaged")
