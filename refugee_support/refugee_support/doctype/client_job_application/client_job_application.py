from refugee_support.career.records import OfSupport


class ClientJobApplication(OfSupport):
	"""One application to one employer."""
