"""Is there a backup of today, with files, and is it encrypted in truth? Looks into the folder, not only at the setting."""

import shutil
import time
from pathlib import Path

import frappe
from frappe import _
from frappe.utils import backups, cint

from refugee_support.erasing import again
from refugee_support.safety.finding import URGENT, Finding, judged, tick, yes_or_no

OLDEST = 26  # hours: one a day, and one that took its time
PLAIN = (b"\x1f\x8b", b"--", b"/*")  # gzip, SQL


def newest(kind: str) -> Path | None:
	"""Of the backups on this server: "database" or "private-files"."""
	folder = Path(backups.get_backup_path())
	found = [path for path in folder.glob(f"*-{kind}*") if "-partial-" not in path.name]
	return max(found, key=lambda path: path.stat().st_mtime, default=None)


def age(path: Path | None) -> float | None:
	"""In hours."""
	return (time.time() - path.stat().st_mtime) / 3600 if path else None


def is_encrypted(path: Path) -> bool:
	"""Frappe names a file "-enc" before it is, and keeps the name where gpg has failed."""
	with path.open("rb") as stream:
		beginning = stream.read(512)
	return not beginning.startswith(PLAIN) and beginning[257:262] != b"ustar"


def said(hours: float | None) -> str:
	return _("none on this server") if hours is None else _("{0} hours old").format(round(hours))


def of_today() -> Finding:
	hours = age(newest("database"))
	to_do = _(
		"Ask whoever looks after the server for a daily backup, and whether one has ever been restored."
	)
	good = hours is not None and hours <= OLDEST
	return judged(_("Newest backup of the database"), good, said(hours), to_do, URGENT)


def of_files() -> Finding:
	hours = age(newest("private-files"))
	to_do = _("Have {0} called on the server: without it letters and certificates are in no backup.").format(
		"bench backup --with-files"
	)
	good = hours is not None and hours <= OLDEST
	return judged(_("Newest backup of the files"), good, said(hours), to_do, URGENT)


def encryption_is_on() -> Finding:
	is_on = cint(frappe.get_single("System Settings").encrypt_backup) and shutil.which("gpg")
	to_do = _("Have gpg installed on the server.") + f" {tick('encrypt_backup')}"
	return judged(_("Encryption of backups"), is_on, yes_or_no(bool(is_on)), to_do, URGENT)


def encryption_has_worked() -> Finding:
	found = [path for path in (newest("database"), newest("private-files")) if path]
	plain = [path.name for path in found if not is_encrypted(path)]
	to_do = _(
		"These files are readable without a key, whatever they are called. Delete them and have a new backup made."
	)
	return judged(_("Backups that are plain text"), not plain, ", ".join(plain) or _("none"), to_do, URGENT)


def list_of_erasures() -> Finding:
	"""Without the list beside the site, a restored backup would bring erased people back."""
	filters = {"status": "Erased", "proof": ["is", "set"]}
	missing = set(frappe.get_all(again.DOCTYPE, filters, pluck="proof")) - again.read_list()
	to_do = _(
		"Look whether the server's disk is full and the site's folder can be written: the nightly job completes the list."
	)
	return judged(_("Erasures that a restore would not know"), not missing, str(len(missing)), to_do, URGENT)


POINTS = (of_today, of_files, encryption_is_on, encryption_has_worked, list_of_erasures)
