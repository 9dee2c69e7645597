from frappe import _

from refugee_support.career.records import OfSupport


class ClientCareerSkill(OfSupport):
	"""Something a person can do, or a language they speak."""

	def before_validate(self) -> None:
		super().before_validate()
		if self.kind == "Language":
			self.skill = None
		else:
			self.language, self.cefr_level, self.is_native = None, None, 0

	def validate(self) -> None:
		super().validate()
		fieldname = "language" if self.kind == "Language" else "skill"
		if not self.get(fieldname):
			self.refuse(fieldname, _("{0} is empty. Please fill it in."))
