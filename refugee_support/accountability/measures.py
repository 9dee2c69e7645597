"""Technical and organisational measures, as they stand on this site at this moment: Art. 32 GDPR.

Most points are those of the report "Safety of This Site" (safety/). The others are rules of the program whose extent depends on
this site. A point of safety/ that no part names comes under "Regular Review", so that a new one cannot be forgotten.
"""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.utils import cint

from refugee_support import access, safety
from refugee_support.accountability.paper import Paper, Section, settings, who_is_responsible
from refugee_support.audit.retention import months_kept
from refugee_support.safety import backups, configuration, log_in, papers, people, running
from refugee_support.safety.finding import GOOD, Finding, judged

Point = Callable[[], Finding]
RISK = "Processing Activity Risk"


# --- Rules of the program, and their extent here ---


def undertaking() -> Finding:
	"""access.py refuses whoever has none; here is how many have one."""
	accounts = set(
		frappe.get_all(
			"Has Role",
			{"role": ["in", (access.COUNSELLOR, access.VOLUNTEER)], "parenttype": "User"},
			pluck="parent",
		)
	)
	accounts = frappe.get_all("User", {"name": ["in", [*accounts, ""]], "enabled": 1}, pluck="name")
	bound = [user for user in accounts if access.has_active_undertaking(user)]
	found = _("{0} accounts are bound to secrecy today; {1} others with such a role see no client").format(
		len(bound), len(accounts) - len(bound)
	)
	return Finding(_("No access to clients without a signed undertaking of confidentiality"), GOOD, found)


def extent_of_access() -> Finding:
	own = cint(settings().counsellors_see_own_teams_only)
	found = (
		_("counsellors: only clients of their support teams; volunteers: only clients assigned to them")
		if own
		else _("counsellors: all clients; volunteers: only clients assigned to them")
	)
	return Finding(_("Access by role and assignment, checked in every list and every record"), GOOD, found)


def kept_apart() -> Finding:
	found = _("history of flight, health, religion, violence: counsellors only, without copies in histories")
	return Finding(_("Specially protected data in a record of their own"), GOOD, found)


def access_log() -> Finding:
	found = _("kept for {0} months; nobody can change or delete entries in the program").format(months_kept())
	return Finding(_("Log of who has read which record"), GOOD, found)


def alert_on_mass_access() -> Finding:
	clients, rows = cint(settings().mass_access_clients), cint(settings().mass_access_rows)
	found = _("from {0} clients within an hour, or {1} rows at once").format(clients or "–", rows or "–")
	to_do = _("Set the two numbers under Access Log in the settings.")
	return judged(_("Alert when one person reads very many records"), clients and rows, found, to_do)


def two_persons() -> Finding:
	found = _("erasing a person, handing out a copy of data, giving a volunteer access to clients")
	return Finding(_("Decisions that need a second person"), GOOD, found)


def statistics_without_names() -> Finding:
	found = _("a key instead of the name; small groups are withheld in what is published")
	return Finding(_("Statistics without names"), GOOD, found)


def breaches() -> Finding:
	number = frappe.db.count("Data Breach")
	found = _("72-hour clock and reminders; recorded so far: {0}").format(number)
	return Finding(_("Procedure for data breaches (Art. 33 and 34 GDPR)"), GOOD, found)


# --- The parts, named as Processing Activity Risk names them ---

PARTS: dict[str, tuple[Point, ...]] = {
	"Logging In": log_in.POINTS[1:] + people.POINTS,
	"Who Sees What": (
		undertaking,
		extent_of_access,
		kept_apart,
		configuration.document_sharing,
		configuration.links_in_mails,
		configuration.uploads_of_guests,
	),
	"Connection and Passing On": (
		configuration.encrypted_connection,
		backups.encryption_is_on,
		backups.encryption_has_worked,
		configuration.tracebacks,
		configuration.telemetry,
	),
	"Traceability": (access_log, alert_on_mass_access, two_persons),
	"Backups and Availability": (backups.of_today, backups.of_files, *running.POINTS, log_in.outgoing_mail),
	"Minimisation and Erasure": (papers.retention_rules, statistics_without_names, backups.list_of_erasures),
	"Regular Review": (
		breaches,
		papers.processing_activities,
		papers.who_is_named,
		configuration.keys_for_developers,
	),
}
NAMES_PEOPLE = frozenset(
	people.POINTS
)  # the paper leaves the house: how many is for the report, who is nobody's business


def parts() -> dict[str, list[Finding]]:
	"""Every point once, asked now."""
	placed = {point for points in PARTS.values() for point in points}
	new = [point for module in safety.MODULES for point in module.POINTS if point not in placed]
	return {
		part: [asked(point) for point in (*points, *(new if part == "Regular Review" else ()))]
		for part, points in PARTS.items()
	}


def asked(point: Point) -> Finding:
	finding = point()
	if point in NAMES_PEOPLE and finding.state != GOOD:
		return Finding(finding.point, finding.state, _("yes, see the report"), finding.to_do)
	return finding


def measures() -> Paper:
	found = parts()
	return Paper(
		title=_("Technical and Organisational Measures"),
		law=_("Art. 32 GDPR"),
		intro=_(
			"What the program found on this site when this was printed. What is open is printed as open. It cannot see rooms, paper and devices: that stands at the end."
		),
		sections=[
			who_is_responsible(),
			*sections(found),
			outside(),
			still_open(found),
			Section("", kind="signature"),
		],
	)


def sections(found: dict[str, list[Finding]]) -> list[Section]:
	return [
		Section(
			f"{number}. {_(part, context=RISK)}",
			columns=(_("What Is Looked At"), _("How It Stands"), _("On This Site")),
			rows=[(one.point, word_for(one), one.found) for one in findings],
			kind="measures",
		)
		for number, (part, findings) in enumerate(found.items(), 1)
	]


def word_for(finding: Finding) -> str:
	return _("in order") if finding.state == GOOD else _("OPEN")


def outside() -> Section:
	return Section(
		_("Outside the Program"),
		facts=[
			(_("Who Runs the Server"), settings().server_operator or ""),
			(_("Rooms, Paper, Devices, Training"), settings().measures_outside or ""),
			(_("Restoring a Backup Was Last Tried On"), ""),
		],
	)


def still_open(found: dict[str, list[Finding]]) -> Section:
	left = [one for findings in found.values() for one in findings if one.state != GOOD]
	return Section(
		_("What Is Still Open"),
		text="" if left else _("Of what the program can see, nothing is open today."),
		columns=(_("What Is Looked At"), _("What to Do")) if left else (),
		rows=[(one.point, one.to_do) for one in left],
	)
