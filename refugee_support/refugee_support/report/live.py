"""Script reports that stay live."""

import threading


def keep_live(report: str) -> None:
	"""Stop the clock that would make a prepared report of a live one.

	Frappe does so for everybody and for good when a run lasts 15 seconds, and Frappe 15 also when one ends in an
	error: a wrong filter is enough (Report.execute_script_report). Then nobody sees figures without a background
	worker, and what they see is a file that outlives the right to it.
	"""
	for thread in threading.enumerate():
		if isinstance(thread, threading.Timer) and thread.kwargs.get("report") == report:
			thread.cancel()
