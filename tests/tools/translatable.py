"""Every text of the app that a reader may see, and where it stands: without Frappe, from our own files.

Frappe's extraction (`bench generate-pot-file`) leaves out number cards, charts, dashboards, notifications, print
formats, web forms, workflows, role profiles, links and states of DocTypes; the desk translates all of them.
"""

import ast
import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.jslexer import Token, tokenize, unquote_string

# What of a standard JSON file is shown. `fields[].label`: the label of every row in the list `fields`.
SHOWN = {
	"DocType": (
		"name description fields[].label fields[].description fields[].placeholder "
		"links[].group links[].link_doctype permissions[].role actions[].label actions[].group states[].title"
	),
	"Custom Field": "label description placeholder",
	"Property Setter": "",
	"Report": "report_name columns[].label filters[].label",
	"Page": "title",
	"Workspace": (
		"label title charts[].label number_cards[].label links[].label links[].description shortcuts[].label "
		"shortcuts[].format quick_lists[].label custom_blocks[].label"
	),
	"Number Card": "label",
	"Dashboard Chart": "chart_name y_axis[].label",
	"Dashboard": "dashboard_name",
	"Module Onboarding": "title subtitle success_message",
	"Onboarding Step": "title action_label description report_description callback_title callback_message",
	"Form Tour": "title steps[].title steps[].description steps[].label",
	"Print Format": "name",
	"Notification": "name",
	"Web Form": (
		"title introduction_text button_label success_title success_message list_title "
		"web_form_fields[].label web_form_fields[].description list_columns[].label"
	),
	"Workflow": "name states[].state states[].message transitions[].action",
	"Workflow State": "workflow_state_name",
	"Workflow Action Master": "workflow_action_name",
	"Role": "role_name",
	"Role Profile": "role_profile",
	"Module Profile": "module_profile_name",
}
# Templates that stand inside a JSON file and call _() themselves.
TEMPLATES = {"Print Format": "html", "Notification": "subject message", "Web Form": "client_script"}

# Labels and options that mean something else here than where Frappe or ERPNext translates the same word: the form
# looks them up with their DocType as context first. Lists show options without it, so it does not replace a good word.
STATES = ("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH")
IN_CONTEXT: dict[str, tuple[str, ...]] = {
	"Public Authority": STATES,
	"Refugee Support Settings": STATES,
	"Evaluation Report Table": ("Service",),  # stored in reports that are sealed; not: an internet service
	"Service Record": ("Minutes",),  # not: of a meeting
	"Volunteer Profile": ("Signed On",),  # not: logged on
}

# Lists in code whose entries become names of records in DocTypes that Frappe translates (Gender, Country, Role …).
NAMES_IN_CODE = {
	"/setup/genders.py": "GENDERS",
	"/wording.py": "FRAPPE_SAYS",
}
# The same in tables: file and column.
NAMES_IN_TABLES = {"setup/data/country_region.csv": "country"}

# Where a volunteer's own work stands: the texts of these files are translated into every language that comes with the
# app, the rest may be missing (docs/translating.md). Beginnings of paths.
_OF_VOLUNTEERS = (
	"access.py",
	"cafe/",
	"client_page.py",
	"doors/guarded.py",
	"duties/",
	"learning.py",
	"public/js/cafe/",
	"public/js/desk/client_page.js",
	"public/js/desk/drafts.js",
	"public/js/desk/duties.js",
	"public/js/desk/empty_states.js",
	"public/js/desk/family.js",
	"public/js/desk/form_draft.js",
	"public/js/desk/handbook.js",
	"public/js/desk/hours.js",
	"public/js/desk/new_consultation.js",
	"public/js/desk/shortcuts.js",
	"refugee_support/doctype/client/client_list.js",
	"refugee_support/doctype/consultation/consultation.json",
	"refugee_support/doctype/duty_shift/duty_shift.js",
	"refugee_support/doctype/volunteer_hours/volunteer_hours.json",
	"refugee_support/form_tour/consultation/",
	"refugee_support/module_onboarding/first_steps_in_the_language_cafe/",
	"refugee_support/module_onboarding/first_steps_of_volunteers/",
	"refugee_support/onboarding_step/fill_in_an_application_to_an_authority/",
	"refugee_support/onboarding_step/find_a_client_again/",
	"refugee_support/onboarding_step/keep_a_deadline/",
	"refugee_support/onboarding_step/let_guests_in/",
	"refugee_support/onboarding_step/record_a_consultation/",
	"refugee_support/onboarding_step/see_when_the_next_cafes_are/",
	"refugee_support/onboarding_step/take_over_a_duty/",
	"refugee_support/onboarding_step/write_down_your_hours/",
	"refugee_support/page/",
	"refugee_support/workspace/language_cafe/",
	"refugee_support/workspace/volunteer_counselling/",
	"www/refugee_support_help.py",
)
MET_BY_VOLUNTEERS = tuple(f"refugee_support/{path}" for path in _OF_VOLUNTEERS)
# Words that Frappe has in each of these languages: its own words are to stand in its own screens, too.
LEFT_TO_FRAPPE = frozenset(
	"Cancelled|Channel|Chat|Date|Day|Discard|Draft|Gender|Help|Host|Language|Month|Name|Office|Open|Other|Save|Summary"
	"|Title|User".split("|")
)


@dataclass(frozen=True, order=True)
class Text:
	text: str
	context: str  # "" for none
	where: str  # file, from the checkout
	comment: str = ""  # for the translator

	def __str__(self) -> str:
		return f"{self.where}: {self.text!r}" + (f" in context {self.context!r}" if self.context else "")


@dataclass(frozen=True)
class Untranslatable:
	"""A call of _() or __() whose text nobody can look up."""

	where: str
	why: str

	def __str__(self) -> str:
		return f"{self.where}: {self.why}"


Found = Iterator[Text | Untranslatable]


def find(checkout: Path) -> tuple[list[Text], list[Untranslatable]]:
	package = checkout / "refugee_support"
	found = [*find_in_package(package, checkout)]
	texts = {item for item in found if isinstance(item, Text) and item.text and not item.text.isdigit()}
	texts |= {*in_context(texts)}
	return sorted(texts), [item for item in found if isinstance(item, Untranslatable)]


def find_in_package(package: Path, checkout: Path) -> Found:
	for path in sorted(package.rglob("*")):
		reader = READERS.get(path.suffix)
		if not reader or not path.is_file() or {"dist", "node_modules", "data"} & {*path.parts}:
			continue
		where = path.relative_to(checkout).as_posix()
		yield from reader(path.read_text(encoding="utf-8"), where)
	for module in (package / "modules.txt").read_text(encoding="utf-8").split("\n"):
		yield Text(module.strip(), "", "refugee_support/modules.txt", "Name of a module")
	for file, column in NAMES_IN_TABLES.items():
		with (package / file).open(encoding="utf-8", newline="") as lines:
			for row in csv.DictReader(lines):
				yield Text(row[column], "", f"refugee_support/{file}", f"a {column}")


def met_by_volunteers(texts: Iterable[Text]) -> set[tuple[str, str]]:
	"""Text and context of what has words and is no word of Frappe's."""
	return {
		(item.text, item.context)
		for item in texts
		if item.where.startswith(MET_BY_VOLUNTEERS)
		and item.text not in LEFT_TO_FRAPPE
		and re.search(r"[^\W\d_]", item.text)
	}


def in_context(texts: set[Text]) -> Iterator[Text]:
	for doctype, words in IN_CONTEXT.items():
		own_files = f"/doctype/{doctype.lower().replace(' ', '_')}/"
		for text in texts:
			if text.text in words and own_files in text.where:
				yield Text(text.text, doctype, text.where, text.comment)


# --- JSON -------------------------------------------------------------------------------------


def from_json(source: str, where: str) -> Found:
	data = json.loads(source)
	for record in data if isinstance(data, list) else [data]:
		if isinstance(record, dict) and record.get("doctype") in SHOWN:
			yield from from_record(record, where)


def from_record(record: dict, where: str) -> Found:
	doctype, name = record["doctype"], record.get("name") or record.get("label") or ""
	for path in SHOWN[doctype].split():
		for text in values(record, path):
			yield Text(text, "", where, f"{path.replace('[].', ' ')} of {doctype} '{name}'")
	if doctype in ("DocType", "Custom Field", "Web Form"):
		yield from options(record, where)
	if doctype == "Workspace":
		yield from blocks(record, where)
	for field in TEMPLATES.get(doctype, "").split():
		yield from from_template(record.get(field) or "", where)


def values(record: dict, path: str) -> Iterator[str]:
	first, _, rest = path.partition("[].")
	if rest:
		for row in record.get(first) or ():
			yield from values(row, rest)
	elif text := record.get(first):
		yield text


def options(record: dict, where: str) -> Iterator[Text]:
	"""Select options are stored in English and shown in the reader's language; HTML fields are shown as they are."""
	for field in record.get("fields") or record.get("web_form_fields") or [record]:
		label, kind = field.get("label") or field.get("fieldname"), field.get("fieldtype")
		comment = f"{{}} of the field '{label}' in '{record.get('name') or record.get('dt')}'"
		if kind == "Select" and field.get("fieldname") != "naming_series":
			for option in (field.get("options") or "").split("\n"):
				yield Text(option, "", where, comment.format("option"))
		elif kind == "HTML" and field.get("options"):
			yield Text(field["options"], "", where, comment.format("content"))


def blocks(record: dict, where: str) -> Iterator[Text]:
	for block in json.loads(record.get("content") or "[]"):
		if block.get("type") in ("header", "paragraph"):
			text = block.get("data", {}).get("text") or ""
			yield Text(text, "", where, f"{block['type']} in the workspace '{record.get('name')}'")


# --- Python -----------------------------------------------------------------------------------


def from_python(source: str, where: str) -> Found:
	tree = ast.parse(source)
	for node in ast.walk(tree):
		if isinstance(node, ast.Call) and is_translation(node.func):
			yield from from_call(node, where)
	if where.endswith("/hooks.py"):
		yield from from_hooks(tree, where)
	for file, constant in NAMES_IN_CODE.items():
		if where.endswith(file):
			yield from names_in(tree, constant, where)


def is_translation(function: ast.expr) -> bool:
	name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
	return name in ("_", "_lt")


def from_call(call: ast.Call, where: str) -> Found:
	if not call.args:
		return
	text = call.args[0]
	context = next((k.value for k in call.keywords if k.arg == "context"), None)
	if isinstance(text, ast.Constant) and isinstance(text.value, str):
		if context is None or isinstance(context, ast.Constant):
			yield Text(text.value, context.value if context else "", where)
	elif isinstance(text, ast.JoinedStr | ast.BinOp) or is_formatted(text):
		yield Untranslatable(
			f"{where}:{call.lineno}",
			f"{ast.unparse(call)} puts the text together before it is looked up; use a placeholder and .format() outside",
		)


def is_formatted(text: ast.expr) -> bool:
	function = getattr(text, "func", None)
	return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Constant)


def from_hooks(tree: ast.Module, where: str) -> Iterator[Text]:
	for node in ast.walk(tree):
		if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "app_title":
			yield Text(node.value.value, "", where, "Name of the app")
		elif isinstance(node, ast.Dict):
			for key, value in zip(node.keys, node.values, strict=True):
				if getattr(key, "value", "") in ("title", "label") and isinstance(value, ast.Constant):
					yield Text(value.value, "", where, "Shown by Frappe, set in hooks.py")


def names_in(tree: ast.Module, constant: str, where: str) -> Iterator[Text]:
	for node in tree.body:
		if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == constant:
			for entry in ast.literal_eval(node.value):
				name, context = (entry, "") if isinstance(entry, str) else entry
				yield Text(name, context, where, f"one of {constant}")


# --- JavaScript and templates -----------------------------------------------------------------


def from_javascript(source: str, where: str) -> Found:
	tokens = [
		token
		for token in tokenize(source, jsx=False)
		if token.type not in ("linecomment", "multilinecomment", "whitespace")
	]
	for index, token in enumerate(tokens):
		if token.type == "template_string":
			for inner in re.findall(r"\$\{((?:[^{}]|\{[^{}]*\})*)\}", token.value):
				yield from from_javascript(inner, f"{where}:{token.lineno}")
		elif token.value == "__" and index + 1 < len(tokens) and tokens[index + 1].value == "(":
			yield from from_arguments(arguments(tokens[index + 2 :]), where, token.lineno)


def arguments(tokens: Iterable[Token]) -> list[list[Token]]:
	"""The tokens of each argument, up to the closing parenthesis."""
	depth, found = 0, [[]]
	for token in tokens:
		if token.type == "operator" and token.value in (")", "]", "}"):
			if depth == 0:
				break
			depth -= 1
		elif token.type == "operator" and token.value in ("(", "[", "{"):
			depth += 1
		if depth == 0 and token.type == "operator" and token.value == ",":
			found.append([])
		else:
			found[-1].append(token)
	return found


def from_arguments(given: list[list[Token]], where: str, line: int) -> Found:
	text, context = given[0], given[2] if len(given) > 2 else []
	literal = [token for token in text if token.type in ("string", "template_string")]
	if len(text) == 1 and literal and "${" not in text[0].value:
		known = unquote_string(context[0].value) if len(context) == 1 and context[0].type == "string" else ""
		if known or not context:
			yield Text(unquote_string(text[0].value), known, re.sub(r":\d.*", "", where))
	elif literal and any(token.value == "+" or "${" in token.value for token in text):
		why = "__() of a text put together before it is looked up; use a placeholder: __('… {0}', [value])"
		yield Untranslatable(f"{where}:{line}", why)


IN_TEMPLATE = re.compile(
	r"""(?<![\w.])_{1,2}\(\s*(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)\s*"""
	r"""(?P<more>[^)\s]?)(?:\s*context\s*=\s*(?P<q2>["'])(?P<context>.*?)(?P=q2))?"""
)


def from_template(source: str, where: str) -> Found:
	for match in IN_TEMPLATE.finditer(source):
		if match["more"] in ("~", "+", "%"):
			yield Untranslatable(where, f"{match[0]}… puts the text together before it is looked up")
		else:
			yield Text(re.sub(r"\\(.)", r"\1", match["text"]), match["context"] or "", where)


READERS: dict[str, Callable[[str, str], Found]] = {
	".json": from_json,
	".py": from_python,
	".js": from_javascript,
	".html": from_template,
	".md": from_template,
}
