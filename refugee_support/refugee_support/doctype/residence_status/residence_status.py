from refugee_support.document import PlainTextDocument, validate_leads


class ResidenceStatus(PlainTextDocument):
	"""A kind of residence title or certificate, with what the law says of it."""

	def validate(self) -> None:
		validate_leads(self, "reminder_days")
