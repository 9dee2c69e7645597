from refugee_support.document import PlainTextDocument


class RefugeeSupportSettings(PlainTextDocument):
	"""What one association decides for itself."""
