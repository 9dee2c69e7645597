"""Files: the row at once, the content when the transaction holds."""

from collections.abc import Iterable
from pathlib import Path

import frappe


def remove_files(names: Iterable[str]) -> None:
	"""File rows, and what they stand for on disk unless another row stands for it, too.

	The content is deleted after the commit: should erasing fail, nothing is lost.
	"""
	names = list(names)
	if not names:
		return
	paths = [path for name in names for path in _paths_of(name, names)]
	frappe.db.delete("File", {"name": ["in", names]})
	if paths:
		frappe.db.after_commit.add(lambda: _unlink(paths))


def _paths_of(name: str, going: list[str]) -> list[Path]:
	file = frappe.get_doc("File", name)
	if file.is_folder or not file.file_url or file.file_url.startswith(("http://", "https://")):
		return []
	paths = [Path(file.get_full_path())]
	if file.thumbnail_url:
		paths.append(Path(frappe.get_site_path("public", file.thumbnail_url.lstrip("/"))))
	shared = {"file_url": file.file_url, "name": ["not in", going]}
	return [] if frappe.db.exists("File", shared) else paths


def _unlink(paths: list[Path]) -> None:
	for path in paths:
		path.unlink(missing_ok=True)
