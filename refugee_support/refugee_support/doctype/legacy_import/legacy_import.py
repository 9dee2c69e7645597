from refugee_support.document import PlainTextDocument


class LegacyImport(PlainTextDocument):
	pass
