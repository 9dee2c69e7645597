"""Erased once, erased for good: after an older backup was restored, everything erased since is erased again.

	bench --site <site> execute refugee_support.erasing.again.apply

Every migrate does the same. Whom it concerns is known by a keyed hash of the person key, in the erasure's own record
and, because a restore brings the database of that day back, in a list beside the site's configuration. Neither says
anything about anybody without the site's key and the old database.
"""

import hmac
import json
import os
from pathlib import Path

import frappe
from frappe.utils import cstr, now_datetime
from frappe.utils.password import get_encryption_key

from refugee_support.erasing.run import erase_client

DOCTYPE = "Client Erasure"
LIST = "refugee_support_erasures.jsonl"


def proof_of(person_key: str) -> str:
	message = f"refugee_support erased|{person_key}"
	return hmac.digest(get_encryption_key().encode(), message.encode(), "sha256").hex()


def list_path() -> Path:
	"""In the site's folder, outside its files: a restore does not touch it."""
	return Path(frappe.get_site_path(LIST))


def write_down() -> None:
	"""Bring the list up to date from the records. Called when an erasure has been committed, and every night."""
	known = read_list()
	rows = frappe.get_all(
		DOCTYPE, {"status": "Erased", "proof": ["is", "set"]}, ["proof", "erased_on"], order_by="erased_on"
	)
	lines = [
		json.dumps({"proof": row.proof, "erased_on": cstr(row.erased_on)})
		for row in rows
		if row.proof not in known
	]
	if not lines:
		return
	if list_path().exists() and not list_path().read_bytes().endswith(b"\n"):
		lines.insert(0, "")  # the last line was cut off by a full disk: it must not swallow the next one
	descriptor = os.open(list_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
	with os.fdopen(descriptor, "a", encoding="utf-8") as stream:
		stream.write("".join(f"{line}\n" for line in lines))


def _write_down_now() -> None:
	"""The person is erased already: a disk without room must not look like an erasure that failed. The nightly job
	completes the list, and Safety of This Site says that it is not complete."""
	try:
		write_down()
	except OSError as error:
		frappe.logger().error(f"The list of erasures could not be written: {error.strerror}")


def read_list() -> set[str]:
	"""A line that was cut off by a crash is left out: its record has it."""
	if not list_path().exists():
		return set()
	proofs = set()
	for line in list_path().read_text(encoding="utf-8").splitlines():
		try:
			proofs.add(json.loads(line)["proof"])
		except (ValueError, KeyError, TypeError):
			continue
	return proofs


def apply() -> int:
	"""Erase again who came back with a backup. Two persons have decided it before: nothing is asked.

	Returns:
		The number of clients erased.
	"""
	proofs = read_list() | set(frappe.get_all(DOCTYPE, {"status": "Erased"}, pluck="proof"))
	proofs.discard(None)
	if not proofs:
		return 0
	clients = frappe.get_all("Client", fields=["name", "person_key"], limit=0)  # a command, not a request
	back = [row for row in clients if row.person_key and proof_of(row.person_key) in proofs]
	for row in back:
		finish(record_of(row.name, proof_of(row.person_key)), row.name)
	return len(back)


def record_of(client: str, proof: str) -> str:
	"""The record of the earlier erasure; where the backup is older than that, too, a new one."""
	known = frappe.db.get_value(DOCTYPE, {"proof": proof}) or frappe.db.get_value(DOCTYPE, {"client": client})
	if known:
		return known
	document = frappe.get_doc({"doctype": DOCTYPE, "client": client, "reason": "Erased Before"})
	document.flags.by_night = True
	return document.insert(ignore_permissions=True).name  # a command: nobody has typed it


def finish(erasure: str, client: str) -> None:
	"""Erase, and leave nothing in the record but that it happened."""
	proof = proof_of(frappe.db.get_value("Client", client, "person_key"))
	others = frappe.get_all(DOCTYPE, {"client": client, "name": ["!=", erasure]}, pluck="name")
	counts = erase_client(client)
	frappe.db.delete(DOCTYPE, {"name": ["in", others or [""]]})
	frappe.db.set_value(
		DOCTYPE,
		erasure,
		{
			"status": "Erased",
			"client": None,
			"remarks": None,
			"kept_because": None,
			"requested_on": None,
			"proof": proof,
			"erased_on": now_datetime(),
			"records_erased": sum(number for kind, number in counts.items() if kind != "Service Record"),
			"rows_kept": counts["Service Record"],
		},
	)
	frappe.clear_document_cache(DOCTYPE, erasure)
	frappe.db.after_commit.add(_write_down_now)
