import frappe
from frappe import _
from frappe.utils import flt, fmt_money, getdate

from refugee_support.document import PlainTextDocument
from refugee_support.refugee_support.doctype.allowance_limit.allowance_limit import limit_on


class VolunteerAllowance(PlainTextDocument):
	"""Money paid to somebody who helps. The yearly total is watched: beyond the limit it is taxable income."""

	def validate(self) -> None:
		# The name as a column of its own: lists may not join the protected profile.
		self.volunteer_name = frappe.db.get_value("Volunteer Profile", self.volunteer, "full_name")
		if getdate(self.paid_on) > getdate():
			self.refuse("paid_on", _("The date in {0} lies in the future. Please check it."))
		if flt(self.amount) <= 0:
			self.refuse("amount", _("Please enter {0}: more than 0."))
		self.refuse_own()
		self.year = getdate(self.paid_on).year
		self.warn_of_limit()

	def refuse_own(self) -> None:
		user = frappe.session.user
		mine = frappe.db.get_value("Volunteer Profile", self.volunteer, "user") == user
		if mine and user != "Administrator":
			self.refuse_permission(
				"volunteer", _("{0}: payments to yourself are entered by another administrator.")
			)

	def warn_of_limit(self) -> None:
		"""A warning, not a refusal: money that was paid has been paid. Other associations' payments count too."""
		limit = limit_on(self.kind, getdate(self.paid_on))
		total = flt(self.amount) + paid_in(self.volunteer, self.kind, self.year, without=self.name)
		if limit is None or total <= limit:
			return
		frappe.msgprint(
			_(
				"With this payment {0} has been paid in {1}; {2} are free of tax (section 3 EStG). Please check what is beyond the limit with your tax adviser."
			).format(euro(total), self.year, euro(limit)),
			title=_("Limit passed"),
			indicator="orange",
		)


def paid_in(volunteer: str, kind: str, year: int, without: str | None = None) -> float:
	rows = {"volunteer": volunteer, "kind": kind, "year": year, "name": ["!=", without or ""]}
	return sum(frappe.get_all("Volunteer Allowance", rows, pluck="amount"))  # all of them, by right


def euro(amount: float) -> str:
	return fmt_money(amount, precision=2, currency="EUR")
