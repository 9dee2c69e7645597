"""How fast is the check-in? Against a bare Frappe insert, with 200 guests in the session. By hand, never in CI:

	cd <bench>/sites && ../env/bin/python ../apps/refugee_support/tests/benchmark/cafe.py <site>

On a test site; everything it writes is removed again. docs/performance.md keeps the last table.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from itertools import count

import frappe

from refugee_support.cafe import check_in

GUESTS, ROUNDS, LIMIT = 200, 100, 3


def main() -> None:
	arguments = argparse.ArgumentParser(description=__doc__)
	arguments.add_argument("site")
	frappe.init(arguments.parse_args().site)
	if not frappe.conf.allow_tests:
		raise SystemExit("Not a test site: bench --site … set-config allow_tests true")
	frappe.connect()
	frappe.db.begin()
	place = frappe.get_doc(
		{"doctype": "Meeting Place", "label": f"Bench {frappe.generate_hash(length=6)}"}
	).insert()
	session = frappe.get_doc(
		{
			"doctype": "Language Cafe Session",
			"title": "Bench",
			"place": place.name,
			"starts_at": f"{frappe.utils.nowdate()} 15:00:00",
			"ends_at": f"{frappe.utils.nowdate()} 17:00:00",
		}
	).insert()
	numbers = count()
	made: list[str] = []

	def tap() -> None:
		one = {"tap_id": f"bench-{next(numbers):08}", "gender": "Female", "age_bracket": "18 to 60"}
		check_in.send(session.name, [one])
		frappe.db.commit()  # stored is what survives a power cut

	def plain() -> None:
		made.append(frappe.get_doc({"doctype": "ToDo", "description": "bench"}).insert().name)
		frappe.db.commit()

	try:
		for _guest in range(GUESTS):
			tap()
		ours, theirs = measure(tap, plain)
		verdict = "" if ours / theirs <= LIMIT else " **over**"
		print(f"| what | ours, ms | compared with | ms | ratio | limit |\n|{'---|' * 6}")
		print(
			f"| One guest checked in, {GUESTS} in the session | {ours:.1f} | inserting a plain document (ToDo) | "
			f"{theirs:.1f} | {ours / theirs:.2f}{verdict} | {LIMIT} |"
		)
	finally:
		rows = frappe.get_all("Cafe Attendance", {"session": session.name}, pluck="name")
		frappe.db.delete("Service Record", {"source_name": ["in", rows]})
		frappe.db.delete("Cafe Attendance", {"session": session.name})
		frappe.db.delete("ToDo", {"name": ["in", made]})
		for document in (session, place):
			frappe.db.delete(document.doctype, {"name": document.name})
		frappe.db.commit()


def measure(*functions: Callable[[], None]) -> list[float]:
	"""Medians of alternating rounds: both sides meet the same machine."""
	taken: list[list[float]] = [[] for _function in functions]
	for _round in range(ROUNDS):
		for times, function in zip(taken, functions, strict=True):
			start = time.perf_counter()
			function()
			times.append((time.perf_counter() - start) * 1000)
	return [statistics.median(times) for times in taken]


if __name__ == "__main__":
	main()
