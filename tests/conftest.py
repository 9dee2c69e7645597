"""What all tests share: their order, the site they run on, and honest skips where there is no site."""

import ast
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import HealthCheck, settings

# No test depends on how busy the machine is.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

TESTS = Path(__file__).parent
ORDER = ("unit", "site", "browser")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # "gw0", "gw1"; empty in the process that collects


def choose_lane() -> None:
	"""bin/test prepares a site, its web server and its Redis per lane; a worker of pytest-xdist takes one."""
	lane = os.environ.get(f"REFUGEE_SUPPORT_LANE_{WORKER.removeprefix('gw') or 0}", "")
	if WORKER and not lane:
		raise pytest.UsageError(
			"There are more workers than test sites: set REFUGEE_SUPPORT_TEST_LANES, not -n."
		)
	os.environ.update(dict(part.split("=", 1) for part in lane.split()))


choose_lane()


def kind_of(path: Path) -> str:
	parts = path.relative_to(TESTS).parts if path.is_relative_to(TESTS) else ()
	return parts[0] if parts else ""


def why_no_site() -> str:
	"""Empty when the tests in site/ and browser/ can run."""
	if not find_spec("frappe"):
		return "Frappe is not installed here"
	if not os.environ.get("FRAPPE_SITE") or not os.environ.get("FRAPPE_SITES_PATH"):
		return "no test site is set: run bin/test"
	return ""


def why_no_browser() -> str:
	return why_no_site() or ("" if find_spec("playwright") else "Playwright is not installed here")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
	items.sort(
		key=lambda item: ORDER.index(kind_of(item.path)) if kind_of(item.path) in ORDER else len(ORDER)
	)


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist, which only bin/test needs
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
	"""What one worker runs as a whole: a file; the door tests, which share a world that takes long to make; and the
	browser tests, because two browsers on two cores are slower than one after the other."""
	from xdist.scheduler import LoadScopeScheduling

	class InLanes(LoadScopeScheduling):
		def _split_scope(self, nodeid: str) -> str:
			path = nodeid.split("::", 1)[0]
			folder = path.rpartition("/")[0]
			return folder if folder.endswith(("/permissions", "/browser")) else path

	return InLanes(config, log)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> "UnavailableModule | None":
	reason = {"site": why_no_site, "browser": why_no_browser}.get(kind_of(module_path), str)()
	if not reason:
		return None
	module = UnavailableModule.from_parent(parent, path=module_path)
	module.reason = reason
	return module


class UnavailableModule(pytest.Module):
	"""A test file that cannot be imported here: read, counted and skipped, never silently absent."""

	reason = ""

	def collect(self) -> Iterator[pytest.Item]:
		tree = ast.parse(self.path.read_text(encoding="utf-8"))
		for name in names_of_tests(tree.body):
			item = UnavailableTest.from_parent(self, name=name)
			item.add_marker(pytest.mark.skip(reason=self.reason))
			yield item


class UnavailableTest(pytest.Item):
	def runtest(self) -> None:
		raise AssertionError("A test without its site was run instead of skipped.")

	def reportinfo(self) -> tuple[Path, int, str]:
		return self.path, 0, self.name


def names_of_tests(body: Iterable[ast.stmt], prefix: str = "") -> Iterator[str]:
	for node in body:
		if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
			yield prefix + node.name
		elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
			yield from names_of_tests(node.body, f"{prefix}{node.name}::")


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
	"""The connection to the test site, as Administrator."""
	import frappe

	os.chdir(os.environ["FRAPPE_SITES_PATH"])  # Frappe's logs and assets are relative to sites/
	name = os.environ["FRAPPE_SITE"]
	frappe.init(name)
	if not frappe.conf.allow_tests:
		pytest.exit(f"{name} is no test site: bench --site {name} set-config allow_tests true", 2)
	frappe.connect()
	frappe.db.begin()  # on SQLite (Frappe 16-dev) a connection is in autocommit until told otherwise
	frappe.flags.in_test = frappe.flags.mute_emails = True
	frappe.set_user("Administrator")
	yield name
	frappe.destroy()


@pytest.fixture(scope="session")
def base_url() -> str:
	"""Address of the web server that serves the test site, whatever the Host header says."""
	url = os.environ.get("REFUGEE_SUPPORT_TEST_URL")
	if not url:
		pytest.skip("no web server is running for the tests: run bin/test")
	return url


@pytest.fixture(scope="session")
def http(base_url: str) -> Iterator[Callable]:
	"""`http(user, password)` logs in over real HTTP; `http()` is a guest. Paths are relative to the site."""
	import requests

	class SiteSession(requests.Session):
		def request(self, method: str, url: str, *args: object, **kwargs: object) -> requests.Response:
			kwargs.setdefault("timeout", 60)
			return super().request(method, urljoin(base_url, url), *args, **kwargs)

	opened: list[SiteSession] = []

	def login(user: str | None = None, password: str | None = None) -> SiteSession:
		session = SiteSession()
		session.headers["Accept"] = "application/json"
		opened.append(session)
		if user:
			session.post("/api/method/login", json={"usr": user, "pwd": password}).raise_for_status()
		return session

	yield login
	for session in opened:
		session.close()


@pytest.fixture(scope="session")
def committed(site: str) -> Callable[[], AbstractContextManager[Callable[[], None]]]:
	"""For data that another process must see (HTTP, browser):

	        with committed() as commit:
	                client = factories.make_client()
	                commit()
	                ...

	Every record that appears after the `with`, made here or by the server, is deleted at its end.
	"""
	return committed_records


@contextmanager
def committed_records() -> Iterator[Callable[[], None]]:
	import frappe

	frappe.db.rollback()
	before = names_by_doctype()
	try:
		yield really_commit
	finally:
		frappe.set_user("Administrator")
		frappe.db.rollback()
		delete_new_records(before)
		really_commit()
		frappe.clear_cache()


def really_commit() -> None:
	"""Commit although `rolled_back` has muted the connection's own commit."""
	import frappe

	type(frappe.local.db).commit(frappe.local.db)
	frappe.db.begin()


def names_by_doctype() -> dict[str, set[str]]:
	"""Not by creation time: what was installed before the site had its time zone lies in the future."""
	import frappe

	doctypes = frappe.get_all("DocType", {"issingle": 0, "is_virtual": 0}, pluck="name")
	tables = set(frappe.db.get_tables(cached=False))
	return {
		doctype: set(frappe.qb.from_(doctype).select("name").run(pluck=True))
		for doctype in doctypes
		if f"tab{doctype}" in tables
	}


def delete_new_records(before: dict[str, set[str]]) -> None:
	import frappe

	for doctype, names in names_by_doctype().items():
		if new := names - before.get(doctype, set()):
			frappe.db.delete(doctype, {"name": ["in", list(new)]})
