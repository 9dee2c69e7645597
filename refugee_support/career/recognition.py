"""What an employer reads about a degree from abroad: what the decision says, in one German line. Pure Python."""

from datetime import date

FULL, PARTIAL, CONDITIONS = "Full", "Partial", "With Conditions"
RECOGNITION, COMPARABILITY = "Recognition", "Statement of Comparability"
# Words of section 4 BQFG and of the notices. A refusal and an application taken back stand in no CV.
_DECIDED = {
	FULL: "Anerkennung: volle Gleichwertigkeit",
	PARTIAL: "Anerkennung: teilweise Gleichwertigkeit",
	CONDITIONS: "Anerkennung mit Auflage",
}
_ANABIN_DEGREE = {
	"Corresponds": "Abschluss entspricht",
	"Equivalent": "Abschluss gleichwertig",
	"Conditionally Comparable": "Abschluss bedingt vergleichbar",
}
_ANABIN_INSTITUTION = ("H+", "H+-")  # "H-" helps nobody


def recognition_line(
	*,
	procedure: str = "",
	decision: str = "",
	decided_on: date | None = None,
	applied_on: date | None = None,
	authority: str = "",
	condition: str = "",
	anabin_status: str = "",
	anabin_degree: str = "",
) -> str:
	"""The line that follows from a recognition procedure; without one, from anabin (domain.md 6).

	Empty where there is nothing that speaks for the person: a refusal is not hidden, it is left to the talk.
	"""
	if decision:
		return _decision(procedure, decision, _source(authority, decided_on), condition)
	if applied_on:
		what = "Zeugnisbewertung" if procedure == COMPARABILITY else "Anerkennung"
		return f"{what} beantragt{_source(authority, applied_on)}"
	return _anabin(anabin_status, anabin_degree)


def _decision(procedure: str, decision: str, source: str, condition: str) -> str:
	if decision not in _DECIDED:
		return ""
	if procedure == COMPARABILITY:
		return f"Zeugnisbewertung liegt vor{source}"
	still = f", noch zu erfüllen: {condition}" if condition and decision != FULL else ""
	return f"{_DECIDED[decision]}{source}{still}"


def _source(authority: str, day: date | None) -> str:
	known = ", ".join(part for part in (authority, f"{day:%m/%Y}" if day else "") if part)
	return f" ({known})" if known else ""


def _anabin(status: str, degree: str) -> str:
	institution = f"Hochschule {status}" if status in _ANABIN_INSTITUTION else ""
	said = ", ".join(part for part in (institution, _ANABIN_DEGREE.get(degree, "")) if part)
	return f"anabin: {said}" if said else ""
