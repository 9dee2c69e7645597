"""Frappe's scheduler for one site only: other sites of the same bench are not ours to run."""

import sys
import time

from frappe.utils.scheduler import enqueue_events_for_site

while True:
	enqueue_events_for_site(sys.argv[1])
	time.sleep(60)
