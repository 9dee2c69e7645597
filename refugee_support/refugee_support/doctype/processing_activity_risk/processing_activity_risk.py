from refugee_support.document import PlainTextDocument


class ProcessingActivityRisk(PlainTextDocument):
	"""What could happen to the people, and what stands against it (Art. 35 (7) (c) and (d) GDPR)."""
