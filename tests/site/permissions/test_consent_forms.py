"""The form as a PDF: for those who may read the consent, and noted in the access log."""


def test_a_form_is_made_for_readers_of_the_consent_only(visitor, world, stored):
	for whose in ("own", "other"):
		name = world.names[f"{whose} Client Consent"]
		answer = visitor.get("/api/method/refugee_support.consents.api.form_pdf", consent=name)
		if f"{whose} Client Consent" not in visitor.sees:
			visitor.is_refused(answer)
			continue
		assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
		assert stored("Client Access Log", {"user": visitor.user, "ref_name": name, "action": "PDF"})


def test_only_who_works_with_the_texts_is_told_which_is_the_newest(visitor):
	answer = visitor.call("refugee_support.consents.api.newest_text", purpose="Photographs", language="ar")
	if visitor.role.startswith(("counsellor", "volunteer", "administrator")):
		assert answer.json()["message"].startswith("PHOTOGRAPHS-ar")
	else:
		visitor.is_refused(answer)
