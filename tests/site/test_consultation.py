"""Recording a conversation: what is proposed, what is refused, what it counts."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate

from refugee_support import drafts
from refugee_support.refugee_support.doctype.consultation.consultation import get_defaults
from tests.site import records as make


@pytest.fixture
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def test_contacts_of_a_client_are_numbered_by_date_not_by_entry(counsellor: str) -> None:
	client = make.client()
	later = make.consultation(client=client.name, consultation_date="2026-03-01")
	earlier = make.consultation(client=client.name, consultation_date="2026-02-01")
	assert (number(earlier), number(later)) == (1, 2)
	later.reload()
	later.consultation_date = "2026-01-01"
	later.save()
	assert (number(later), number(earlier)) == (1, 2)


def test_deleting_a_first_contact_makes_the_next_one_the_first(counsellor: str) -> None:
	client = make.client()
	first = make.consultation(client=client.name, consultation_date="2026-02-01")
	second = make.consultation(client=client.name, consultation_date="2026-03-01")
	first.delete()
	assert number(second) == 1
	assert (
		frappe.db.get_value("Service Record", {"source_name": second.name}, "contact_kind") == "First Contact"
	)
	assert not frappe.db.exists("Service Record", {"source_name": first.name})


def number(consultation) -> int:
	return frappe.db.get_value("Consultation", consultation.name, "contact_number")


def test_a_conversation_tomorrow_is_refused_and_names_the_field(counsellor: str) -> None:
	with pytest.raises(frappe.ValidationError, match="Date"):
		make.consultation(consultation_date=add_days(getdate(), 1))


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_an_impossible_duration_is_refused(counsellor: str, minutes: int) -> None:
	with pytest.raises(frappe.ValidationError, match="Duration"):
		make.consultation(duration_minutes=minutes)


def test_a_closed_client_is_refused_with_the_way_out(counsellor: str) -> None:
	client = make.client(status="Closed", closed_on="2026-01-31")
	with pytest.raises(frappe.ValidationError, match="reopen"):
		make.consultation(client=client.name, consultation_date="2026-02-01")


def test_a_conversation_before_the_closing_can_still_be_entered(counsellor: str) -> None:
	client = make.client(status="Closed", closed_on="2026-01-31")
	assert make.consultation(client=client.name, consultation_date="2026-01-31").name


def test_a_conversation_needs_a_client_or_is_anonymous(counsellor: str) -> None:
	with pytest.raises(frappe.ValidationError):
		make.consultation(client=None)
	assert make.consultation(client=None, is_anonymous=1).contact_number == 1


def test_an_anonymous_conversation_keeps_no_client_even_if_one_was_chosen(counsellor: str) -> None:
	consultation = make.consultation(is_anonymous=1, family_members=[{"client": make.client().name}])
	assert not consultation.client and not consultation.family_members


def test_follow_up_before_the_conversation_is_refused(counsellor: str) -> None:
	with pytest.raises(frappe.ValidationError, match="Follow Up On"):
		make.consultation(consultation_date="2026-03-02", follow_up_on="2026-03-01")


def test_nobody_and_no_topic_is_counted_twice_in_one_conversation(counsellor: str) -> None:
	client, child = make.client(), make.client()
	topic, other = make.topic(), make.topic()
	consultation = make.consultation(
		client=client.name,
		main_topic=topic,
		other_topics=[{"topic": other}, {"topic": topic}, {"topic": other}],
		family_members=[{"client": child.name}, {"client": client.name}, {"client": child.name}],
	)
	assert [row.client for row in consultation.family_members] == [child.name]
	assert [row.topic for row in consultation.other_topics] == [other]


def test_the_title_says_when_and_what_but_never_who(counsellor: str) -> None:
	client = make.client(first_name="Unverwechselbar", last_name="Planted")
	title = make.consultation(client=client.name).title
	assert "Unverwechselbar" not in title and "Planted" not in title


def test_markup_in_a_summary_is_kept_as_text(counsellor: str) -> None:
	consultation = make.consultation(summary="<img src=x onerror=alert(1)> & 3 < 5")
	assert consultation.summary == "‹img src=x onerror=alert(1)› & 3 ‹ 5"


def test_a_new_conversation_proposes_my_last_channel_and_the_clients_language(counsellor: str) -> None:
	client = make.client(main_language="ar")
	make.consultation(client=client.name, channel="Telephone")
	assert get_defaults(client.name) == {
		"channel": "Telephone",
		"funding_programme": None,
		"duration_minutes": 30,
		"language": "ar",
	}


def test_defaults_tell_nothing_about_a_client_out_of_reach() -> None:
	client = make.client(main_language="ar")
	frappe.set_user(make.volunteer())
	assert "language" not in get_defaults(client.name)


def test_volunteers_record_under_their_own_name_only() -> None:
	volunteer, colleague = make.volunteer(), make.volunteer()
	client = make.client(support_team=[{"helper": volunteer, "from_date": "2026-01-01"}])
	frappe.set_user(volunteer)
	assert make.consultation(client=client.name).helper_kind == "Volunteer"
	with pytest.raises(frappe.ValidationError, match="Counsellor"):
		make.consultation(client=client.name, counsellor=colleague)


def test_a_volunteer_cannot_name_a_client_of_another_team() -> None:
	volunteer = make.volunteer()
	mine = make.client(support_team=[{"helper": volunteer, "from_date": "2026-01-01"}])
	foreign = make.client()
	frappe.set_user(volunteer)
	with pytest.raises(frappe.PermissionError):
		make.consultation(client=foreign.name)
	with pytest.raises(frappe.PermissionError):
		make.consultation(client=mine.name, family_members=[{"client": foreign.name}])
	consultation = make.consultation(client=mine.name)
	consultation.client = foreign.name
	with pytest.raises(frappe.PermissionError):
		consultation.save()


def test_a_volunteer_reads_what_colleagues_did_for_the_client_but_changes_only_their_own() -> None:
	volunteer = make.volunteer()
	client = make.client(support_team=[{"helper": volunteer, "from_date": "2026-01-01"}])
	frappe.set_user(make.counsellor())
	colleagues = make.consultation(client=client.name)
	frappe.set_user(volunteer)
	own = make.consultation(client=client.name)
	colleagues = frappe.get_doc("Consultation", colleagues.name)
	assert colleagues.has_permission("read") and not colleagues.has_permission("write")
	assert own.has_permission("write") and not own.has_permission("delete")


def test_two_people_editing_the_same_client_the_second_gets_the_conflict(counsellor: str) -> None:
	client = make.client()
	mine, theirs = frappe.get_doc("Client", client.name), frappe.get_doc("Client", client.name)
	theirs.mobile_no = "0171 3920001"
	theirs.save()
	mine.mobile_no = "0171 3920002"
	with pytest.raises(frappe.TimestampMismatchError):
		mine.save()


def test_staff_or_volunteer_stays_as_it_was_on_the_day(counsellor: str) -> None:
	consultation = make.consultation()
	assert consultation.helper_kind == "Staff"
	frappe.db.set_value("Volunteer Profile", {"user": counsellor}, "helper_kind", "Volunteer")
	consultation.summary = "later"
	consultation.save()
	assert consultation.helper_kind == "Staff"


def test_the_earliest_plausible_year_is_checked(counsellor: str) -> None:
	with pytest.raises(frappe.ValidationError, match="year"):
		make.consultation(consultation_date=date(202, 1, 1) + timedelta(days=1))


# --- activities ---


def test_activities_are_counted_by_the_first_and_found_by_each(counsellor: str) -> None:
	codes = ["LETTER_EXPLAINED", "FORM_HELP", "LETTER_EXPLAINED"]
	consultation = make.consultation(activities=[{"activity": code} for code in codes])
	assert [row.activity for row in consultation.activities] == codes[:2]
	filters = {"source_name": consultation.name, "activities": ["like", "%FORM_HELP%"]}
	assert frappe.db.get_value("Service Record", filters, "main_activity") == "LETTER_EXPLAINED"


# --- drafts: sent once ---

DRAFT = "0123456789abcdef" * 2


def draft(**values) -> dict:
	return {
		"draft_id": DRAFT,
		"client": make.client().name,
		"main_topic": make.topic(),
		"consultation_date": "2026-01-15",
		"duration_minutes": 30,
		"channel": "Office",
		**values,
	}


def test_a_draft_sent_twice_is_one_consultation(counsellor: str) -> None:
	typed = draft()
	first, second = drafts.send(dict(typed)), drafts.send(dict(typed))
	assert first["name"] == second["name"]
	assert frappe.db.count("Consultation", {"client": typed["client"]}) == 1


def test_the_same_draft_twice_at_the_same_time_gives_the_first(
	counsellor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""The check before finds nothing, because the other request has not finished yet; the database decides."""
	typed = draft()
	first = drafts.send(dict(typed))
	look, looks = drafts.sent_already, iter([None])
	monkeypatch.setattr(drafts, "sent_already", lambda number: next(looks, None) or look(number))
	monkeypatch.setattr(drafts, "refuse_second", lambda document: None)
	assert drafts.send(dict(typed))["name"] == first["name"]
	assert frappe.db.count("Consultation", {"draft_id": DRAFT}) == 1


def test_a_draft_of_somebody_else_is_not_given_out(counsellor: str) -> None:
	typed = draft()
	drafts.send(dict(typed))
	frappe.set_user(make.counsellor())
	with pytest.raises(frappe.PermissionError):
		drafts.send(dict(typed))


def test_a_draft_saved_in_the_long_form_too_is_told_where_the_first_one_is(counsellor: str) -> None:
	typed = draft()
	first = drafts.send(dict(typed))
	with pytest.raises(frappe.ValidationError, match=first["name"]):
		make.consultation(**typed)


@pytest.mark.parametrize("number", ["", None, "x" * 32, "' or 1=1", DRAFT.upper()])
def test_a_draft_without_a_number_is_refused(counsellor: str, number: str | None) -> None:
	with pytest.raises(frappe.ValidationError, match="draft"):
		drafts.send(draft(draft_id=number))


def test_a_draft_cannot_pretend_to_be_older_or_somebody_elses(counsellor: str) -> None:
	sent = drafts.send(draft(owner="Administrator", name="chosen", creation="2020-01-01", docstatus=1))
	assert (sent["owner"], sent["docstatus"]) == (counsellor, 0)
	assert sent["name"] != "chosen"


def test_a_refused_draft_can_be_mended_and_sent_again(counsellor: str) -> None:
	typed = draft(consultation_date=add_days(getdate(), 2))
	with pytest.raises(frappe.ValidationError, match="Date"):
		drafts.send(dict(typed))
	assert drafts.send({**typed, "consultation_date": "2026-01-15"})["name"]


def test_a_volunteer_sends_drafts_only_for_clients_of_their_teams() -> None:
	client = make.client().name
	frappe.set_user(make.volunteer())
	with pytest.raises(frappe.PermissionError):
		drafts.send(draft(client=client))


def test_nobody_shares_the_key_of_their_drafts() -> None:
	one, other = drafts.keys_of("a@example.org"), drafts.keys_of("b@example.org")
	assert one == drafts.keys_of("a@example.org")
	assert not set(one.values()) & set(other.values())
