import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, now_datetime

from refugee_support.cafe.duty import CHILDCARE, ROW, name_of
from refugee_support.document import PlainTextDocument
from refugee_support.duties import fit, following
from refugee_support.rules.shifts import LONGEST

OCCASIONS = {
	"session": ("Language Cafe Session", "title", "place"),
	"event": ("Community Event", "event_title", "place"),
}


class DutyShift(PlainTextDocument):
	"""One person's place in the plan: taken, or open for whoever wants it. Nothing in it is about a client."""

	def before_validate(self) -> None:
		super().before_validate()
		self.shift_date = getdate(self.starts_at) if self.starts_at else None
		if self.status in ("Open", "Taken"):
			self.status = "Taken" if self.user else "Open"
		self.helper_name = name_of(self.user) if self.user else None
		self.take_from_occasion()

	def validate(self) -> None:
		self.validate_times()
		self.validate_state()
		if self.session and self.event:
			self.refuse("event", _("{0}: please choose either a session or an event."))
		if not self.user:
			self.offered_to = self.offered_to_name = None
		elif self.status == "Taken" and (
			self.has_value_changed("user")
			or self.has_value_changed("starts_at")
			or self.has_value_changed("task")
		):
			fit.require(self, self.user)

	def on_update(self) -> None:
		self.show_in_team()
		following.keep_hours_right(self)

	def on_trash(self) -> None:
		if self.hours_entry:
			frappe.throw(
				_("Hours were counted for this duty. Please choose “Missed” if nobody was there."),
				title=_("Not deleted"),
			)
		if self.session and self.user:
			frappe.db.delete(ROW, {"parent": self.session, "helper": self.user, "present": 0})

	# --- validate ---

	def validate_times(self) -> None:
		starts, ends = get_datetime(self.starts_at), get_datetime(self.ends_at)
		if ends <= starts:
			self.refuse("ends_at", _("{0} lies before the beginning. Please check both."))
		if ends - starts > LONGEST:
			self.refuse("ends_at", _("{0} lies more than a day after the beginning. Please check both."))

	def validate_state(self) -> None:
		if self.status in ("Done", "Missed"):
			if not self.user:
				self.refuse("user", _("{0}: please enter who was on duty."))
			if get_datetime(self.starts_at) > now_datetime():
				self.refuse("status", _("{0}: this duty has not begun yet."))

	def take_from_occasion(self) -> None:
		"""The title and the place, so that a list says what it is about without opening anything."""
		about = None
		for field, (doctype, title, place) in OCCASIONS.items():
			if not self.get(field):
				continue
			row = frappe.db.get_value(
				doctype, self.get(field), [title, place, "funding_programme"], as_dict=True
			)
			if row:
				about = row[title]
				self.place = self.place or place_name(doctype, row[place])
				self.funding_programme = self.funding_programme or row.funding_programme
		# Stored for everybody: in the language of the association, whoever or whatever job saves it.
		language = frappe.db.get_single_value("System Settings", "language")
		task = fit.task_label(self.task, language) if self.task else ""
		self.title = f"{task} · {about}" if about else task

	# --- write others ---

	def show_in_team(self) -> None:
		"""The check-in of a language café shows who is on duty; children's places are counted from it."""
		before = self.get_doc_before_save()
		was = before.user if before and before.status != "Cancelled" else None
		session = (before.session if before else None) or self.session
		is_on = self.user if self.status != "Cancelled" else None
		if session and was and (was != is_on or session != self.session):
			# Written into the rows alone: two tablets must not overwrite each other's session.
			frappe.db.delete(ROW, {"parent": session, "helper": was, "present": 0})
		if not self.session or not is_on:
			return
		about = {"parent": self.session, "parenttype": "Language Cafe Session", "helper": is_on}
		if frappe.db.exists(ROW, about):
			return
		document = frappe.get_doc("Language Cafe Session", self.session)
		duty = CHILDCARE if fit.is_with_children(self.task) else "Host"
		row = document.append("helpers", {"helper": is_on, "helper_name": name_of(is_on), "duty": duty})
		row.db_insert()
		frappe.clear_document_cache("Language Cafe Session", self.session)


def place_name(doctype: str, place: str | None) -> str | None:
	if doctype != "Language Cafe Session" or not place:
		return place
	return frappe.db.get_value("Meeting Place", place, "label") or place
