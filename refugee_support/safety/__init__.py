"""Is this site safe? What the running site's settings say, point by point, with what to do about it.

Nothing is changed here: settings are Frappe's own, and what an administrator has chosen stays chosen. Each point is a
function of no arguments in one of the modules; docs/operations.md explains the same points.
"""

from refugee_support.safety import backups, configuration, log_in, papers, people, running
from refugee_support.safety.finding import GOOD, TO_DO, URGENT, Finding

MODULES = (log_in, people, backups, running, configuration, papers)
WORST_FIRST = (URGENT, TO_DO, GOOD)


def findings() -> list[Finding]:
	"""Every point, the worst first."""
	found = [point() for module in MODULES for point in module.POINTS]
	return sorted(found, key=lambda finding: WORST_FIRST.index(finding.state))
