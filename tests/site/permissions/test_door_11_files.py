"""Door 11: files. At every step the document a file is attached to decides."""

import json

import pytest


@pytest.mark.parametrize("whose", ["own", "other"])
def test_a_private_file_is_for_readers_of_its_document(visitor, world, whose):
	url = world.file_urls[whose]
	visitor.looks(visitor.session.get(url), {f"{whose} content"})
	visitor.looks(
		visitor.session.get(url, params={"fid": world.names[f"{whose} file"]}), {f"{whose} content"}
	)
	visitor.looks(visitor.call("frappe.handler.download_file", file_url=url), {f"{whose} content"})
	visitor.looks(
		visitor.session.get("/api/method/download_file", params={"file_url": url}), {f"{whose} content"}
	)


@pytest.mark.parametrize("whose", ["own", "other"])
def test_an_archive_holds_readable_files_only(visitor, world, whose):
	answer = visitor.call("frappe.core.api.file.zip_files", files=json.dumps([world.names[f"{whose} file"]]))
	visitor.looks(answer, {f"{whose} content"})


def test_lists_of_files_name_readable_files_only(visitor, world):
	for answer in (
		visitor.call("frappe.client.get_list", doctype="File", fields=["*"], limit_page_length=0),
		visitor.call("frappe.core.api.file.get_files_in_folder", folder="Home/Attachments", page_length=500),
		visitor.call("frappe.core.api.file.get_files_by_search_text", text="zq"),
		visitor.call("frappe.desk.search.search_link", doctype="File", txt="zq", ignore_user_permissions=0),
	):
		visitor.looks(answer)


def test_counting_files_is_no_oracle(visitor, world):
	answer = visitor.call(
		"frappe.desk.reportview.get_count", doctype="File", filters={"file_name": ["like", "zqotherfilezq%"]}
	)
	visitor.learns_no_number(answer, int("other file" in visitor.sees))


def test_readers_find_the_attachment_in_the_form_and_the_list(volunteer, world):
	volunteer.looks(
		volunteer.call("frappe.desk.form.load.getdoc", doctype="Client", name=world.own), {"own file"}
	)
	volunteer.looks(
		volunteer.call("frappe.client.get_list", doctype="File", fields=["file_name"], limit_page_length=0),
		{"own file"},
	)


def urls(url, site="http://127.0.0.1"):
	name = url.rsplit("/", 1)[-1]
	return {
		"url": {"file_url": url},
		"quoted url": {"file_url": url.replace("zq", "%7a%71")},
		"twice quoted url": {"file_url": url.replace("zq", "%257a%2571")},
		"url with a way around": {"file_url": f"/private/files/../files/{name}"},
		"full url": {"file_url": f"{site}{url}"},
		"full url and content": {"file_url": f"{site}{url}", "content": "x"},
		"url and content": {"file_url": url, "content": "x"},
		"url with a query": {"file_url": f"{url}?fid=x"},
		"public url": {"file_url": f"/files/{name}"},
		"file name only": {"file_name": name, "is_private": 1},
		"file name and empty url": {"file_name": name, "file_url": "", "is_private": 1},
	}


@pytest.mark.parametrize("spelling", urls("/private/files/zq"))
def test_a_row_of_my_own_does_not_open_somebody_elses_file(visitor, world, base_url, spelling):
	values = urls(world.file_urls["other"], base_url)[spelling]
	answer = visitor.call("frappe.client.insert", doc={"doctype": "File", **values})
	tries_to_read(visitor, world, answer)


@pytest.mark.parametrize("spelling", urls("/private/files/zq"))
def test_uploading_by_url_does_not_open_somebody_elses_file(visitor, world, base_url, spelling):
	values = urls(world.file_urls["other"], base_url)[spelling]
	answer = visitor.session.post("/api/method/upload_file", data=values)
	tries_to_read(visitor, world, answer)


def test_a_file_of_mine_is_not_turned_into_somebody_elses(visitor, world, base_url):
	mine = visitor.session.post(
		"/api/method/upload_file", data={"is_private": 1}, files={"file": ("mine.txt", b"mine")}
	)
	if mine.status_code != 200:
		return visitor.looks(mine)
	name = mine.json()["message"]["name"]
	for values in urls(world.file_urls["other"], base_url).values():
		answer = visitor.session.put(f"/api/resource/File/{name}", json=values)
		tries_to_read(visitor, world, answer, name)


def tries_to_read(visitor, world, answer, name=None):
	"""Whatever came of it: the visitor who may not see the file has no way to it."""
	visitor.looks(answer)
	if "other content" in visitor.sees or not visitor.user:
		return
	message = answer.json().get("message") if answer.status_code == 200 else None
	name = name or (message.get("name") if isinstance(message, dict) else None)
	visitor.looks(visitor.session.get(world.file_urls["other"]))
	if name:
		visitor.looks(visitor.session.get(world.file_urls["other"], params={"fid": name}))
		visitor.looks(visitor.call("frappe.core.api.file.zip_files", files=json.dumps([name])))
		visitor.looks(visitor.call("frappe.handler.download_file", file_url=""))


@pytest.mark.parametrize("name", ["zqotherfilezq", "zqnosuchfilezq"])
def test_guessing_the_name_of_a_file_is_no_oracle(attacker, world, name):
	"""Word for word the same answer, whether there is such a file or not."""
	url = world.file_urls["other"].replace("zqotherfilezq", name)
	for values in ({"file_url": url}, {"file_name": url.rsplit("/")[-1], "is_private": 1}):
		for answer in (
			attacker.call("frappe.client.insert", doc={"doctype": "File", **values}),
			attacker.session.post("/api/method/upload_file", data=values),
		):
			assert answer.status_code == 500
			said = [
				json.loads(message)["message"] for message in json.loads(answer.json()["_server_messages"])
			]
			# in the language of the site
			assert said in (["There is no such file."], ["Diese Datei gibt es nicht."])


def test_attaching_by_id_does_not_copy_somebody_elses_file(visitor, world):
	todo = visitor.call("frappe.client.insert", doc={"doctype": "ToDo", "description": "x"})
	if todo.status_code != 200:
		return visitor.looks(todo)
	answer = visitor.call(
		"frappe.utils.file_manager.add_attachments",
		doctype="ToDo",
		name=todo.json()["message"]["name"],
		attachments=json.dumps([world.names["other file"]]),
	)
	tries_to_read(visitor, world, answer)


def test_an_attach_field_does_not_open_somebody_elses_file(visitor, world):
	"""The framework makes a File row for every URL it finds in an Attach field."""
	if not visitor.user:
		return
	url = world.file_urls["other"]
	answer = visitor.session.put(f"/api/resource/User/{visitor.user}", json={"user_image": url})
	tries_to_read(visitor, world, answer)
	visitor.session.put(f"/api/resource/User/{visitor.user}", json={"user_image": ""})


def test_a_library_file_of_somebody_else_is_not_copied(visitor, world):
	answer = visitor.session.post(
		"/api/method/upload_file", data={"library_file_name": world.names["other file"]}
	)
	tries_to_read(visitor, world, answer)


def test_a_mail_does_not_take_somebody_elses_file_along(visitor, world, stored):
	visitor.call(
		"frappe.core.doctype.communication.email.make",
		recipients="thief@example.com",
		subject="x",
		content="x",
		send_email=0,
		attachments=json.dumps([world.names["other file"]]),
	)
	copies = stored("File", {"attached_to_doctype": "Communication", "file_name": ["like", "zqotherfilezq%"]})
	assert not copies


@pytest.mark.parametrize("method", ["upload_file", "frappe.client.attach_file"])
def test_files_are_attached_by_those_who_may_write_the_document(visitor, world, method, stored):
	arguments = {"doctype": "Client", "docname": world.other, "is_private": 1}
	if method == "upload_file":
		answer = visitor.session.post(
			"/api/method/upload_file", data=arguments, files={"file": ("attached.txt", visitor.role.encode())}
		)
	else:
		answer = visitor.call(method, filename="attached.txt", filedata=visitor.role, **arguments)
	if visitor.role == "counsellor":
		assert answer.status_code == 200, answer.text
	else:
		visitor.is_refused(answer)


def test_an_upload_to_a_client_is_private_and_belongs_to_nobody(counsellor, world, stored):
	answer = counsellor.session.post(
		"/api/method/upload_file",
		data={"doctype": "Client", "docname": world.own, "is_private": 0},
		files={"file": ("letter.txt", b"zqowncontentzq letter")},
	)
	assert answer.status_code == 200, answer.text
	owner, private, url = stored(
		"File", answer.json()["message"]["name"], ["owner", "is_private", "file_url"]
	)
	assert (owner, private) == ("Administrator", 1)
	assert url.startswith("/private/files/")


def test_who_uploaded_a_file_reads_it_as_long_as_the_team_lasts(visitors, world, moved_off_the_team):
	volunteer = visitors["volunteer on the team"]
	answer = volunteer.session.post(
		"/api/method/upload_file",
		data={"doctype": "Client", "docname": world.own, "is_private": 1},
		files={"file": ("mine for now.txt", b"zqowncontentzq of the volunteer")},
	)
	assert answer.status_code == 200, answer.text
	url, name = answer.json()["message"]["file_url"], answer.json()["message"]["name"]
	assert volunteer.session.get(url).status_code == 200
	with moved_off_the_team(volunteer):
		assert volunteer.session.get(url).status_code == 403
		assert "zqown" not in volunteer.call("frappe.core.api.file.zip_files", files=json.dumps([name])).text
		listed = volunteer.call(
			"frappe.client.get_list", doctype="File", fields=["file_name"], limit_page_length=0
		)
		assert "mine for now" not in listed.text


def test_equal_content_shares_nothing(visitors, world, stored):
	"""Who uploads the same bytes must not learn that, and under which name, a client has them too."""
	thief = visitors["cafe helper"]
	answer = thief.session.post(
		"/api/method/upload_file", data={"is_private": 1}, files={"file": ("guess.txt", b"zqothercontentzq")}
	)
	assert answer.status_code == 200, answer.text
	assert answer.json()["message"]["file_url"] != world.file_urls["other"]
	assert "zqotherfilezq.txt" not in answer.text


def test_a_clients_file_does_not_share_the_disk_with_others(counsellor, world, stored):
	content = b"a form that many have"
	urls_of = []
	for client in (None, world.own, world.other):
		data = {"is_private": 1} | ({"doctype": "Client", "docname": client} if client else {})
		answer = counsellor.session.post(
			"/api/method/upload_file", data=data, files={"file": ("form.txt", content)}
		)
		assert answer.status_code == 200, answer.text
		urls_of.append(answer.json()["message"]["file_url"])
	assert len(set(urls_of)) == 3


@pytest.mark.parametrize(
	"change",
	[
		{"is_private": 0},
		{"attached_to_doctype": "ToDo", "attached_to_name": "x"},
		{"attached_to_doctype": None, "attached_to_name": None},
		{"attached_to_name": "{own}"},
	],
)
def test_a_clients_file_is_not_made_public_or_moved_away(attacker, world, change, stored):
	change = {
		key: value.format(own=world.own) if isinstance(value, str) else value for key, value in change.items()
	}
	before = stored(
		"File",
		world.names["other file"],
		["attached_to_doctype", "attached_to_name", "is_private", "file_url"],
	)
	attacker.is_refused(attacker.session.put(f"/api/resource/File/{world.names['other file']}", json=change))
	assert (
		stored(
			"File",
			world.names["other file"],
			["attached_to_doctype", "attached_to_name", "is_private", "file_url"],
		)
		== before
	)


def test_upload_does_not_call_functions_on_our_doctypes(attacker, world):
	for method in (
		"frappe.desk.reportview.get",
		"frappe.desk.reportview.get_list",
		"frappe.desk.reportview.export_query",
	):
		answer = attacker.session.post(
			"/api/method/upload_file",
			data={"method": method, "doctype": "Client", "fields": '["replace(first_name, 1, 1) as name"]'},
		)
		attacker.is_refused(answer)


def test_an_attachment_is_removed_by_those_who_may_write_the_document(visitor, world, stored):
	name = world.names["other file"]
	if visitor.role == "counsellor":
		uploaded = visitor.session.post(
			"/api/method/upload_file",
			data={"doctype": "Client", "docname": world.other, "is_private": 1},
			files={"file": ("to be removed.txt", b"x")},
		)
		name = uploaded.json()["message"]["name"]
	answer = visitor.call("frappe.desk.form.utils.remove_attach", fid=name, dt="Client", dn=world.other)
	visitor.looks(answer)
	assert bool(stored("File", name)) is (visitor.role != "counsellor"), answer.text[:300]


def test_reading_a_document_is_not_enough_to_attach_a_file(volunteer, world):
	"""The team reads a colleague's consultation; only who recorded it writes it."""
	reference = {"doctype": "Consultation", "docname": world.names["own summary"], "is_private": 1}
	volunteer.looks(
		volunteer.get(f"/api/resource/Consultation/{world.names['own summary']}"), {"own summary"}
	)
	for answer in (
		volunteer.session.post("/api/method/upload_file", data=reference, files={"file": ("x.txt", b"x")}),
		volunteer.call("frappe.client.attach_file", filename="x.txt", filedata="x", **reference),
	):
		volunteer.is_refused(answer)


def test_a_file_of_something_else_is_not_linked_to_a_client(counsellor, world):
	"""It would have two documents, and stay when one of them is erased."""
	mine = counsellor.session.post(
		"/api/method/upload_file", data={"is_private": 1}, files={"file": ("mine.txt", b"of nobody")}
	).json()["message"]
	reference = {"attached_to_doctype": "Client", "attached_to_name": world.own}
	for answer in (
		counsellor.call(
			"frappe.client.insert", doc={"doctype": "File", "file_url": mine["file_url"], **reference}
		),
		counsellor.session.post(
			"/api/method/upload_file",
			data={"doctype": "Client", "docname": world.own, "library_file_name": mine["name"]},
		),
		counsellor.session.put(f"/api/resource/File/{mine['name']}", json=reference),
	):
		counsellor.is_refused(answer)
