import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, getdate

from refugee_support import access
from refugee_support.document import PlainTextDocument
from refugee_support.volunteers import accounts, leaving, life_cycle

# What people may change in their own profile; everything else is done by another administrator.
OWN_FIELDS = {"phone", "languages", "availability"}
NOT_IN_THE_FUTURE = (
	"conversation_on",
	"instructed_on",
	"legal_training_on",
	"undertaking_signed_on",
	"left_on",
)
UNDERTAKING = ("undertaking_kind", "undertaking_signed_on", "undertaking_ended_on")


class VolunteerProfile(PlainTextDocument):
	"""A person who helps, paid or not. The confidentiality undertaking recorded here is the gate before every
	client: section 203 (4) StGB makes passing secrets to helpers who were not bound to secrecy punishable."""

	def onload(self) -> None:
		# Asked by role: `has_permission` would show its own message to everybody it answers with no.
		if access.administrates(frappe.session.user) or self.user == frappe.session.user:
			self.set_onload("checklist", life_cycle.checklist(self))
			self.set_onload(
				"to_confirm", [row.name for row in self.tasks if life_cycle.awaits_confirmation(row)]
			)

	def validate(self) -> None:
		self.refuse_changes_to_own_profile()
		self.set_earlier_undertakings()
		self.set_task_rows()
		self.validate_dates()
		self.validate_undertaking()
		self.validate_tasks()
		self.validate_account()
		self.validate_start()
		leaving.prepare(self)
		self.stage = life_cycle.stage_of(self)

	def on_update(self) -> None:
		access.forget_profiles()
		leaving.finish(self)
		accounts.follow(self)  # last: ending sessions saves what was done so far
		access.forget_profiles()

	def on_trash(self) -> None:
		"""Who has worked here is not deleted but says goodbye: an account must not be left without its profile."""
		if self.user or self.status != "Interested":
			frappe.throw(
				_("Only people who never started can be deleted. Please choose Leaving instead."),
				title=_("Cannot be deleted"),
			)

	def after_delete(self) -> None:
		access.forget_profiles()

	# --- Who changes what ---

	def refuse_changes_to_own_profile(self) -> None:
		"""Nobody raises their own rights, dates or tasks: not an administrator either."""
		user = frappe.session.user
		before = self.get_doc_before_save()
		if user == "Administrator" or user not in {self.user, self.email, before and before.user}:
			return
		if not before:
			frappe.throw(
				_("Your own profile is made by another administrator."),
				frappe.PermissionError,
				title=_("Your own profile"),
			)
		for field in self.meta.get("fields", {"fieldname": ["not in", OWN_FIELDS]}):
			if _value(self, field) != _value(before, field):
				sentence = _(
					"This is your own profile: please ask another administrator to change {0}. You may change your telephone number, languages and availability."
				)
				self.refuse_permission(field.fieldname, sentence)

	def set_task_rows(self) -> None:
		"""Who entered and who confirmed a task is written here and nowhere else; a change asks anew."""
		before = self.get_doc_before_save()
		stored = {row.name: row for row in before.tasks} if before else {}
		user = frappe.session.user
		for row in self.tasks:
			old = stored.get(row.name)
			if old and not _gives_more(row, old):
				row.update({name: old.get(name) for name in ("entered_by", "confirmed_by", "confirmed_on")})
			else:
				row.update(
					{"entered_by": user, "confirmed_by": None, "confirmed_on": None, "end_reason": None}
				)
				if user == "Administrator" and row.task and life_cycle.needs_confirmation(row.task):
					row.update({"confirmed_by": user, "confirmed_on": getdate()})

	def set_earlier_undertakings(self) -> None:
		"""An undertaking that has ended is history: it cannot end again, and a new one begins beside it."""
		before = self.get_doc_before_save()
		self.set(
			"earlier_undertakings", [row.as_dict() for row in before.earlier_undertakings] if before else []
		)
		ended = before and before.undertaking_ended_on
		if not ended or getdate(ended) > getdate() or not self.undertaking_changed(before):
			return
		signed = self.undertaking_signed_on
		if not signed or getdate(signed) < getdate(ended) or self.undertaking_ended_on:
			self.refuse(
				"undertaking_ended_on",
				_("{0}: this undertaking has ended already. A new one begins with a new day of signing."),
			)
		self.append(
			"earlier_undertakings",
			{
				"kind": before.undertaking_kind,
				"signed_on": before.undertaking_signed_on,
				"ended_on": before.undertaking_ended_on,
			},
		)

	# --- Validate ---

	def validate_dates(self) -> None:
		for fieldname in NOT_IN_THE_FUTURE:
			if self.get(fieldname) and getdate(self.get(fieldname)) > getdate():
				self.refuse(fieldname, _("The date in {0} lies in the future. Please check it."))
		if self.joined_on and self.left_on and getdate(self.left_on) < getdate(self.joined_on):
			self.refuse("left_on", _("{0} lies before the day of joining. Please check both."))

	def validate_undertaking(self) -> None:
		signed, ended = self.undertaking_signed_on, self.undertaking_ended_on
		if ended and not signed:
			self.refuse("undertaking_ended_on", _("{0}: an undertaking that was never signed cannot end."))
		if ended and getdate(ended) < getdate(signed):
			self.refuse("undertaking_ended_on", _("{0} lies before the day of signing. Please check both."))

	def validate_tasks(self) -> None:
		for row in self.tasks:
			if row.to_date and getdate(row.to_date) < getdate(row.from_date):
				frappe.throw(
					_("Tasks, row {0}: {1} lies before {2}. Please check both dates.").format(
						row.idx, frappe.bold(_("Until")), frappe.bold(_("From"))
					),
					title=_("End before start"),
				)

	def validate_account(self) -> None:
		"""One profile per account, one account per profile, and never an account of the site's own."""
		before = self.get_doc_before_save()
		if before and before.user and self.user != before.user:
			self.refuse("user", _("{0} stays the same: whoever had another account gets another profile."))
		if self.user and (not before or not before.user):
			accounts.require_free(self.user, self.name)

	def validate_start(self) -> None:
		"""Nobody becomes active before every step is taken: all that is missing, at once."""
		before = self.get_doc_before_save()
		if self.status != "Active" or (before and before.status == "Active"):
			return
		if missing := life_cycle.missing_in_words(self):
			frappe.throw(missing, title=_("Not possible yet"), as_list=True)
		self.joined_on = self.joined_on or getdate()
		self.left_on = None

	# --- Ask ---

	def undertaking_changed(self, before: Document) -> bool:
		return any(cstr(self.get(name)) != cstr(before.get(name)) for name in UNDERTAKING)


def _gives_more(row: Document, old: Document) -> bool:
	"""Whether a changed row is more than what was entered and confirmed: another task, earlier, or longer."""
	earlier = getdate(row.from_date) < getdate(old.from_date)
	longer = bool(old.to_date) and (not row.to_date or getdate(row.to_date) > getdate(old.to_date))
	return row.task != old.task or earlier or longer


def _value(document: Document, field: Document) -> object:
	"""A field as text, for comparison; of a table what its rows say."""
	if field.fieldtype not in ("Table", "Table MultiSelect"):
		return cstr(document.get(field.fieldname))
	names = [df.fieldname for df in frappe.get_meta(field.options).fields]
	return [[cstr(row.get(name)) for name in names] for row in document.get(field.fieldname)]
