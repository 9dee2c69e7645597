"""The web application of one site, whatever name the browser used for it, with its static files."""

import os

import frappe.app

frappe.app._site = os.environ["REFUGEE_SUPPORT_SITE"]
application = frappe.app.application_with_statics()
