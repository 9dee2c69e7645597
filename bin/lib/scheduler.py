"""Frappe's scheduler for one site only: other sites of the same bench are not ours to run."""

import sys
import time
import traceback

from frappe.utils.scheduler import enqueue_events_for_site

while True:
	try:
		enqueue_events_for_site(sys.argv[1])
	except Exception:  # a database that is being restarted, for example
		traceback.print_exc()
	time.sleep(60)
