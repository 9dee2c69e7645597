"""Prints what an optional-dependencies group of pyproject.toml asks for: requirements.py PYPROJECT GROUP"""

import sys

try:
	import tomllib
except ImportError:  # Python 3.10
	from pip._vendor import tomli as tomllib

with open(sys.argv[1], "rb") as file:
	print(*tomllib.load(file)["project"]["optional-dependencies"][sys.argv[2]], sep="\n")
