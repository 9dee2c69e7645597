"""Door 19: an account that is switched off is off: its sessions, keys and links end with it."""

import frappe
from frappe.model.document import Document
from frappe.sessions import clear_sessions
from frappe.utils.password import remove_encrypted_password


def end_access_of_disabled(doc: Document, method: str | None = None) -> None:
	"""doc_events: User, on_update. However it was switched off: by our wizard, in the form, by another app."""
	if doc.enabled or not doc.has_value_changed("enabled") or doc.is_new():
		return
	frappe.db.set_value("User", doc.name, {"api_key": None, "reset_password_key": None})
	remove_encrypted_password("User", doc.name, "api_secret")
	frappe.db.set_value("OAuth Bearer Token", {"user": doc.name, "status": "Active"}, "status", "Revoked")
	# After the commit: a session deleted before would be made again by a request under way.
	frappe.db.after_commit.add(lambda: clear_sessions(doc.name, force=True))


def refuse_disabled() -> None:
	"""Keys of a disabled account go on working in the framework; so do those of one disabled in the database."""
	user = frappe.session.user
	if user in ("Guest", "Administrator") or not frappe.get_request_header("Authorization"):
		return
	if not frappe.db.get_value("User", user, "enabled"):
		raise frappe.AuthenticationError
