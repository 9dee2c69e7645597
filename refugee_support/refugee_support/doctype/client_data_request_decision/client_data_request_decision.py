from refugee_support.document import PlainTextDocument


class ClientDataRequestDecision(PlainTextDocument):
	pass
