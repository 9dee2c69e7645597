"""What the framework remembers of a client outside our own DocTypes (docs/data-protection.md has the list).

Two ways lead to it: rows that say which record they are about, and texts that say who. Rows are deleted directly;
Frappe's `delete_doc` would keep a copy of each.
"""

from collections.abc import Callable, Iterable, Iterator
from email import message_from_string, policy
from typing import Any

import frappe
from frappe.model.dynamic_links import get_dynamic_links
from frappe.utils import cstr

from refugee_support.doors.copies import COPIES
from refugee_support.doors.guarded import GUARDED
from refugee_support.erasing.disk import remove_files
from refugee_support.erasing.traits import Traits
from refugee_support.erasing.world import World
from refugee_support.merging.moves import LONG

# Further rows that say which record they are about: (DocType, field with the DocType, field with the name).
MORE_COPIES = (
	("Client Access Log", "ref_doctype", "ref_name"),
	("Document Follow", "ref_doctype", "ref_docname"),
	("Document Share Key", "reference_doctype", "reference_docname"),
	("Email Queue", "reference_doctype", "reference_name"),
	("Error Log", "reference_doctype", "reference_name"),
	("Integration Request", "reference_doctype", "reference_docname"),
	("Milestone", "reference_type", "reference_name"),
	("Permission Log", "for_doctype", "for_document"),
	("Reminder", "reminder_doctype", "reminder_docname"),
)
# Rows that say which record they are about by its name alone.
BY_NAME = (("Webhook Request Log", "reference_document"), ("Legacy Import Row", "record"))
# Whole when all their links lead to what goes; otherwise only the link goes.
WITH_LINKS = ("Address", "Communication", "Contact", "Event")
# Of these the text is looked at for who it is about. In `TECHNICAL` a single name is enough: they are logs, and one
# entry too many does no harm. In the others it takes the number, the whole name, an address or a telephone number.
TECHNICAL = (
	"Access Log",
	"Activity Log",
	"Deleted Document",
	"Error Log",
	"Integration Request",
	"List Filter",
	"Route History",
	"Scheduled Job Log",
	"SMS Log",
	"Webhook Request Log",
)
TEXTS = (
	"Comment",
	"Communication",
	"Legacy Import Row",
	"Notification Log",
	"Prepared Report",
	"ToDo",
	"Version",
	"View Log",
)
MAILS = (("Email Queue", "message"), ("Unhandled Email", "raw"))
PLAIN = (("__UserSettings", "data"), ("__global_search", "content"))  # tables without a DocType
TEXT_TYPES = ("Data", "Code", "JSON", "Small Text", *LONG)


def forget_records(world: World) -> None:
	"""Rows about the records that go."""
	for table, _doctype, names in rows_about(world):
		_forget_rows(table, names)
	for doctype, names in world.documents.items():
		frappe.db.delete("__global_search", {"doctype": doctype, "name": ["in", list(names)]})


def rows_about(world: World) -> Iterator[tuple[str, str, list[str]]]:
	"""DocType of the rows, DocType of the records they are about, names of the rows. Read by who gives the person a copy
	of their data, too (own_data/around.py): what is not erased is not forgotten there, and the other way round."""
	fields = {(table, *names) for table, names in COPIES.items()} | set(MORE_COPIES)
	fields |= {(df.parent, df.options, df.fieldname) for df in get_dynamic_links()}
	for table, about, fieldname in sorted(fields):
		if not frappe.db.table_exists(table) or frappe.get_meta(table).issingle:
			continue
		if not frappe.get_meta(table).has_field(about) or not frappe.get_meta(table).has_field(fieldname):
			continue
		for doctype, names in world.documents.items():
			found = {about: doctype, fieldname: ["in", list(names)]}
			yield table, doctype, frappe.get_all(table, found, pluck="name", limit=0)
	for table, fieldname in BY_NAME:
		for doctype, names in world.documents.items():
			yield (
				table,
				doctype,
				frappe.get_all(table, {fieldname: ["in", list(names)]}, pluck="name", limit=0),
			)


def _forget_rows(table: str, names: list[str]) -> None:
	if not names:
		return
	if frappe.get_meta(table).istable:
		_forget_with_parents(table, names)
	else:
		delete(table, names)


def _forget_with_parents(table: str, names: list[str]) -> None:
	rows = frappe.get_all(table, {"name": ["in", names]}, ["name", "parent", "parenttype"])
	frappe.db.delete(table, {"name": ["in", names]})
	for row in rows:
		left = frappe.db.exists(table, {"parent": row.parent, "parenttype": row.parenttype})
		if row.parenttype in WITH_LINKS and not left:
			delete(row.parenttype, [row.parent])


def delete(doctype: str, names: Iterable[str]) -> None:
	"""Rows with the rows of their child tables, what is attached to them, and what hangs on them in turn."""
	names = sorted(names)
	if not names:
		return
	if doctype == "File":
		return remove_files(names)
	for df in frappe.get_meta(doctype).get_table_fields():
		frappe.db.delete(df.options, {"parenttype": doctype, "parent": ["in", names]})
	attached = {"attached_to_doctype": doctype, "attached_to_name": ["in", names]}
	remove_files(frappe.get_all("File", attached, pluck="name", limit=0))
	if doctype == "Communication":
		delete("Email Queue", frappe.get_all("Email Queue", {"communication": ["in", names]}, pluck="name"))
		delete("Comment", _about("Comment", "Communication", names))
	frappe.db.delete(doctype, {"name": ["in", names]})
	for name in names:
		frappe.clear_document_cache(doctype, name)


def _about(table: str, doctype: str, names: list[str]) -> list[str]:
	about, fieldname = COPIES[table]
	return frappe.get_all(table, {about: doctype, fieldname: ["in", names]}, pluck="name", limit=0)


# --- By their text ---


def forget_texts(traits: Traits) -> None:
	for doctype, names in named_in_texts(traits):
		delete(doctype, names)
	for table, column in PLAIN:
		_forget_plain(table, column, traits)


def named_in_texts(traits: Traits) -> Iterator[tuple[str, list[str]]]:
	"""DocType and names of what is found by the client's number or name alone, and of what nobody can look into."""
	for doctype in TECHNICAL:
		yield doctype, _named(doctype, traits.anything(), traits.names_anybody)
	for doctype in TEXTS:
		yield doctype, _named(doctype, traits.certain(), traits.names_client)
	for doctype, fieldname in MAILS:
		yield from _named_in_mails(doctype, fieldname, traits)
	yield "Prepared Report", _prepared_reports()


def _named(doctype: str, words: tuple[str, ...], is_named: Callable[[str], bool]) -> list[str]:
	if not frappe.db.table_exists(doctype) or not words:
		return []
	stored = set(frappe.db.get_table_columns(doctype))
	columns = [df.fieldname for df in frappe.get_meta(doctype).fields if df.fieldtype in TEXT_TYPES]
	columns = [column for column in columns if column in stored]
	table = frappe.qb.DocType(doctype)
	condition = None
	for column in columns:
		for word in words:
			part = table[column].like(f"%{_for_like(word)}%")
			condition = part if condition is None else condition | part
	rows = frappe.qb.from_(table).select(table.name, *(table[column] for column in columns)).where(condition)
	return [row[0] for row in rows.run() if any(is_named(cstr(text)) for text in row[1:])]


def _for_like(word: str) -> str:
	return word.replace("\\", "\\\\").replace("%", r"\%") if frappe.db.db_type == "mariadb" else word


def _named_in_mails(doctype: str, fieldname: str, traits: Traits) -> Iterator[tuple[str, list[str]]]:
	"""Mails are stored encoded: their text has to be read first."""
	last = ""
	while names := frappe.get_all(
		doctype, {"name": [">", last]}, ["name", fieldname], order_by="name", limit=200
	):
		last = names[-1].name
		yield doctype, [row.name for row in names if traits.names_client(readable(cstr(row[fieldname])))]
	if doctype == "Email Queue":
		for address in traits.emails:
			yield doctype, frappe.get_all("Email Queue Recipient", {"recipient": address}, pluck="parent")


def readable(mail: str) -> str:
	"""Heads and text parts of a mail as a person reads them, and the whole as it is stored."""
	message: Any = message_from_string(mail, policy=policy.default)
	parts = [mail, *(cstr(value) for value in message.values())]
	for part in message.walk():
		if part.get_content_maintype() == "text":
			content = part.get_payload(decode=True) or b""
			parts.append(content.decode(part.get_content_charset() or "utf-8", "replace"))
	return "\n".join(parts)


def _prepared_reports() -> list[str]:
	"""Their results are packed files, in which nobody looks for a name: all that were made of client data go."""
	reports = frappe.get_all("Report", {"ref_doctype": ["in", sorted(GUARDED)]}, pluck="name")
	return frappe.get_all("Prepared Report", {"report_name": ["in", reports or [""]]}, pluck="name")


def _forget_plain(table: str, column: str, traits: Traits) -> None:
	"""Tables without a DocType."""
	rows = frappe.qb.Table(table)
	for word in traits.anything():
		like = rows[column].like(f"%{_for_like(word)}%")
		for (text,) in frappe.qb.from_(rows).select(rows[column]).where(like).run():
			if traits.names_anybody(cstr(text)):
				frappe.qb.from_(rows).delete().where(rows[column] == text).run()


# --- What waits in Redis ---


def forget_waiting(traits: Traits) -> None:
	"""Settings of lists that are not stored yet, and jobs that have failed with a number among their arguments."""
	for key, value in list(frappe.cache.hgetall("_user_settings").items()):
		if traits.names_anybody(cstr(value)):
			frappe.cache.hdel("_user_settings", cstr(key))
	for job in _failed_jobs():
		if traits.names_client(cstr(job.kwargs)):
			job.delete()


def _failed_jobs() -> Iterator[Any]:
	from frappe.utils.background_jobs import get_queues
	from redis.exceptions import RedisError

	try:
		for queue in get_queues():
			registry = queue.failed_job_registry
			for job_id in registry.get_job_ids():
				if job := queue.fetch_job(job_id):
					yield job
	except RedisError:
		return  # no Redis, no jobs
