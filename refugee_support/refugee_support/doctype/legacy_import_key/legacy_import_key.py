from refugee_support.document import PlainTextDocument


class LegacyImportKey(PlainTextDocument):
	pass
