"""Files: the row at once, the content when the transaction holds, and also when the process was killed in between."""

import json
import time
from collections.abc import Iterable
from pathlib import Path

import frappe

NOTES = "refugee_support_files_to_delete"  # a folder beside the site's configuration; empty but for some milliseconds
OLD_ENOUGH = 3600  # seconds: no transaction lasts as long


def remove_files(names: Iterable[str]) -> None:
	"""File rows, and what they stand for on disk unless another row stands for it, too.

	The content is deleted after the commit: should erasing fail, nothing is lost. A note of it is made before, so that
	a process that is killed between the two leaves nothing of an erased person on the disk (`finish`). Where the disk is
	too full for the note, it is deleted without one.
	"""
	names = list(names)
	if not names:
		return
	going = {str(path): url for name in names for path, url in _paths_of(name, names)}
	frappe.db.delete("File", {"name": ["in", names]})
	if going:
		note = _note(going)
		frappe.db.after_commit.add(lambda: _unlink(going, note))
		if note:
			frappe.db.after_rollback.add(lambda: note.unlink(missing_ok=True))


def note_new_files(urls: Iterable[str]) -> None:
	"""Before private files are written whose names are known: a process that is killed before the commit leaves nothing
	of a person on the disk that no row names (`finish`), and neither does work that is taken back."""
	going = {frappe.get_site_path(*url.lstrip("/").split("/")): url for url in urls}
	going = {str(Path(path).absolute()): url for path, url in going.items()}
	note = _note(going)
	for moment in (frappe.db.after_commit, frappe.db.after_rollback):
		moment.add(lambda: _unlink(_without_row(going), note))


def finish(old_enough: float = OLD_ENOUGH) -> None:
	"""Every hour: what a killed process has left. What a File row still names was not committed, and stays."""
	for note in _folder().glob("*.json"):
		if time.time() - note.stat().st_mtime < old_enough:
			continue
		try:
			going = json.loads(note.read_text(encoding="utf-8"))
		except ValueError:
			going = {}  # cut off while it was written, so before the commit
		_unlink(_without_row(going), note)


def _without_row(going: dict[str, str]) -> dict[str, str]:
	return {path: url for path, url in going.items() if not frappe.db.exists("File", {"file_url": url})}


def finish_for_good() -> None:
	"""The app leaves: nobody would come back to the notes."""
	finish(old_enough=0)
	if _folder().exists() and not any(_folder().iterdir()):
		_folder().rmdir()


def _paths_of(name: str, going: list[str]) -> list[tuple[Path, str]]:
	file = frappe.get_doc("File", name)
	if file.is_folder or not file.file_url or file.file_url.startswith(("http://", "https://")):
		return []
	paths = [Path(file.get_full_path())]
	if file.thumbnail_url:
		paths.append(Path(frappe.get_site_path("public", file.thumbnail_url.lstrip("/"))))
	shared = {"file_url": file.file_url, "name": ["not in", going]}
	return [] if frappe.db.exists("File", shared) else [(path.absolute(), file.file_url) for path in paths]


def _folder() -> Path:
	return Path(frappe.get_site_path(NOTES))


def _note(going: dict[str, str]) -> Path | None:
	note = _folder() / f"{frappe.generate_hash(length=16)}.json"
	try:
		_folder().mkdir(mode=0o700, exist_ok=True)
		note.touch(mode=0o600)
		note.write_text(json.dumps(going), encoding="utf-8")
	except OSError:  # a full disk is no reason to keep an erased person's files
		note.unlink(missing_ok=True)
		return None
	return note


def _unlink(going: dict[str, str], note: Path | None) -> None:
	for path in going:
		Path(path).unlink(missing_ok=True)
	if note:
		note.unlink(missing_ok=True)
