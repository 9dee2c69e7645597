"""Door 12: prints. A template somebody wrote can print any field of any record; ours are printed with ours only."""

import json

import pytest

from tests.site.permissions.conftest import MARKERS, committing, insert_raw

FORMATS = {"custom": "zz print format of somebody", "default": None}


@pytest.fixture(scope="module")
def written_format(world) -> str:
	"""A Jinja format that prints the other client, stored past the veto (or before there was one)."""

	def make() -> str:
		html = f"{{{{ frappe.db.get_value('Client', '{world.other}', 'first_name') }}}}"
		return insert_raw(
			"Print Format",
			name="zz print format of somebody",
			doc_type="Client",
			module="Core",
			standard="No",
			custom_format=1,
			print_format_type="Jinja",
			print_format_for="DocType",
			html=html,
		)

	return committing(make)


def test_a_print_format_somebody_wrote_prints_no_client(visitor, world, written_format):
	for answer in (
		visitor.get("/printview", doctype="Client", name=world.own, format=written_format),
		visitor.call(
			"frappe.www.printview.get_html_and_style",
			doc="Client",
			name=world.own,
			print_format=written_format,
		),
		visitor.call(
			"frappe.www.printview.get_html_and_style", doc="Client", name=world.own, format=written_format
		),
		visitor.get(
			"/api/method/frappe.utils.print_format.download_pdf",
			doctype="Client",
			name=world.own,
			format=written_format,
		),
		visitor.call(
			"frappe.utils.weasyprint.download_pdf",
			doctype="Client",
			name=world.own,
			print_format=written_format,
		),
		visitor.call(
			"frappe.www.printview.get_rendered_raw_commands",
			doc="Client",
			name=world.own,
			print_format=written_format,
		),
		visitor.call(
			"frappe.utils.print_format.download_multi_pdf",
			doctype=json.dumps({"Client": [world.own]}),
			name="x",
			format=written_format,
		),
	):
		visitor.looks(answer)
		assert MARKERS["other client"] not in answer.text
		assert answer.status_code in (401, 403, 404), f"{answer.request.url} {answer.status_code}"


def test_the_short_address_of_a_record_asks_for_the_right_to_print(visitor, world):
	"""`/Client/RSC-00001` is a print view too, and asks for the right to read alone."""
	for name in (world.own, world.other):
		for doctype in ("Client", "client"):
			answer = visitor.get(f"/{doctype}/{name}")
			visitor.looks(answer)
			if visitor.role != "counsellor":
				assert "zqownclientzq" not in answer.text and "zqotherclientzq" not in answer.text
	notes = visitor.get(f"/Confidential Record/{world.names['own confidential']}")
	assert MARKERS["own confidential"] not in notes.text, "nobody has the right to print these"


def test_a_key_in_the_address_opens_no_client(visitor, world):
	key = committing(
		lambda: insert_raw(
			"Document Share Key",
			reference_doctype="Client",
			reference_docname=world.other,
			key="zzkeyzz",
			expires_on="2099-01-01",
		)
	)
	assert key
	for answer in (
		visitor.get("/printview", doctype="Client", name=world.other, key="zzkeyzz"),
		visitor.get(f"/Client/{world.other}", key="zzkeyzz"),
		visitor.get(
			"/api/method/frappe.utils.print_format.download_pdf",
			doctype="Client",
			name=world.other,
			key="zzkeyzz",
		),
	):
		visitor.looks(answer)


def test_counsellors_print_with_the_standard_format(counsellor, world):
	answer = counsellor.call("frappe.www.printview.get_html_and_style", doc="Client", name=world.own)
	counsellor.looks(answer, {"own client"})
	answer = counsellor.get("/printview", doctype="Client", name=world.own, format="Standard")
	counsellor.looks(answer, {"own client"})
