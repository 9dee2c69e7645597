from refugee_support.document import PlainTextDocument


class MeetingPlace(PlainTextDocument):
	"""Where we meet people. A room in it is written on the session."""
