"""What the records of an application have in common."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from refugee_support.job_help.records import SupportRecord


class MadePaper(SupportRecord):
	"""Holds a file that only the program writes."""

	written_by_program: tuple[str, ...] = ()

	def before_validate(self) -> None:
		super().before_validate()
		self.keep_what_the_program_wrote()

	def keep_what_the_program_wrote(self) -> None:
		"""A request may say what it likes: which file this is, and when it was made, is not up to it."""
		if self.flags.written_by_program:
			return
		stored = (
			{}
			if self.is_new()
			else frappe.db.get_value(self.doctype, self.name, self.written_by_program, as_dict=True)
		)
		for fieldname in self.written_by_program:
			self.set(fieldname, (stored or {}).get(fieldname))

	def validate(self) -> None:
		super().validate()
		job = self.get("job_application")
		if (
			job
			and frappe.db.get_value("Client Job Application", job, "application_support")
			!= self.application_support
		):
			self.refuse(
				"job_application", _("{0} belongs to somebody else. Please choose one of this person's own.")
			)

	def keep_pdf(self, pdf: bytes, file_name: str, **facts: Any) -> None:
		"""Attach the PDF, in place of an earlier one. Who may write this document is asked first."""
		self.check_permission("write")
		for earlier in frappe.get_all(  # files of this document alone, whose right to write was just asked
			"File", {"attached_to_doctype": self.doctype, "attached_to_name": self.name}, pluck="name"
		):
			frappe.delete_doc("File", earlier, ignore_permissions=True)
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": file_name,
				"content": pdf,
				"is_private": 1,
				"attached_to_doctype": self.doctype,
				"attached_to_name": self.name,
				"attached_to_field": "file",
			}
		).insert(ignore_permissions=True)
		self.flags.written_by_program = True
		self.update({"file": file.file_url, "made_on": now_datetime(), **facts})
		self.save()
