from refugee_support.document import PlainTextDocument


class LegacyImportRow(PlainTextDocument):
	pass
