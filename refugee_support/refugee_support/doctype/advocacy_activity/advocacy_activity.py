from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support import access
from refugee_support.deadlines.checks import refuse_impossible_days
from refugee_support.document import PlainTextDocument

OPEN = "Open"


class AdvocacyActivity(PlainTextDocument):
	"""What was said for refugees where decisions are made, what it rested on, what was promised, what followed."""

	def before_validate(self) -> None:
		super().before_validate()
		refuse_impossible_days(self)
		self.set_missing_values()

	def validate(self) -> None:
		self.validate_responsible()
		self.validate_incidents()
		self.validate_report()
		self.validate_promise()
		self.validate_dates()

	def set_missing_values(self) -> None:
		if self.is_new() and not self.responsible and frappe.session.user != "Administrator":
			self.responsible = frappe.session.user
		used = list(dict.fromkeys(row.wording for row in self.incidents if row.wording))
		if len(used) != len(self.incidents):
			self.set("incidents", [{"wording": name} for name in used])
		if self.promise:
			self.promise_state = self.promise_state or OPEN
		before = self.get_doc_before_save()
		for fieldname in ("rung_for_promise", "rung_for_follow_up"):  # written by the reminder alone
			self.set(fieldname, before.get(fieldname) if before else None)

	def validate_responsible(self) -> None:
		if not self.responsible or not (self.is_new() or self.has_value_changed("responsible")):
			return
		roles = {access.COORDINATOR, access.COUNSELLOR}
		enabled = frappe.get_cached_value("User", self.responsible, "enabled")
		if not enabled or not roles & set(frappe.get_roles(self.responsible)):
			self.refuse("responsible", _("{0}: please choose somebody from coordination or counselling."))

	def validate_incidents(self) -> None:
		before = self.get_doc_before_save()
		known = {row.wording for row in before.incidents} if before else set()
		added = [row.wording for row in self.incidents if row.wording not in known]
		for status in frappe.get_all("Incident Wording", {"name": ["in", added]}, pluck="status"):
			if status != "Released":
				self.refuse("incidents", _("{0}: one of the wordings was withdrawn. Please choose another."))

	def validate_report(self) -> None:
		"""What is shown outside has been read by a second person, and who names a report may read it."""
		if not self.evaluation_report or not (self.is_new() or self.has_value_changed("evaluation_report")):
			return
		frappe.get_doc("Evaluation Report", self.evaluation_report).check_permission("read")
		if frappe.db.get_value("Evaluation Report", self.evaluation_report, "docstatus") != 1:
			self.refuse(
				"evaluation_report",
				_(
					"{0}: this report is not released yet. Please choose a released one, or have it released first."
				),
			)

	def validate_promise(self) -> None:
		if (self.promise_due_on or self.promise_state or self.promised_by) and not self.promise:
			self.refuse("promise", _("Please enter in {0} what was promised."))

	def validate_dates(self) -> None:
		for fieldname in ("promise_due_on", "follow_up_on"):
			if self.get(fieldname) and getdate(self.get(fieldname)) < getdate(self.activity_date):
				self.refuse(fieldname, _("The date in {0} lies before the activity. Please check both."))

	def report_shown(self) -> Any:
		"""For the dossier: title and period of the report, of which every reader of an activity may read the protected figures."""
		fields = ["title", "from_date", "to_date"]
		return frappe.db.get_value("Evaluation Report", self.evaluation_report or "", fields, as_dict=True)

	def wordings(self) -> list[Any]:
		"""For the dossier: the incidents used, as they may be told; of withdrawn ones only that there was one."""
		fields = ["headline", "period", "wording", "area_of_life", "ground", "actor_kind", "status"]
		names = [row.wording for row in self.incidents]
		found = {
			row.name: row
			# Of a document whose reader has just been checked; coordinators and counsellors read all wordings.
			for row in frappe.get_all("Incident Wording", {"name": ["in", names]}, ["name", *fields])
		}
		return [found[name] for name in names if name in found]
