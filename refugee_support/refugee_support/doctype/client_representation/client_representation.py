from collections.abc import Collection
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from refugee_support import consents
from refugee_support.document import PlainTextDocument

# With these we may phone and write; a companion only goes along (section 13 (4) SGB X).
SPEAKING = ("Power of Attorney", "Release From Confidentiality")


class ClientRepresentation(PlainTextDocument):
	"""Who may speak for a client: section 13 SGB X, section 14 VwVfG; release from confidentiality, section 203 StGB."""

	def validate(self) -> None:
		consents.validate_signer(self)
		self.validate_dates()
		self.validate_upload("file")
		self.title = f"{_(self.kind)} · {formatdate(self.signed_on)}"[:140]

	def validate_dates(self) -> None:
		signed = getdate(self.signed_on)
		for fieldname in ("signed_on", "withdrawn_on"):
			if self.get(fieldname) and getdate(self.get(fieldname)) > getdate():
				self.refuse(fieldname, _("The date in {0} lies in the future. Please check it."))
		for fieldname in ("valid_until", "withdrawn_on"):
			if self.get(fieldname) and getdate(self.get(fieldname)) < signed:
				self.refuse(fieldname, _("The date in {0} lies before the signature. Please check both."))


def why_not(representation: Any, clients: Collection[str], authority: str | None) -> str:
	"""Why one may not phone or write with it today: a sentence with {0} for the field, "" if one may."""
	if representation.client not in clients:
		return _("{0}: this one was signed by somebody else. Please choose one of the applicant's.")
	if representation.withdrawn_on and getdate(representation.withdrawn_on) <= getdate():
		return _("{0}: withdrawn on {1}. Please have a new one signed, or leave it out.").replace(
			"{1}", formatdate(representation.withdrawn_on)
		)
	if representation.valid_until and getdate(representation.valid_until) < getdate():
		return _("{0}: ended on {1}. Please have a new one signed, or leave it out.").replace(
			"{1}", formatdate(representation.valid_until)
		)
	if representation.authority and authority and representation.authority != authority:
		return _("{0}: this one holds towards another authority. Please choose one that fits.")
	return ""


def current(client: str | None, authority: str | None) -> str | None:
	"""The latest that holds today towards an authority, and with which one may phone and write."""
	if not client:
		return None
	signed = {"client": client, "kind": ["in", SPEAKING]}
	# Of a client the writer has been found to see, or is refused for in a moment.
	rows = frappe.get_all("Client Representation", signed, ["*"], order_by="kind, signed_on desc")
	return next((row.name for row in rows if not why_not(row, {client}, authority)), None)
