from refugee_support.career.records import MadePaper


class ClientCV(MadePaper):
	"""A CV as it was made once: the profile goes on changing, what was sent stays as it was sent."""

	written_by_program = ("design", "made_on", "pages", "file")
