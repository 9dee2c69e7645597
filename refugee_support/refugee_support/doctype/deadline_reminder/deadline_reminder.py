from refugee_support.document import PlainTextDocument


class DeadlineReminder(PlainTextDocument):
	"""One row for every reminder sent; its key is unique in the database, so that nobody is reminded twice of the same
	step, even by two workers at once. Written by `deadlines.reminders` only."""
