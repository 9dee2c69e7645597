from refugee_support import access
from refugee_support.document import PlainTextDocument


class ConfidentialRecord(PlainTextDocument):
	"""Special-category data of one client, in a DocType of its own: no list, filter, version, search or link
	title of Client can show it. `track_changes` stays off, so that no copy of it is kept elsewhere."""

	def validate(self) -> None:
		access.require_visible_clients([self.client])
