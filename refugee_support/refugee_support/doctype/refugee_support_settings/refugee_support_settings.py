from refugee_support.document import PlainTextDocument, validate_leads


class RefugeeSupportSettings(PlainTextDocument):
	"""What one association decides for itself."""

	def validate(self) -> None:
		validate_leads(self, "title_reminder_days")
