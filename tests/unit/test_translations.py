"""Everything a reader may see can be translated, and is translated into every language that comes with the app."""

import re
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import translatable
from translatable import Text, Untranslatable
from update_translations import PARTIAL, words_of

from refugee_support.wording import FRAPPE_SAYS

CHECKOUT = Path(__file__).parents[2]
LOCALE = CHECKOUT / "refugee_support" / "locale"
LANGUAGES = sorted(path.stem for path in LOCALE.glob("*.po"))
UPDATE = "Run: python tests/tools/update_translations.py (docs/translating.md)"
SENTENCE_ENDS = ".?:!؟"
PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)s|%[sd]|</?\w+")


@pytest.fixture(scope="module")
def found() -> tuple[list[Text], list[Untranslatable]]:
	return translatable.find(CHECKOUT)


@pytest.fixture(scope="module")
def template() -> Catalog:
	return read(LOCALE / "main.pot")


@pytest.fixture(scope="module", params=LANGUAGES)
def catalog(request: pytest.FixtureRequest) -> Catalog:
	return read(LOCALE / f"{request.param}.po")


@pytest.fixture(scope="module", params=[language for language in LANGUAGES if language not in PARTIAL])
def complete(request: pytest.FixtureRequest) -> Catalog:
	return read(LOCALE / f"{request.param}.po")


@pytest.fixture(scope="module", params=PARTIAL)
def partial(request: pytest.FixtureRequest) -> Catalog:
	return read(LOCALE / f"{request.param}.po")


def read(path: Path) -> Catalog:
	with path.open("rb") as file:
		return read_po(file)


def entries(catalog: Catalog) -> dict[tuple[str, str], Message]:
	return {(message.id, message.context or ""): message for message in catalog if message.id}


def listed(problems: list[str], remedy: str = UPDATE) -> str:
	return "\n  ".join([f"{len(problems)} found. {remedy}", *problems])


# --- what the app shows -----------------------------------------------------------------------


def test_no_text_is_put_together_before_it_is_looked_up(found: tuple) -> None:
	problems = [str(item) for item in found[1]]
	assert not problems, listed(problems, "Such a text stays English in every language.")


def test_no_text_begins_or_ends_with_a_blank(found: tuple) -> None:
	problems = [str(text) for text in found[0] if text.text != text.text.strip()]
	assert not problems, listed(problems, "Frappe strips them before it looks a text up.")


def test_every_text_stands_in_the_template(found: tuple, template: Catalog) -> None:
	known = entries(template)
	problems = [str(text) for text in found[0] if (text.text, text.context) not in known]
	assert not problems, listed(problems)


def test_the_template_holds_nothing_that_is_gone(found: tuple, template: Catalog) -> None:
	shown = {(text.text, text.context) for text in found[0]}
	problems = [f"main.pot: {message.id!r}" for key, message in entries(template).items() if key not in shown]
	assert not problems, listed(problems)


def test_every_word_with_context_is_still_used(found: tuple) -> None:
	used = {(text.context, text.text) for text in found[0]}
	wanted = {(doctype, word) for doctype, words in translatable.IN_CONTEXT.items() for word in words}
	assert wanted <= used, f"IN_CONTEXT in tests/tools/translatable.py names what is gone: {wanted - used}"


# --- what each language says ------------------------------------------------------------------


def test_german_comes_with_the_app() -> None:
	assert "de" in LANGUAGES


def test_a_language_has_exactly_the_texts_of_the_template(complete: Catalog, template: Catalog) -> None:
	missing, gone = (
		entries(a).keys() - entries(b).keys() for a, b in ((template, complete), (complete, template))
	)
	problems = [*(f"missing: {key}" for key in missing), *(f"gone: {key}" for key in gone)]
	problems += [f"obsolete: {key!r}" for key in complete.obsolete]
	assert not problems, listed(problems)


def test_every_text_is_translated(complete: Catalog, found: tuple) -> None:
	known = entries(complete)
	problems = [
		str(text)
		for text in found[0]
		if (message := known.get((text.text, text.context))) and (message.fuzzy or not message.string)
	]
	assert not problems, listed(problems, "Translate them in the .po file.")


def test_what_a_volunteer_meets_is_translated_into_every_language(partial: Catalog, found: tuple) -> None:
	done = {key for key, message in entries(partial).items() if message.string and not message.fuzzy}
	wanted = translatable.met_by_volunteers(found[0])
	assert len(wanted) > 350
	problems = [repr(text) for text, _context in sorted(wanted - done)]
	assert not problems, listed(problems, "Translate them in the .po file.")


def test_a_language_begun_for_volunteers_holds_nothing_that_is_empty_or_gone(
	partial: Catalog, template: Catalog
) -> None:
	problems = [f"gone: {key}" for key in entries(partial).keys() - entries(template).keys()]
	problems += [f"empty: {key}" for key, message in entries(partial).items() if not message.string]
	assert not problems, listed(problems)


def test_a_language_begun_for_volunteers_leaves_frappe_its_own_words(partial: Catalog) -> None:
	assert not {message.id for message in entries(partial).values()} & translatable.LEFT_TO_FRAPPE


def test_a_draft_says_at_its_top_that_nobody_has_checked_it(partial: Catalog) -> None:
	assert "MACHINE DRAFT" in partial.header_comment or "Checked by" in partial.header_comment


def test_a_translation_keeps_placeholders_and_tags(catalog: Catalog) -> None:
	problems = [
		f"{message.id!r} → {message.string!r}"
		for message in entries(catalog).values()
		if message.string
		and sorted(PLACEHOLDER.findall(message.id)) != sorted(PLACEHOLDER.findall(message.string))
	]
	assert not problems, listed(problems, "The same {0} and <b> on both sides.")


def test_a_translation_has_no_blanks_at_its_ends(catalog: Catalog) -> None:
	problems = [m.id for m in entries(catalog).values() if m.string != m.string.strip() or "  " in m.string]
	assert not problems, listed(problems, "A blank too many.")


def test_a_sentence_stays_a_sentence(catalog: Catalog) -> None:
	"""The end of a text tells a label from a sentence; a lost full stop is mostly a lost half."""
	problems = [
		f"{message.id!r} → {message.string!r}"
		for message in entries(catalog).values()
		if (message.id, message.context) not in FRAPPE_SAYS  # puts sentences together from words
		if message.string and (message.id[-1] in SENTENCE_ENDS) != (message.string[-1] in SENTENCE_ENDS)
	]
	assert not problems, listed(problems, "A full stop on both sides or on neither.")


@pytest.mark.parametrize(
	("pattern", "rule"),
	[
		(r"\b[Dd](u|ir|ich|ein(e[mnrs]?)?)\b", "German says Sie"),
		(r"\w[*_/]-?[iI]n(nen)?\b|[a-zäöüß]In(nen)?\b", "Gender is written with a colon: Klient:innen"),
	],
)
def test_german_keeps_its_own_rules(pattern: str, rule: str) -> None:
	strings = [message.string for message in entries(read(LOCALE / "de.po")).values()]
	problems = [string for string in strings if re.search(pattern, string)]
	assert not problems, listed(problems, f"{rule} (docs/translating.md).")


def test_german_gives_no_word_of_frappe_another_meaning() -> None:
	"""A translation without context holds for every app on the site: the reasons for the few exceptions are here."""
	frappe = find_spec("frappe")
	if not frappe:
		pytest.skip("Frappe is not installed here")
	if '__version__ = "15.' not in Path(frappe.origin).read_text(encoding="utf-8"):
		pytest.skip("we follow the words of Frappe 15; 16 has changed some")
	ours = {
		"Client",  # our central record; Frappe says Kunde or Mandant, as a business would
		"Chat",  # a channel beside Telefon and Video; Frappe says Unterhaltung
		*FRAPPE_SAYS,  # refugee_support/wording.py says why
	}  # fmt: skip
	theirs = words_of(Path(frappe.origin).parent, "de")
	problems = [
		f"{text!r}: {message.string!r}, Frappe says {theirs[text, '']!r}"
		for (text, context), message in entries(read(LOCALE / "de.po")).items()
		if not context and text not in ours and theirs.get((text, ""), message.string) != message.string
	]
	assert not problems, listed(problems, "Take Frappe's word, or put the text in IN_CONTEXT.")


# --- the search for texts itself --------------------------------------------------------------


@pytest.mark.parametrize(
	("source", "expected"),
	[
		('_("Plain")', [("Plain", "")]),
		('frappe._("Of the module")', [("Of the module", "")]),
		('_("Two " "pieces")', [("Two pieces", "")]),
		('_("To", context="Client")', [("To", "Client")]),
		('_("{0} of {1}").format(a, b)', [("{0} of {1}", "")]),
		("_(label)", []),
		('other("Not shown")', []),
	],
)
def test_texts_in_python_are_found(source: str, expected: list[tuple[str, str]]) -> None:
	assert [(t.text, t.context) for t in translatable.from_python(source, "a.py")] == expected


@pytest.mark.parametrize(
	("source", "expected"),
	[
		('__("Plain")', [("Plain", "")]),
		("__('It\\'s')", [("It's", "")]),
		('x(__("With {0}", [a(b), "c"]), 1)', [("With {0}", "")]),
		('__("To", null, "Client")', [("To", "Client")]),
		('due ? __("One") : __("Other")', [("One", ""), ("Other", "")]),
		('// __("A comment")\n/* __("Another") */', []),
		('`<b>${__("Inside")}</b>`', [("Inside", "")]),
		("__(label)", []),
	],
)
def test_texts_in_javascript_are_found(source: str, expected: list[tuple[str, str]]) -> None:
	assert [(t.text, t.context) for t in translatable.from_javascript(source, "a.js")] == expected


@pytest.mark.parametrize(
	("source", "expected"),
	[
		("<h1>{{ _('Title') }}</h1>", [("Title", "")]),
		('{{ _("With {0}").format(x) }}', [("With {0}", "")]),
		('{{ _("To", context="Client") }}', [("To", "Client")]),
		('{%= __("Micro") %}', [("Micro", "")]),
	],
)
def test_texts_in_templates_are_found(source: str, expected: list[tuple[str, str]]) -> None:
	assert [(t.text, t.context) for t in translatable.from_template(source, "a.html")] == expected


@pytest.mark.parametrize(
	("reader", "source"),
	[
		("from_python", '_(f"Hello {name}")'),
		("from_python", '_("Hello " + name)'),
		("from_python", '_("Hello %s" % name)'),
		("from_python", '_("Hello {0}".format(name))'),
		("from_javascript", '__("Hello " + name)'),
		("from_javascript", "__(`Hello ${name}`)"),
		("from_template", '{{ _("Hello " ~ name) }}'),
	],
)
def test_a_text_put_together_too_early_is_named(reader: str, source: str) -> None:
	[problem] = getattr(translatable, reader)(source, "some/file")
	assert isinstance(problem, Untranslatable)
	assert str(problem).startswith("some/file")


def test_the_texts_of_a_doctype_are_found_with_their_file() -> None:
	field = {
		"fieldname": "kind",
		"fieldtype": "Select",
		"label": "Kind",
		"options": "\nOne\nTwo",
		"description": "Help.",
	}
	doctype = {"doctype": "DocType", "name": "Thing", "fields": [field], "links": [{"group": "More"}]}
	texts = [*translatable.from_record(doctype, "thing.json")]
	assert {text.text for text in texts} >= {"Thing", "Kind", "One", "Two", "Help.", "More"}
	assert str(texts[0]) == "thing.json: 'Thing'"


def test_the_texts_of_a_workspace_are_found() -> None:
	content = '[{"type": "header", "data": {"text": "Today"}}, {"type": "shortcut", "data": {"shortcut_name": "x"}}]'
	shortcuts = [{"label": "New Consultation", "format": "{} open"}]
	workspace = {"doctype": "Workspace", "label": "Counselling", "shortcuts": shortcuts, "content": content}
	texts = {text.text for text in translatable.from_record(workspace, "w.json")}
	assert texts == {"Counselling", "New Consultation", "{} open", "Today"}
