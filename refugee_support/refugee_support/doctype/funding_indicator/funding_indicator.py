import frappe
from frappe import _
from frappe.utils import flt, getdate

from refugee_support.document import PlainTextDocument
from refugee_support.evaluation.indicators import codes

MASTERS = {"topics": "Counselling Topic", "application_types": "Application Type"}


class FundingIndicator(PlainTextDocument):
	"""What a funder wants counted, as data: a measure and a few conditions, never a query."""

	def validate(self) -> None:
		for field, doctype in MASTERS.items():
			self.set(field, ", ".join(codes(self.get(field))))
			known = set(frappe.get_all(doctype, {"name": ["in", codes(self.get(field))]}, pluck="name"))
			if unknown := [code for code in codes(self.get(field)) if code not in known]:
				self.refuse(field, _("{0}: there is no {1}.").replace("{1}", ", ".join(unknown)))
		self.validate_milestones()
		if self.from_date and self.to_date and getdate(self.from_date) > getdate(self.to_date):
			self.refuse("to_date", _("{0}: the period ends before it begins. Please exchange the two days."))
		for field in ("target", "rate", "actual_by_hand"):
			if flt(self.get(field)) < 0:
				self.refuse(field, _("{0}: please enter a number from 0 on."))

	def validate_milestones(self) -> None:
		field = frappe.get_meta("Service Record").get_field("milestone")
		self.milestone = ", ".join(codes(self.milestone))
		unknown = set(codes(self.milestone)) - set(field.options.split("\n") if field else ())
		if unknown:
			self.refuse("milestone", _("{0}: there is no {1}.").replace("{1}", ", ".join(sorted(unknown))))
