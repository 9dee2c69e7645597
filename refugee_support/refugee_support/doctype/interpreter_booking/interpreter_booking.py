from refugee_support.document import PlainTextDocument


class InterpreterBooking(PlainTextDocument):
	"""What an interpreter is told of an appointment, and nothing else. Written by the appointment (appointments.py)."""
