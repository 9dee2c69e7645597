"""Saying goodbye: what ends with the last day, and what has to be handed over before.

Whoever leaves loses the account at once. Nothing may stay with somebody who is gone: places on support teams end by
themselves, duties go to a successor (or, where the record allows it, to nobody in particular) before.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from refugee_support.volunteers import handover


def is_leaving(profile: Document) -> bool:
	before = profile.get_doc_before_save()
	return profile.status == "Former" and (not before or before.status != "Former")


def prepare(profile: Document) -> None:
	"""Before saving: the last day, for the undertaking and the tasks too."""
	if not is_leaving(profile):
		return
	if profile.user and not profile.is_new():
		refuse_open_duties(profile.user)
	last = profile.left_on = getdate(profile.left_on)
	ended = profile.undertaking_ended_on
	if profile.undertaking_signed_on and (not ended or getdate(ended) > last):
		profile.undertaking_ended_on = max(last, getdate(profile.undertaking_signed_on))
	for row in list(profile.tasks):
		if getdate(row.from_date) > last:
			profile.remove(row)
		elif not row.to_date or getdate(row.to_date) > last:
			row.update({"to_date": last, "end_reason": "Leaving"})


def finish(profile: Document) -> None:
	"""After saving: places on support teams and access to single clients end."""
	if is_leaving(profile) and profile.user:
		handover.end_teams(profile.user, getdate(profile.left_on))
		handover.revoke_grants(profile.user)


def refuse_open_duties(user: str) -> None:
	"""Named by kind and number, not by title: whoever ends a profile need not see a client."""
	left, settings = handover.open_duties(user), named_in_settings(user)
	if not left and not settings:
		return
	lines = [_("These are still with this person. Please hand them over first:")]
	for doctype in dict.fromkeys(duty.doctype for duty, _name in left):
		names = {name for duty, name in left if duty.doctype == doctype}
		lines.append(f"{_(doctype)}: {len(names)}")
	lines += [_("Refugee Support Settings: {0}").format(label) for label in settings]
	frappe.throw(lines, title=_("Still open"), as_list=True)


def named_in_settings(user: str) -> list[str]:
	"""The posts somebody holds for the whole association, by their labels: they are given to another person there."""
	settings = frappe.get_cached_doc("Refugee Support Settings")
	posts = settings.meta.get("fields", {"fieldtype": "Link", "options": "User"})
	return [
		_(field.label, context=settings.doctype) for field in posts if settings.get(field.fieldname) == user
	]
