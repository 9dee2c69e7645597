from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, get_fullname, getdate

from refugee_support import access
from refugee_support.document import PlainTextDocument


class IntegrationPlan(PlainTextDocument):
	"""What a person wants to reach, as goals of their own (Integration Goal), reviewed together from time to time."""

	def before_validate(self) -> None:
		super().before_validate()
		# One active plan per client, kept by the database too: two people may press the button at once.
		self.active_client = self.client if self.status == "Active" else None

	def validate(self) -> None:
		if self.is_new():
			access.require_visible_clients([self.client])
		self.validate_one_active()
		self.validate_dates()
		self.validate_reviews()
		self.validate_end()

	def validate_one_active(self) -> None:
		filters = {"active_client": self.client, "name": ["!=", cstr(self.name)]}
		if self.active_client and (other := frappe.db.get_value("Integration Plan", filters)):
			link = frappe.utils.get_link_to_form("Integration Plan", other, _("the active plan"))
			frappe.throw(
				_("This client has a plan already. Please go on with {0}, or close it first.").format(link),
				title=_("One active plan"),
			)

	def validate_dates(self) -> None:
		started = getdate(self.started_on)
		if started > getdate():
			self.refuse("started_on", _("The date in {0} lies in the future. Please check it."))
		if self.closed_on and getdate(self.closed_on) < started:
			self.refuse("closed_on", _("{0} lies before the start of the plan. Please check both."))

	def validate_reviews(self) -> None:
		"""Reviews are added, not rewritten: what was agreed stays readable."""
		before = self.get_doc_before_save()
		written = {row.name: _said(row) for row in before.reviews} if before else {}
		for row in self.reviews:
			if row.name in written:
				continue
			row.reviewed_by = get_fullname(frappe.session.user)
			if row.review_date and getdate(row.review_date) > getdate():
				frappe.throw(
					_("Interim Reviews, row {0}: the date lies in the future. Please check it.").format(
						row.idx
					),
					title=_("Date in the future"),
				)
		if written.items() - {(row.name, _said(row)) for row in self.reviews}:
			frappe.throw(
				_("Reviews stay as they were written. Please add a new one instead."),
				title=_("Interim Reviews"),
			)

	def validate_end(self) -> None:
		if self.status == "Active":
			self.closed_on = self.closing_review = None
			return
		self.closed_on = self.closed_on or getdate()
		self.next_review_on = None
		if not self.closing_review:
			self.refuse(
				"closing_review", _("{0}: please write a final review. It helps whoever reads this later.")
			)


def _said(row: Any) -> tuple[str, str, str]:
	return cstr(row.review_date), cstr(row.review), cstr(row.reviewed_by)
