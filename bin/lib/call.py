"""Calls a function of the app on a site, and shows its own error if it has one: call.py SITE DOTTED.NAME"""

import sys

import frappe


def main(site: str, name: str) -> None:
	frappe.init(site)
	frappe.connect()
	frappe.set_user("Administrator")
	frappe.get_attr(name)()
	frappe.db.commit()
	frappe.destroy()


main(*sys.argv[1:])
