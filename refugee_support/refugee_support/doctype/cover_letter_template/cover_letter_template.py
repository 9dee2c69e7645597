from refugee_support.document import PlainTextDocument


class CoverLetterTemplate(PlainTextDocument):
	"""A model for letters to employers of one occupation, with placeholders (career/letters.py)."""
