"""The association: three paid, the volunteers, one login for every role."""

from datetime import date, timedelta

from refugee_support.demo.plan.dates import add_months
from refugee_support.demo.plan.model import Helper
from refugee_support.demo.plan.tables import rows

COUNSELLING_ROLES = {"Refugee Support Counsellor", "Refugee Support Volunteer"}


def plan_team(today: date) -> list[Helper]:
	return [helper(row, today) for row in rows("team")]


def helper(row: dict[str, str], today: date) -> Helper:
	joined = add_months(today, -int(row["joined_months"]))
	left = add_months(today, -int(row["left_months"])) if row["left_months"] else None
	return Helper(
		email=row["email"],
		first_name=row["first_name"],
		last_name=row["last_name"],
		gender=row["gender"],
		role=row["role"],
		kind=row["helper_kind"],
		status=row["status"],
		joined_on=joined,
		left_on=left,
		undertaking_on=joined + timedelta(3) if row["undertaking"] == "yes" else None,
		languages=frozenset(row["languages"].split()),
	)


def counselling(helpers: list[Helper]) -> list[Helper]:
	"""Those bound to secrecy who counsel: today or formerly."""
	return [helper for helper in helpers if helper.role in COUNSELLING_ROLES and helper.undertaking_on]
