"""Prints the first port nobody uses: free_port.py FIRST [HOW_MANY]"""

import socket
import sys


def is_free(port: int) -> bool:
	for address in ("127.0.0.1", "0.0.0.0"):  # nosec B104: asked for, never listened on
		with socket.socket() as probe:
			probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
			try:
				probe.bind((address, port))
			except OSError:
				return False
	return True


first, count = int(sys.argv[1]), int((*sys.argv[2:], 100)[0])
port = next(filter(is_free, range(first, min(first + count, 65536))), None)
if not port:
	sys.exit(1)
print(port)
