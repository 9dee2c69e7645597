"""Everybody who may knock at a door, a world of records with a marker in each, and who may see which marker.

Every test below runs over a real HTTP session, once for every role. `looks` holds what a visitor may not see
(the negative half) and what the visitor must see (the positive half) against the same answer.
"""

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from tests.site.permissions.planted import PLANTED, marker

if TYPE_CHECKING:
	from requests import Response

COUNSELLOR = "Refugee Support Counsellor"
VOLUNTEER = "Refugee Support Volunteer"
COORDINATOR = "Refugee Support Coordinator"
ADMINISTRATOR = "Refugee Support Administrator"

# Each is the marker planted in one kind of record, once of the volunteer's own client, once of another.
CLIENT, HOUSEHOLD, SUMMARY, FILE, CONTENT = "client", "household", "summary", "file", "content"
NOTE, CONFIDENTIAL, PROFILE = "note", "confidential", "profile"
RELATION = "relation"
APPLICATION, REPRESENTATION = "application", "representation"
TEAM_KINDS = (
	CLIENT,
	HOUSEHOLD,
	RELATION,
	SUMMARY,
	FILE,
	CONTENT,
	APPLICATION,
	REPRESENTATION,
)
KINDS = (*TEAM_KINDS, NOTE, CONFIDENTIAL)
MARKERS = {f"{whose} {kind}": f"zq{whose}{kind}zq" for whose in ("own", "other") for kind in KINDS}
MARKERS[PROFILE] = "zqprofilezq"
MARKERS |= {
	f"{whose} {entry.doctype}": marker(whose, entry) for whose in ("own", "other") for entry in PLANTED
}
EVERYTHING = set(MARKERS)
OF_THE_TEAM = {f"own {kind}" for kind in TEAM_KINDS}
OF_THE_TEAM |= {f"own {entry.doctype}" for entry in PLANTED if entry.team}

# Who knocks, and what they may see of it all.
SEES: dict[str, set[str]] = {
	"counsellor": EVERYTHING,
	"volunteer on the team": OF_THE_TEAM,
	"volunteer not on the team": set(),
	"volunteer until yesterday": set(),
	"volunteer without undertaking": set(),
	"counsellor without undertaking": {PROFILE},
	"cafe helper": set(),
	"application helper": set(),
	"coordinator": {PROFILE},
	"administrator role": {PROFILE},
	"system manager": set(),
	"website user": set(),
	"guest": set(),
}
for entry in PLANTED:  # further readers, named one by one
	for role in entry.own:
		SEES[role] = SEES[role] | {f"own {entry.doctype}"}
	for role in entry.all:
		SEES[role] = SEES[role] | {f"own {entry.doctype}", f"other {entry.doctype}"}
ATTACKERS = (
	"counsellor",
	"volunteer on the team",
	"cafe helper",
	"coordinator",
	"system manager",
	"website user",
)
READS_SERVICE_RECORDS = {"counsellor", "counsellor without undertaking", "coordinator"}
KIND_OF = {
	"Client": CLIENT,
	"Client Household": HOUSEHOLD,
	"Client Relation": RELATION,
	"Consultation": SUMMARY,
	"Consultation Note": NOTE,
	"Confidential Record": CONFIDENTIAL,
	**{entry.doctype: entry.doctype for entry in PLANTED},
	"Authority Application": APPLICATION,
	"Client Representation": REPRESENTATION,
}


# Child tables of anything but the client.
OTHER_PARENTS = {"Client Household Member": HOUSEHOLD, "Application Document": APPLICATION}
OTHER_PARENTS["Client Data Request Decision"] = "Client Data Request"


@dataclass
class World:
	"""The names of the records; `own` is the client of the volunteer on the team, `other` is not."""

	own: str = ""
	other: str = ""
	names: dict[str, str] = field(default_factory=dict)
	file_urls: dict[str, str] = field(default_factory=dict)
	users: dict[str, str] = field(default_factory=dict)
	todo: str = ""


@dataclass
class Visitor:
	"""One of them, logged in."""

	role: str
	session: Any
	user: str | None

	@property
	def sees(self) -> set[str]:
		return SEES[self.role]

	@property
	def reads_clients(self) -> bool:
		return "own client" in self.sees

	@property
	def reads_service_records(self) -> bool:
		return self.role in READS_SERVICE_RECORDS

	def records_of(self, doctype: str) -> set[str]:
		"""Which of the two records of a DocType this visitor may see: {"own client", "other client"}, ..."""
		return {f"{whose} {KIND_OF[doctype]}" for whose in ("own", "other")} & self.sees

	def call(self, method: str, **arguments: Any) -> "Response":
		"""A whitelisted method, as the desk calls it."""
		return self.session.post(f"/api/method/{method}", json=arguments)

	def get(self, path: str, **arguments: Any) -> "Response":
		as_text = {
			key: value if isinstance(value, str) else json.dumps(value) for key, value in arguments.items()
		}
		return self.session.get(path, params=as_text)

	def looks(self, answer: "Response", shows: set[str] | None = None) -> None:
		"""The answer holds no marker this visitor may not see, and of `shows` all that they may."""
		text = text_of(answer)
		seen = {name for name, marker in MARKERS.items() if marker in text}
		told = {name for name in seen - self.sees if MARKERS[name] not in text_of_request(answer)}
		assert not told, f"{self.role} saw {told}: {answer.request.url} {answer.status_code}"
		missing = (shows or set()) & self.sees - seen
		assert not missing, f"{self.role} did not see {missing}: {answer.status_code} {text[:600]}"

	def is_refused(self, answer: "Response") -> None:
		"""Refused with a sentence, for reasons of permission and not by an accident in the query."""
		self.looks(answer)
		assert answer.status_code in (401, 403, 404), f"{answer.status_code}: {text_of(answer)[-600:]}"
		if self.user:
			assert answer.status_code == 403, f"{answer.status_code}: {text_of(answer)[-600:]}"

	def learns_no_number(self, answer: "Response", most: int) -> None:
		"""A count or sum: refused, or at most what this visitor may see."""
		if answer.status_code in (401, 403):
			return
		assert answer.status_code == 200, f"{answer.status_code}: {text_of(answer)[-600:]}"
		assert number_in(answer) <= most, f"{self.role} counted {number_in(answer)}"


def live_updates(doctype: str, name: str = "") -> tuple[str, dict[str, str]]:
	"""What the desk asks before it follows a document, or a list, live: other methods in Frappe 15 and 16."""
	import frappe.realtime

	if hasattr(frappe.realtime, "has_permission"):
		return "frappe.realtime.has_permission", {"doctype": doctype, "name": name}
	if name:
		return "frappe.realtime.can_subscribe_doc", {"doctype": doctype, "docname": name}
	return "frappe.realtime.can_subscribe_doctype", {"doctype": doctype}


def number_in(answer: "Response") -> int:
	body = answer.json()
	value = body.get("message", body.get("data"))
	if isinstance(value, list):
		return len(value)
	return int(value or 0)


def text_of(answer: "Response") -> str:
	"""The answer as text, whatever it was wrapped in: marks are looked for in what a person could read."""
	content = answer.content
	if content[:2] == b"\x1f\x8b":
		content = gzip.decompress(content)
	if content[:2] == b"PK":
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			content = b"\n".join(archive.read(name) for name in archive.namelist())
	return content.decode("utf-8", errors="replace")


def text_of_request(answer: "Response") -> str:
	"""What the visitor said, and may well hear again in a sentence that refuses it."""
	body = answer.request.body or b""
	said = answer.request.url + (body if isinstance(body, str) else body.decode("utf-8", errors="replace"))
	return unquote(unquote(said))


@contextmanager
def made_world(committed: Callable) -> Iterator[World]:
	"""Committed, because the web server is another process; removed at the end."""
	import frappe

	with committed() as commit:
		frappe.set_user("Administrator")
		world = World()
		make_users(world)
		make_records(world)
		commit()
		frappe.clear_cache()
		yield world


@pytest.fixture(scope="package")
def world(committed: Callable) -> Iterator[World]:
	with made_world(committed) as world:
		yield world


def make_users(world: World) -> None:
	from tests.site import factories

	helper = factories.make_helper
	bound = {"undertaking_signed_on": None}
	world.users = {
		"counsellor": helper(COUNSELLOR, helper_kind="Staff"),
		"volunteer on the team": helper(VOLUNTEER),
		"volunteer not on the team": helper(VOLUNTEER),
		"volunteer until yesterday": helper(VOLUNTEER),
		"volunteer without undertaking": helper(VOLUNTEER, **bound),
		"counsellor without undertaking": helper(COUNSELLOR, **bound),
		"cafe helper": helper("Language Cafe Helper"),
		"application helper": helper("Application Support Helper"),
		"coordinator": helper(COORDINATOR, helper_kind="Staff"),
		"administrator role": helper(ADMINISTRATOR, helper_kind="Staff"),
		"system manager": factories.make_user("System Manager"),
		"website user": factories.make_user(),
		"colleague": helper(VOLUNTEER, full_name=MARKERS[PROFILE]),
		"stand-in": helper(VOLUNTEER),
	}


def make_records(world: World) -> None:
	from frappe.utils import add_days, nowdate

	from tests.site import factories

	for whose in ("own", "other"):
		mark = {kind: MARKERS[f"{whose} {kind}"] for kind in KINDS}
		client = factories.make_client(first_name=mark[CLIENT], last_name=whose.title(), municipality="Neuss")
		setattr(world, whose, client.name)
		household = factories.make_household(client.name, household_name=mark[HOUSEHOLD])
		consultation = factories.make_consultation(
			client.name, summary=mark[SUMMARY], counsellor=world.users["counsellor"]
		)
		note = factories.make_note(consultation.name, note=mark[NOTE])
		record = factories.make_confidential_record(client.name, religion=mark[CONFIDENTIAL])
		application = factories.make_application(client.name, notes=mark[APPLICATION])
		representation = factories.make_representation(client.name, scope=mark[REPRESENTATION])
		relation = factories.make_relation(client.name, "Parent of", outside_person=mark[RELATION])
		attached = factories.make_file("Client", client.name, f"{mark[FILE]}.txt", mark[CONTENT])
		world.file_urls[whose] = attached.file_url
		for kind, document in (
			(CLIENT, client),
			(HOUSEHOLD, household),
			(RELATION, relation),
			(SUMMARY, consultation),
			(NOTE, note),
			(CONFIDENTIAL, record),
			(APPLICATION, application),
			(REPRESENTATION, representation),
			(FILE, attached),
		):
			world.names[f"{whose} {kind}"] = document.name
		for entry in PLANTED:
			world.names[f"{whose} {entry.doctype}"] = entry.make(
				factories, world, client.name, marker(whose, entry)
			).name
	yesterday = add_days(nowdate(), -1)
	factories.put_on_team(world.own, world.users["volunteer on the team"])
	factories.put_on_team(world.other, world.users["colleague"])
	factories.put_on_team(world.own, world.users["volunteer without undertaking"])
	factories.put_on_team(world.own, world.users["volunteer until yesterday"], to_date=yesterday)


@pytest.fixture(scope="package")
def visitors(world: World, http: Callable) -> dict[str, Visitor]:
	from tests.site import factories

	users = {role: world.users.get(role) for role in SEES}
	return {
		role: Visitor(role, http(user, factories.PASSWORD) if user else http(), user)
		for role, user in users.items()
	}


@pytest.fixture(params=SEES)
def visitor(request: pytest.FixtureRequest, visitors: dict[str, Visitor]) -> Visitor:
	"""Each role in turn: a test with this fixture is as many tests as there are roles."""
	return visitors[request.param]


@pytest.fixture(params=ATTACKERS)
def attacker(request: pytest.FixtureRequest, visitors: dict[str, Visitor]) -> Visitor:
	"""For what is closed to everybody: those with the most rights, and one of each kind of the others."""
	return visitors[request.param]


@pytest.fixture
def counsellor(visitors: dict[str, Visitor]) -> Visitor:
	return visitors["counsellor"]


@pytest.fixture
def volunteer(visitors: dict[str, Visitor]) -> Visitor:
	return visitors["volunteer on the team"]


@pytest.fixture
def stored(site: str) -> Iterator[Callable]:
	"""Looks at the database as it is now, past what this connection has already read."""
	import frappe

	def look(doctype: str, filters: Any, fieldname: Any = "name") -> Any:
		frappe.db.rollback()
		return frappe.db.get_value(doctype, filters, fieldname)

	yield look


@pytest.fixture
def kind_of() -> dict[str, str]:
	return KIND_OF


# --- Records of the framework and of other apps, made for single doors ---


def committing(make: Callable[[], Any]) -> Any:
	"""Make something the web server must see; the world removes it at the end."""
	import frappe

	frappe.db.rollback()
	frappe.set_user("Administrator")
	made = make()
	for _first_and_what_it_set_off in range(2):
		type(frappe.local.db).commit(frappe.local.db)
	frappe.db.begin()
	return made


def insert_raw(doctype: str, **values: Any) -> str:
	"""A row that was there before the app was, or came past its checks."""
	import frappe

	document = frappe.get_doc({"doctype": doctype, **values})
	document.name = document.name or frappe.generate_hash(length=12)
	document.db_insert()
	return document.name


@pytest.fixture(scope="package")
def linking_doctype(world: World) -> Iterator[str]:
	"""A DocType of somebody else with a link to Client that everybody may read."""
	import frappe

	name = "Zz Linking Thing"

	def make() -> None:
		fields = [{"fieldname": "person", "fieldtype": "Link", "options": "Client", "label": "Person"}]
		permissions = [{"role": "All", "read": 1, "write": 1, "create": 1}]
		frappe.get_doc(
			{
				"doctype": "DocType",
				"name": name,
				"module": "Core",
				"custom": 1,
				"fields": fields,
				"permissions": permissions,
			}
		).insert()

	committing(make)
	yield name
	committing(lambda: frappe.delete_doc("DocType", name, force=True))
	frappe.db.sql_ddl(f"DROP TABLE IF EXISTS `tab{name}`")


@pytest.fixture(scope="package")
def linking_document(linking_doctype: str, world: World) -> tuple[str, str]:
	return linking_doctype, committing(lambda: insert_raw(linking_doctype, person=world.other))


@pytest.fixture
def todo_about(world: World) -> Callable[[Visitor, str, str], str]:
	def make(visitor: Visitor, doctype: str, name: str) -> str:
		user = visitor.user or "Guest"
		values = {"reference_type": doctype, "reference_name": name, "description": "x", "status": "Open"}
		return committing(
			lambda: insert_raw("ToDo", allocated_to=user, assigned_by=user, owner=user, **values)
		)

	return make


@pytest.fixture(scope="package")
def stored_chart(world: World) -> Callable[[str], str]:
	made: dict[str, str] = {}

	def make(doctype: str) -> str:
		topic = "main_topic" if doctype == "Consultation" else "topic"
		values = {
			"chart_name": f"zz chart of {doctype}",
			"chart_type": "Group By",
			"document_type": doctype,
			"group_by_type": "Count",
			"group_by_based_on": "first_name" if doctype == "Client" else topic,
			"filters_json": "[]",
			"type": "Bar",
			"is_public": 1,
		}
		if doctype not in made:
			made[doctype] = committing(
				lambda: insert_raw("Dashboard Chart", name=values["chart_name"], **values)
			)
		return made[doctype]

	return make


@pytest.fixture(scope="package")
def copies(world: World) -> dict[str, dict[str, str]]:
	"""One row of everything the framework keeps about a document, about the own and about the other client."""
	mark = {"own": MARKERS["own client"], "other": MARKERS["other client"]}

	def make(whose: str) -> dict[str, str]:
		client = getattr(world, whose)
		reference = {"reference_doctype": "Client", "reference_name": client}
		document = {"document_type": "Client", "document_name": client}
		text = mark[whose]
		return {
			"Version": insert_raw(
				"Version",
				ref_doctype="Client",
				docname=client,
				data=json.dumps({"changed": [["first_name", text, text]]}),
			),
			"Comment": insert_raw("Comment", comment_type="Comment", content=text, **reference),
			"Communication": insert_raw(
				"Communication", communication_type="Communication", subject=text, content=text, **reference
			),
			"Tag Link": insert_raw("Tag Link", tag="zq", title=text, **document),
			"ToDo": insert_raw(
				"ToDo", reference_type="Client", reference_name=client, description=text, status="Open"
			),
			"DocShare": insert_raw(
				"DocShare", share_doctype="Client", share_name=client, user=world.users["colleague"]
			),
			"View Log": insert_raw("View Log", viewed_by=text, **reference),
			"Workflow Action": insert_raw("Workflow Action", workflow_state=text, status="Open", **reference),
			"Access Log": insert_raw(
				"Access Log", export_from="Client", reference_document=client, filters=text
			),
			"Activity Log": insert_raw("Activity Log", subject=text, **reference),
			"Deleted Document": insert_raw(
				"Deleted Document", deleted_doctype="Client", deleted_name=client, data=text
			),
			"Notification Log": insert_raw(
				"Notification Log", subject=text, for_user=world.users["colleague"], **document
			),
			"File": world.names[f"{whose} file"],
		}

	made = {whose: committing(lambda: make(whose)) for whose in ("own", "other")}  # noqa: B023 - called at once
	return {doctype: {whose: made[whose][doctype] for whose in made} for doctype in made["own"]}


@pytest.fixture(scope="package")
def tag(world: World) -> str:
	return committing(lambda: insert_raw("Tag", name="zqtag"))


@pytest.fixture(scope="package")
def report(world: World) -> str:
	"""A report on Service Records that relies on the framework's own checks."""
	name = "zz report on services"
	query = "select topic as `Topic:Link/Counselling Topic:100` from `tabService Record`"
	values = {
		"ref_doctype": "Service Record",
		"report_type": "Query Report",
		"is_standard": "No",
		"query": query,
	}
	return committing(
		lambda: insert_raw("Report", name=name, report_name=name, module="Refugee Support", **values)
	)


@dataclass
class PreparedReport:
	name: str
	file_url: str
	report_name: str
	foreign_name: str = "zz prepared on something else"
	custom_name: str = "zz saved by somebody"


@pytest.fixture(scope="package")
def prepared_report(world: World) -> PreparedReport:
	"""What the Administrator prepared from Service Records."""
	import frappe

	def make() -> PreparedReport:
		name = "zz prepared on services"
		values = {
			"ref_doctype": "Service Record",
			"report_type": "Query Report",
			"is_standard": "No",
			"prepared_report": 1,
		}
		insert_raw(
			"Report", name=name, report_name=name, module="Refugee Support", query="select 1", **values
		)
		insert_raw("Has Role", parent=name, parenttype="Report", parentfield="roles", role=COORDINATOR)
		prepared = insert_raw(
			"Prepared Report", report_name=name, filters="{}", status="Completed", owner="Administrator"
		)
		content = gzip.compress(json.dumps({"columns": [], "result": [{"x": "zqpreparedzq"}]}).encode())
		attached = {"attached_to_doctype": "Prepared Report", "attached_to_name": prepared}
		file = frappe.get_doc(
			{"doctype": "File", "file_name": "zz.json.gz", "content": content, "is_private": 1, **attached}
		)
		file.insert(ignore_permissions=True)
		made = PreparedReport(prepared, file.file_url, name)
		make_reports_everybody_runs(made)
		return made

	return committing(make)


@pytest.fixture(scope="package")
def restricted(world: World, http: Callable) -> Visitor:
	"""A coordinator whom a User Permission restricts to another topic."""
	from tests.site import factories

	def make() -> str:
		user = factories.make_helper(COORDINATOR, helper_kind="Staff")
		topic = factories.make_topic("another-topic")
		factories.make("User Permission", user=user, allow="Counselling Topic", for_value=topic)
		return user

	user = committing(make)
	return Visitor("coordinator", http(user, factories.PASSWORD), user)


def make_reports_everybody_runs(prepared: PreparedReport) -> None:
	values = {"ref_doctype": "ToDo", "is_standard": "No", "module": "Desk"}
	name, saved = prepared.foreign_name, prepared.custom_name
	query = {"report_type": "Query Report", "prepared_report": 1, "query": "select 1"}
	insert_raw("Report", name=name, report_name=name, **values, **query)
	filters = json.dumps({"columns": [], "filters": {"prepared_report_name": prepared.name}})
	custom = {"report_type": "Custom Report", "reference_report": name, "prepared_report": 1, "json": filters}
	insert_raw("Report", name=saved, report_name=saved, **values, **custom)


@pytest.fixture
def child_row(world: World) -> Callable[[str], str]:
	"""A row of a child table of the other client."""
	import frappe

	def find(child: str) -> str:
		parent = world.names.get(f"other {OTHER_PARENTS.get(child)}", world.other)
		name = frappe.db.get_value(child, {"parent": parent})
		assert name, f"the world has no {child}"
		return name

	return find


@pytest.fixture
def moved_off_the_team(world: World) -> Callable:
	"""The volunteer's membership ended yesterday, for as long as the `with` lasts."""

	import frappe
	from frappe.utils import add_days, nowdate

	@contextmanager
	def moved(volunteer: Visitor) -> Iterator[None]:
		row = {"parent": world.own, "helper": volunteer.user}

		def end(day: str | None) -> None:
			committing(lambda: frappe.db.set_value("Client Support Team Member", row, "to_date", day))

		end(add_days(nowdate(), -1))
		try:
			yield
		finally:
			end(None)

	return moved


@pytest.fixture(name="text_of")
def text_of_fixture() -> Callable[["Response"], str]:
	return text_of
