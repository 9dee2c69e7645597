"""Sets keys in the configuration of one site: site_config.py SITE key=value..."""

import json
import sys
from pathlib import Path


def value_of(text: str) -> str | int:
	return int(text) if text.isdecimal() else text


path = Path(sys.argv[1], "site_config.json")
config = json.loads(path.read_text())
settings = (argument.split("=", 1) for argument in sys.argv[2:])
wanted = config | {key: value_of(value) for key, value in settings}
if wanted != config:
	path.write_text(json.dumps(wanted, indent=1, sort_keys=True))
