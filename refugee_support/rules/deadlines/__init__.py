"""Legal deadlines in German law: when a decision counts as announced, and when the time to answer it ends.

`remedy_deadline` is the whole computation for one letter; the other functions are for the periods that begin or end
differently. Everything explains itself in numbered sentences, in German and English, and the last one says that the
notice of the authority decides. Legal facts: as of 29 April 2026, gesetze-im-internet.de. Not legal advice.

| file | what |
|---|---|
| `days.py` | working days, public holidays of the German states, adding periods |
| `laws.py` | which paragraph says so in which regime; how many days a letter is presumed to take |
| `announcement.py` | the day from which a period counts |
| `remedy.py` | `remedy_deadline` |
| `others.py` | fixed dates, appointments, expiry, claims, inaction, back payment, review, reinstatement |
| `ways.py` | what is left when a period is over |
| `wording.py` | how days and periods are written; errors that name the argument |
"""

from refugee_support.rules.deadlines.days import STATES, UNITS, add_period, is_working_day, roll_back
from refugee_support.rules.deadlines.laws import FICTIONS, REGIMES, FictionRule
from refugee_support.rules.deadlines.others import (
	BackPayment,
	EarliestAction,
	PlainDeadline,
	ProperPeriod,
	Review,
	appointment,
	child_benefit_from,
	day_set_by_authority,
	earliest_action_for_inaction,
	equal_treatment_claim,
	last_day_before_expiry,
	period_without_proper_notice,
	reinstatement,
	review_of_final_decision,
)
from refugee_support.rules.deadlines.remedy import (
	DELIVERIES,
	RemedyDeadline,
	remedy_deadline,
	remedy_deadline_under,
	safe_before,
)
from refugee_support.rules.deadlines.ways import ways_in, ways_left
from refugee_support.rules.deadlines.wording import (
	DECIDES,
	DeadlineError,
	Text,
	day_de,
	day_en,
	in_language,
	is_german,
	numbered,
)

__all__ = [
	"DECIDES",
	"DELIVERIES",
	"FICTIONS",
	"REGIMES",
	"STATES",
	"UNITS",
	"BackPayment",
	"DeadlineError",
	"EarliestAction",
	"FictionRule",
	"PlainDeadline",
	"ProperPeriod",
	"RemedyDeadline",
	"Review",
	"Text",
	"add_period",
	"appointment",
	"child_benefit_from",
	"day_de",
	"day_en",
	"day_set_by_authority",
	"earliest_action_for_inaction",
	"equal_treatment_claim",
	"in_language",
	"is_german",
	"is_working_day",
	"last_day_before_expiry",
	"numbered",
	"period_without_proper_notice",
	"reinstatement",
	"remedy_deadline",
	"remedy_deadline_under",
	"review_of_final_decision",
	"roll_back",
	"safe_before",
	"ways_in",
	"ways_left",
]
