from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, formatdate, get_fullname, getdate, now_datetime

from refugee_support import access
from refugee_support.audit import log
from refugee_support.bell import ring
from refugee_support.document import PlainTextDocument
from refugee_support.erasing.world import world_of
from refugee_support.own_data import OTHERS, WITH_COPY, WITHHOLD, WITHOUT_OTHERS, job
from refugee_support.own_data import making as copies
from refugee_support.own_data.decisions import bring_up_to_date
from refugee_support.own_data.making import BEING_MADE, FAILED, UNANSWERED
from refugee_support.refugee_support.doctype.restricted_client_access.restricted_client_access import (
	counsellors_who_see,
)
from refugee_support.rules.data_requests import due_on, may_extend

BY_THE_STEPS = (
	"status",
	"due_on",
	"extended_on",
	"extended_because",
	"prepared_by",
	"prepared_by_name",
	"prepared_on",
	"records_given",
	"files_given",
	"parts_withheld",
	"released_by",
	"released_by_name",
	"released_on",
	"answered_on",
	"answered_by_name",
	"handed_over_how",
	"outcome",
	"copy_removed_on",
	"readable_copy",
	"archive",
	"fingerprint",
	"reminded_on",
	"failed_because",
	"run",
	"attempts",
)
HANDED_OVER_HOW = ("In Person", "Registered Letter", "Encrypted E-Mail", "To the Representative")


class ClientDataRequest(PlainTextDocument):
	"""A person asks for a copy of their data, or wants them corrected or locked (Art. 15, 16, 18, 20 GDPR).

	A copy is prepared by one person and released by another one, who reads what the person will read. Who did which step
	is what the server has stored.
	"""

	def validate(self) -> None:
		before = self.get_doc_before_save()
		if not self.flags.by_step:
			for fieldname in BY_THE_STEPS:
				self.set(fieldname, before.get(fieldname) if before else None)
			self.status = before.status if before else "Open"
			self.refuse_change(before)
		if self.is_new():
			refuse_unless_counsellor(self.client)
		if getdate(self.received_on) > getdate():
			self.refuse("received_on", _("The date in {0} lies in the future. Please check it."))
		self.due_on = due_on(getdate(self.received_on), extended=bool(self.extended_on))
		if self.status == "Open" and self.kind in WITH_COPY:
			bring_up_to_date(self, world_of(self.client))
		elif self.kind not in WITH_COPY:
			self.decisions = []
		self.set_reasons()

	def refuse_change(self, before: Any) -> None:
		"""What was prepared is what is released: whoever wants it otherwise opens the request again."""
		if before and before.status != "Open":
			frappe.throw(
				_("The copy has been prepared: please open the request again before you change anything."),
				title=_("Not changed"),
			)

	def set_reasons(self) -> None:
		for row in self.decisions:
			if row.record_type == "File" and row.decision == WITHOUT_OTHERS:
				self.refuse(
					"decisions",
					_("{{0}}, row {0}: a file is given as it is, or withheld.").format(row.idx),
				)
			if row.decision != WITHHOLD:
				row.reason = None
			elif not row.reason:
				row.reason = OTHERS

	def on_trash(self) -> None:
		frappe.throw(
			_(
				"Requests are kept as evidence that they were answered. Please withdraw it instead of deleting it."
			),
			frappe.PermissionError,
			title=_("Not deleted"),
		)

	def onload(self) -> None:
		self.set_onload("is_preparer", self.prepared_by == frappe.session.user)
		for fieldname in ("readable_copy", "archive"):
			url = self.get(fieldname) and frappe.db.get_value("File", self.get(fieldname), "file_url")
			self.set_onload(fieldname, url)

	def undecided(self) -> int:
		return sum(not row.decision for row in self.decisions)

	def take_copy(self, values: dict[str, Any]) -> None:
		"""What the job has made: from here on a second person may release it."""
		self.update({**values, "status": "Prepared", "prepared_on": now_datetime()})
		self.save()
		log.record("Export", self.client, self.doctype, self.name, self.records_given)
		self.tell_the_others()

	def tell_the_others(self) -> None:
		"""Those who may release it, by number."""
		subject = _(
			"{0} has prepared a copy of the data of client {1}. Please read it and release it, or not."
		).format(self.prepared_by_name, self.client)
		for user in counsellors_who_see(self.client):
			if user != frappe.session.user:
				ring(user, subject, doctype=self.doctype, name=self.name, sender=self.prepared_by)


def refuse_unless_counsellor(client: str) -> None:
	if not access.is_counsellor(frappe.session.user):
		frappe.throw(
			_("Only counsellors answer requests of clients about their data."), frappe.PermissionError
		)
	access.require_visible_clients([client])


def _in_state(name: str, *states: str) -> Any:
	"""The stored record, locked: two clicks at once are one."""
	frappe.db.get_value("Client Data Request", name, "name", for_update=True)
	document = frappe.get_doc("Client Data Request", name)
	document.check_permission("write")
	refuse_unless_counsellor(document.client)
	if document.status not in states:
		frappe.throw(
			_("This is not possible any more: the status is {0}. Please reload the page.").format(
				frappe.bold(_(document.status, context=document.doctype))
			),
			title=_("Already done"),
		)
	document.flags.by_step = True
	return document


# --- A copy: prepared by one, released by another, handed over ---


@frappe.whitelist(methods=["POST"])
def prepare(name: str) -> None:
	"""Have the copy made that a second person reads; once more, if it has failed (own_data/job.py)."""
	job.start(name, begin(name))


def begin(name: str) -> str:
	"""
	Returns:
		The word by which the job knows what it is asked for.
	"""
	document = _in_state(name, "Open", FAILED)
	if document.kind not in WITH_COPY:
		document.refuse("kind", _("{0}: no copy is made for this kind of request."))
	_require_identity(document)
	bring_up_to_date(document, world_of(document.client))
	if number := document.undecided():
		frappe.throw(
			_(
				"Records that still need a decision: {0}. Please save, look at them, and decide on each."
			).format(number),
			title=_("Not decided yet"),
		)
	document.update({"status": BEING_MADE, "failed_because": None, "attempts": 1})
	document.run = frappe.generate_hash(length=20)
	document.prepared_by = frappe.session.user
	document.prepared_by_name = get_fullname(document.prepared_by)
	document.save()
	return document.run


@frappe.whitelist()
def how_far(name: str) -> str:
	"""The status, asked for by an open form while the copy is made."""
	document = frappe.get_doc("Client Data Request", name)
	document.check_permission("read")
	return document.status


@frappe.whitelist(methods=["POST"])
def release(name: str) -> None:
	"""The second person has read the copy and agrees."""
	document = _in_state(name, "Prepared")
	if document.prepared_by == frappe.session.user:
		frappe.throw(
			_("You have prepared this yourself: a second person has to read it and release it."),
			frappe.PermissionError,
			title=_("Second person"),
		)
	if not copies.is_as_prepared(document):
		frappe.throw(
			_(
				"The copy is not the one that was prepared. Please open the request again and prepare it anew."
			),
			title=_("Not released"),
		)
	document.status = "Released"
	document.released_by = frappe.session.user
	document.released_by_name = get_fullname(document.released_by)
	document.released_on = now_datetime()
	document.save()


@frappe.whitelist(methods=["POST"])
def give_out(name: str, how: str, day: str) -> None:
	"""The person has their copy.

	Args:
		how: a choice of the field Given Out How.
		day: from the day it was released until today.
	"""
	document = _in_state(name, "Released")
	if how not in HANDED_OVER_HOW:
		document.refuse("handed_over_how", _("{0}: please choose one of the list."))
	handed_over = getdate(day)
	if not handed_over or not getdate(document.released_on) <= handed_over <= getdate():
		document.refuse("answered_on", _("{0}: please choose a day between the release and today."))
	_answer(document, "Given Out", handed_over_how=how, answered_on=handed_over)


@frappe.whitelist(methods=["POST"])
def open_again(name: str) -> None:
	"""Not like this: the copy goes, the decisions can be changed. What is still being made is not wanted any more."""
	document = _in_state(name, BEING_MADE, FAILED, "Prepared", "Released")
	copies.remove(document)
	document.update({"status": "Open", "failed_because": None, "run": None, "attempts": 0})
	document.update(dict.fromkeys(("prepared_by", "prepared_by_name", "prepared_on")))
	document.update(dict.fromkeys(("released_by", "released_by_name", "released_on")))
	document.save()


# --- Every request ---


@frappe.whitelist(methods=["POST"])
def extend(name: str, day: str, because: str) -> None:
	"""Two months more: the person has been told on this day, with the reason (Art. 12 (3) GDPR).

	Args:
		day: within one month from the request.
		because: a sentence, the one the person was told.
	"""
	document = _in_state(name, *UNANSWERED)
	if document.extended_on:
		frappe.throw(_("This deadline has been extended once already, which is as often as the law allows."))
	told, received = getdate(day), getdate(document.received_on)
	if not told or told > getdate() or not may_extend(received, told):
		document.refuse(
			"extended_on",
			_("{{0}}: the person must be told by {0}, and not in the future.").format(
				formatdate(due_on(received))
			),
		)
	if not cstr(because).strip():
		document.refuse("extended_because", _("{0}: please say why it takes longer."))
	document.update({"extended_on": told, "extended_because": because})
	document.save()


@frappe.whitelist(methods=["POST"])
def finish(name: str, outcome: str) -> None:
	"""Rectification or restriction: what was done, and that the person knows it."""
	document = _in_state(name, "Open")
	if document.kind in WITH_COPY:
		document.refuse("kind", _("{0}: this request is answered with a copy."))
	_require_identity(document)
	_answer(document, "Done", outcome=outcome)


@frappe.whitelist(methods=["POST"])
def decline(name: str, outcome: str) -> None:
	"""Nothing is done, and the person is told why, and where they can complain (Art. 12 (4) and (5) GDPR)."""
	document = _in_state(name, *UNANSWERED)
	copies.remove(document)
	_answer(document, "Declined", outcome=outcome)


@frappe.whitelist(methods=["POST"])
def withdraw(name: str) -> None:
	"""The person does not want it any more."""
	document = _in_state(name, *UNANSWERED)
	copies.remove(document)
	document.status = "Withdrawn"
	document.save()


def _require_identity(document: Any) -> None:
	if not document.identified_by:
		document.refuse("identified_by", _("{0}: please say first how you know who asks."))


def _answer(document: Any, status: str, **values: Any) -> None:
	if "outcome" in values and not cstr(values["outcome"]).strip():
		document.refuse("outcome", _("{0}: please write one sentence."))
	document.update({"status": status, "answered_on": getdate(), **values})
	document.answered_by_name = get_fullname(frappe.session.user)
	document.save()
