"""Patches run once, says Frappe; after a migrate that was interrupted, one runs again. It must not matter."""

from pathlib import Path

import frappe
import pytest

from refugee_support.demo import registry
from refugee_support.erasing import disk
from refugee_support.setup import traces, uninstall
from tests.migration import probe

PATCHES = [
	line.split()[0]
	for line in (Path(__file__).parents[2] / "refugee_support" / "patches.txt").read_text().splitlines()
	if line.startswith("refugee_support.")
]


@pytest.mark.parametrize("patch", PATCHES)
def test_a_patch_that_runs_again_changes_nothing(patch: str) -> None:
	frappe.get_attr(f"{patch}.execute")()
	before = probe.sums()
	frappe.get_attr(f"{patch}.execute")()
	assert [table for table, rows in probe.sums().items() if rows != before[table]] == []


def test_the_list_of_the_demo_goes_with_the_app() -> None:
	frappe.db.set_global(registry.KEY, '{"clients": {"1": "RSC-00001"}}')
	uninstall.remove_defaults_of_users(traces.names_on_site())
	assert not frappe.db.exists("DefaultValue", {"defkey": registry.KEY})


def test_files_that_wait_for_their_deletion_go_with_the_app(tmp_path: Path) -> None:
	letter = tmp_path / "Bescheid.txt"
	letter.write_text("von jemandem")
	note = disk._note({str(letter): "/private/files/no-row-names-this.txt"})
	disk.finish()
	assert letter.exists() and note.exists()  # too young for the hourly job
	disk.finish_for_good()
	assert not letter.exists() and not note.parent.exists()
