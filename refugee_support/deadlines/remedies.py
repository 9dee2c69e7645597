"""Which Remedy Rule holds for a letter: data with validity and source, edited by the association."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

FIELDS = [
	*("name", "letter_kind", "authority_kind", "authority", "law_regime", "state", "remedy", "period"),
	*("period_unit", "fiction_days", "court", "hint", "hint_en", "valid_from", "valid_to", "source"),
]
# What a rule says of whom it is for, and how precise that makes it.
WEIGHTS = {"authority": 8, "authority_kind": 4, "letter_kind": 2, "state": 1}


def rule_for(
	*, letter_kind: str, authority: Any, state: str | None, posted_on: date, law_regime: str | None = None
) -> Any:
	"""The most precise enabled rule that fits, or None.

	Args:
		authority: The Public Authority, with `name`, `kind` and `law_regime`.
		law_regime: If given, only rules of this regime; else that of the kind of letter, then of the authority.
	"""
	facts = {
		"authority": authority.name,
		"authority_kind": authority.kind,
		"letter_kind": letter_kind,
		"state": state,
	}
	# Master data without a person in it; whoever records a letter needs all of it.
	rules = frappe.get_all("Remedy Rule", {"enabled": 1}, FIELDS, order_by="sort_order, name")
	fitting = [rule for rule in rules if fits(rule, facts) and holds_on(rule, posted_on)]
	regime = law_regime or authority.law_regime
	return most_precise([rule for rule in fitting if is_of_regime(rule, regime, law_regime)])


def fits(rule: Any, facts: dict[str, str | None]) -> bool:
	return all(not rule.get(field) or rule.get(field) == facts[field] for field in WEIGHTS)


def holds_on(rule: Any, day: date) -> bool:
	return (not rule.valid_from or getdate(rule.valid_from) <= day) and (
		not rule.valid_to or day <= getdate(rule.valid_to)
	)


def is_of_regime(rule: Any, regime: str | None, chosen: str | None) -> bool:
	"""A rule for one authority or for a kind of letter of its own brings its regime (a payment order is civil law,
	whoever sent it), unless somebody has chosen another one."""
	return rule.law_regime == regime or (not chosen and bool(rule.authority or not is_general(rule)))


def is_general(rule: Any) -> bool:
	"""Decisions and answers to objections have the regime of the authority."""
	return rule.letter_kind in (None, "", "Administrative Decision", "Decision on Objection")


def most_precise(rules: Iterable[Any]) -> Any:
	return max(
		rules,
		key=lambda rule: sum(weight for field, weight in WEIGHTS.items() if rule.get(field)),
		default=None,
	)
