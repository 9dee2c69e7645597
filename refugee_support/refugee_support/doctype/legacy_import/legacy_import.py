from typing import Any

import frappe
from frappe import _
from frappe.model.naming import make_autoname
from frappe.utils import cint, getdate

from refugee_support import access
from refugee_support.document import PlainTextDocument
from refugee_support.moving import keys, progress, reading, report, run, twins, undo
from refugee_support.moving.checking import ROW
from refugee_support.moving.work import ANOTHER, REFUSED, SAME
from refugee_support.rules.legacy.excel import as_text
from refugee_support.rules.legacy.targets import TARGETS

AT_WORK = tuple(run.AT_WORK)
PROBLEMS_SHOWN = 20
LONG_RUN = 1000  # rows: so many are undone in the background
BY_RUNS = ("status", "message", "rows_total", "rows_done", "rows_created", "rows_updated", "rows_unchanged")


class LegacyImport(PlainTextDocument):
	"""Records of an old database on their way into this one: uploaded, mapped, tried, written, perhaps undone."""

	def autoname(self) -> None:
		"""A running number that is never given out twice: see Client."""
		self.name = make_autoname("RSLI-.#####")

	def onload(self) -> None:
		self.set_onload("undecided", _number_undecided(self.name))
		self.set_onload("problems", _first_problems(self.name))

	def before_insert(self) -> None:
		refuse_others()
		self.status = "Draft"

	def validate(self) -> None:
		self.source = self.source or _("Old Database")
		if getdate(self.data_as_of) > getdate():
			self.refuse("data_as_of", _("The date in {0} lies in the future. Please check it."))
		if self.default_minutes and not 0 < cint(self.default_minutes) <= 24 * 60:
			self.refuse("default_minutes", _("Please enter {0}: between 1 and 1440."))
		self.keep_what_runs_write()
		self.validate_values()

	def on_trash(self) -> None:
		if self.status in (*AT_WORK, run.PAUSED) or undo.can_undo(self):
			frappe.throw(
				_(
					"The records of this run are here. Please undo it first, or keep it: it is what undoing needs."
				),
				title=_("Not deleted"),
			)
		run.remove_file(self)
		frappe.db.delete(ROW, {"legacy_import": self.name})

	def keep_what_runs_write(self) -> None:
		"""How far a run is is said by the run, never by a request; what is changed while it works would mislead it."""
		before = self.get_doc_before_save()
		if not before or self.flags.by_run:
			return
		for fieldname in BY_RUNS:
			self.set(fieldname, before.get(fieldname))
		if before.status in (*AT_WORK, run.PAUSED):
			frappe.throw(_("This run is at work. Please pause or cancel it first."), title=_("Not saved"))

	def validate_values(self) -> None:
		"""What an old value becomes must be there."""
		fields = {(t.doctype, f.label): f for t in TARGETS.values() for f in t.fields}
		options: dict[str, dict[str, Any]] = {}
		for row in self.value_map:
			field = fields.get((row.target, row.field))
			if not row.new_value or not field:
				continue
			if row.new_value not in options.setdefault(field.of, reading.options_of(field.of)):
				frappe.throw(
					_("Values, row {0}: {1} is not there. Please choose a value from the list.").format(
						row.idx, frappe.bold(row.new_value)
					),
					title=_("Value"),
				)


def refuse_others() -> None:
	"""Only for counsellors who see all clients: the file is full of them."""
	if not may_move(frappe.session.user):
		frappe.throw(
			_("Only counsellors who see all clients move an old database in."),
			frappe.PermissionError,
			title=_("Legacy Import"),
		)


def may_move(user: str) -> bool:
	return access.is_counsellor(user) and access.client_scope(user) == "all"


def writable(name: str, *, idle: bool = True) -> LegacyImport:
	document = frappe.get_doc("Legacy Import", name)
	document.check_permission("write")
	refuse_others()
	if idle and document.status in AT_WORK:
		frappe.throw(_("This run is at work. Please pause or cancel it first."), title=_("At work"))
	return document


# --- What the form calls ---


@frappe.whitelist(methods=["POST"])
def read_file(name: str) -> None:
	"""Look into the file and propose what its sheets and columns are."""
	document = writable(name)
	reading.propose(document, reading.open_file(document))
	document.save()


@frappe.whitelist()
def preview(name: str, rows: int = 5) -> list[dict[str, Any]]:
	"""The first rows of each sheet as they are read, so that a wrong encoding is seen. Nothing of it is stored."""
	document = frappe.get_doc("Legacy Import", name)
	document.check_permission("read")
	shown = []
	file = reading.open_file(document)
	for table in file.tables:
		lines = [cells for cells, _n in zip(table.lines(), range(min(cint(rows), 20) + 1), strict=False)]
		cells = [[str(number), *(as_text(cell) for cell in row[:30])] for number, row in lines]
		shown.append({"sheet": table.name, "rows": cells, "encoding": file.encoding, "kind": file.kind})
	return shown


@frappe.whitelist(methods=["POST"])
def check(name: str) -> None:
	"""The dry run."""
	document = writable(name)
	reading.readings(document)  # a wrong mapping is told at once
	reading.path_of(document)
	run.start(document, "check")


@frappe.whitelist(methods=["POST"])
def start(name: str) -> None:
	"""The run, or its going on."""
	document = writable(name)
	if document.status not in (run.CHECKED, run.PAUSED, run.FAILED, run.CANCELLED):
		frappe.throw(_("Please check the file first: press Check File."), title=_("Not checked"))
	if undecided := _number_undecided(name):
		frappe.throw(
			_("{0} rows are perhaps people who are here already. Please decide about them first.").format(
				undecided
			),
			title=_("Perhaps Duplicates"),
		)
	run.start(document, "write")


@frappe.whitelist(methods=["POST"])
def stop(name: str, cancel: bool = False) -> None:
	"""Pause or cancel after the chunk that is being written. What is finished stays and can be undone. A dry run is
	forgotten."""
	document = writable(name, idle=False)
	if document.status == run.CHECKING:
		run.forget_check(name)
	elif document.status in (run.RUNNING, run.PAUSED):
		document.db_set("status", run.CANCELLED if cint(cancel) else run.PAUSED)


@frappe.whitelist(methods=["POST"])
def undo_run(name: str) -> None:
	"""Take everything back, unless somebody has worked on it."""
	document = writable(name)
	if not undo.can_undo(document):
		frappe.throw(_("There is nothing to undo."), title=_("Not undone"))
	if cint(document.rows_total) > LONG_RUN:
		run.start(document, "take_back")
	else:
		undo.undo(document)


@frappe.whitelist()
def how_far(name: str) -> dict[str, Any]:
	"""For the form, while a job is at work: the status, and how many rows of how many are done."""
	document = frappe.get_doc("Legacy Import", name)
	document.check_permission("read")
	return {"status": document.status, **progress.of(name)}


@frappe.whitelist()
def duplicates(name: str) -> list[dict[str, Any]]:
	"""Rows that may be people who are here already, both sides with what tells them apart."""
	return twins.side_by_side(writable(name, idle=False))


@frappe.whitelist(methods=["POST"])
def decide(name: str, rows: str | list[str], decision: str) -> None:
	"""The same person, or another one; remembered for the next run of this old database. The desk sends lists as JSON."""
	document = writable(name)
	rows = frappe.parse_json(rows)
	if decision not in (SAME, ANOTHER):
		frappe.throw(_("Please choose whether it is the same person."), title=_("Decision"))
	chosen = frappe.get_all(
		ROW, {**twins.undecided(name), "name": ["in", rows]}, ["name", "target", "legacy_id", "candidate"]
	)
	for row in chosen:
		frappe.db.set_value(ROW, row.name, "decision", decision)
	remembered = [
		{"source": document.source, "target": row.target, "legacy_id": row.legacy_id, "decision": decision}
		for row in chosen
		if decision == ANOTHER
	]
	keys.write(remembered)


@frappe.whitelist()
def value_choices(name: str) -> dict[str, list[dict[str, str]]]:
	"""For each field with undecided values what they can become."""
	document = writable(name, idle=False)
	fields = {(t.doctype, f.label): f for t in TARGETS.values() for f in t.fields}
	wanted = {(row.target, row.field) for row in document.value_map}
	return {
		label: reading.labels_of(fields[target, label].of)
		for target, label in wanted
		if (target, label) in fields
	}


@frappe.whitelist()
def download(name: str, only_problems: bool = True) -> None:
	"""The rows with the problems marked, to be mended and uploaded again."""
	document = writable(name, idle=False)
	content = report.workbook_of(document, bool(cint(only_problems)))
	frappe.response.update({"type": "binary", "filename": f"{name}.xlsx", "filecontent": content})


def _number_undecided(name: str) -> int:
	return len(frappe.get_all(ROW, twins.undecided(name), pluck="name"))  # of a document the caller may read


def _first_problems(name: str) -> list[Any]:
	"""As far as the reader may see the rows: those about a client who must not be found are hidden with them."""
	refused = {"legacy_import": name, "outcome": REFUSED}
	return frappe.get_list(
		ROW, refused, ["sheet", "row_number", "cell", "problem"], order_by="position", limit=PROBLEMS_SHOWN
	)
