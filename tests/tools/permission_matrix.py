"""The table of roles, DocTypes and actions in docs/permissions.md, from the DocType files and access.py.

	python tests/tools/permission_matrix.py          # writes it; needs nothing but Python

A new DocType gets into it by itself. tests/unit/test_permission_matrix.py fails while the page says something else.
"""

import ast
import json
import re
from pathlib import Path
from typing import Any

APP = Path(__file__).parents[2] / "refugee_support"
PAGE = APP.parent / "docs" / "permissions.md"
BEGIN, END = "<!-- matrix: begin (tests/tools/permission_matrix.py) -->", "<!-- matrix: end -->"
ROLES = {
	"Refugee Support Counsellor": "Counsellor",
	"Refugee Support Volunteer": "Volunteer",
	"Language Cafe Helper": "Café",
	"Application Support Helper": "Applications",
	"Refugee Support Coordinator": "Coordinator",
	"Refugee Support Administrator": "Administrator",
}
ACTIONS = {
	"read": "R",
	"write": "W",
	"create": "C",
	"delete": "D",
	"print": "P",
	"report": "A",
	"export": "X",
	"submit": "S",
	"share": "!share",
	"import": "!import",
	"email": "!email",
}
OF_CLIENTS = "Of the clients the reader sees."
OPEN_TO_ALL = "All."


def doctypes() -> list[dict[str, Any]]:
	"""The DocTypes of the app, child tables left out: they carry what their document carries."""
	found = [
		json.loads(path.read_text(encoding="utf-8")) for path in APP.glob("refugee_support/doctype/*/*.json")
	]
	ours = [entry for entry in found if entry.get("doctype") == "DocType" and not entry.get("istable")]
	return sorted(ours, key=lambda entry: entry["name"])


def rights(doctype: dict[str, Any], role: str) -> set[str]:
	"""What a role may do at all; permission levels above 0 are not rights of their own."""
	return {
		action
		for row in doctype.get("permissions", [])
		if row["role"] == role and not row.get("permlevel")
		for action in ACTIONS
		if row.get(action)
	}


def cell(doctype: dict[str, Any], role: str) -> str:
	allowed = rights(doctype, role)
	return " ".join(letter for action, letter in ACTIONS.items() if action in allowed) or "–"


def criteria() -> dict[str, str]:
	"""{DocType: which records}, in the words of the criterion in access.py."""
	tree = ast.parse((APP / "access.py").read_text(encoding="utf-8"))
	functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
	words = {}
	for node in tree.body:
		target = node.target if isinstance(node, ast.AnnAssign) else None
		if isinstance(target, ast.Name) and target.id == "CRITERIA" and isinstance(node.value, ast.Dict):
			for key, value in zip(node.value.keys, node.value.values, strict=True):
				function = functions.get(getattr(value, "id", ""))
				words[key.value] = sentence(function) if function else OF_CLIENTS
	return words


def sentence(function: ast.FunctionDef) -> str:
	text = ast.get_docstring(function)
	if not text:
		return OF_CLIENTS
	first = re.split(r"(?<=\.)\s|\n\n", text)[0]
	return re.sub(r"\s+", " ", first).strip()


def matrix() -> str:
	known = criteria()
	lines = [
		"| | " + " | ".join(ROLES.values()) + " | Which records |",
		"|" + "---|" * (len(ROLES) + 2),
	]
	for doctype in doctypes():
		cells = [cell(doctype, role) for role in ROLES]
		lines.append(
			f"| {doctype['name']} | {' | '.join(cells)} | {known.get(doctype['name'], OPEN_TO_ALL)} |"
		)
	return "\n".join(lines)


def written() -> str:
	"""What stands in the page now."""
	return PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip()


def write() -> None:
	before, _begin, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
	after = rest.partition(END)[2]
	PAGE.write_text(f"{before}{BEGIN}\n\n{matrix()}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
	write()
