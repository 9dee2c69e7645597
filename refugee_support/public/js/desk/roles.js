frappe.provide("refugee_support");

/** Comfort only: what somebody may do is decided on the server (access.py). */
refugee_support.is_counsellor = () =>
	frappe.session.user === "Administrator" || frappe.user.has_role("Refugee Support Counsellor");
