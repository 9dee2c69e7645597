"""MariaDB killed with `kill -9` while people save, check in, evaluate and move an old database in; and what they are told.

On a server of its own with a copy of the test site; the machine's server is left alone. By hand and longer, with a table of
times: tests/benchmark/load.py --kill-database (docs/reliability.md).
"""

import os
import subprocess
import sys
from pathlib import Path

import frappe
import pytest

from tests.tools import own_mariadb

LOAD = Path(__file__).parents[1] / "benchmark" / "load.py"


@pytest.mark.skipif(bool(own_mariadb.why_not()), reason=own_mariadb.why_not())
def test_what_was_acknowledged_is_there_once_after_mariadb_was_killed_again_and_again(site: str) -> None:
	if frappe.conf.db_type != "mariadb":
		pytest.skip("the site is not on MariaDB")
	options = ["--kill-database", "--minutes", "0.25", "--every", "4", "--people", "2", "1", "2"]
	options += ["--clients", "6", "--rows", "150"]
	done = subprocess.run(
		[sys.executable, str(LOAD), site, *options],
		cwd=os.environ["FRAPPE_SITES_PATH"],
		capture_output=True,
		text=True,
		timeout=300,
	)
	said = f"{done.stdout}\n{done.stderr}"
	assert done.returncode == 0, said[-3000:]
	lines = dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)
	assert lines["killed"] in ("{'database': 2}", "{'database': 3}"), said
	for kind in ("consultations", "guests", "evaluations"):
		number, *verdict = lines[kind].split(", ")
		assert int(number.split()[0]) > 0 and verdict == ["0 lost", "0 doubled"], said
	assert lines["rows moved in"].startswith("150 in the file, 150 stored, 0 doubled,"), said
	assert lines["evaluations half computed"] == "0", said
	assert lines["consultations without their record, or with two"] == "0", said
	assert lines["statistics that differ from their sources"] == "0", said
	assert lines["answers with a stack trace"] == "0", said
