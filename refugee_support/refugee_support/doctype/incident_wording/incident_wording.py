from refugee_support.document import PlainTextDocument


class IncidentWording(PlainTextDocument):
	"""An incident as it may be told outside. Written by the release of an incident alone (wording.py), so that nothing
	unchecked is ever in it; it holds no way back to the incident. `track_changes` stays off: no copy of a withdrawn
	text is kept."""
