from refugee_support.career.records import MadePaper


class ClientApplicationFolder(MadePaper):
	"""Cover letter, CV and certificates as one PDF, as an employer got it."""

	written_by_program = ("made_on", "pages", "contents", "file")
