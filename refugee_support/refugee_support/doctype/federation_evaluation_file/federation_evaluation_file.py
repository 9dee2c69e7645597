from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from refugee_support.document import PlainTextDocument
from refugee_support.federation.categories import word
from refugee_support.federation.receiving import EVALUATION, FILE, checked
from refugee_support.rules.evaluation import overlap
from refugee_support.rules.federation import ExchangeFile, written
from refugee_support.rules.text import search_key


class FederationEvaluationFile(PlainTextDocument):
	"""What one association has handed on: as it came, never changed, and nothing but figures."""

	def validate(self) -> None:
		if not self.is_new():
			self.refuse(
				"content", _("{0}: a file stays as it came. Please delete it and load the right one.")
			)
		# Two files loaded at the same moment: the second waits here and then sees the first.
		frappe.db.get_value(EVALUATION, self.evaluation, "name", for_update=True)
		evaluation = frappe.get_doc(EVALUATION, self.evaluation)
		evaluation.check_permission("write")
		file = checked(self.content or "", self.file_name or "")
		self.take_over(file)
		others = frappe.get_all(
			FILE,
			{"evaluation": self.evaluation},
			["association", "association_key", "seal", "from_date", "to_date"],
		)
		self.validate_once(file, others)
		if others:
			self.validate_same(file, evaluation)
		else:
			evaluation.is_about(file)

	def after_delete(self) -> None:
		if not frappe.db.exists(FILE, {"evaluation": self.evaluation}) and frappe.db.exists(
			EVALUATION, self.evaluation
		):
			frappe.get_doc(EVALUATION, self.evaluation).is_about(None)

	def take_over(self, file: ExchangeFile) -> None:
		"""What stands in the list and on the form is what stands in the file."""
		self.association, self.association_key = file.association, search_key(file.association)[:140]
		self.from_date, self.to_date = file.periods[0]
		self.made_on, self.released_on = file.made_on, file.released_on
		self.threshold, self.seal = file.threshold, file.seal
		self.merge_rare, self.round_figures = int(file.merged), int(file.rounded)
		self.content = written(file)

	def validate_once(self, file: ExchangeFile, others: list[Any]) -> None:
		for other in others:
			days = (getdate(other.from_date), getdate(other.to_date))
			same = other.association_key == self.association_key and overlap(days, file.periods[0])
			if same or (file.seal and other.seal == file.seal):
				self.stop(
					_(
						"{0} is here already as “{1}”, for {2}. Please delete that file first if this one is to take its place."
					),
					file.association,
					other.association,
					_days(days),
				)

	def validate_same(self, file: ExchangeFile, evaluation: Any) -> None:
		"""Says everything that differs, not only the first thing."""
		wanted = (getdate(evaluation.from_date), getdate(evaluation.to_date))
		differ = []
		if file.periods[0] != wanted:
			differ.append((_("Reporting Period"), _days(file.periods[0]), _days(wanted)))
		if file.service_type != (evaluation.service_type or ""):
			differ.append((_("Service"), word(file.service_type), word(evaluation.service_type or "")))
		if search_key(file.funding_programme) != search_key(evaluation.funding_programme or ""):
			differ.append(
				(_("Funding Programme"), file.funding_programme, evaluation.funding_programme or "")
			)
		if differ:
			lines = [
				_("{0}: here {1}, in the evaluation {2}").format(what, here or _("All"), there or _("All"))
				for what, here, there in differ
			]
			self.stop(
				_("{0} counts something else and is not added up. {1}."), file.association, "; ".join(lines)
			)

	def stop(self, sentence: str, *values: str) -> None:
		shown = [frappe.utils.escape_html(value) for value in values]
		name = frappe.utils.escape_html(self.file_name or "")
		frappe.throw(f"{frappe.bold(name)}: {sentence.format(*shown)}", title=_("File not taken in"))


def _days(period: tuple[Any, Any]) -> str:
	return f"{formatdate(period[0])} – {formatdate(period[1])}"
