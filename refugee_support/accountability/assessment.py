"""Data protection impact assessment of one activity: the four points of Art. 35 (7) GDPR.

What people have to judge is a line to write on until somebody has judged it. The measures are those that hold on this
site today; of a risk whose measures are open, it says which.
"""

from typing import Any

from frappe import _

from refugee_support.accountability import NOT_NEEDED
from refugee_support.accountability.measures import RISK, parts, sections
from refugee_support.accountability.paper import Paper, Section, text_of, who_is_responsible
from refugee_support.accountability.register import facts_of
from refugee_support.client_page import label_of
from refugee_support.safety.finding import GOOD, Finding


def assessment(activity: Any) -> Paper:
	found = parts()
	return Paper(
		title=_("Data Protection Impact Assessment"),
		law=_("Art. 35 GDPR"),
		intro=label_of(activity),
		sections=[
			who_is_responsible(),
			whether(activity),
			Section(_("a) The Processing and Its Purposes"), facts=facts_of(activity)[:7]),
			Section(
				_("b) Necessity and Proportionality"),
				facts=[("", text_of(activity, "necessity"))],
				kind="open",
			),
			risks(activity, found),
			Section(
				_("d) Measures on This Site"),
				text=_("As the program found them when this was printed. What is open is printed as open."),
				new_page=True,
			),
			*sections(found),
			Section(
				_("Advice and Result"),
				facts=[
					(_("Views of the People Concerned"), activity.views_of_people or ""),
					(_("Advice of the Data Protection Officer"), activity.advice or ""),
					(_("Result"), activity.conclusion or ""),
				],
			),
			Section("", kind="signature"),
		],
	)


def whether(activity: Any) -> Section:
	sentence = {
		NOT_NEEDED: _("The association has decided that no impact assessment is needed for this activity."),
	}.get(activity.assessment, "")
	return Section(
		_("Is an Impact Assessment Needed?"),
		text=sentence,
		facts=[
			(_("Decision"), _(activity.assessment, context=activity.doctype)),
			(_("Reasons"), text_of(activity, "assessment_reason")),
		],
	)


def risks(activity: Any, found: dict[str, list[Finding]]) -> Section:
	return Section(
		_("c) Risks for the People"),
		columns=(
			_("What Could Happen"),
			_("Likelihood"),
			_("Severity"),
			_("Measures Against It"),
			_("Remaining Risk"),
		),
		rows=[
			(
				text_of(risk, "scenario"),
				word(risk.likelihood),
				word(risk.severity),
				against(risk, found),
				word(risk.remaining_risk),
			)
			for risk in activity.risks
		],
		text="" if activity.risks else _("Nobody has entered a risk yet."),
		kind="risks",
	)


def word(value: str | None) -> str:
	return _(value, context=RISK) if value else ""


def against(risk: Any, found: dict[str, list[Finding]]) -> str:
	"""Which part of the measures, and which of them do not hold here."""
	lines = [risk.further_measures or ""]
	if risk.guarded_by in found:
		number = list(found).index(risk.guarded_by) + 1
		lines.insert(0, _("Part d), {0}. {1}").format(number, word(risk.guarded_by)))
		left = [one.point for one in found[risk.guarded_by] if one.state != GOOD]
		if left:
			lines.insert(1, _("Open: {0}").format("; ".join(left)))
	return "\n".join(line for line in lines if line)
