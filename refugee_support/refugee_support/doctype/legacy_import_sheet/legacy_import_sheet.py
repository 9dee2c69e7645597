from refugee_support.document import PlainTextDocument


class LegacyImportSheet(PlainTextDocument):
	pass
