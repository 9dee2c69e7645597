"""The shoe box: letters as they come, with their pages, for whoever may see the client."""

import frappe
import pytest
from frappe.utils import add_days, nowdate

from tests.site import factories
from tests.site import records as make


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def letter(**values):
	client = values.pop("client", None) or make.client(main_language="ti", last_name="Geheim").name
	return frappe.get_doc({"doctype": "Received Letter", "client": client, **values}).insert()


def test_client_alone_is_enough_and_the_rest_is_proposed() -> None:
	document = letter()
	assert (document.state, document.urgency) == ("New", "Normal")
	assert str(document.received_on) == nowdate()
	assert document.translation_language == "ti"


def test_its_title_says_when_and_from_whom_but_not_to_whom() -> None:
	title = letter(sender="Stadtwerke").title
	assert "Stadtwerke" in title and "Geheim" not in title


def test_a_letter_of_tomorrow_is_refused() -> None:
	with pytest.raises(frappe.ValidationError, match="Received On"):
		letter(received_on=add_days(nowdate(), 1))


def test_who_translates_must_see_the_client() -> None:
	volunteer = make.volunteer()
	with pytest.raises(frappe.ValidationError, match="Who Translates"):
		letter(translator=volunteer)
	client = make.client(support_team=[{"helper": volunteer, "from_date": "2026-01-01"}]).name
	assert letter(client=client, translator=volunteer).translator == volunteer


def test_pages_are_private_and_for_readers_of_the_letter_only() -> None:
	volunteer, other = make.volunteer(), make.volunteer()
	client = make.client(support_team=[{"helper": volunteer, "from_date": "2026-01-01"}]).name
	document = letter(client=client)
	page = factories.make_file("Received Letter", document.name, f"{document.name}-1.txt", "Bescheid")
	assert page.is_private
	page = frappe.get_doc("File", page.name)  # without the flags of whoever made it
	frappe.set_user(volunteer)
	assert page.has_permission("read") and document.has_permission("write")
	assert not document.has_permission("delete")
	frappe.set_user(other)
	assert not page.has_permission("read") and not document.has_permission("read")
	assert frappe.get_list("Received Letter") == []


def test_a_volunteer_receives_letters_of_their_clients_only() -> None:
	foreign = make.client().name
	frappe.set_user(make.volunteer())
	with pytest.raises(frappe.PermissionError):
		letter(client=foreign)
