"""Lists stay quick when they are long: what a list is sorted by has an index."""

import frappe
import pytest

FEW = {"sort_order"}  # master data, which an association counts in dozens
SHORT = {"Client Referral", "Duty Shift", "Client Name Key"}  # by a day that few share; and what nobody lists


def test_every_long_list_is_sorted_by_an_index() -> None:
	if frappe.db.db_type != "mariadb":
		pytest.skip("indexes are looked up as MariaDB shows them")
	ours = {"module": "Refugee Support", "istable": 0, "issingle": 0, "is_virtual": 0, "custom": 0}
	unsorted = [
		row.name
		for row in frappe.get_all("DocType", ours, ["name", "sort_field"])
		if row.sort_field not in FEW and row.name not in SHORT
		if not frappe.db.sql(
			f"show index from `tab{row.name}` where column_name = %s and seq_in_index = 1",
			row.sort_field,
		)
	]
	assert unsorted == []
