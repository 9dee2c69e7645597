"""Prints what the app and a group of optional dependencies ask for: requirements.py PYPROJECT GROUP [--check]

With --check it prints nothing, and fails unless this Python has all of them.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution

try:
	import tomllib
except ImportError:  # Python 3.10
	from pip._vendor import tomli as tomllib


def main(pyproject: str, group: str, check: str = "") -> None:
	with open(pyproject, "rb") as file:
		project = tomllib.load(file)["project"]
	wanted = [*project.get("dependencies", []), *project["optional-dependencies"][group]]
	if check:
		sys.exit(not all(map(is_installed, wanted)))
	print(*wanted, sep="\n")


def is_installed(requirement: str) -> bool:
	try:
		return bool(distribution(re.match(r"[\w.-]+", requirement).group()))
	except PackageNotFoundError:
		return False


main(*sys.argv[1:])
