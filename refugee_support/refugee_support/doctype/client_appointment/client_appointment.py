from typing import Any

import frappe
from frappe import _
from frappe.utils import add_to_date, cint, cstr, get_datetime, now_datetime

from refugee_support import access, appointments
from refugee_support.document import PlainTextDocument

MOST_COMPANIONS = 2
LONGEST = 24 * 60 * 60  # seconds


class ClientAppointment(PlainTextDocument):
	"""A date with an authority or somebody else: who goes along, who interprets."""

	def before_validate(self) -> None:
		super().before_validate()
		self.set_end()
		self.set_companions()
		self.set_interpreter()
		self.set_title()

	def validate(self) -> None:
		self.validate_client()
		self.validate_times()
		self.validate_companions()
		self.validate_interpreter()
		self.ask_about_clashes()

	def on_update(self) -> None:
		appointments.keep_booking(self)

	def on_trash(self) -> None:
		appointments.remove_booking(self)

	# --- set ---

	def set_end(self) -> None:
		if self.starts_at and not self.ends_at:
			self.ends_at = add_to_date(self.starts_at, hours=1)

	def set_companions(self) -> None:
		people = list(dict.fromkeys(row.helper for row in self.companions if row.helper))
		if len(people) != len(self.companions):
			self.set("companions", [{"helper": user} for user in people])

	def set_interpreter(self) -> None:
		"""A confirmation holds for the time and the person it was given for."""
		if not self.interpreter_needed:
			self.interpreter = self.agency = None
			self.booking_state = "Open"
		if self.interpreter:
			self.agency = None
		if self.interpreter_needed and not self.interpreter_language and self.client:
			self.interpreter_language = frappe.db.get_value("Client", self.client, "main_language")
		self.interpreter_name = appointments.name_of_profile(self.interpreter)
		if (before := self.get_doc_before_save()) and self.interpreter:
			moved = _agreed(before) != _agreed(self)
			if moved and before.booking_state == self.booking_state == "Confirmed":
				self.booking_state = "Requested"

	def set_title(self) -> None:
		"""When and where, never who: titles appear in links, windows and logs."""
		if self.starts_at:
			self.title = appointments.title_of(self.starts_at, appointments.place_of(self))

	# --- validate ---

	def validate_client(self) -> None:
		if self.has_value_changed("client"):
			access.require_visible_clients([self.client])
		if not self.authority and not self.place:
			self.refuse("place", _("Please enter the {0}, or choose a public authority."))

	def validate_times(self) -> None:
		starts, ends = get_datetime(self.starts_at), get_datetime(self.ends_at)
		if ends <= starts:
			self.refuse("ends_at", _("{0} lies before the beginning. Please check both."))
		if (ends - starts).total_seconds() > LONGEST:
			self.refuse("ends_at", _("{0} lies more than a day after the beginning. Please check both."))
		if self.state in ("Took Place", "Not Attended") and starts > now_datetime():
			self.refuse("state", _("{0}: this appointment is still to come. Please check the date."))

	def validate_companions(self) -> None:
		most = (
			cint(frappe.db.get_single_value("Refugee Support Settings", "most_companions")) or MOST_COMPANIONS
		)
		if len(self.companions) > most:
			frappe.throw(
				_("At most {0} people go along to an appointment. Please take somebody out.").format(most),
				title=_("Accompanied By"),
			)
		for row in self.companions:
			if not access.is_visible("Client", self.client, row.helper):
				frappe.msgprint(
					_(
						"{0} is not on the support team and will not see this appointment. Please add them there."
					).format(frappe.bold(frappe.utils.get_fullname(row.helper))),
					indicator="orange",
					title=_("Please check"),
				)

	def validate_interpreter(self) -> None:
		if not self.interpreter_needed:
			return
		if not self.interpreter_language:
			self.refuse("interpreter_language", _("Please choose the {0} that is to be interpreted."))
		if self.booking_state in ("Requested", "Confirmed") and not self.interpreter and not self.agency:
			self.refuse(
				"interpreter", _("Please choose who is asked to interpret in {0}, or name an agency.")
			)
		if self.interpreter and not appointments.may_interpret(self.interpreter):
			self.refuse(
				"interpreter",
				_(
					"{0}: this person has no active confidentiality undertaking or no account and cannot be booked."
				),
			)

	def ask_about_clashes(self) -> None:
		if self.state != "Planned":
			return
		for clash in appointments.clashes_of(self):
			frappe.msgprint(
				_("{0} has another appointment at that time: {1}.").format(
					frappe.bold(clash.person), appointments.moment(clash.starts_at)
				),
				indicator="orange",
				title=_("Please check"),
			)


def _agreed(doc: Any) -> tuple[str, ...]:
	return tuple(cstr(doc.get(name)) for name in ("starts_at", "ends_at", "interpreter"))
