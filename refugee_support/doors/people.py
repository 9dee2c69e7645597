"""Door 17: what people who work with this app only learn about other accounts.

Every desk user may "select" users, and gets every field of every account with that: telephone, birthday, last address
on the network. Whoever holds another role besides ours keeps what that role gives.
"""

import re

import frappe
from frappe.query_builder import DocType

from refugee_support.access import ADMINISTRATOR, APP_ROLES
from refugee_support.doors.guarded import parsed, refuse, texts
from refugee_support.doors.queries import Arguments, link_fields

# What choosing and showing a colleague needs.
OPEN_FIELDS = {
	"name",
	"email",
	"full_name",
	"first_name",
	"last_name",
	"user_image",
	"enabled",
	"user_type",
	"language",
}
ROWS = {"has role", "block module", "user email", "user social login", "defaultvalue", "user role profile"}
EVERYBODY = {"All", "Guest", "Desk User"}
COLUMN_KEYS = (
	"fields",
	"fieldname",
	"field",
	"group_by",
	"order_by",
	"searchfield",
	"stats",
	"aggregate_on_field",
)
FILTER_KEYS = ("filters", "or_filters", "current_filters")


def works_with_us_only(user: str) -> bool:
	return user != "Administrator" and not set(frappe.get_roles(user)) - EVERYBODY - set(APP_ROLES)


def check_people(arguments: Arguments) -> None:
	doctype = arguments.get("doctype")
	if not isinstance(doctype, str) or not works_with_us_only(user := frappe.session.user):
		return
	if doctype.strip().casefold() in ROWS:
		refuse()
	if doctype.strip().casefold() == "user":
		if user not in (arguments.get("name"), arguments.get("docname"), arguments.get("filters")):
			check_fields(arguments)
	elif links := links_to_users(doctype):
		join = re.compile(rf"\b(?:{'|'.join(links)})`?\.`?(\w+)")
		for text in texts({key: arguments.get(key) for key in (*COLUMN_KEYS, *FILTER_KEYS)}):
			if any(field not in OPEN_FIELDS for field in join.findall(text)):
				refuse()


def check_roles(arguments: Arguments) -> None:
	user = frappe.session.user
	if works_with_us_only(user) and arguments.get("uid", user) != user:
		refuse()


def check_fields(arguments: Arguments) -> None:
	for key in COLUMN_KEYS:
		columns = parsed(arguments.get(key)) or []
		for column in columns.split(",") if isinstance(columns, str) else columns:
			check_field(re.sub(r" (asc|desc)$", "", str(column).strip(), flags=re.I))
	for key in FILTER_KEYS:
		filters = parsed(arguments.get(key)) or []
		for row in filters if isinstance(filters, list | dict) else []:
			named = row if isinstance(row, str) else row[1] if len(row) > 3 else row[0]
			check_field(str(named))


def check_field(column: str) -> None:
	name = column.replace("`", "").removeprefix("tabUser.")
	if name not in OPEN_FIELDS | {"", "creation", "modified", "idx"}:
		refuse()


def links_to_users(doctype: str) -> list[str]:
	return [df.fieldname for df in link_fields(doctype) if df.options == "User"]


def user_query_conditions(user: str | None = None, doctype: str = "") -> str:
	"""Colleagues: those who have a profile here. Accounts of customers, applicants or café guests are none. Who manages
	volunteers chooses among all accounts."""
	user = user or frappe.session.user
	if not works_with_us_only(user) or ADMINISTRATOR in frappe.get_roles(user):
		return ""
	profile, account = DocType("Volunteer Profile"), DocType("User")
	colleagues = frappe.qb.from_(profile).select(profile.user).where(profile.user.isnotnull())
	condition = account.name.isin(colleagues) | (account.name == user)
	return f"({condition.get_sql(with_namespace=True, quote_char='`', secondary_quote_char=chr(39))})"
