"""The life cycle of people who help, knocked at with crafted requests: refused for whoever has not the right, clear
for whoever has it but asks for the impossible."""

import pytest

ACTIONS = "refugee_support.volunteers.actions"
HOURS = "refugee_support.refugee_support.doctype.volunteer_hours.volunteer_hours"
MAY_MANAGE = "administrator role"


@pytest.fixture(scope="module")
def target(world):
	"""A colleague's profile, with a task that waits for confirmation and a certificate that was inspected."""
	import frappe

	from tests.site import factories

	from .conftest import committing

	def make() -> dict[str, str]:
		user = factories.make_user("Language Cafe Helper")
		tasks = [{"task": "CHILDCARE", "from_date": "2026-01-01"}]
		profile = factories.make_volunteer_profile(user, status="Interested", tasks=tasks)
		inspection = factories.make(
			"Police Certificate Inspection",
			volunteer=profile.name,
			inspected_on=frappe.utils.nowdate(),
			certificate_date=frappe.utils.nowdate(),
			relevant_conviction="Yes",
		)
		hours = factories.make(
			"Volunteer Hours", volunteer=profile.name, date="2026-01-05", hours=2, task="CHILDCARE"
		)
		allowance = factories.make(
			"Volunteer Allowance",
			volunteer=profile.name,
			paid_on="2026-01-05",
			amount=20,
			kind="Volunteering",
		)
		return {
			"user": user,
			"profile": profile.name,
			"row": profile.tasks[0].name,
			"Police Certificate Inspection": inspection.name,
			"Volunteer Hours": hours.name,
			"Volunteer Allowance": allowance.name,
		}

	return committing(make)


def own_profile(visitor, stored) -> str | None:
	return stored("Volunteer Profile", {"user": visitor.user}) if visitor.user else None


# --- What only administrators do ---


@pytest.mark.parametrize(
	"action", ["activate", "pause", "leave", "hand_over", "things_to_hand_over", "confirm_task"]
)
def test_who_manages_nobody_moves_nobody(visitor, target, stored, action):
	if visitor.role == MAY_MANAGE or (visitor.role == "counsellor" and action != "activate"):
		return
	arguments = {
		"leave": {"left_on": "2026-01-01"},
		"hand_over": {"taker": visitor.user or "x", "items": "[]", "from_date": "2026-01-01"},
		"confirm_task": {"row": target["row"]},
	}.get(action, {})
	visitor.is_refused(visitor.call(f"{ACTIONS}.{action}", profile=target["profile"], **arguments))
	assert stored("Volunteer Profile", target["profile"], "status") == "Interested"


def test_actions_that_write_are_not_called_by_a_link(visitor, target):
	arguments = {
		"leave": {"left_on": "2026-01-01"},
		"hand_over": {"taker": "x", "items": "[]", "from_date": "2026-01-01"},
		"confirm_task": {"row": target["row"]},
	}
	for action in ("activate", "pause", "leave", "hand_over", "confirm_task"):
		path = f"/api/method/{ACTIONS}.{action}"
		answer = visitor.get(path, profile=target["profile"], **arguments.get(action, {}))
		assert answer.status_code in (401, 403), answer.text[:300]


def test_nobody_raises_their_own_dates_or_tasks(visitor, stored):
	if not (name := own_profile(visitor, stored)):
		return
	before = stored("Volunteer Profile", name, ["undertaking_signed_on", "left_on", "helper_kind"])
	task = {"task": "COUNSELLING_STAFF", "from_date": "2020-01-01", "confirmed_by": "Administrator"}
	for values in (
		{"undertaking_signed_on": "2020-01-01"},
		{"helper_kind": "Staff" if before[2] == "Volunteer" else "Volunteer"},
		{"tasks": [task]},
		{"user": "Administrator"},
	):
		for path in (f"/api/resource/Volunteer Profile/{name}", f"/api/v2/document/Volunteer Profile/{name}"):
			answer = visitor.session.put(path, json=values)
			assert answer.status_code == 403, answer.text[:500]
	assert stored("Volunteer Profile", name, ["undertaking_signed_on", "left_on", "helper_kind"]) == before
	assert not stored(
		"Volunteer Profile Task", {"parent": name, "task": task["task"], "from_date": "2020-01-01"}
	)


def test_task_rows_are_not_written_alone(visitor, target, stored):
	row = f"/api/resource/Volunteer Profile Task/{target['row']}"
	new = {
		"doctype": "Volunteer Profile Task",
		"parent": target["profile"],
		"parenttype": "Volunteer Profile",
		"parentfield": "tasks",
		"task": "COUNSELLING_STAFF",
		"from_date": "2020-01-01",
	}
	visitor.is_refused(visitor.session.put(row, json={"confirmed_by": "Administrator"}))
	visitor.is_refused(visitor.session.delete(row))
	if visitor.role != MAY_MANAGE:  # who may write the profile saves it with the row, through all its checks
		visitor.is_refused(visitor.call("frappe.client.insert", doc=new))
	assert stored("Volunteer Profile Task", target["row"], "task") == "CHILDCARE"


@pytest.mark.parametrize(
	"doctype", ["Police Certificate Inspection", "Volunteer Hours", "Volunteer Allowance"]
)
def test_facts_about_colleagues_are_for_those_who_manage_or_evaluate(visitor, target, doctype):
	readers = {MAY_MANAGE} | (set() if doctype.startswith("Police") else {"coordinator"})
	name = target[doctype]
	for answer in (
		visitor.get(f"/api/resource/{doctype}/{name}"),
		visitor.get(f"/api/v2/document/{doctype}/{name}"),
		visitor.call("frappe.client.get", doctype=doctype, name=name),
		visitor.call("frappe.client.get_value", doctype=doctype, fieldname="volunteer", filters=name),
		visitor.call("frappe.desk.form.load.getdoc", doctype=doctype, name=name),
		visitor.get(f"/api/resource/{doctype}", limit_page_length=0),
		visitor.call("frappe.desk.reportview.get", doctype=doctype, fields=["name"]),
	):
		seen = (name in answer.text or target["profile"] in answer.text) and answer.status_code == 200
		assert seen == (visitor.role in readers), answer.text[:400]


def test_nobody_attaches_or_prints_a_certificate(visitor, target):
	where = {"doctype": "Police Certificate Inspection", "docname": target["Police Certificate Inspection"]}
	files = {"file": ("scan.txt", b"scan")}
	answer = visitor.session.post("/api/method/upload_file", data={**where, "is_private": 1}, files=files)
	assert answer.status_code in (401, 403), answer.text[:400]
	answer = visitor.get(
		"/api/method/frappe.utils.print_format.download_pdf", doctype=where["doctype"], name=where["docname"]
	)
	assert answer.status_code in (401, 403), answer.text[:400]


def test_nobody_takes_back_the_hours_of_others(visitor, target, stored):
	if visitor.role == MAY_MANAGE:
		return
	visitor.is_refused(visitor.call(f"{HOURS}.take_back", name=target["Volunteer Hours"]))
	assert stored("Volunteer Hours", target["Volunteer Hours"])


# --- What administrators must not do either ---


@pytest.fixture
def administrator(visitors):
	return visitors[MAY_MANAGE]


def sentence(answer) -> str:
	assert answer.status_code in (403, 417), f"{answer.status_code}: {answer.text[:500]}"
	assert "Traceback" not in answer.text
	return answer.text


@pytest.mark.parametrize(
	("values", "says"),
	[
		({"user": "Administrator"}, "account"),
		({"user": "own"}, "own profile"),
		({"email": "own"}, "own profile"),
		({"user": "taken"}, "one account per person"),
		({"status": "Active"}, "undertaking"),
		({"undertaking_signed_on": "2100-01-01"}, "future"),
		({"undertaking_ended_on": "2026-01-01"}, "never signed"),
	],
)
def test_a_crafted_profile_is_refused_clearly(administrator, world, stored, values, says):
	import frappe

	known = {"own": administrator.user, "taken": world.users["cafe helper"]}
	values = {key: known.get(value, value) for key, value in values.items()}
	doc = {
		"full_name": "Zq Crafted",
		"tasks": [{"task": "LANGUAGE_CAFE", "from_date": "2026-01-01"}],
		**values,
	}
	headers = {"Accept-Language": "en"}
	answer = administrator.session.post("/api/resource/Volunteer Profile", json=doc, headers=headers)
	frappe.local.lang = "en"
	assert answer.status_code in (403, 409, 417), answer.text[:500]
	assert not stored("Volunteer Profile", {"full_name": "Zq Crafted"})


def test_an_administrator_does_not_confirm_what_they_entered(administrator, stored):
	doc = {"full_name": "Zq Four Eyes", "tasks": [{"task": "COUNSELLING", "from_date": "2026-01-01"}]}
	made = administrator.session.post("/api/resource/Volunteer Profile", json=doc).json()["data"]
	row = made["tasks"][0]["name"]
	sentence(administrator.call(f"{ACTIONS}.confirm_task", profile=made["name"], row=row))
	assert not stored("Volunteer Profile Task", row, "confirmed_by")


def test_an_administrator_takes_no_clients(administrator, world, stored):
	profile = stored("Volunteer Profile", {"user": world.users["volunteer on the team"]})
	items = [{"doctype": "Client", "name": world.own, "user_field": ""}]
	answer = administrator.call(
		f"{ACTIONS}.hand_over",
		profile=profile,
		taker=administrator.user,
		items=items,
		from_date="2100-01-01",
	)
	sentence(answer)
	assert not stored("Client Support Team Member", {"helper": administrator.user})


def test_an_administrator_is_told_numbers_and_no_names(administrator, world, stored):
	profile = stored("Volunteer Profile", {"user": world.users["volunteer on the team"]})
	answer = administrator.call(f"{ACTIONS}.things_to_hand_over", profile=profile)
	administrator.looks(answer)
	assert world.own in answer.text


@pytest.mark.parametrize(
	"items", ["{", "7", '["x"]', '[{"doctype": ["Client"], "name": {"a": 1}}]', [1], [None]]
)
def test_wrong_types_are_refused_with_a_sentence(administrator, world, stored, items):
	profile = stored("Volunteer Profile", {"user": world.users["volunteer on the team"]})
	taker = world.users["counsellor"]
	answer = administrator.call(
		f"{ACTIONS}.hand_over", profile=profile, taker=taker, items=items, from_date="2100-01-01"
	)
	assert answer.status_code in (403, 417), f"{answer.status_code} {answer.text[:400]}"


def test_a_certificate_of_the_future_is_refused(administrator, target):
	doc = {"volunteer": target["profile"], "inspected_on": "2100-01-01", "certificate_date": "2100-01-01"}
	doc["relevant_conviction"] = "No"
	sentence(administrator.session.post("/api/resource/Police Certificate Inspection", json=doc))


# --- Leaving, for real ---


def test_who_leaves_is_out_at_once_by_session_and_by_key(administrator, http, world):
	from frappe.utils import nowdate

	from tests.site import factories

	from .conftest import committing

	def make() -> tuple[str, str]:
		import frappe

		user = factories.make_helper("Language Cafe Helper")
		account = frappe.get_doc("User", user)
		account.update({"api_key": f"key{user[:8]}", "api_secret": "secretsecret"})
		account.save()
		return user, frappe.db.get_value("Volunteer Profile", {"user": user})

	user, profile = committing(make)
	session, by_key = http(user, factories.PASSWORD), http()
	by_key.headers["Authorization"] = f"token key{user[:8]}:secretsecret"
	logged_in = "/api/method/frappe.auth.get_logged_user"
	assert session.get(logged_in).status_code == by_key.get(logged_in).status_code == 200
	assert administrator.call(f"{ACTIONS}.leave", profile=profile, left_on=nowdate()).status_code == 200
	assert session.get(logged_in).status_code in (401, 403)
	assert by_key.get(logged_in).status_code in (401, 403)
	again = http().post("/api/method/login", json={"usr": user, "pwd": factories.PASSWORD})
	assert again.status_code == 401
