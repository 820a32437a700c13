"""Changing and resetting a password."""

import re

from django.core import mail

from people.letters import wait_for_letters
from tests.holders import code_of, key_of
from tests.people import PASSWORD

NEW = "quite another pass phrase"


def log_in(api, email, password):
    return api(None).post("/session", {"email": email, "password": password}).status_code


def test_a_new_password_replaces_the_old_one_and_ends_every_session(api):
    changed = api("bob").post("/password", {"current_password": PASSWORD, "new_password": NEW})
    assert changed.status_code == 204
    assert code_of(api("bob").get("/me")) == (401, "invalid_token")
    assert log_in(api, "bob@north.example", PASSWORD) == 401
    assert log_in(api, "bob@north.example", NEW) == 201


def test_the_current_password_must_be_proven(api):
    refused = api("bob").post("/password", {"current_password": "wrong", "new_password": NEW})
    assert code_of(refused) == (422, "wrong_password")
    assert refused.json()["errors"][0]["pointer"] == "#/current_password"


def test_a_weak_password_is_refused(api):
    refused = api("bob").post("/password", {"current_password": PASSWORD, "new_password": "short"})
    assert code_of(refused) == (422, "weak_password")
    assert refused.json()["errors"][0]["pointer"] == "#/new_password"


def test_an_api_key_changes_no_password(api):
    body = {"current_password": PASSWORD, "new_password": NEW}
    assert code_of(key_of(api("alice")).post("/password", body)) == (403, "session_required")


def test_a_reset_by_e_mail_works_once(api):
    assert api(None).post("/password:request-reset", {"email": "bob@north.example"}).status_code == 202
    wait_for_letters()
    (letter,) = mail.outbox
    assert letter.to == ["bob@north.example"]
    token = re.search(r"^[0-9a-f]{32}\..+$", letter.body, re.MULTILINE).group()
    assert api(None).post("/password:reset", {"token": token, "password": NEW}).status_code == 204
    assert log_in(api, "bob@north.example", NEW) == 201
    assert code_of(api(None).post("/password:reset", {"token": token, "password": NEW})) == (422, "bad_token")


def test_asking_for_a_reset_does_not_tell_whether_somebody_exists(api):
    known = api(None).post("/password:request-reset", {"email": "bob@north.example"})
    unknown = api(None).post("/password:request-reset", {"email": "nobody@north.example"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (202, b"")
    wait_for_letters()
    assert [letter.to for letter in mail.outbox] == [["bob@north.example"]]


def test_a_broken_mail_server_tells_nothing_either_and_leaves_no_address_in_the_logs(api, settings, caplog):
    settings.EMAIL_BACKEND = "no.such.backend"
    assert api(None).post("/password:request-reset", {"email": "bob@north.example"}).status_code == 202
    wait_for_letters()
    assert "A letter could not be sent" in caplog.text
    assert "bob@" not in caplog.text
