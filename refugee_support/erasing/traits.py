"""By what a client is known in texts: number, names, address, telephone."""

import json
import re
from dataclasses import dataclass

import frappe
from frappe.utils import cstr

SHORTEST_NAME = 4  # letters; a shorter single name is found only beside the other one


@dataclass(frozen=True)
class Traits:
	"""Words that lead to one client. All of them are looked for as whole words, large and small letters alike."""

	numbers: tuple[str, ...]
	full_names: tuple[str, ...]
	single_names: tuple[str, ...]
	emails: tuple[str, ...]
	phones: tuple[str, ...]

	def certain(self) -> tuple[str, ...]:
		"""What nobody else is called."""
		return _with_spellings((*self.numbers, *self.full_names, *self.emails, *self.phones))

	def anything(self) -> tuple[str, ...]:
		return _with_spellings((*self.certain(), *self.single_names))

	def names_client(self, text: str) -> bool:
		return _is_in(text, self.certain())

	def names_anybody(self, text: str) -> bool:
		"""Also somebody else of this name: good enough for a log."""
		return _is_in(text, self.anything())


def traits_of(client: str) -> Traits:
	row = frappe.db.get_value(
		"Client",
		client,
		["first_name", "last_name", "native_name", "email_id", "mobile_no"],
		as_dict=True,
	)
	first, last, native = (cstr(row[name]).strip() for name in ("first_name", "last_name", "native_name"))
	full = {f"{first} {last}", f"{last} {first}", f"{last}, {first}"} if first and last else set()
	if " " in native:
		full.add(native)
	single = {name for name in (first, last, native) if len(name) >= SHORTEST_NAME}
	merged = frappe.get_all("Client Merge", {"survivor": client}, pluck="merged_client")
	return Traits(
		numbers=tuple(sorted({client, *(name for name in merged if name)})),
		full_names=tuple(sorted(full)),
		single_names=tuple(sorted(single)),
		emails=(row.email_id,) if row.email_id else (),
		phones=(row.mobile_no,) if row.mobile_no else (),
	)


def _with_spellings(words: tuple[str, ...]) -> tuple[str, ...]:
	"""In JSON, letters beyond ASCII may stand as \\u0623."""
	escaped = {json.dumps(word)[1:-1] for word in words if not word.isascii() and "\\" not in word}
	return tuple(sorted({*words, *escaped}))


def _is_in(text: str, words: tuple[str, ...]) -> bool:
	pattern = "|".join(re.escape(word) for word in words)
	return bool(pattern and re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE))
