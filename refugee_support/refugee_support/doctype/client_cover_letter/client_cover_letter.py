from frappe import _
from frappe.utils import getdate

from refugee_support.career.letters import DEFAULT_CLOSING, DEFAULT_SALUTATION
from refugee_support.career.records import MadePaper

MOST_LINES = 6  # of the address field of DIN 5008


class ClientCoverLetter(MadePaper):
	"""A letter to one employer: written freely, made into a page when nothing in it waits to be filled in."""

	written_by_program = ("made_on", "file")

	def before_validate(self) -> None:
		super().before_validate()
		self.letter_date = self.letter_date or getdate()
		self.salutation = self.salutation or DEFAULT_SALUTATION
		self.closing = self.closing or DEFAULT_CLOSING

	def validate(self) -> None:
		super().validate()
		lines = [line for line in (self.recipient or "").splitlines() if line.strip()]
		if len(lines) > MOST_LINES:
			self.refuse(
				"recipient", _("{0} has more than six lines. Please shorten it to what is on an envelope.")
			)
