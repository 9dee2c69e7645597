"""What a guest may call: each by a key, each with a limit per minute (spam guard), each by POST."""

import frappe
from frappe.rate_limiter import rate_limit

from refugee_support.events import sign_up


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=20, seconds=60)
def answer_place(key: str, answer: str) -> str:
	return sign_up.answer_place(key, answer)


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=120, seconds=60)  # a whole group at one connection answers at the end of an event
def answer_question(key: str, answer: str, language: str = "de", answer_key: str = "") -> None:
	sign_up.answer_question(key, answer, language, answer_key)
