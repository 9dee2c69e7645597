from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, get_fullname, getdate, now_datetime

from refugee_support import access
from refugee_support.bell import ring
from refugee_support.document import PlainTextDocument
from refugee_support.erasing import again, checks, preview
from refugee_support.erasing.world import world_of
from refugee_support.refugee_support.doctype.restricted_client_access.restricted_client_access import (
	counsellors_who_see,
)

BY_THE_STEPS = (
	"status",
	"retention_ended_on",
	"kept_until",
	"kept_because",
	"proposed_by",
	"proposed_by_name",
	"proposed_on",
	"released_by",
	"released_by_name",
	"released_on",
	"erased_on",
	"records_erased",
	"rows_kept",
	"proof",
)
OPEN = ("Due", "Proposed", "Released")


class ClientErasure(PlainTextDocument):
	"""One client is to be erased: proposed by one person, released by another one, then carried out.

	Afterwards it says that somebody was erased, when and by whom it was decided, and not who it was.
	"""

	def validate(self) -> None:
		before = self.get_doc_before_save()
		if before and before.status == "Erased":
			self.refuse("status", _("This has been carried out: nothing of it can be changed."))
		if not self.flags.by_step:
			for fieldname in BY_THE_STEPS:
				if not (self.is_new() and self.flags.by_night and fieldname == "retention_ended_on"):
					self.set(fieldname, before.get(fieldname) if before else None)
			self.status = before.status if before else "Proposed"
		if self.is_new():
			self.begin()
		if self.requested_on and getdate(self.requested_on) > getdate():
			self.refuse("requested_on", _("The date in {0} lies in the future. Please check it."))

	def begin(self) -> None:
		if not self.client:
			self.refuse("client", _("Please choose the client in {0}."))
		if self.flags.by_night:
			self.status = "Due"
			return
		access.require_visible_clients([self.client])
		if other := frappe.db.get_value(self.doctype, {"client": self.client, "status": ["in", OPEN]}):
			frappe.throw(
				_("This client is on the list of erasures already: {0}.").format(
					frappe.utils.get_link_to_form(self.doctype, other)
				),
				title=_("Listed already"),
			)
		if self.reason in ("Retention Period Over", "Erased Before"):
			self.refuse("reason", _("{0}: this is found by the nightly check. Please choose another one."))
		self.propose_now()

	def propose_now(self) -> None:
		refuse_unless_counsellor(self.client)
		checks.refuse_if_any(checks.against(world_of(self.client), getdate()))
		self.status = "Proposed"
		self.proposed_by = frappe.session.user
		self.proposed_by_name = get_fullname(self.proposed_by)
		self.proposed_on = now_datetime()

	def after_insert(self) -> None:
		if self.status == "Proposed":
			self.tell_the_others()

	def on_trash(self) -> None:
		frappe.throw(
			_("Erasures are kept as evidence. Please withdraw the proposal instead of deleting it."),
			frappe.PermissionError,
			title=_("Not deleted"),
		)

	def onload(self) -> None:
		if self.client and self.status in OPEN and access.is_counsellor(frappe.session.user):
			self.set_onload("preview", preview.preview_of(self.client))
		self.set_onload("is_proposer", self.proposed_by == frappe.session.user)

	def tell_the_others(self) -> None:
		"""Those who may release it, by number."""
		subject = _("{0} proposes to erase client {1}. Please look at it and release it, or not.").format(
			self.proposed_by_name, self.client
		)
		for user in counsellors_who_see(self.client):
			if user != frappe.session.user:
				ring(user, subject, doctype=self.doctype, name=self.name, sender=self.proposed_by)


def refuse_unless_counsellor(client: str) -> None:
	if not access.is_counsellor(frappe.session.user):
		frappe.throw(_("Only counsellors decide about erasing a client."), frappe.PermissionError)
	access.require_visible_clients([client])


def _in_state(name: str, *states: str) -> Any:
	"""The stored record, locked: two clicks at once are one."""
	frappe.db.get_value("Client Erasure", name, "name", for_update=True)
	document = frappe.get_doc("Client Erasure", name)
	document.check_permission("write")
	if document.status not in states or not document.client:
		frappe.throw(
			_("This is not possible any more: the status is {0}. Please reload the page.").format(
				frappe.bold(_(document.status, context="Client Erasure"))
			),
			title=_("Changed meanwhile"),
		)
	refuse_unless_counsellor(document.client)
	document.flags.by_step = True
	return document


@frappe.whitelist(methods=["POST"])
def propose(name: str) -> None:
	"""Propose what the nightly check has listed."""
	document = _in_state(name, "Due", "Kept")
	document.propose_now()
	document.kept_until = document.kept_because = None
	document.save()
	document.tell_the_others()


@frappe.whitelist(methods=["POST"])
def release(name: str) -> None:
	"""The second person agrees: the client is erased, in the background."""
	document = _in_state(name, "Proposed")
	if document.proposed_by == frappe.session.user:
		frappe.throw(
			_("You have proposed this yourself: a second person has to look at it and release it."),
			frappe.PermissionError,
			title=_("Second person"),
		)
	checks.refuse_if_any(checks.against(world_of(document.client), getdate()))
	document.status = "Released"
	document.released_by = frappe.session.user
	document.released_by_name = get_fullname(document.released_by)
	document.released_on = now_datetime()
	document.save()
	_start(document.name)


@frappe.whitelist(methods=["POST"])
def withdraw(name: str) -> None:
	"""Not now: what was proposed is not released, or the proposer has thought again."""
	document = _in_state(name, "Proposed")
	document.status = "Withdrawn"
	document.save()


@frappe.whitelist(methods=["POST"])
def keep(name: str, until: str, because: str) -> None:
	"""The period is over, and the record is still needed: until when, and why.

	Args:
		until: a day after today, at most three years away.
		because: a sentence, which is deleted with the client's data.
	"""
	document = _in_state(name, "Due", "Proposed")
	day = getdate(until)
	if not day or not getdate() < day <= getdate(frappe.utils.add_years(getdate(), 3)):
		document.refuse("kept_until", _("{0}: please choose a day within the next three years."))
	if not cstr(because).strip():
		document.refuse("kept_because", _("{0}: please say why the record is still needed."))
	document.update({"status": "Kept", "kept_until": day, "kept_because": because})
	document.save()


# --- Carrying out ---


def _start(name: str) -> None:
	frappe.enqueue(
		"refugee_support.refugee_support.doctype.client_erasure.client_erasure.carry_out",
		queue="long",
		job_id=f"refugee_support_erasure_{name}",
		deduplicate=True,
		enqueue_after_commit=True,
		erasure=name,
	)


def carry_out(erasure: str) -> bool:
	"""A job: erase what was released, unless something has come up that stands against it.

	Returns:
		Whether the client is erased.
	"""
	row = frappe.db.get_value(
		"Client Erasure",
		erasure,
		["client", "status", "proposed_by", "released_by"],
		as_dict=True,
		for_update=True,
	)
	if not row or row.status != "Released" or not row.client:
		return False
	if checks.against(world_of(row.client), getdate()):
		# Proposed again: both look at it once more, and are told what stands against it.
		frappe.db.set_value("Client Erasure", erasure, {"status": "Due", "proposed_by": None})
		for user in {row.proposed_by, row.released_by}:
			subject = _("An erasure was stopped: something new stands against it. Please look at it.")
			ring(user, subject, doctype="Client Erasure", name=erasure)
		return False
	again.finish(erasure, row.client)
	return True


def take_up_again() -> None:
	"""Every hour: what was released and whose job was killed."""
	for name in frappe.get_all("Client Erasure", {"status": "Released"}, pluck="name"):
		_start(name)
