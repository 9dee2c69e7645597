import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.document import PlainTextDocument

ENDED = ("Reached", "Dropped")


class IntegrationGoal(PlainTextDocument):
	"""One goal of a plan. It never disappears: a goal that is dropped says why."""

	def before_validate(self) -> None:
		super().before_validate()
		self.client = frappe.db.get_value("Integration Plan", self.plan, "client")

	def validate(self) -> None:
		if self.is_new():
			self.check_permission("create")  # again, now that it is known whose goal it is
		self.validate_plan()
		self.validate_end()

	def validate_plan(self) -> None:
		"""A closed plan takes no new goals; what was reached afterwards can still be noted in its goals."""
		if self.is_new() and frappe.db.get_value("Integration Plan", self.plan, "status") != "Active":
			self.refuse("plan", _("{0}: this plan is closed. Please begin a new plan for new goals."))

	def validate_end(self) -> None:
		if self.state not in ENDED:
			self.ended_on = None
			return
		if not self.review:
			self.refuse("review", _("{0}: please say in a sentence what helped or what stood in the way."))
		self.reviewed_on = self.reviewed_on or getdate()
		self.ended_on = self.ended_on or getdate()
		if getdate(self.ended_on) > getdate():
			self.refuse("ended_on", _("The date in {0} lies in the future. Please check it."))
