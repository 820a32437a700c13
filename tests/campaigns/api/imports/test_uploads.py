"""Uploading, previewing, committing and reverting files over HTTP."""

from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.imports.rollup import differences
from campaigns.models import AccountDay, Content, ContentSnapshot, Import, ImportFilePart
from tests.campaigns.api.imports.uploading import counted, new_account, rows_of, send, sent
from tests.exports import douyin, tables, tiktok, xiaohongshu
from tests.holders import code_of

CAPTURED = "2026-02-28"
YEAR = tiktok.overview_csv(date(2026, 2, 27), 365)
MONTH = tiktok.overview_csv(date(2026, 2, 27), 28)
MEMBERS = {
    "id",
    "state",
    "profile",
    "grain",
    "mapping",
    "mapping_version",
    "source",
    "account",
    "campaign",
    "file_name",
    "sha256",
    "captured_on",
    "export_year",
    "first_day",
    "last_day",
    "progress",
    "counts",
    "problem",
    "columns",
    "ignored_columns",
    "dropped_columns",
    "renamed",
    "header_drift",
    "preview",
    "previewed_counts",
    "created_by",
    "created_at",
    "finished_at",
}


def days(text: str) -> bytes:
    return f"day,views\n{text}".encode()


def pointers(answer) -> dict[str, str]:
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


def test_a_year_of_days_is_taken_whole_and_keeps_its_negatives(bob, aurora, north):
    made = sent(bob, aurora, YEAR, captured_on=CAPTURED)
    assert counted(made, "rows", "new", "refused", "warnings") == (365, 365, 0, 36)
    assert (made["state"], made["profile"], made["problem"]) == ("committed", "tiktok.studio.overview", None)
    assert (made["first_day"], made["last_day"]) == ("2025-02-28", "2026-02-27")
    assert made["progress"] == {"done": 365, "total": 365, "unit": "rows", "share": "1.0000", "seconds_left": 0}
    with north():
        assert AccountDay.objects.filter(account_id=aurora, comments=-1).count() == 36
        assert differences() == []


def test_the_answer_has_every_member_and_the_address_gives_it_again(bob, aurora):
    answer = send(bob, aurora, MONTH, captured_on=CAPTURED)
    made = answer.json()
    assert set(made) == MEMBERS
    assert answer.headers["Location"] == f"/api/v1/imports/{made['id']}"
    assert bob.get(f"/imports/{made['id']}").json() == made
    assert [one["id"] for one in bob.get("/imports").json()["items"]] == [made["id"]]


def test_the_same_file_again_changes_nothing_and_says_so(bob, aurora):
    sent(bob, aurora, YEAR, captured_on=CAPTURED)
    again = sent(bob, aurora, YEAR, captured_on=CAPTURED)
    assert counted(again, "new", "changed", "unchanged") == (0, 0, 365)


def test_without_a_day_of_capture_the_same_bytes_keep_their_first_one(bob, aurora):
    sent(bob, aurora, MONTH, captured_on=CAPTURED)
    again = sent(bob, aurora, MONTH)
    assert again["captured_on"] == CAPTURED
    assert counted(again, "unchanged") == (28,)


def test_a_new_file_without_a_day_of_capture_was_captured_today(bob, aurora):
    made = sent(bob, aurora, days("2026-01-01,5\n"))
    assert made["captured_on"] == datetime.now(UTC).date().isoformat()


def test_douyins_list_of_works_becomes_contents_with_their_titles(bob, world, north):
    account = new_account(bob, world.aurora, "douyin", "aurora-dy")
    works = douyin.works_xlsx([douyin.work(), douyin.work("第二", "2026-04-04 10:00:00", "视频", "-")])
    made = sent(bob, account, works, name="作品列表.xlsx", captured_on="2026-07-11")
    assert (made["profile"], made["grain"], made["file_name"]) == ("douyin.creator.works", "content", "作品列表.xlsx")
    assert counted(made, "new") == (2,)
    with north():
        assert set(Content.objects.values_list("title", flat=True)) == {"秋天的第一杯 #咖啡", "第二"}


def test_a_note_whose_exposure_was_not_computed_keeps_its_views(bob, world, north):
    account = new_account(bob, world.aurora, "xiaohongshu", "aurora-xhs")
    notes = xiaohongshu.notes_xlsx([xiaohongshu.note(), xiaohongshu.note("冷萃", "2026年07月10日03时09分05秒", 0, 126)])
    made = sent(bob, account, notes, name="笔记列表明细表.xlsx", captured_on="2026-07-11")
    assert counted(made, "new", "warnings") == (2, 1)
    with north():
        doubtful = ContentSnapshot.objects.get(impressions=0)
        assert doubtful.views == 126


def test_a_preview_tells_what_the_commit_then_does(bob, aurora, north):
    sent(bob, aurora, days("2026-01-01,5\n2026-01-02,6\n"), captured_on="2026-01-31")
    news = days("2026-01-02,6\n2026-01-02,7\n2026-01-03,8\n2026-01-04,many\n")
    preview = sent(bob, aurora, news, captured_on="2026-02-01", mode="preview")
    assert preview["state"] == "previewed"
    assert counted(preview, "rows", "new", "changed", "duplicate", "refused") == (4, 1, 1, 1, 1)
    with north():
        assert AccountDay.objects.count() == 2
    committed = bob.post(f"/imports/{preview['id']}:commit").json()
    assert committed["state"] == "committed"
    assert committed["counts"] == preview["counts"]
    with north():
        assert AccountDay.objects.count() == 3
        assert not ImportFilePart.objects.exists()
    assert len(rows_of(bob, preview)) == 4


def test_an_import_is_committed_once(bob, aurora):
    made = sent(bob, aurora, MONTH, captured_on=CAPTURED)
    assert code_of(bob.post(f"/imports/{made['id']}:commit")) == (409, "not_previewed")


def test_a_reverted_import_leaves_what_the_others_said(bob, aurora, north):
    sent(bob, aurora, days("2026-01-01,5\n"), captured_on="2026-01-31")
    second = sent(bob, aurora, days("2026-01-01,9\n2026-01-02,8\n"), captured_on="2026-02-01")
    reverted = bob.post(f"/imports/{second['id']}:revert")
    assert (reverted.status_code, reverted.json()["state"]) == (200, "reverted")
    with north():
        assert list(AccountDay.objects.values_list("day", "views")) == [(date(2026, 1, 1), 5)]
    assert code_of(bob.post(f"/imports/{second['id']}:revert")) == (409, "not_committed")
    with north():
        assert differences() == []


def test_a_preview_cannot_be_reverted(bob, aurora):
    preview = sent(bob, aurora, MONTH, captured_on=CAPTURED, mode="preview")
    assert code_of(bob.post(f"/imports/{preview['id']}:revert")) == (409, "not_committed")


def test_lines_are_paged_in_the_order_of_the_file(bob, aurora):
    made = sent(bob, aurora, MONTH, captured_on=CAPTURED)
    first = bob.get(f"/imports/{made['id']}/rows?limit=20").json()
    second = bob.get(f"/imports/{made['id']}/rows?limit=20&cursor={first['next_cursor']}").json()
    assert [row["line"] for row in [*first["items"], *second["items"]]] == list(range(2, 30))
    assert second["next_cursor"] is None


def test_a_refused_line_says_why_and_the_others_are_taken(bob, aurora):
    made = sent(bob, aurora, days("2026-01-01,5\n2026-01-02,many\n"), captured_on="2026-01-31")
    assert counted(made, "new", "refused") == (1, 1)
    (refused,) = rows_of(bob, made, "?outcome=refused")
    assert refused.pop("detail")
    assert refused == {
        "line": 3,
        "outcome": "refused",
        "understood": None,
        "changes": None,
        "code": "bad_number",
        "column": "views",
        "raw": "many",
        "warnings": [],
    }


def test_a_line_that_is_taken_has_nulls_where_nothing_is_wrong(bob, aurora):
    made = sent(bob, aurora, days("2026-01-01,-5\n"), captured_on="2026-01-31")
    (row,) = rows_of(bob, made)
    assert [row[name] for name in ("outcome", "code", "detail", "column", "raw")] == ["new", None, None, None, None]
    assert [(warning["code"], warning["column"]) for warning in row["warnings"]] == [("negative_flow", "views")]


def test_an_outcome_that_does_not_exist_is_refused(bob, aurora):
    made = sent(bob, aurora, MONTH, captured_on=CAPTURED)
    assert code_of(bob.get(f"/imports/{made['id']}/rows?outcome=lost")) == (400, "bad_parameter")


def test_rows_of_somebody_elses_account_are_refused_line_by_line(bob, aurora, north):
    mine = "@aurora,2026-01-01,5\nborealis,2026-01-02,6\n"
    made = sent(bob, aurora, f"account,day,views\n{mine}".encode(), captured_on="2026-01-31")
    assert counted(made, "new", "refused") == (1, 1)
    assert [row["code"] for row in rows_of(bob, made, "?outcome=refused")] == ["foreign_account"]
    with north():
        assert AccountDay.objects.count() == 1


def test_a_file_of_which_every_row_is_refused_failed_and_says_why(bob, aurora, north):
    made = sent(bob, aurora, b"account,day,views\nborealis,2026-01-02,6\n", captured_on="2026-01-31")
    assert (made["state"], made["problem"]["code"]) == ("failed", "all_rows_refused")
    assert len(rows_of(bob, made, "?outcome=refused")) == 1
    with north():
        assert AccountDay.objects.count() == 0


def test_a_file_of_another_network_is_refused(bob, aurora):
    works = douyin.works_xlsx([douyin.work()])
    refusal = send(bob, aurora, works, name="works.xlsx", captured_on="2026-07-11")
    assert code_of(refusal) == (422, "wrong_network")


def test_another_brands_account_is_not_found_and_the_own_one_is(bob, world):
    refusal = send(bob, world.borealis_account, MONTH, captured_on=CAPTURED)
    assert (refusal.status_code, pointers(refusal)) == (422, {"#/account": "not_found"})
    assert send(bob, world.aurora_account, MONTH, captured_on=CAPTURED).status_code == 201


def test_another_brands_imports_are_not_shown(api, world):
    made = sent(api("alice"), world.borealis_account, MONTH, captured_on=CAPTURED)
    for path in (f"/imports/{made['id']}", f"/imports/{made['id']}/rows"):
        assert code_of(api("bob").get(path)) == (404, "not_found")
        assert api("alice").get(path).status_code == 200
    for command in ("commit", "revert"):
        assert code_of(api("bob").post(f"/imports/{made['id']}:{command}")) == (404, "not_found")
    assert api("bob").get("/imports").json()["items"] == []


def test_a_client_neither_sends_nor_sees_imports(api, aurora):
    made = sent(api("carol"), aurora, MONTH, captured_on=CAPTURED)
    assert code_of(send(api("dora"), aurora, MONTH, captured_on=CAPTURED)) == (403, "forbidden")
    assert code_of(api("dora").get(f"/imports/{made['id']}")) == (403, "forbidden")


def test_imports_are_found_by_account_brand_state_profile_and_time(bob, world, aurora):
    made = sent(bob, aurora, MONTH, captured_on=CAPTURED)
    other = new_account(bob, world.aurora, "douyin", "aurora-dy")
    for query in (
        f"account={aurora}",
        f"brand={world.aurora}",
        "state=committed",
        "profile=tiktok.studio.overview",
        "created_at__gte=2020-01-01T00:00:00Z",
    ):
        assert [one["id"] for one in bob.get(f"/imports?{query}").json()["items"]] == [made["id"]], query
    for query in (
        f"account={other}",
        f"brand={world.borealis}",
        "state=reverted",
        "profile=canonical.period",
        "created_at__lte=2020-01-01T00:00:00Z",
    ):
        assert bob.get(f"/imports?{query}").json()["items"] == [], query


def test_a_campaign_of_the_account_s_brand_is_linked_and_another_refused(api, world, aurora, north):
    alice = api("alice")
    plan = {"name": "Launch", "goal": "engagement", "start": "2026-01-01", "end": "2026-12-31"}
    own = alice.post("/campaigns", {**plan, "brand": str(world.aurora)}).json()["id"]
    other = alice.post("/campaigns", {**plan, "brand": str(world.borealis)}).json()["id"]
    contents = b"external_id,title,published_at,views\n7,First,2026-01-01,100\n"
    assert sent(alice, aurora, contents, campaign=own)["campaign"] == own
    with north():
        assert str(Content.objects.get().campaign_id) == own
    refusal = send(alice, aurora, contents, campaign=other)
    assert (refusal.status_code, pointers(refusal)) == (422, {"#/campaign": "wrong_brand"})


@pytest.mark.parametrize(
    "said",
    [
        ("captured_on", "2199-01-01", "captured_in_future"),
        ("captured_on", "1999-12-31", "captured_too_early"),
        ("captured_on", "yesterday", "invalid"),
        ("export_year", "1066", "min_value"),
        ("profile", "tiktok.studio.nothing", "unknown_profile"),
        ("mode", "maybe", "invalid_choice"),
        ("campaign", "7", "not_found"),
    ],
)
def test_what_is_said_of_a_file_must_make_sense(bob, aurora, north, said):
    field, value, code = said
    refusal = send(bob, aurora, MONTH, **({"captured_on": CAPTURED} | {field: value}))
    assert (refusal.status_code, pointers(refusal)) == (422, {f"#/{field}": code})
    with north():
        assert not Import.objects.exists()


def test_today_in_the_earliest_time_zone_is_not_the_future(bob, aurora):
    ahead = (datetime.now(UTC) + timedelta(hours=14)).date()
    assert sent(bob, aurora, days("2026-01-01,5\n"), captured_on=ahead)["captured_on"] == ahead.isoformat()


def test_file_and_account_are_needed(bob):
    refusal = bob.upload("/imports")
    assert (refusal.status_code, pointers(refusal)) == (422, {"#/file": "required", "#/account": "required"})


def test_a_field_that_is_not_known_is_refused(bob, aurora):
    refusal = send(bob, aurora, MONTH, acount=str(aurora))
    assert (refusal.status_code, pointers(refusal)) == (400, {"#/acount": "unknown_field"})


def test_a_field_that_is_sent_twice_is_refused(bob, aurora):
    refusal = send(bob, aurora, MONTH, mode=["preview", "commit"])
    assert (refusal.status_code, pointers(refusal)) == (422, {"#/mode": "repeated_field"})


def test_json_is_no_upload(bob, aurora):
    assert code_of(bob.post("/imports", {"account": str(aurora)})) == (415, "unsupported_media_type")


def test_a_stated_profile_must_fit_the_file(bob, aurora):
    assert sent(bob, aurora, MONTH, captured_on=CAPTURED, profile="tiktok.studio.overview")["state"] == "committed"
    refusal = send(bob, aurora, MONTH, captured_on=CAPTURED, profile="tiktok.studio.viewers")
    assert code_of(refusal) == (422, "profile_mismatch")


def test_a_stated_year_beats_the_day_of_capture(bob, aurora):
    made = sent(bob, aurora, MONTH, captured_on=CAPTURED, export_year=2025)
    assert (made["first_day"], made["last_day"]) == ("2025-01-31", "2025-02-27")


def test_the_same_request_with_a_key_is_loaded_once(bob, aurora, north):
    bob.headers["HTTP_IDEMPOTENCY_KEY"] = "february"
    first, again = send(bob, aurora, MONTH, captured_on=CAPTURED), send(bob, aurora, MONTH, captured_on=CAPTURED)
    assert first.json() == again.json()
    with north():
        assert Import.objects.count() == 1
    assert code_of(send(bob, aurora, YEAR, captured_on=CAPTURED)) == (422, "idempotency_mismatch")


def test_one_row_that_cannot_be_kept_does_not_stop_the_file(bob, aurora, north):
    header = ("day", "source", "external_id", "level", "name", "ad_account", "currency", "spend")
    lines = [
        ("2026-01-01", "tiktok_ads", "1", "ad", "One", "a", "EUR", "10"),
        ("2026-01-02", "tiktok_ads", "1", "ad", "One", "a", "USD", "10"),
        ("2026-01-03", "tiktok_ads", "9" * 121, "ad", "Two", "a", "EUR", "10"),
        ("2026-01-04", "tiktok_ads", "1", "ad", "One", "a", "EUR", "9" * 17),
    ]
    made = sent(bob, aurora, tables.csv_bytes(header, lines), captured_on="2026-01-31")
    assert counted(made, "new", "refused") == (1, 3)
    refused = [(row["line"], row["code"], row["column"]) for row in rows_of(bob, made, "?outcome=refused")]
    assert refused == [
        (3, "mixed_currency", "currency"),
        (4, "too_long", "external_id"),
        (5, "out_of_range", "spend"),
    ]


def test_columns_that_are_about_other_people_are_listed_as_dropped_whatever_the_file(bob, aurora):
    data = tables.csv_bytes(
        ("day", "views", "评论人", "comment text", "E-Mail", "mood"), [("2026-01-01", "5", "x", "y", "z", "good")]
    )
    made = sent(bob, aurora, data, captured_on="2026-02-01")
    assert made["dropped_columns"] == [
        {"column": "评论人", "reason": "a_persons_name"},
        {"column": "comment text", "reason": "a_persons_text"},
        {"column": "E-Mail", "reason": "a_persons_contact"},
    ]
    assert made["ignored_columns"][-1] == "mood"
