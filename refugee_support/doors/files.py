"""Door 11: the files of our documents."""

import errno
import os
from pathlib import Path

import frappe
from frappe import _
from frappe.core.doctype.file.file import File
from frappe.utils import cint, cstr

from refugee_support.doors.guarded import GUARDED

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif")


class GuardedFile(File):
	"""A file of one of our documents belongs to this document alone.

	The framework copies files by their URL, gives equal contents one URL, and lets whoever uploaded a file read it
	for ever. So our files are uploaded, never linked; they share no content; they belong to nobody but their
	document; and no other File row may point to them.
	"""

	@property
	def is_guarded(self) -> bool:
		return self.attached_to_doctype in GUARDED

	def before_insert(self) -> None:
		self.refuse_path_of_guarded_file()
		if self.is_guarded:
			if self.file_url or not self.content:
				self.refuse_link()
			self.owner = "Administrator"  # who uploaded it stands in the timeline
			self.is_private = 1
		super().before_insert()

	def save_file(
		self,
		content: bytes | str | None = None,
		decode: bool = False,
		ignore_existing_file_check: bool = False,
		overwrite: bool = False,
	) -> dict | None:
		alone = ignore_existing_file_check or self.is_guarded
		if self.is_guarded and isinstance(content, bytes) and cstr(self.file_name).lower().endswith(PICTURES):
			from refugee_support.career.messages import (
				refuse_bad_picture,  # Pillow and more: only when needed
			)

			refuse_bad_picture(cstr(self.file_name), content)
		saved = super().save_file(content, decode, alone, overwrite)
		if self.is_guarded:
			self.content_hash = frappe.generate_hash(
				length=32
			)  # equal to no other: never shared, always deleted
		return saved

	def write_file(self) -> str | None:
		"""On a full disk the framework leaves half a file behind that no row knows, and says "Server Error"."""
		path = self.get_full_path()
		was_there = os.path.exists(path)
		try:
			return super().write_file()
		except OSError as error:
			if not was_there and os.path.exists(path):
				os.unlink(path)
			if error.errno not in FULL:
				raise
			frappe.throw(
				_(
					"The server's disk is full: the file was not stored, and nothing was saved. Please tell whoever looks after the server, and try again then."
				),
				title=_("Disk full"),
			)

	def on_trash(self) -> None:
		"""The framework deletes the content at once: should what comes after it fail (a new version that the full disk
		does not take), the row would be back and point to nothing."""
		path = self.is_guarded and not self.is_folder and self.get_full_path()
		content = Path(path).read_bytes() if path and os.path.isfile(path) else None
		super().on_trash()
		if content is not None and not os.path.exists(path):
			frappe.db.after_rollback.add(lambda: Path(path).write_bytes(content))

	def check_max_file_size(self) -> int:
		"""The limit is for what people upload; a copy of somebody's data is as large as their files are together."""
		if self.flags.made_here:
			return len(self._content or b"")
		return super().check_max_file_size()

	def validate(self) -> None:
		fields = ("attached_to_doctype", "attached_to_name", "file_url", "is_private")
		stored = not self.flags.new_file and frappe.db.get_value("File", self.name, fields)
		if stored and [cstr(value) for value in stored] != [
			*(cstr(self.get(field)) for field in fields[:3]),
			cstr(cint(self.is_private)),
		]:
			if stored[0] in GUARDED or self.is_guarded:
				self.refuse_link()
			self.refuse_path_of_guarded_file()
		super().validate()

	def refuse_path_of_guarded_file(self) -> None:
		"""By URL, by full URL or, where there is none, by file name: all lead to a file on disk. The answer is that
		of a file that is not there: names of files are data, too."""
		path = cstr(self.file_url or (not self.content and self.file_name) or "")
		if not path or self.is_folder:
			return
		name = os.path.basename(path.split("?")[0])
		urls = [f"/private/files/{name}", f"/files/{name}"]
		ours = {
			"file_url": ["in", urls],
			"attached_to_doctype": ["in", list(GUARDED)],
			"name": ["!=", self.name or ""],
		}
		self.set_file_name()
		is_local = not path.startswith(("http://", "https://"))
		if frappe.db.exists("File", ours) or (is_local and not os.path.exists(self.get_full_path())):
			frappe.throw(_("There is no such file."), OSError, title=_("File not found"))

	def refuse_link(self) -> None:
		frappe.throw(
			_("Files of protected records stay with their record. Please upload the file itself."),
			frappe.PermissionError,
			title=_("File not linked"),
		)
