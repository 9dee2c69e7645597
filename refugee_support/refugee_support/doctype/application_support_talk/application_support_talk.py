import frappe
from frappe import _
from frappe.utils import cint

from refugee_support import service_records
from refugee_support.job_help.records import SupportRecord

LONGEST = 8 * 60  # minutes


class ApplicationSupportTalk(SupportRecord):
	"""One meeting or talk about somebody's applications: counted like a consultation."""

	def before_validate(self) -> None:
		super().before_validate()
		before = self.get_doc_before_save()
		self.helper = before.helper if before else frappe.session.user

	def validate(self) -> None:
		super().validate()
		self.refuse_future("talk_on")
		if not 0 <= cint(self.minutes) <= LONGEST:
			self.refuse("minutes", _("{0}: please check the number; a talk has at most 480 minutes."))

	def on_update(self) -> None:
		service_records.write(self)

	def on_trash(self) -> None:
		service_records.remove(self)
