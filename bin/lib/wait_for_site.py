"""Waits until the site answers: wait_for_site.py URL"""

import sys
import time
import urllib.error
import urllib.request

direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
deadline = time.monotonic() + 90
while True:
	try:
		direct.open(sys.argv[1], timeout=60).read()
		break
	except (urllib.error.URLError, OSError) as problem:
		if time.monotonic() > deadline:
			sys.exit(f"{sys.argv[1]} does not answer: {problem}")
		time.sleep(0.2)
