"""The app's own files agree with each other: hooks, patches, DocTypes, access rules. Needs no Frappe."""

import ast
import json
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "refugee_support"
DOCTYPES = {
	definition["name"]: definition
	for path in APP.glob("refugee_support/doctype/*/*.json")
	for definition in [json.loads(path.read_text())]
}
ROLES = {
	"Refugee Support Counsellor",
	"Refugee Support Volunteer",
	"Language Cafe Helper",
	"Application Support Helper",
	"Refugee Support Coordinator",
	"Refugee Support Administrator",
}
CLIENT_DATA = {
	"Authority Application",
	"Authority Letter",
	"Client",
	"Client Consent",
	"Client Household",
	"Client Referral",
	"Client Relation",
	"Client Representation",
	"Confidential Record",
	"Consultation",
	"Consultation Note",
	"Legal Deadline",
}


def hooks() -> dict[str, object]:
	namespace: dict[str, object] = {}
	exec((APP / "hooks.py").read_text(), namespace)
	return {key: value for key, value in namespace.items() if not key.startswith("_")}


def dotted_paths(value: object) -> list[str]:
	if isinstance(value, dict):
		return [path for item in value.values() for path in dotted_paths(item)]
	if isinstance(value, list | tuple):
		return [path for item in value for path in dotted_paths(item)]
	return [value] if isinstance(value, str) and value.startswith("refugee_support.") else []


def defines(path: str) -> bool:
	"""Whether a dotted path names a function or class that stands in a file of ours."""
	module, _, name = path.rpartition(".")
	file = APP.parent / (module.replace(".", "/") + ".py")
	file = file if file.exists() else APP.parent / module.replace(".", "/") / "__init__.py"
	if not file.exists():
		return False
	tree = ast.parse(file.read_text())
	names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
	names |= {
		alias.asname or alias.name
		for node in tree.body
		if isinstance(node, ast.ImportFrom)
		for alias in node.names
	}
	return name in names


@pytest.mark.parametrize("path", sorted(set(dotted_paths(hooks()))))
def test_every_hook_path_resolves(path: str) -> None:
	if path.endswith((".bundle.js", ".bundle.css")):
		assert (APP / "public" / path.rpartition(".")[2] / path).exists()
	else:
		assert defines(path), path


def test_every_patch_resolves() -> None:
	for line in (APP / "patches.txt").read_text().splitlines():
		line = line.split("#")[0].strip()
		if line and not line.startswith(("[", "execute:")):
			assert (APP.parent / (line.replace(".", "/") + ".py")).exists(), line


def access_assignment(name: str) -> object:
	tree = ast.parse((APP / "access.py").read_text())
	for node in tree.body:
		target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
		if isinstance(node, ast.Assign | ast.AnnAssign) and getattr(target, "id", "") == name:
			return node.value
	raise AssertionError(name)


def guarded_doctypes() -> set[str]:
	criteria, children = access_assignment("CRITERIA"), access_assignment("CHILD_TABLES")
	return {ast.literal_eval(key) for key in criteria.keys} | set(ast.literal_eval(children))


def test_list_hook_document_hook_and_criteria_name_the_same_doctypes() -> None:
	live = hooks()
	assert guarded_doctypes() <= set(live["permission_query_conditions"])
	assert guarded_doctypes() <= set(live["has_permission"])


def test_every_doctype_that_names_a_client_is_guarded() -> None:
	naming = {
		name
		for name, definition in DOCTYPES.items()
		if name == "Client"
		or any(f.get("options") == "Client" and f["fieldtype"] == "Link" for f in definition["fields"])
	}
	children = {
		f["options"]
		for name in naming
		for f in DOCTYPES[name]["fields"]
		if f["fieldtype"] in ("Table", "Table MultiSelect")
	}
	assert naming | children <= guarded_doctypes()


@pytest.mark.parametrize("name", sorted(DOCTYPES))
def test_doctype_is_stored_under_its_own_name_with_only_our_roles(name: str) -> None:
	definition = DOCTYPES[name]
	folder = name.lower().replace(" ", "_")
	assert (APP / "refugee_support/doctype" / folder / f"{folder}.py").exists()
	assert definition["module"] == "Refugee Support"
	assert {row["role"] for row in definition["permissions"]} <= ROLES
	assert definition.get("istable") or definition["permissions"], "a DocType is born with its permissions"
	assert definition["sort_field"] != "modified"


@pytest.mark.parametrize("name", sorted(DOCTYPES))
def test_no_role_may_share(name: str) -> None:
	"""A share opens a document past every criterion, and never ends."""
	assert not any(row.get("share") for row in DOCTYPES[name]["permissions"])


@pytest.mark.parametrize("name", sorted(CLIENT_DATA))
def test_client_data_opens_to_counselling_roles_only(name: str) -> None:
	roles = {row["role"] for row in DOCTYPES[name]["permissions"]}
	assert roles <= {"Refugee Support Counsellor", "Refugee Support Volunteer"}


@pytest.mark.parametrize("name", ["Confidential Record", "Consultation Note"])
def test_confidential_doctypes_open_to_counsellors_only_and_keep_no_copies(name: str) -> None:
	assert {row["role"] for row in DOCTYPES[name]["permissions"]} == {"Refugee Support Counsellor"}
	assert not DOCTYPES[name].get("track_changes")
	assert not any(
		row.get("export") or row.get("print") or row.get("email") for row in DOCTYPES[name]["permissions"]
	)


def test_volunteers_neither_export_nor_delete() -> None:
	rights = [
		row
		for definition in DOCTYPES.values()
		for row in definition["permissions"]
		if row["role"] == "Refugee Support Volunteer"
	]
	assert not any(row.get("export") or row.get("delete") or row.get("report") for row in rights)


@pytest.mark.parametrize("name", sorted(DOCTYPES))
def test_no_client_doctype_is_in_global_search(name: str) -> None:
	assert not any(f.get("in_global_search") for f in DOCTYPES[name]["fields"])
	assert not DOCTYPES[name].get("show_name_in_global_search")


def test_service_record_links_to_nothing_that_names_a_person() -> None:
	links = {f["options"] for f in DOCTYPES["Service Record"]["fields"] if f["fieldtype"] == "Link"}
	assert links.isdisjoint(CLIENT_DATA | {"User", "Volunteer Profile"})


@pytest.mark.parametrize("path", sorted((APP / "rules").rglob("*.py")), ids=lambda path: path.name)
def test_rules_import_no_frappe_and_read_no_clock(path: Path) -> None:
	source = path.read_text()
	imported = {
		(node.module if isinstance(node, ast.ImportFrom) else alias.name or "")
		for node in ast.walk(ast.parse(source))
		if isinstance(node, ast.Import | ast.ImportFrom)
		for alias in node.names
	}
	assert not any(str(name).split(".")[0] == "frappe" for name in imported)
	assert ".today()" not in source and ".now()" not in source


def test_no_raw_sql_and_no_commit_outside_commands() -> None:
	# The access log is written when Frappe has ended the request's transaction, and must stay whatever became of it.
	after_the_request = APP / "audit" / "log.py"
	# Reminders: a job of many people, in which each one's digest is a transaction of its own.
	a_job = APP / "deadlines" / "reminders.py"
	# Moving in: a worker that is killed has lost one chunk of rows and not a night's work.
	in_chunks = APP / "moving" / "run.py"
	keep_what_is_finished = (after_the_request, a_job, in_chunks)
	for path in APP.rglob("*.py"):
		source = path.read_text()
		assert "frappe.db.sql(" not in source, path
		if "demo" not in path.parts and "setup" not in path.parts and path not in keep_what_is_finished:
			assert "frappe.db.commit(" not in source, path
