"""Prints who can log in to the demo: print_logins.py SITE ADMINISTRATOR_PASSWORD"""

import sys

import frappe

from refugee_support import demo


def main(site: str, password: str) -> None:
	frappe.init(site)
	frappe.connect()
	rows = [columns(login) for login in getattr(demo, "logins", list)()]
	for row in [*rows, ("Frappe's technical account", "Administrator", password)]:
		print("  {:<36} {:<32} {}".format(*row))
	frappe.destroy()


def columns(login: dict | tuple) -> tuple[str, str, str]:
	values = tuple(login.values()) if isinstance(login, dict) else tuple(login)
	return tuple(map(str, (*values, "", "", "")[:3]))


main(*sys.argv[1:])
