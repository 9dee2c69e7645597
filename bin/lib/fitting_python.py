"""Prints this interpreter's path if Frappe can run on it; the optional argument is Frappe's pyproject.toml."""

import ensurepip  # noqa: F401 - absent where Debian's python3-venv is missing
import operator
import re
import sys
import venv  # noqa: F401

COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq}


def fits(requirement: str) -> bool:
	return all(
		COMPARE[sign](sys.version_info[:2], (int(major), int(minor)))
		for sign, major, minor in re.findall(r"(>=|<=|==|>|<)\s*(\d+)\.(\d+)", requirement)
	)


def required() -> str:
	if len(sys.argv) < 2:
		return ">=3.10"
	with open(sys.argv[1], encoding="utf-8") as file:
		return re.search(r'^requires-python\s*=\s*"(.*)"', file.read(), re.MULTILINE)[1]


if not fits(required()):
	sys.exit(1)
print(sys.executable)
