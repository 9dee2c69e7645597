"""Door 17: what users of the app learn about other accounts: what choosing a colleague needs, and no more."""

import pytest

from tests.site.permissions.conftest import committing

SECRETS = ("zqphonezq", "zqplacezq", "zqbiozq")


@pytest.fixture(scope="module")
def stranger(world) -> str:
	"""Somebody with a login but without any role of the app: a guest of the café with a website account."""
	from tests.site import factories

	def make() -> str:
		user = factories.make_user(email="zqstrangerzq@example.com")
		import frappe

		frappe.db.set_value("User", user, {"phone": SECRETS[0], "location": SECRETS[1], "bio": SECRETS[2]})
		return user

	return committing(make)


def lists_of(visitor, doctype: str, **arguments):
	return (
		visitor.call("frappe.client.get_list", doctype=doctype, limit_page_length=0, **arguments),
		visitor.call("frappe.desk.reportview.get_list", doctype=doctype, limit_page_length=0, **arguments),
		visitor.get(f"/api/resource/{doctype}", limit_page_length=0, **arguments),
	)


def test_no_list_tells_more_than_the_names_of_colleagues(visitor, stranger):
	if visitor.role == "system manager":
		return  # manages accounts
	for answer in (
		*lists_of(visitor, "User", fields=["*"]),
		*lists_of(
			visitor, "User", fields=["name", "full_name", "phone", "location", "bio", "last_ip", "api_key"]
		),
		*lists_of(visitor, "Contact", fields=["*"]),
	):
		assert not [secret for secret in SECRETS if secret in answer.text], answer.text[:300]


def test_accounts_of_people_outside_the_app_are_not_listed(visitor, stranger):
	if visitor.role in ("system manager", "administrator role"):
		return  # manage accounts
	for answer in (
		*lists_of(visitor, "User", fields=["name", "full_name"]),
		visitor.call("frappe.desk.search.search_link", doctype="User", txt="zqstranger"),
		visitor.call(
			"frappe.desk.search.search_link",
			doctype="User",
			txt="zqstranger",
			query="frappe.core.doctype.user.user.user_query",
			filters={"ignore_user_type": 1},
		),
	):
		assert "zqstrangerzq" not in answer.text.replace('"zqstranger"', ""), answer.text[:300]


def test_roles_and_restrictions_of_others_are_not_listed(visitor, world):
	if visitor.role == "system manager":
		return
	colleague = world.users["colleague"]
	for doctype in (
		"Has Role",
		"User Permission",
		"Block Module",
		"User Email",
		"Notification Settings",
		"Activity Log",
		"OAuth Bearer Token",
		"Session Default",
	):
		for parent in ("User", None):
			for answer in (
				visitor.call(
					"frappe.client.get_list",
					doctype=doctype,
					parent=parent,
					fields=["*"],
					limit_page_length=0,
				),
				visitor.get(
					f"/api/resource/{doctype}", parent=parent or "", fields=["*"], limit_page_length=0
				),
			):
				assert colleague not in answer.text, f"{doctype} {answer.text[:300]}"
	answer = visitor.call("frappe.core.doctype.user.user.get_roles", uid=colleague)
	visitor.is_refused(answer)


def test_an_account_of_somebody_else_does_not_open(visitor, world, stranger):
	if visitor.role == "system manager":
		return
	for answer in (
		visitor.get(f"/api/resource/User/{stranger}"),
		visitor.call("frappe.desk.form.load.getdoc", doctype="User", name=stranger),
		visitor.call("frappe.client.get", doctype="User", name=stranger),
		visitor.call("frappe.client.get_value", doctype="User", filters=stranger, fieldname=["phone", "bio"]),
		visitor.call(
			"frappe.client.validate_link", doctype="User", docname=stranger, fields=["phone", "bio"]
		),
	):
		assert not [secret for secret in SECRETS if secret in answer.text], answer.text[:300]


def test_colleagues_are_still_found_for_a_support_team(counsellor, world):
	answer = counsellor.call(
		"frappe.desk.search.search_link",
		doctype="User",
		txt="zqprofile",
		query="refugee_support.search.team_member_query",
	)
	assert world.users["colleague"] in answer.text


def test_no_join_along_a_link_to_a_user_tells_more_than_the_name(attacker, world, stranger):
	if attacker.role == "system manager":
		return
	for doctype, link in (
		("ToDo", "allocated_to"),
		("Consultation", "counsellor"),
		("Volunteer Profile", "user"),
	):
		for column in ("phone", "last_ip", "location", "api_key"):
			answer = attacker.call(
				"frappe.client.get_list", doctype=doctype, fields=["name", f"{link}.{column}"]
			)
			assert answer.status_code in (401, 403), f"{doctype} {column}: {answer.text[:300]}"


def test_a_note_with_a_full_stop_is_saved(counsellor, world):
	answer = counsellor.call(
		"frappe.client.set_value",
		doctype="Consultation",
		name=world.names["own summary"],
		fieldname="summary",
		value="zqownsummaryzq, client.Danach counsellor.phone und user.mail@example.com; select a date from the list",
	)
	assert answer.status_code == 200, answer.text[:300]
