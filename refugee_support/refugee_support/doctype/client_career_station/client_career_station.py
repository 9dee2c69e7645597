from frappe import _

from refugee_support.job_help import due
from refugee_support.job_help.records import SupportRecord
from refugee_support.rules.career import last_day


class ClientCareerStation(SupportRecord):
	"""A job, a school, a course, or a time that is explained. Overlapping ones are allowed: life does."""

	def before_validate(self) -> None:
		super().before_validate()
		due.keep_what_was_told(self)
		if self.is_ongoing:
			self.to_date = None

	def validate(self) -> None:
		super().validate()
		self.refuse_future("from_date")
		self.validate_end()
		if self.to_date and self.kind != "Course" and self.kind != "Education":
			self.refuse_future("to_date")
		self.validate_upload("certificate")

	def validate_end(self) -> None:
		"""Known to the month or year only, it may have ended on the last day of it."""
		since, until = self.day("from_date"), self.day("to_date")
		if since and until and last_day(until, self.date_precision or "Day") < since:
			self.refuse("to_date", _("{0} lies before the beginning. Please check both dates."))
