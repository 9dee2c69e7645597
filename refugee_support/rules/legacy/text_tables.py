"""CSV files in whatever encoding and with whatever separator they were saved."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from refugee_support.rules.legacy.problems import Problem, UnreadableFile
from refugee_support.rules.legacy.tables import Line, OldFile, Table, within_limits

SEPARATORS = ";,\t|"
SAMPLE = 200_000  # bytes that are looked at to find the encoding
LINES_LOOKED_AT = 60
LONGEST_RECORD = 200  # lines of one record: beyond, a quotation mark was never closed
ENCODINGS = ["cp1252", "cp1250", "cp1254", "cp1251", "cp1256", "cp850", "mac_roman"]
_GERMAN = set("äöüÄÖÜß")
csv.field_size_limit(1_000_000)


@dataclass(frozen=True)
class Decoded:
	text: str
	encoding: str
	mixed: tuple[int, ...] = ()  # numbers of lines in another encoding than the rest


def read_csv(path: Path, encoding: str = "") -> OldFile:
	"""
	Args:
		encoding: what a person has chosen; empty: found out.

	Raises:
		UnreadableFile: wrong_encoding, something_else, open_quote.
	"""
	decoded = decode(path.read_bytes(), encoding)
	separator = separator_of(decoded.text)
	table = Table(path.stem, lambda: within_limits(_lines(decoded.text, separator), path.stem))
	table.remarks = [Problem("mixed_encoding", line) for line in decoded.mixed[:50]]
	return OldFile("CSV", [table], decoded.encoding, separator)


def decode(data: bytes, encoding: str = "") -> Decoded:
	for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
		if data.startswith(mark):
			return _as(data, name)
	if encoding:
		return _as(data, encoding)
	if b"\0" in data[:SAMPLE]:
		return _as(data, _utf_16_without_mark(data))
	try:
		return Decoded(data.decode("utf-8"), "utf-8")
	except UnicodeDecodeError:
		return _mixed(data) or _as(data, _single_byte(data))


def _as(data: bytes, encoding: str) -> Decoded:
	try:
		return Decoded(data.decode(encoding), encoding.removesuffix("-sig"))
	except (UnicodeDecodeError, LookupError) as error:
		raise UnreadableFile("wrong_encoding", encoding) from error


def _utf_16_without_mark(data: bytes) -> str:
	even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
	if max(even, odd) < 100 and max(even, odd) * 4 < len(data[:2000]):
		raise UnreadableFile("something_else")
	return "utf-16-be" if even > odd else "utf-16-le"


def _mixed(data: bytes) -> Decoded | None:
	"""Lines of which some are UTF-8 and some are not: two files were pasted together."""
	lines, mixed, good = [], [], 0
	for number, line in enumerate(data.splitlines(keepends=True), 1):
		try:
			lines.append(line.decode("utf-8"))
			good += not line.isascii()
		except UnicodeDecodeError:
			lines.append(line.decode("cp1252", errors="replace"))
			mixed.append(number)
	return Decoded("".join(lines), "utf-8 + cp1252", tuple(mixed)) if good else None


def _single_byte(data: bytes) -> str:
	"""German umlauts decide; where there are none, charset-normalizer does."""
	high = bytes(byte for byte in data[:SAMPLE] if byte > 127)
	shares = {
		name: sum(letter in _GERMAN for letter in high.decode(name, errors="replace")) / len(high)
		for name in ("cp1252", "cp850", "mac_roman")
	}
	best = max(shares, key=lambda name: shares[name])
	if shares[best] >= 0.5:
		return best
	found = from_bytes(data[:SAMPLE], cp_isolation=ENCODINGS).best()
	return found.encoding if found else "cp1252"


def separator_of(text: str) -> str:
	"""The one that cuts the first lines into equally many parts."""
	head = "\n".join(text.splitlines()[:LINES_LOOKED_AT])

	def score(separator: str) -> tuple[float, int]:
		rows = [row for row in csv.reader(io.StringIO(head), delimiter=separator) if row]
		widths = [len(row) for row in rows if len(row) > 1]
		usual = max(set(widths), key=widths.count, default=0)
		return (widths.count(usual) / len(rows) if widths else 0.0), usual

	try:
		return max(SEPARATORS, key=score)
	except csv.Error as error:
		raise UnreadableFile("open_quote", 1) from error


def _lines(text: str, separator: str) -> Iterator[Line]:
	reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
	start = 0
	try:
		for cells in reader:
			if reader.line_num - start > LONGEST_RECORD:
				raise UnreadableFile("open_quote", start + 1)
			yield start + 1, [cell.strip() or None for cell in cells]
			start = reader.line_num
	except csv.Error as error:
		raise UnreadableFile("open_quote", start + 1) from error
