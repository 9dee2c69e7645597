"""Which kind of file this is, by what is in it and not by its name."""

import zipfile
from pathlib import Path

from refugee_support.rules.legacy.access_database import read_access
from refugee_support.rules.legacy.excel import read_excel
from refugee_support.rules.legacy.problems import UnreadableFile
from refugee_support.rules.legacy.tables import OldFile
from refugee_support.rules.legacy.text_tables import read_csv

MOST_BYTES = 100_000_000
_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLE = (
	b"%PDF",
	b"\x89PNG",
	b"\xff\xd8\xff",
	b"GIF8",
	b"Rar!",
	b"7z\xbc\xaf",
	b"\x1f\x8b",
	b"{\\rtf",
	b"\x7fELF",
	b"MZ",
)


def read_file(path: Path, encoding: str = "") -> OldFile:
	"""Open a file of an old database.

	Args:
		path: where it lies; whoever reads the tables later still needs it there.
		encoding: of a text file, if a person knows better.

	Raises:
		UnreadableFile: with the reason, and what to do about it.
	"""
	size = path.stat().st_size
	if not size:
		raise UnreadableFile("empty_file")
	if size > MOST_BYTES:
		raise UnreadableFile("too_large", MOST_BYTES // 1_000_000)
	with path.open("rb") as stream:
		head = stream.read(_HEAD)
	if head.startswith(b"PK"):
		return _of_archive(path)
	if head.startswith(_OLE):
		raise UnreadableFile("password" if _is_encrypted(path) else "old_excel")
	if head[4:19] in (b"Standard Jet DB", b"Standard ACE DB"):
		return read_access(path)
	if head.startswith(_NO_TABLE) or head.lstrip()[:20].lower().startswith(
		(b"<html", b"<!doctype", b"<?xml", b"<table")
	):
		raise UnreadableFile("something_else")
	return read_csv(path, encoding)


def _of_archive(path: Path) -> OldFile:
	try:
		with zipfile.ZipFile(path) as archive:
			names = set(archive.namelist())
	except zipfile.BadZipFile as error:
		raise UnreadableFile("damaged") from error
	if "xl/workbook.xml" not in names:
		raise UnreadableFile("open_document" if "content.xml" in names else "something_else")
	return read_excel(path)


def _is_encrypted(path: Path) -> bool:
	"""A workbook with a password is an old-style container with one part of this name."""
	with path.open("rb") as stream:
		return "EncryptedPackage".encode("utf-16-le") in stream.read()
