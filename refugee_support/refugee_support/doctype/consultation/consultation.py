from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, cstr, formatdate, get_fullname, getdate

from refugee_support import access, appointments, drafts, service_records
from refugee_support.deadlines.checks import require_people_who_see
from refugee_support.document import PlainTextDocument

LONGEST_DAY = 24 * 60  # minutes


class Consultation(PlainTextDocument):
	def onload(self) -> None:
		self.set_onload("may_write", self.has_permission("write"))

	def before_insert(self) -> None:
		drafts.refuse_second(self)

	def before_validate(self) -> None:
		super().before_validate()
		self.set_missing_values()
		self.set_participants()

	def validate(self) -> None:
		self.validate_date()
		self.validate_duration()
		self.validate_clients()
		self.validate_counsellor()
		self.validate_follow_up()
		appointments.check_consultation(self)
		self.set_counsellor()
		self.set_follow_up()
		self.set_contact_number()
		self.set_title()

	def on_update(self) -> None:
		service_records.write(self)
		appointments.mark_as_taken_place(self)
		self.renumber_contacts()

	def on_trash(self) -> None:
		service_records.remove(self)
		appointments.forget_consultation(self)
		renumber(self.client, without=self.name)

	# --- set ---

	def set_missing_values(self) -> None:
		"""Defaults for records that do not come from the form; the form proposes the same."""
		self.counsellor = self.counsellor or frappe.session.user
		self.consultation_date = self.consultation_date or getdate()
		if not self.language and self.client and not self.is_anonymous:
			self.language = self.facts_of(self.client).main_language

	def set_participants(self) -> None:
		"""Nobody twice, nobody on an anonymous contact, the main topic not among the others."""
		if self.is_anonymous:
			self.client = None
			self.family_members = []
		family = _unique(self.family_members, "client", without=self.client)
		topics = _unique(self.other_topics, "topic", without=self.main_topic)
		activities = _unique(self.activities, "activity", without=None)
		if len(family) != len(self.family_members):
			self.set("family_members", [{"client": name} for name in family])
		if len(topics) != len(self.other_topics):
			self.set("other_topics", [{"topic": name} for name in topics])
		if len(activities) != len(self.activities):
			self.set("activities", [{"activity": name} for name in activities])

	def set_counsellor(self) -> None:
		"""As it was when the consultation was recorded: who becomes staff later does not change the past."""
		if not self.helper_kind or self.has_value_changed("counsellor"):
			profile = access.profile_of(self.counsellor)
			self.helper_kind = profile.helper_kind if profile else "Staff"
			self.counsellor_name = get_fullname(self.counsellor)

	def set_follow_up(self) -> None:
		"""Somebody sees to it: who held the conversation, unless another is named or, in a handover, nobody. The day
		it was done stays, whatever is changed later."""
		if not self.follow_up_on:
			self.follow_up_by = None
		elif self.has_value_changed("follow_up_on"):
			self.follow_up_by = self.follow_up_by or self.counsellor
		if not self.follow_up_on or not self.follow_up_done:
			self.follow_up_done_on = None
		elif not self.follow_up_done_on:
			self.follow_up_done_on = getdate()

	def set_contact_number(self) -> None:
		"""Which contact of this client it is, by date: first and follow-up contacts are counted apart."""
		if self.is_anonymous:
			self.contact_number = 1
		elif self.is_new() or self.numbering_changed():
			earlier, later = self.contacts_around()
			self.contact_number = earlier + 1
			self.flags.contacts_follow = later > 0

	def set_title(self) -> None:
		"""Date and topic, never a name: titles appear in links, windows and logs."""
		topic = frappe.get_cached_value("Counselling Topic", self.main_topic, "label")
		self.title = f"{formatdate(self.consultation_date)} · {topic or self.main_topic}"[:140]

	def renumber_contacts(self) -> None:
		"""Entered late, or moved to another day or client: the contacts around it get their numbers again."""
		before = self.get_doc_before_save()
		if before and self.numbering_changed():
			renumber(before.client)
		if self.flags.contacts_follow:
			renumber(self.client)

	# --- validate ---

	def validate_date(self) -> None:
		day = getdate(self.consultation_date)
		if day > getdate():
			self.refuse(
				"consultation_date",
				_("The {0} lies in the future. Please enter the day the conversation took place."),
			)
		if day.year < 1990:
			self.refuse("consultation_date", _("Please check the year in {0}."))

	def validate_duration(self) -> None:
		if not 0 < cint(self.duration_minutes) <= LONGEST_DAY:
			self.refuse("duration_minutes", _("Please enter {0}: between 1 and 1440."))

	def validate_clients(self) -> None:
		if not self.is_anonymous and not self.client:
			self.refuse("client", _("Please choose a {0}, or tick Anonymous Contact."))
		before = self.get_doc_before_save()
		added = access.clients_in(self) - (access.clients_in(before) if before else set())
		access.require_visible_clients(added)
		for name in added:
			self.validate_client_open(name)

	def validate_client_open(self, name: str) -> None:
		client = self.facts_of(name)
		still_open = client.closed_on and getdate(self.consultation_date) <= getdate(client.closed_on)
		if client.status == "Anonymised" or (client.status == "Closed" and not still_open):
			self.refuse(
				"client",
				_("This {0} is closed. Please reopen the client first, then record the consultation."),
			)

	def validate_counsellor(self) -> None:
		user = frappe.session.user
		if (
			self.counsellor != user
			and self.has_value_changed("counsellor")
			and not access.is_counsellor(user)
		):
			self.refuse(
				"counsellor", _("Volunteers record their own conversations: please enter yourself in {0}.")
			)

	def validate_follow_up(self) -> None:
		if self.follow_up_on and getdate(self.follow_up_on) < getdate(self.consultation_date):
			self.refuse("follow_up_on", _("The date in {0} lies before the consultation. Please check both."))
		if self.has_value_changed("follow_up_by") and self.follow_up_by not in (self.counsellor, None, ""):
			require_people_who_see(self, ["follow_up_by"], access.clients_in(self))

	# --- ask ---

	def numbering_changed(self) -> bool:
		before = self.get_doc_before_save()
		return bool(before) and _numbering(before) != _numbering(self)

	def contacts_around(self) -> tuple[int, int]:
		"""How many other contacts of the client come before this one, and how many after."""
		other = DocType("Consultation")
		before = other.consultation_date < self.consultation_date
		if self.is_new():
			before |= other.consultation_date == self.consultation_date
		else:
			same_day = other.consultation_date == self.consultation_date
			before |= same_day & (other.creation < self.creation)
		total, earlier = (
			frappe.qb.from_(other)
			.select(Count("*"), Sum(Case().when(before, 1).else_(0)))
			.where((other.client == self.client) & (other.name != (self.name or "")))
			.run()[0]
		)
		return cint(earlier), cint(total) - cint(earlier)

	def facts_of(self, client: str) -> Any:
		"""What is asked of each client named here, read once and used for the Service Records too."""
		facts = self.flags.setdefault("facts", {})
		if client not in facts:
			facts |= service_records.load_facts([client])
		return facts.get(client) or frappe._dict()


@frappe.whitelist()
def get_defaults(client: str | None = None) -> dict[str, str | int | None]:
	"""What a new consultation most probably is, so that a returning client takes a few keystrokes.

	Args:
		client: the client it is for; their language is proposed if the caller may read them.
	"""
	frappe.has_permission("Consultation", "create", throw=True)
	settings = frappe.get_cached_doc("Refugee Support Settings")
	last = frappe.get_all(  # my own last one, only its coded fields
		"Consultation",
		{"counsellor": frappe.session.user},
		["channel", "funding_programme"],
		order_by="creation desc",
		limit=1,
	)
	defaults = {
		"channel": last[0].channel if last else settings.default_channel,
		"funding_programme": last[0].funding_programme if last else None,
		"duration_minutes": settings.default_duration or 30,
	}
	if client and access.is_visible("Client", client, frappe.session.user):
		defaults["language"] = frappe.db.get_value("Client", client, "main_language")
	return defaults


def contacts_of(client: str) -> list:
	"""All consultations of a client in order, whoever may see them: the numbers must not depend on the reader."""
	return frappe.get_all(
		"Consultation",
		{"client": client, "is_anonymous": 0},
		["name", "consultation_date", "contact_number", "creation"],
		order_by="consultation_date, creation, name",
	)


def renumber(client: str | None, without: str | None = None) -> None:
	"""Number a client's contacts by date again after one was entered late, moved or deleted."""
	if not client:
		return
	numbered = (row for row in contacts_of(client) if row.name != without)
	for number, row in enumerate(numbered, start=1):
		if row.contact_number == number:
			continue
		frappe.db.set_value("Consultation", row.name, "contact_number", number, update_modified=False)
		kind = "First Contact" if number == 1 else "Follow-Up Contact"
		main_row = {"source_doctype": "Consultation", "source_name": row.name, "participation": "Main Person"}
		frappe.db.set_value("Service Record", main_row, "contact_kind", kind, update_modified=False)


def _numbering(doc: Consultation) -> tuple[str, str]:
	return cstr(doc.client), cstr(doc.consultation_date)


def _unique(rows: list, fieldname: str, without: str | None) -> list[str]:
	return list(
		dict.fromkeys(row.get(fieldname) for row in rows if row.get(fieldname) not in {without, None, ""})
	)
