import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.document import PlainTextDocument
from refugee_support.rules import certificates as rules
from refugee_support.volunteers import certificates, daily


class PoliceCertificateInspection(PlainTextDocument):
	"""An extended police certificate was shown: the three facts section 72a (5) SGB VIII lets us keep.

	No versions, no files, no comments, no correction afterwards: a slip is erased and entered anew.
	"""

	def validate(self) -> None:
		# The name as a column of its own: lists may not join the protected profile.
		self.volunteer_name = frappe.db.get_value("Volunteer Profile", self.volunteer, "full_name")
		self.validate_dates()
		self.validate_need()
		years = certificates.setting("certificate_valid_years", 5)
		self.valid_until = rules.last_valid_day(getdate(self.certificate_date), years)

	def after_insert(self) -> None:
		"""An older inspection is not needed any more, so it must not be kept."""
		older = {
			"volunteer": self.volunteer,
			"certificate_date": ["<=", self.certificate_date],
			"name": ["!=", self.name],
		}
		# Whoever may record the new one, may see the old one.
		certificates.erase(frappe.get_all(self.doctype, older, pluck="name"))
		daily.refresh(self.volunteer)

	def on_trash(self) -> None:
		"""Frappe keeps a copy of what is deleted."""
		frappe.throw(_("Please erase an inspection with the button in its form: deleting would keep a copy."))

	def validate_dates(self) -> None:
		inspected, certified = getdate(self.inspected_on), getdate(self.certificate_date)
		if inspected > getdate():
			self.refuse("inspected_on", _("The date in {0} lies in the future. Please check it."))
		if certified > getdate():
			self.refuse("certificate_date", _("The date in {0} lies in the future. Please check it."))
		if certified > inspected:
			self.refuse("certificate_date", _("{0} lies after the inspection. Please check both dates."))
		months = certificates.setting("certificate_max_age_months", 3)
		if rules.is_too_old(certified, inspected, months):
			sentence = _(
				"{0}: the certificate was older than {1} months when it was shown. Please ask for a new one."
			)
			self.refuse("certificate_date", sentence.replace("{1}", str(months)))

	def validate_need(self) -> None:
		"""Without a task with children the law gives no ground to keep anything."""
		profile = frappe.get_doc("Volunteer Profile", self.volunteer)
		if not daily.any_open(daily.with_children(profile)):
			self.refuse(
				"volunteer",
				_(
					"{0} has no task with children. Please enter that task first: without it nothing may be recorded."
				),
			)
