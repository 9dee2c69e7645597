from typing import Any

import frappe
from frappe.model.document import Document

from refugee_support.events.messages import link_of
from refugee_support.events.sign_up import checked, sign_up
from refugee_support.events.texts import language_or_default, text


class EventSignUp(Document):
	"""What the public web form hands over. Virtual: it has no table, so there is nothing of others to be read through
	the form, whatever Frappe's web forms allow. What was typed becomes an Event Registration."""

	def before_validate(self) -> None:
		"""Before Frappe's own checks, which speak the language of the desk."""
		if not self.website:
			checked(self, language_or_default(self.language))

	def db_insert(self, *args: Any, **kwargs: Any) -> None:
		language = language_or_default(self.language)
		if self.website:  # people do not see this field; machines fill it in, and are told nothing
			self.answer, self.link = text("received", language), ""
			return
		self.answer, key = sign_up(self)
		self.link = link_of(key, language) if key else ""

	def load_from_db(self) -> None:
		raise frappe.DoesNotExistError

	def db_update(self, *args: Any, **kwargs: Any) -> None:
		raise frappe.PermissionError

	def delete(self, *args: Any, **kwargs: Any) -> None:
		raise frappe.PermissionError

	@staticmethod
	def get_list(*args: Any, **kwargs: Any) -> list[Any]:
		return []

	@staticmethod
	def get_count(*args: Any, **kwargs: Any) -> int:
		return 0

	@staticmethod
	def get_stats(*args: Any, **kwargs: Any) -> dict[str, Any]:
		return {}
