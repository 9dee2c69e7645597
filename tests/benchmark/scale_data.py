"""A hundred associations in one site: clients, their name keys and support teams, Service Records and consultations.

Written by MariaDB itself, a number for each row and everything else from it: the same rows in every run, and two million
in minutes. Twins of Client and Consultation, custom DocTypes without a line of code, get the same rows: what Frappe
itself costs.
"""

import tempfile
from collections.abc import Iterable
from typing import Any

import benchmark
import duplicates
import evidence
import frappe

from refugee_support.duplicates import keys

CLIENTS_OF = 10  # records for each client
TEAM = 20  # clients of the volunteer
MARK = "refugee_support_scale_site"
TWINS = {"Client": "Benchmark Plain Client", "Consultation": benchmark.PLAIN}
BATCH = 10_000


def refuse_real_data() -> None:
	"""Only a site of its own, marked as such while it was empty: no demo, no other test data, nobody's clients."""
	if not frappe.conf.allow_tests:
		raise SystemExit("Not a test site: bench --site … set-config allow_tests true")
	if frappe.db.get_default(MARK):
		return
	for doctype in ("Client", "Consultation", "Service Record", "Volunteer Profile"):
		if frappe.db.count(doctype):
			raise SystemExit(f"The site holds records ({doctype}). Please make one for this benchmark alone.")
	frappe.db.set_default(MARK, "1")
	frappe.db.commit()  # a command by hand keeps what is written


def prepare() -> None:
	benchmark.make_user(benchmark.COUNSELLOR, "Refugee Support Counsellor", "Staff")
	benchmark.make_user(benchmark.VOLUNTEER, "Refugee Support Volunteer", "Volunteer")
	for doctype, twin in TWINS.items():
		make_twin(doctype, twin)
	frappe.db.commit()


def make_twin(doctype: str, twin: str) -> None:
	"""The same fields, child tables and indexes, and Frappe's own order of lists."""
	if frappe.db.exists("DocType", twin):
		return
	keep = ("fieldname", "fieldtype", "label", "options", "reqd", "default", "search_index", "in_list_view")
	roles = ("Refugee Support Counsellor", "Refugee Support Volunteer")
	frappe.get_doc(
		{
			"doctype": "DocType",
			"name": twin,
			"module": "Refugee Support",
			"custom": 1,
			"autoname": "hash",
			"track_changes": 1,
			"track_views": frappe.get_meta(doctype).track_views,
			"title_field": frappe.get_meta(doctype).title_field,
			"fields": [{key: df.get(key) for key in keep} for df in frappe.get_meta(doctype).fields],
			"permissions": [{"role": role, "read": 1, "write": 1, "create": 1} for role in roles],
		}
	).insert()


def grow(records: int) -> None:
	"""Everything up to this size; what is there stays."""
	clients = max(records // CLIENTS_OF, 2 * TEAM)
	if len_of("Service Record", "R-%") > records:
		raise SystemExit(f"The site is larger than {records:,} records already: please make a new one.")
	there, before = len_of("Client", "B-%"), len_of("Service Record", "R-%")
	if there < clients:
		add_clients(there, clients)
	if before < records:
		add_records(before, records, clients)
	tables = [
		"Client",
		"Client Name Key",
		"Client Support Team Member",
		"Consultation",
		"Consultation Participant",
	]
	frappe.db.sql(
		f"analyze table {', '.join(f'`tab{name}`' for name in [*tables, *TWINS.values(), 'Service Record'])}"
	)
	frappe.db.commit()


def len_of(doctype: str, like: str) -> int:
	return frappe.db.sql(f"select count(*) from `tab{doctype}` where name like %s", like)[0][0]


# --- Clients ---


def add_clients(first: int, until: int) -> None:
	load_names()
	columns = insert_from_numbers("Client", CLIENT, f"seq_{first}_to_{until - 1}", NAMED)
	copy_to_twin("Client", columns, f"name >= 'B-{first:07d}' and name like 'B-%'")
	insert_from_numbers("Client Support Team Member", TEAM_ROW, f"seq_{first}_to_{until - 1}")
	if not first:
		of_volunteer = {
			**TEAM_ROW,
			"name": "concat('BV-', seq)",
			"parent": "concat('B-', lpad(seq * 2, 7, '0'))",
			"helper": f"'{benchmark.VOLUNTEER}'",
		}
		insert_from_numbers("Client Support Team Member", of_volunteer, f"seq_0_to_{TEAM - 1}")
		allow_twins_of(f"B-{number * 2:07d}" for number in range(TEAM))
	frappe.db.commit()
	write_keys(first, until)


def allow_twins_of(names: Iterable[str]) -> None:
	"""Frappe's own way to say that somebody sees some records and no others."""
	for name in names:
		# of Client for the twin of Consultation, which links to it
		for allow, where in ((TWINS["Client"], TWINS["Client"]), ("Client", TWINS["Consultation"])):
			permission = {
				"user": benchmark.VOLUNTEER,
				"allow": allow,
				"for_value": name,
				"applicable_for": where,
			}
			frappe.get_doc({"doctype": "User Permission", "apply_to_all_doctypes": 0, **permission}).insert()


def load_names() -> None:
	frappe.db.sql("create temporary table if not exists given (n int primary key, latin text, native text)")
	frappe.db.sql("create temporary table if not exists family (n int primary key, latin text)")
	frappe.db.sql("delete from given")
	frappe.db.sql("delete from family")
	given, family = duplicates.names()
	native = native_spellings()
	rows = [(n, name.title(), native.get(name, "")) for n, name in enumerate(given[:1800])]
	many("insert into given values (%s, %s, %s)", rows)
	many("insert into family values (%s, %s)", [(n, name.title()) for n, name in enumerate(family)])


def native_spellings() -> dict[str, str]:
	import csv

	table = duplicates.HERE / "refugee_support/rules/names/known_names.csv"
	found: dict[str, str] = {}
	with table.open(encoding="utf-8", newline="") as file:
		for row in csv.DictReader(file):
			words = row["spellings"].split()
			other = next((word for word in words if not word.isascii()), "")
			found |= {word: other for word in words if word.isascii()}
	return found


def write_keys(first: int, until: int) -> None:
	for start in range(first, until, BATCH):
		rows = frappe.db.sql(
			"select name, status, first_name, last_name, native_name, date_of_birth from tabClient "
			"where name between %s and %s",
			(f"B-{start:07d}", f"B-{min(start + BATCH, until) - 1:07d}"),
			as_dict=True,
		)
		write_file(list(keys.rows_of(rows)))
		frappe.db.commit()


def write_file(rows: list[tuple[str, str, str]]) -> None:
	"""LOAD DATA: three million keys by INSERT would take most of the time."""
	with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as file:
		file.writelines("\t".join(row) + "\n" for row in rows)
		file.flush()
		frappe.db.sql(
			f"load data local infile '{file.name}' into table `tabClient Name Key` character set utf8mb4 "
			"(name, client, name_key) set owner = 'Administrator', modified_by = 'Administrator', "
			"creation = now(6), modified = now(6), docstatus = 0, idx = 0"
		)


# --- Records and conversations ---


def add_records(first: int, until: int, clients: int) -> None:
	evidence.PERSONS = clients
	for start in range(first, until, 100_000):  # a transaction of two million rows would fill the undo log
		end = min(start + 100_000, until)
		drawn = evidence._drawn(start, end - 1)
		insert("Service Record", RECORD, f"({drawn}) drawn")
		columns = insert("Consultation", CONSULTATION, f"({drawn}) drawn where service <= 6")
		copy_to_twin("Consultation", columns, f"name between 'C-{start:08d}' and 'C-{end - 1:08d}'")
		insert("Consultation Participant", ALONG, f"({drawn}) drawn where service = 1")
		frappe.db.commit()


def insert_from_numbers(doctype: str, terms: dict[str, str], numbers: str, join: str = "") -> list[str]:
	return insert(doctype, terms, f"{numbers} {join}")


def insert(doctype: str, terms: dict[str, str], source: str) -> list[str]:
	terms = {**STANDARD, **terms}
	columns = ", ".join(f"`{name}`" for name in terms)
	frappe.db.sql(f"insert into `tab{doctype}` ({columns}) select {', '.join(terms.values())} from {source}")
	return list(terms)


def copy_to_twin(doctype: str, columns: list[str], where: str) -> None:
	names = ", ".join(f"`{name}`" for name in columns)
	frappe.db.sql(
		f"insert into `tab{TWINS[doctype]}` ({names}) select {names} from `tab{doctype}` where {where}"
	)


def many(query: str, rows: list[tuple[Any, ...]]) -> None:
	frappe.db._conn.cursor().executemany(query, rows)


def drawn_from(salt: str, below: str) -> str:
	return f"(crc32(concat('{salt}', seq)) % {below})"


# A hundred names carry a third of all people, as in life.
NAMED = f"""join given on given.n = if({drawn_from("common", "10")} < 3, {drawn_from("given", "100")}, {drawn_from("given", "1800")})
	join family on family.n = if({drawn_from("often", "10")} < 3, {drawn_from("family", "200")}, {drawn_from("family", "12000")})"""
DAY = "timestamp(date'2018-07-01') + interval seq * 20 second"
STANDARD = {
	"owner": "'Administrator'",
	"modified_by": "'Administrator'",
	"creation": DAY,
	"modified": DAY,
	"docstatus": "0",
}
STATUS = f"elt(1 + {drawn_from('status', '4')}, 'Active', 'Active', 'Dormant', 'Closed')"
CLIENT = {
	"name": "concat('B-', lpad(seq, 7, '0'))",
	"first_name": "given.latin",
	"last_name": "family.latin",
	"native_name": f"if({drawn_from('script', '3')}, '', given.native)",
	"client_name": "concat(given.latin, ' ', family.latin)",
	"search_name": f"trim(lower(concat(given.latin, ' ', family.latin, ' ', if({drawn_from('script', '3')}, '', given.native))))",
	"date_of_birth": f"date'1950-01-01' + interval {drawn_from('born', '26000')} day",
	"gender": f"elt(1 + {drawn_from('gender', '2')}, 'Female', 'Male')",
	"nationality": f"elt(1 + {drawn_from('land', '4')}, 'Afghanistan', 'Ukraine', 'Eritrea', 'Iraq')",
	"status": STATUS,
	"arrival_date": f"date'2014-01-01' + interval {drawn_from('arrived', '4000')} day",
	"residence_status": f"elt(1 + {drawn_from('title', '3')}, 'GEST', 'DULD60A', 'ANK')",
	"residence_valid_until": f"date'2026-01-01' + interval {drawn_from('until', '900')} day",
	"german_level": f"elt(1 + {drawn_from('level', '3')}, 'A1', 'A2', 'B1')",
	"mobile_no": f"concat('+49 151 ', lpad({drawn_from('phone', '10000000')}, 8, '0'))",
	"person_key": "concat('P', lpad(seq, 8, '0'))",
}
TEAM_ROW = {
	"name": "concat('BM-', seq)",
	"parent": "concat('B-', lpad(seq, 7, '0'))",
	"parenttype": "'Client'",
	"parentfield": "'support_team'",
	"idx": "1",
	"helper": f"'{benchmark.COUNSELLOR}'",
	"helper_name": "'Counsellor'",
	"from_date": "'2025-01-01'",
}
ALONG = {
	"name": "concat('CP-', lpad(seq, 8, '0'))",
	"parent": "concat('C-', lpad(seq, 8, '0'))",
	"parenttype": "'Consultation'",
	"parentfield": "'family_members'",
	"idx": "1",
	"client": "concat('B-', lpad(if(person % 3 = 0, person + 1, person - 1), 7, '0'))",
}
RECORD = {
	**evidence.COLUMNS,
	"name": "concat('R-', lpad(seq, 8, '0'))",
	"source_doctype": "'Consultation'",
	"source_name": "if(service <= 6, concat('C-', lpad(seq, 8, '0')), null)",
}
CONSULTATION = {
	"name": "concat('C-', lpad(seq, 8, '0'))",
	"title": "concat('Consultation ', seq)",
	"client": "concat('B-', lpad(person, 7, '0'))",
	"consultation_date": "day",
	"main_topic": "'RESIDENCE_ASYLUM'",
	"result": "'INFORMED'",
	"duration_minutes": "30",
	"channel": "'Office'",
	"counsellor": f"'{benchmark.COUNSELLOR}'",
	"counsellor_name": "'Counsellor'",
	"helper_kind": "'Staff'",
	"contact_number": "1",
	"summary": "'Kindergeld: fehlende Unterlagen besprochen.'",
	"follow_up_on": "if(seq % 10 = 0, day + interval 14 day, null)",
	"follow_up_by": f"if(seq % 10 = 0, '{benchmark.COUNSELLOR}', null)",
	"follow_up_done": "if(seq % 2000 = 0, 0, 1)",
}
