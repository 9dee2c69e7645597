from refugee_support.document import PlainTextDocument


class ExitAnswer(PlainTextDocument):
	"""Anonymous: which event, which answer, which day; nothing about who answered."""
