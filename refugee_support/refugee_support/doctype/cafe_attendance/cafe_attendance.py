import frappe
from frappe import _
from frappe.utils import get_datetime

from refugee_support import service_records
from refugee_support.document import PlainTextDocument
from refugee_support.rules.age_groups import completed_years
from refugee_support.service_records.people import day_of

SESSION = "Language Cafe Session"


class CafeAttendance(PlainTextDocument):
	"""One guest at one session: a head count, or by name with consent."""

	def validate(self) -> None:
		self.set_session()
		if self.client:
			self.set_guest()
		self.validate_kind()

	def on_update(self) -> None:
		service_records.write(self)

	def on_trash(self) -> None:
		service_records.remove(self)

	def set_session(self) -> None:
		fields = ("session_date", "funding_programme", "starts_at", "ends_at")
		known = self.flags.session or frappe.db.get_value(SESSION, self.session, fields, as_dict=True)
		self.session_date, self.funding_programme = known.session_date, known.funding_programme
		self.duration_minutes = minutes_between(known.starts_at, known.ends_at)

	def set_guest(self) -> None:
		"""What is known of a guest need not be tapped; once in a session, whatever two tablets do."""
		self.kind = "Named Client"
		self.guest_key = f"{self.session}|{self.client}"
		if not self.is_new():
			return
		facts = frappe.db.get_value("Client", self.client, ["gender", "date_of_birth"], as_dict=True)
		self.gender = facts.gender if facts.gender in ("Female", "Male", "Other") else self.gender
		self.age_bracket = bracket_of(facts.date_of_birth, self.session_date) or self.age_bracket
		earlier = {"client": self.client, "session_date": ["<", self.session_date]}
		self.first_time = int(not frappe.db.exists("Cafe Attendance", earlier))

	def validate_kind(self) -> None:
		if (self.kind == "Named Client") is not bool(self.client):
			self.refuse("kind", _("{0}: a guest by name needs a client, a head count has none."))
		if self.client and not self.consent_on:
			self.refuse("consent_on", _("{0}: without consent a guest is counted without a name."))


def minutes_between(starts_at: object, ends_at: object) -> int:
	return int((get_datetime(ends_at) - get_datetime(starts_at)).total_seconds() // 60)


def bracket_of(born: object, on: object) -> str:
	"""The funder's bracket on the day of the visit (Regulation (EU) 2021/1147, Annex VIII)."""
	birth, day = day_of(born), day_of(on)
	if not birth or not day or birth > day:
		return ""
	years = completed_years(birth, day)
	return "Under 18" if years < 18 else "18 to 60" if years <= 60 else "Over 60"
