import frappe
from frappe import _

from refugee_support.job_help.records import SupportRecord


class ClientCareerSkill(SupportRecord):
	"""Something a person can do, or a language they speak."""

	def before_validate(self) -> None:
		super().before_validate()
		if self.kind == "Language":
			self.skill = None
			self.cefr_level = None if self.is_native else self.cefr_level
		else:
			self.language, self.cefr_level, self.is_native = None, None, 0

	def validate(self) -> None:
		super().validate()
		fieldname = "language" if self.kind == "Language" else "skill"
		if not self.get(fieldname):
			self.refuse(fieldname, _("{0} is empty. Please fill it in."))
		language = frappe.db.get_value("Language", self.language, "language_name") if self.language else None
		self.title = self.skill or language
		same = {"application_support": self.application_support, "kind": self.kind, fieldname: self.get(fieldname)}
		if frappe.db.exists(self.doctype, {**same, "name": ["!=", self.name or ""]}):
			self.refuse(fieldname, _("{0}: this is in the profile already. Please change the entry that is there."))
