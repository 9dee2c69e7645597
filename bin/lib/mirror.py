"""Makes the current folder equal to the tar archive on stdin, touching only what differs."""

import os
import sys
import tarfile
from pathlib import Path

# Made by the bench from the copy; not part of the checkout, and not to be removed with it.
PRODUCED = {"dist", "node_modules", "__pycache__", ".copied-by-refugee-support"}


def main() -> None:
	wanted = {"."}
	with tarfile.open(fileobj=sys.stdin.buffer, mode="r|") as archive:
		for member in archive:
			path = os.path.normpath(member.name)
			wanted.update([path, *map(str, Path(path).parents)])
			if member.isfile():
				write(Path(path), archive.extractfile(member).read(), member.mode)
	remove_others(wanted)


def write(path: Path, content: bytes, mode: int) -> None:
	if path.is_dir() and not path.is_symlink():
		raise SystemExit(f"{path} is a folder here and a file in the checkout: remove it.")
	if path.is_file() and path.read_bytes() == content:
		return
	path.parent.mkdir(parents=True, exist_ok=True)
	path.write_bytes(content)
	path.chmod(0o755 if mode & 0o100 else 0o644)


def remove_others(wanted: set[str]) -> None:
	for folder, folders, files in os.walk("."):
		folders[:] = [name for name in folders if name not in PRODUCED and not name.endswith(".egg-info")]
		for name in files:
			path = os.path.normpath(os.path.join(folder, name))
			if path not in wanted and name not in PRODUCED:
				os.unlink(path)
	remove_empty_folders(wanted)


def remove_empty_folders(wanted: set[str]) -> None:
	for folder, _folders, _files in os.walk(".", topdown=False):
		path = os.path.normpath(folder)
		if path not in wanted and set(os.listdir(path)) <= {"__pycache__"}:
			for name in os.listdir(path):
				remove_tree(Path(path, name))
			os.rmdir(path)


def remove_tree(folder: Path) -> None:
	for entry in folder.iterdir():
		remove_tree(entry) if entry.is_dir() else entry.unlink()
	folder.rmdir()


main()
