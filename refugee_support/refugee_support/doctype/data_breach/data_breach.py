from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, format_datetime, get_datetime, getdate, now_datetime

from refugee_support.access import ADMINISTRATOR
from refugee_support.bell import ring
from refugee_support.clock import from_utc, to_utc
from refugee_support.document import PlainTextDocument
from refugee_support.rules.breaches import reminders_due, report_due_at


class DataBreach(PlainTextDocument):
	"""What went wrong with data, what follows from it, and what was done: Art. 33 (5) GDPR asks for it in every case, reported
	or not. It is about what happened, not about whom: no names of clients."""

	def validate(self) -> None:
		before = self.get_doc_before_save()
		self.status = before.status if before and not self.flags.by_step else self.status or "Open"
		if not before:
			self.status = "Open"
		self.reminders_sent = before.reminders_sent if before else 0
		self.refuse_client_numbers()
		for fieldname in ("noticed_at", "happened_at", "reported_at"):
			if self.get(fieldname) and get_datetime(self.get(fieldname)) > now_datetime():
				self.refuse(fieldname, _("The date in {0} lies in the future. Please check it."))
		noticed = get_datetime(self.noticed_at)
		if self.happened_at and get_datetime(self.happened_at) > noticed:
			self.refuse("happened_at", _("{0}: it cannot have been noticed before it happened."))
		if self.reported_at and get_datetime(self.reported_at) < noticed:
			self.refuse("reported_at", _("{0}: it cannot have been reported before it was noticed."))
		if self.people_told_on and getdate(self.people_told_on) > getdate():
			self.refuse("people_told_on", _("The date in {0} lies in the future. Please check it."))
		if self.responsible and not frappe.has_permission("Data Breach", "read", user=self.responsible):
			self.refuse("responsible", _("{0}: please choose somebody who may read this."))
		self.report_due_at = from_utc(report_due_at(to_utc(noticed)))

	def refuse_client_numbers(self) -> None:
		"""A number leads to a record, which would have to be found here when it is erased. Names nobody can tell."""
		for df in self.meta.fields:
			text = self.get(df.fieldname)
			if isinstance(text, str) and "RSC-" in text.upper():
				self.refuse(df.fieldname, _("{0}: please name no client here, not by number either."))

	def on_trash(self) -> None:
		frappe.throw(
			_("Breaches are kept as evidence (Art. 33 (5) GDPR). Please close it instead of deleting it."),
			frappe.PermissionError,
			title=_("Not deleted"),
		)


@frappe.whitelist(methods=["POST"])
def close(name: str) -> None:
	"""Everything the law asks for is answered."""
	frappe.db.get_value("Data Breach", name, "name", for_update=True)
	document = frappe.get_doc("Data Breach", name)
	document.check_permission("write")
	for fieldname in ("risk", "consequences", "measures"):
		if not cstr(document.get(fieldname)).strip():
			document.refuse(fieldname, _("{0} is missing. Please fill it in before the breach is closed."))
	_require_report(document)
	if document.risk == "High Risk" and not document.people_told_on and not document.not_told_because:
		document.refuse(
			"people_told_on", _("{0}: with a high risk, please say when the people were told, or why not.")
		)
	document.flags.by_step, document.status = True, "Closed"
	document.save()


@frappe.whitelist(methods=["POST"])
def open_again(name: str) -> None:
	document = frappe.get_doc("Data Breach", name)
	document.check_permission("write")
	document.flags.by_step, document.status = True, "Open"
	document.save()


def _require_report(document: Any) -> None:
	"""Art. 33 (1) GDPR: reported, late with reasons, or not reported because a risk is unlikely."""
	if not document.reported_at:
		if document.risk != "Unlikely":
			document.refuse(
				"reported_at", _("{0} is missing: only where a risk is unlikely, nothing is reported.")
			)
		if not document.not_reported_because:
			document.refuse("not_reported_because", _("{0} is missing. Please say why a risk is unlikely."))
	elif (
		get_datetime(document.reported_at) > get_datetime(document.report_due_at)
		and not document.late_because
	):
		document.refuse("late_because", _("{0} is missing: the report was later than 72 hours."))


# --- The 72-hour clock ---


def remind() -> None:
	"""Every hour: whoever sees to it is told at once, after one and two days, six hours before, and when it is too late."""
	now = to_utc(now_datetime())
	waiting = {"status": "Open", "reported_at": ["is", "not set"], "not_reported_because": ["is", "not set"]}
	fields = ["name", "noticed_at", "report_due_at", "responsible", "reminders_sent"]
	for row in frappe.get_all("Data Breach", waiting, fields):
		due = reminders_due(to_utc(get_datetime(row.noticed_at)), now)
		if due <= (row.reminders_sent or 0):
			continue
		subject = _(
			"A breach of data protection is to be reported by {0} (Art. 33 GDPR), or to be noted why not."
		).format(format_datetime(row.report_due_at))
		for user in sorted(those_who_see_to_it(row.responsible)):
			ring(user, subject, doctype="Data Breach", name=row.name)
		frappe.db.set_value("Data Breach", row.name, "reminders_sent", due, update_modified=False)


def those_who_see_to_it(responsible: str | None) -> set[str]:
	"""Accounts that are enabled: the person named, the data-protection contact, and administrators of the app."""
	contact = frappe.db.get_single_value("Refugee Support Settings", "data_protection_contact")
	holders = frappe.get_all("Has Role", {"role": ADMINISTRATOR, "parenttype": "User"}, pluck="parent")
	users = {responsible, contact, *holders} - {None, "", "Administrator", "Guest"}
	return set(frappe.get_all("User", {"name": ["in", sorted(users) or [""]], "enabled": 1}, pluck="name"))
