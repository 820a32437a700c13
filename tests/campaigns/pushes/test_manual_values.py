"""Typing values in over HTTP: with a note and evidence, corrected, withdrawn, and told apart in results."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import AuditEntry
from campaigns.models import AccountDay, ContentSnapshot, FactRevision, PeriodFact
from tests.campaigns.pushes.pushing import day_of, pushed, refusals

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
DAY = {"grain": "account_day", "day": "2026-01-31", "values": {"views": 1000}, "note": "Read on the screen"}


def show(client, account, data=PNG, name="屏幕.png"):
    return client.upload("/evidence-files", file=SimpleUploadedFile(name, data), account=str(account))


def shown(client, account):
    answer = show(client, account)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def typed(client, account, **more):
    answer = client.post("/manual-values", {**DAY, "account": str(account), **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


def views_of(account):
    row = AccountDay.objects.filter(account_id=account, day=date(2026, 1, 31)).first()
    return row and row.views


def test_a_typed_value_counts_and_says_who_typed_it(bob, aurora, north):
    evidence = shown(bob, aurora)
    made = typed(bob, aurora, evidence=[evidence])
    assert (made["stands"], made["created_by"], made["evidence"]) == (True, "bob", [evidence])
    assert (made["start"], made["end"], made["values"]) == ("2026-01-31", "2026-01-31", {"views": "1000"})
    assert bob.get(f"/manual-values/{made['id']}").json() == made
    assert bob.get(f"/imports/{made['import']}").json()["profile"] == "manual.values"
    with north():
        assert views_of(aurora) == 1000
        assert set(FactRevision.objects.values_list("source", flat=True)) == {"manual"}
        assert AuditEntry.objects.filter(action="manual_value.created", actor_name="bob").exists()


def test_results_name_typed_values_among_their_sources(bob, world):
    typed(bob, world.aurora_account)
    answer = bob.get(f"/results?kpi=views&brand={world.aurora}&start=2026-01-31&end=2026-01-31").json()
    assert [source["profile"] for source in answer["items"][0]["sources"]] == ["manual.values"]


def test_values_of_a_content_and_of_a_period_are_typed_in_too(bob, aurora, north):
    content = bob.post("/contents", {"account": str(aurora), "title": "By hand"}).json()["id"]
    typed(bob, aurora, grain="content", day=None, content=content, captured_on="2026-02-01", values={"likes": 7})
    month = {"grain": "period", "day": None, "start": "2026-01-01", "end": "2026-01-31"}
    made = typed(bob, aurora, **month, values={"reach": 48210, "spend": "12.50"}, currency="EUR")
    assert (made["start"], made["end"], made["currency"]) == ("2026-01-01", "2026-01-31", "EUR")
    with north():
        assert ContentSnapshot.objects.get(content_id=content, day=date(2026, 2, 1)).likes == 7
        figures = dict(PeriodFact.objects.filter(account_id=aurora).values_list("metric", "value"))
    assert figures == {"reach": 48210, "spend": 12.5}


def test_a_correction_takes_the_place_and_keeps_what_was_there_readable(bob, aurora, north):
    evidence = shown(bob, aurora)
    first = typed(bob, aurora, evidence=[evidence])
    answer = bob.post(f"/manual-values/{first['id']}:correct", {"values": {"views": 1200}, "note": "A digit"})
    assert (answer.status_code, answer.json()["replaces"]) == (201, first["id"])
    assert answer.json()["evidence"] == [evidence]
    before = bob.get(f"/manual-values/{first['id']}").json()
    assert (before["stands"], before["replaced_by"]) == (False, answer.json()["id"])
    assert (before["withdrawn_by"], before["withdrawal_reason"]) == ("bob", "A digit")
    days = {bob.get(f"/imports/{each['import']}").json()["captured_on"] for each in (before, answer.json())}
    assert len(days) == 1  # what was read then was corrected, and nothing was read anew
    with north():
        assert views_of(aurora) == 1200


def test_what_is_withdrawn_gives_way_to_what_a_program_said(bob, aurora, north):
    pushed(bob, day_of(aurora, captured_on="2026-02-01", values={"views": 900}))
    made = typed(bob, aurora)
    with north():
        assert views_of(aurora) == 1000
    answer = bob.post(f"/manual-values/{made['id']}:withdraw", {"reason": "The export has it"})
    assert (answer.status_code, answer.json()["stands"]) == (200, False)
    with north():
        assert views_of(aurora) == 900


def test_what_was_taken_back_is_not_taken_back_again(bob, aurora):
    made = typed(bob, aurora)
    assert bob.post(f"/manual-values/{made['id']}:withdraw", {"reason": "Mistaken"}).status_code == 200
    for again in ({":withdraw": {"reason": "x"}}, {":correct": {"values": {"views": 1}, "note": "x"}}):
        for action, body in again.items():
            answer = bob.post(f"/manual-values/{made['id']}{action}", body)
            assert (answer.status_code, answer.json()["code"]) == (409, "not_standing")


def test_reverting_the_import_takes_the_value_back_as_well(bob, aurora):
    made = typed(bob, aurora)
    assert bob.post(f"/imports/{made['import']}:revert").status_code == 200
    assert bob.get("/manual-values?stands=true").json()["items"] == []
    (now,) = bob.get("/manual-values?stands=false").json()["items"]
    assert (now["stands"], now["withdrawn_by"], now["withdrawal_reason"]) == (False, "bob", "Its import was reverted.")
    assert now["withdrawn_at"] is not None


def test_a_correction_is_of_the_day_on_which_the_value_was_read_unless_it_says_another(bob, aurora):
    made = typed(bob, aurora, captured_on="2026-02-01")
    first = bob.post(f"/manual-values/{made['id']}:correct", {"values": {"views": 7}, "note": "A digit"}).json()
    assert first["captured_on"] == "2026-02-01"
    again = {"values": {"views": 8}, "note": "Another", "captured_on": "2026-02-03"}
    assert bob.post(f"/manual-values/{first['id']}:correct", again).json()["captured_on"] == "2026-02-03"


def test_typed_values_are_found_by_day_metric_and_brand(bob, world):
    made = typed(bob, world.aurora_account)
    for query in ("metric=views", "from=2026-01-31", "to=2026-01-31", f"brand={world.aurora}", "grain=account_day"):
        assert [each["id"] for each in bob.get(f"/manual-values?{query}").json()["items"]] == [made["id"]]
    for query in ("metric=likes", "from=2026-02-01", "to=2026-01-30", f"brand={world.borealis}", "grain=content"):
        assert bob.get(f"/manual-values?{query}").json()["items"] == []


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"values": {"views": "many"}}, "values/views", "bad_number"),
        ({"values": {"wins": 1}}, "values/wins", "unknown_metric"),
        ({"values": {}}, "values", "missing_value"),
        ({"day": None}, "day", "missing_key"),
        ({"note": ""}, "note", "blank"),
        ({"content": None, "grain": "content"}, "content", "required"),
        ({"captured_on": "2150-01-01"}, "captured_on", "captured_in_future"),
        ({"captured_on": "2026-01-30"}, "day", "future_day"),
        ({"evidence": ["01990000-0000-7000-8000-00000000dead"]}, "evidence/0", "not_found"),
    ],
)
def test_what_is_wrong_is_pointed_at(bob, aurora, change, pointer, code):
    answer = bob.post("/manual-values", {**DAY, "account": str(aurora), **change})
    assert refusals(answer)[f"#/{pointer}"] == code
    typed(bob, aurora)


def test_evidence_of_another_account_shows_nothing_here(api, world):
    alice = api("alice")
    evidence = shown(alice, world.borealis_account)
    answer = alice.post("/manual-values", {**DAY, "account": str(world.aurora_account), "evidence": [evidence]})
    assert refusals(answer) == {"#/evidence/0": "wrong_account"}
    typed(alice, world.borealis_account, evidence=[evidence])


def test_evidence_is_named_once(bob, aurora):
    first, second = shown(bob, aurora), shown(bob, aurora)
    twice = {"evidence": [first, second, first, second]}
    told = {"#/evidence/2": "stated_twice", "#/evidence/3": "stated_twice"}
    answer = bob.post("/manual-values", {**DAY, "account": str(aurora), **twice})
    assert (answer.status_code, refusals(answer)) == (422, told)
    made = typed(bob, aurora, evidence=[first, second])
    said = {"values": {"views": 5}, "note": "Two digits were swapped"}
    assert refusals(bob.post(f"/manual-values/{made['id']}:correct", {**said, **twice})) == told
    corrected = bob.post(f"/manual-values/{made['id']}:correct", {**said, "evidence": [second]})
    assert (corrected.status_code, corrected.json()["evidence"]) == (201, [second])


def test_evidence_comes_back_as_it_was_and_harmless(bob, aurora):
    evidence = shown(bob, aurora)
    answer = bob.get(f"/evidence-files/{evidence}/content", accept="image/*")
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, PNG, "image/png")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
    ],
)
def test_what_evidence_is_its_first_bytes_tell(bob, aurora, data, media_type):
    assert show(bob, aurora, data, "anything.exe").json()["media_type"] == media_type


@pytest.mark.parametrize("data", [b"", b"<html><script>alert(1)</script>", b"GIF89a", b"PK\x03\x04", b"RIFF1234WAVE"])
def test_anything_else_is_no_evidence(bob, aurora, data):
    assert refusals(show(bob, aurora, data)) == {"#/file": "unsupported_file"}


def test_evidence_has_a_size(bob, aurora):
    assert refusals(show(bob, aurora, PNG + bytes(10 * 1024 * 1024))) == {"#/file": "too_large"}


def test_evidence_stays_as_long_as_a_value_rests_on_it(bob, aurora):
    evidence = shown(bob, aurora)
    made = typed(bob, aurora, evidence=[evidence])
    answer = bob.delete(f"/evidence-files/{evidence}")
    assert (answer.status_code, answer.json()["code"]) == (409, "in_use")
    bob.post(f"/manual-values/{made['id']}:withdraw", {"reason": "Mistaken"})
    assert bob.delete(f"/evidence-files/{evidence}").status_code == 204
    assert bob.get(f"/manual-values/{made['id']}").json()["evidence"] == []


def test_a_value_typed_today_is_one_of_today(bob, aurora):
    assert typed(bob, aurora)["captured_on"] == datetime.now(UTC).date().isoformat()
