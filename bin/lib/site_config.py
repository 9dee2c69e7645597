"""Sets keys in the configuration of one site: site_config.py SITE key=value..."""

import json
import sys
from pathlib import Path

path = Path(sys.argv[1], "site_config.json")
config = json.loads(path.read_text())
wanted = config | dict(argument.split("=", 1) for argument in sys.argv[2:])
if wanted != config:
	path.write_text(json.dumps(wanted, indent=1, sort_keys=True))
