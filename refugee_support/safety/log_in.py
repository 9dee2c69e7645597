"""Who gets in, and for how long: System Settings, Website Settings, roles."""

import frappe
from frappe import _
from frappe.utils import cint

from refugee_support.access import APP_ROLES
from refugee_support.safety.finding import TO_DO, URGENT, Finding, judged, put, tick, untick, yes_or_no
from refugee_support.setup.system_settings import mail_goes_out

LONGEST_SESSION = 12  # hours: a working day with everything around it
DEFAULT_SESSION = "170:00"  # what an empty field means to Frappe
FEWEST_SECONDS = 60  # Frappe's default; less is no lock


def system(field: str) -> str | int | None:
	return frappe.get_single("System Settings").get(field)


def outgoing_mail() -> Finding:
	to_do = _(
		"Set up an outgoing e-mail account and send a test message: passwords, second factors and reminders of deadlines need it."
	)
	return judged(_("Outgoing e-mail"), mail_goes_out(), yes_or_no(mail_goes_out()), to_do)


def second_factor() -> Finding:
	"""On for the site, and ticked in every role of the app: the ticks come with the app, the switch is the site's."""
	ticked = frappe.get_all("Role", {"name": ["in", APP_ROLES], "two_factor_auth": 1}, pluck="name")
	is_on = cint(system("enable_two_factor_auth"))
	good = is_on and len(ticked) == len(APP_ROLES)
	point = _("Second factor at login")
	if not mail_goes_out():
		to_do = _("First set up outgoing e-mail: without it the second factor would lock everybody out.")
		return judged(point, good, yes_or_no(is_on), to_do)
	to_do = f"{tick('enable_two_factor_auth')} " + _(
		"Tell the team first, and try it with a second account before you log out."
	)
	return judged(point, good, yes_or_no(is_on), to_do, URGENT)


def ways_around_it() -> Finding:
	"""A link in an e-mail and the account of another service log in without Frappe's second factor."""
	ways = [_("link in an e-mail")] if cint(system("login_with_email_link")) else []
	ways += frappe.get_all("Social Login Key", {"enable_social_login": 1}, pluck="provider_name")
	to_do = f"{untick('login_with_email_link')} " + _(
		"Accounts of other services need a second factor over there."
	)
	good = not ways or not cint(system("enable_two_factor_auth"))
	return judged(_("Login past the second factor"), good, ", ".join(ways) or _("none"), to_do)


def session_length() -> Finding:
	hours, _colon, minutes = str(system("session_expiry") or DEFAULT_SESSION).partition(":")
	hours = cint(hours) + cint(minutes) / 60
	to_do = f"{put('session_expiry', '08:00')} " + _("A device left behind stays open that long.")
	good = hours <= LONGEST_SESSION
	found = _("{0} hours").format(f"{round(hours, 1):g}")
	return judged(_("Length of a session without work"), good, found, to_do)


def passwords() -> Finding:
	score = cint(system("minimum_password_score")) if cint(system("enable_password_policy")) else 0
	to_do = tick("enable_password_policy") if not score else put("minimum_password_score", "3")
	to_do += " " + _("It holds for new passwords.")
	found = _("at least {0} of 4").format(score)
	return judged(_("Strength of new passwords"), score >= 3, found, to_do, TO_DO if score else URGENT)


def failed_log_ins() -> Finding:
	attempts, seconds = (
		cint(system("allow_consecutive_login_attempts")),
		cint(system("allow_login_after_fail")),
	)
	found = _("after {0} attempts, for {1} seconds").format(attempts, seconds) if attempts else _("off")
	to_do = f"{put('allow_consecutive_login_attempts', '10')} {put('allow_login_after_fail', '300')}"
	good = 0 < attempts <= 10 and seconds >= FEWEST_SECONDS
	return judged(_("Lock after wrong passwords"), good, found, to_do, TO_DO if attempts else URGENT)


def sign_up() -> Finding:
	closed = cint(frappe.db.get_single_value("Website Settings", "disable_signup"))
	to_do = f"{tick('disable_signup', 'Website Settings')} " + _("Accounts are made by the administration.")
	return judged(_("Signing up without an invitation"), closed, yes_or_no(not closed), to_do)


def reset_links() -> Finding:
	"""Frappe counts seconds; 0 means that a link never ends."""
	seconds = cint(system("reset_password_link_expiry_duration"))
	found = _("{0} minutes").format(seconds // 60) if seconds else _("without end")
	to_do = put("reset_password_link_expiry_duration", _("{0} minutes").format(20))
	return judged(_("Links for a new password"), 0 < seconds <= 24 * 3600, found, to_do)


POINTS = (
	outgoing_mail,
	second_factor,
	ways_around_it,
	session_length,
	passwords,
	failed_log_ins,
	sign_up,
	reset_links,
)
