from refugee_support.document import PlainTextDocument


class ResidenceReminder(PlainTextDocument):
	"""What was sent, and to whom. Written by the daily job only."""
