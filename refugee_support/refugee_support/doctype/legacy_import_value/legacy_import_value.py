from refugee_support.document import PlainTextDocument


class LegacyImportValue(PlainTextDocument):
	pass
