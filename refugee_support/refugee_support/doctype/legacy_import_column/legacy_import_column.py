from refugee_support.document import PlainTextDocument


class LegacyImportColumn(PlainTextDocument):
	pass
