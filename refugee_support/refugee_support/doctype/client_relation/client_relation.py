from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import getdate

from refugee_support import access
from refugee_support.document import PlainTextDocument
from refugee_support.rules import relations
from refugee_support.rules.relations import Bond


class ClientRelation(PlainTextDocument):
	"""What two people are to each other, whether or not they live together. One record, shown on both sides."""

	def before_validate(self) -> None:
		super().before_validate()
		if self.related_client:
			self.outside_person = None
		self.turn()

	def validate(self) -> None:
		self.validate_persons()
		self.validate_dates()
		if self.related_client:
			self.validate_against_others()
			self.validate_ages()

	# --- set ---

	def turn(self) -> None:
		"""Entered from the other side: `Child of` becomes `Parent of`, so that one relation is stored in one way."""
		if self.client and self.related_client and self.relation and relations.needs_turning(self.relation):
			self.client, self.related_client = self.related_client, self.client
			self.relation = relations.INVERSE[self.relation]

	# --- validate ---

	def validate_persons(self) -> None:
		if not self.related_client and not self.outside_person:
			self.refuse("related_client", _("Please choose the {0}, or enter a name if it is not a client."))
		if self.client == self.related_client:
			self.refuse(
				"related_client",
				_("{0}: this is the same person on both sides. Please choose somebody else."),
			)
		before = self.get_doc_before_save()
		known = {before.client, before.related_client} if before else set()
		access.require_visible_clients({self.client, self.related_client} - known - {None, ""})

	def validate_dates(self) -> None:
		if self.from_date and self.to_date and getdate(self.to_date) < getdate(self.from_date):
			self.refuse("to_date", _("The date in {0} lies before the beginning. Please check both."))

	def validate_against_others(self) -> None:
		new, others = bond_of(self), self.others()
		if any(relations.same_bond(new, other) and relations.overlap(new, other) for other in others):
			self.refuse(
				"relation",
				_("{0}: this relation between the two is recorded already. Please open or end that one."),
			)
		if relations.closes_circle(new, others):
			sentence = (
				_("{0}: somebody would become their own guardian. Please check who is guardian of whom.")
				if self.relation == "Guardian of"
				else _("{0}: somebody would become their own ancestor. Please check who is whose parent.")
			)
			self.refuse("relation", sentence)

	def validate_ages(self) -> None:
		"""Birth dates are often estimated: only what cannot be is refused, the rest is asked."""
		older, younger = (self.birth_of(name) for name in (self.client, self.related_client))
		both_known = older.date_of_birth and younger.date_of_birth
		if self.relation in ("Parent of", "Grandparent of") and both_known:
			self.validate_generations(older, younger)
		begun = getdate(self.from_date) if self.from_date else getdate()
		if self.relation == "Spouse or Partner of" and (_is_minor(older, begun) or _is_minor(younger, begun)):
			frappe.msgprint(
				_("One of the two is under 18. Please check the dates of birth; saved all the same."),
				title=_("Please check"),
				indicator="orange",
			)
		if self.relation == "Guardian of" and _is_minor(older, begun):
			self.refuse("relation", _("{0}: a guardian is of full age. Please check the date of birth."))

	def validate_generations(self, older: Any, younger: Any) -> None:
		estimated = older.birth_date_estimated or younger.birth_date_estimated
		if not estimated and getdate(older.date_of_birth) >= getdate(younger.date_of_birth):
			self.refuse(
				"relation",
				_("{0}: the parent would not be older than the child. Please check the dates of birth."),
			)
		years = relations.age_on(getdate(older.date_of_birth), getdate(younger.date_of_birth))
		if years < relations.YOUNGEST_PARENT:
			frappe.msgprint(
				_("Only {0} years lie between the two. Please check the dates of birth.").format(years),
				title=_("Please check"),
				indicator="orange",
			)

	# --- ask ---

	def others(self) -> list[Bond]:
		"""Other relations that could contradict this one, whoever may see them: a circle is a circle."""
		row = DocType("Client Relation")
		query = (
			frappe.qb.from_(row)
			.select(row.client, row.relation, row.related_client, row.from_date, row.to_date)
			.where((row.name != (self.name or "")) & row.related_client.isnotnull())
		)
		if self.relation in relations.WITHOUT_CIRCLE:
			query = query.where(row.relation.isin(relations.WITHOUT_CIRCLE))
		else:
			pair = (self.client, self.related_client)
			query = query.where(row.client.isin(pair) & row.related_client.isin(pair))
		return [bond_of(found) for found in query.run(as_dict=True)]

	@staticmethod
	def birth_of(client: str) -> Any:
		"""The writer may see both persons; see validate_persons."""
		return frappe.db.get_value("Client", client, ["date_of_birth", "birth_date_estimated"], as_dict=True)


def bond_of(row: Any) -> Bond:
	since, until = (getdate(day) if day else None for day in (row.from_date, row.to_date))
	return Bond(row.client, row.relation, row.related_client, since, until)


def _is_minor(person: Any, day: Any) -> bool:
	if not person.date_of_birth or getdate(person.date_of_birth) > day:
		return bool(person.date_of_birth)
	return relations.age_on(getdate(person.date_of_birth), day) < relations.FULL_AGE
