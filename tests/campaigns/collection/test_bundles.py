"""Several files at once find their accounts; what could be of several is not stored; archives cannot do harm."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.context import in_agency
from campaigns.collection import bundles
from campaigns.models import Import
from campaigns.readers import confinement
from tests.campaigns.api.imports.uploading import new_account, sent
from tests.campaigns.collection.archiving import zipped, zipped_in_china
from tests.campaigns.collection.collecting import DOUYIN_DAILY, days_ago, days_between, douyin_daily, tiktok_overview
from tests.holders import holding

MONTH = days_between(days_ago(30), days_ago(1))
OVERVIEW = tiktok_overview(MONTH)
OWN = b"account,day,views\n%s,2026-01-05,10\n"


@pytest.fixture
def douyin(bob, world):
    return new_account(bob, world.aurora, "douyin", "aurora.cn")


def dropped(client, files, **more):
    """Send files by name and give what became of each."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    answer = client.upload("/imports:bundle", files=sent, **more)
    assert answer.status_code == 200, answer.content
    return answer.json()["files"]


def only(told):
    assert len(told) == 1
    return told[0]


def test_files_of_several_networks_find_their_accounts(bob, world, douyin):
    told = dropped(bob, [("Overview.csv", OVERVIEW), ("likes.csv", douyin_daily("likes", MONTH))])
    assert [file["outcome"] for file in told] == ["committed", "committed"]
    assert [file["account"]["id"] for file in told] == [str(world.aurora_account), douyin]
    assert {file["placed_by"] for file in told} == {"only_account"}
    assert told[1]["counts"]["new"] == 30


def test_one_metric_files_of_one_archive_go_to_one_account(bob, world, douyin):
    new_account(bob, world.aurora, "douyin", "aurora.outlet")
    files = {f"{header}.csv": douyin_daily(metric, MONTH) for metric, header in DOUYIN_DAILY.items()}
    alone = dropped(bob, [("files.zip", zipped(files))])
    assert {file["outcome"] for file in alone} == {"unplaced"}
    named = {**files, "aurora.cn 粉丝.csv": douyin_daily("likes", MONTH)}
    told = dropped(bob, [("files.zip", zipped(named))])
    assert {file["account"]["id"] for file in told} == {douyin}
    assert {file["outcome"] for file in told} == {"committed"}
    assert sorted({file["placed_by"] for file in told}) == ["file_name", "same_archive"]


def test_what_may_be_of_several_accounts_is_not_stored_and_names_them(bob, world, douyin):
    second = new_account(bob, world.aurora, "douyin", "aurora.outlet")
    file = only(dropped(bob, [("likes.csv", douyin_daily("likes", MONTH))]))
    assert (file["outcome"], file["code"], file["import"]) == ("unplaced", "several_accounts", None)
    assert {account["id"] for account in file["candidates"]} == {douyin, second}
    with in_agency(world.north):
        assert not Import.objects.filter(account_id__in=[douyin, second]).exists()
    named = only(dropped(bob, [("likes.csv", douyin_daily("likes", MONTH))], account=second))
    assert (named["outcome"], named["placed_by"], named["account"]["id"]) == ("committed", "named", second)


def test_a_handle_that_the_file_states_goes_before_its_name(bob, world):
    new_account(bob, world.aurora, "tiktok", "aurora.second")
    file = only(dropped(bob, [("aurora.second.csv", OWN % b"@aurora")]))
    assert (file["account"]["id"], file["placed_by"]) == (str(world.aurora_account), "stated_handle")


def test_a_file_of_an_account_that_nobody_knows_is_not_stored(bob):
    file = only(dropped(bob, [("days.csv", OWN % b"somebody.else")]))
    assert (file["outcome"], file["code"], file["candidates"]) == ("unplaced", "no_account", [])


def test_contents_that_are_known_tell_the_account(bob, world):
    second = new_account(bob, world.aurora, "tiktok", "aurora.second")
    contents = b"external_id,title,published_at,views\n7590000000000000001,First,2026-01-05,10\n"
    assert only(dropped(bob, [("a.csv", contents)], account=second))["outcome"] == "committed"
    again = only(dropped(bob, [("b.csv", contents)]))
    assert (again["account"]["id"], again["placed_by"]) == (second, "known_ids")
    assert again["counts"]["unchanged"] == 1


def test_one_refused_file_keeps_none_of_the_others_back(bob, world):
    told = dropped(bob, [("notes.pdf", b"%PDF-1.7"), ("Overview.csv", OVERVIEW), ("empty.csv", b"")])
    assert [file["outcome"] for file in told] == ["refused", "committed", "refused"]
    assert [file["code"] for file in told] == ["not_a_table", None, "empty_file"]


def test_a_preview_stores_no_fact(bob):
    file = only(dropped(bob, [("Overview.csv", OVERVIEW)], mode="preview"))
    assert file["outcome"] == "previewed"
    assert bob.get(f"/imports/{file['import']}").json()["state"] == "previewed"


def test_only_accounts_of_the_brands_that_one_works_on_are_found(api, bob, world):
    stranger = only(dropped(bob, [("borealis.csv", OWN % b"borealis")]))
    assert (stranger["outcome"], stranger["candidates"]) == ("unplaced", [])
    owner = only(dropped(api("alice"), [("borealis.csv", OWN % b"borealis")]))
    assert owner["account"]["id"] == str(world.borealis_account)
    other = only(dropped(api("alice"), [("borealis.csv", OWN % b"borealis")], brand=str(world.aurora)))
    assert other["outcome"] == "unplaced"


def test_names_in_archives_are_read_as_windows_in_china_writes_them_and_folders_are_ignored(bob):
    chinese = only(dropped(bob, [("a.zip", zipped_in_china("../../数据/概览.csv", OVERVIEW))]))
    assert (chinese["name"], chinese["archive"], chinese["outcome"]) == ("概览.csv", "a.zip", "committed")
    marked = only(dropped(bob, [("b.zip", zipped({"/etc/概览.csv": OVERVIEW}))]))
    assert marked["name"] == "概览.csv"


def test_files_of_the_operating_system_are_passed_over(bob):
    files = {"__MACOSX/._Overview.csv": b"\x00", "Overview.csv": OVERVIEW, "folder/.DS_Store": b"\x00"}
    assert only(dropped(bob, [("a.zip", zipped(files))]))["name"] == "Overview.csv"


def test_an_archive_inside_an_archive_is_listed_as_refused(bob):
    told = dropped(bob, [("a.zip", zipped({"inner.zip": zipped({"x.csv": b"a"}), "Overview.csv": OVERVIEW}))])
    assert [(file["name"], file["code"]) for file in told] == [("inner.zip", "nested_archive"), ("Overview.csv", None)]


@pytest.mark.parametrize(
    ("archive", "code"),
    [
        (zipped({"a.csv": b"0" * 50_000_000}), "zip_bomb"),
        (zipped({f"{number}.csv": b"a" for number in range(101)}), "too_many_entries"),
        (zipped({"a.csv": OVERVIEW})[:-40], "corrupt_file"),
        (b"PK\x03\x04" + b"\x00" * 200, "corrupt_file"),
    ],
    ids=["bomb", "entries", "cut", "noise"],
)
def test_a_hostile_or_broken_archive_is_refused_and_its_neighbour_is_taken(bob, archive, code):
    told = dropped(bob, [("bad.zip", archive), ("good.zip", zipped({"Overview.csv": OVERVIEW}))])
    assert [(file["outcome"], file["code"]) for file in told] == [("refused", code), ("committed", None)]


def test_an_empty_archive_brings_nothing(bob):
    assert dropped(bob, [("empty.zip", zipped({}))]) == []


def test_a_request_without_files_is_refused(bob, world):
    answer = bob.upload("/imports:bundle", account=str(world.aurora_account))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/files"


def test_more_files_than_are_taken_at_once_are_refused_as_a_whole(bob):
    archives = [(f"{at}.zip", zipped({f"{number}.csv": b"a" for number in range(60)})) for at in range(2)]
    sent = [SimpleUploadedFile(name, data) for name, data in archives]
    answer = bob.upload("/imports:bundle", files=sent)
    assert answer.json()["code"] == "too_many_files"


def test_archives_that_together_unpack_to_too_much_are_refused_as_a_whole(bob, world, douyin, monkeypatch):
    archives = [(f"{at}.zip", zipped({"likes.csv": douyin_daily("likes", MONTH)})) for at in range(2)]
    files = [SimpleUploadedFile(name, data) for name, data in archives]
    monkeypatch.setattr(bundles, "MOST_UNPACKED", len(douyin_daily("likes", MONTH)) * 2 - 1)
    refused = bob.upload("/imports:bundle", files=files)
    assert (refused.status_code, refused.json()["code"]) == (422, "unpacks_to_too_much")
    assert [file["outcome"] for file in dropped(bob, archives[:1])] == ["committed"]


def test_files_that_would_be_begun_too_late_are_to_be_sent_again(bob, monkeypatch):
    monkeypatch.setattr(bundles, "MOST_SECONDS", -1)
    late = only(dropped(bob, [("Overview.csv", OVERVIEW)]))
    assert (late["outcome"], late["code"], late["import"]) == ("refused", "out_of_time", None)
    monkeypatch.undo()
    assert only(dropped(bob, [("Overview.csv", OVERVIEW)]))["outcome"] == "committed"


@pytest.fixture
def readings(monkeypatch):
    """Count the child processes that read a file; they go on reading."""
    begun = []
    run = confinement.run_confined

    def counted(module, *args, **more):
        begun.append(module)
        run(module, *args, **more)

    monkeypatch.setattr(confinement, "run_confined", counted)
    return begun


def test_each_file_is_read_once(bob, world, douyin, readings):
    files = [("Overview.csv", OVERVIEW), ("likes.csv", douyin_daily("likes", MONTH)), ("days.csv", OWN % b"@aurora")]
    assert {file["outcome"] for file in dropped(bob, files)} == {"committed"}
    assert len(readings) == len(files)


def test_a_file_with_rows_of_another_account_is_read_again_for_the_one_that_was_named(bob, world, readings):
    both = b"account,day,views\naurora,2026-01-05,10\nborealis,2026-01-06,10\n"
    assert only(dropped(bob, [("days.csv", both)]))["outcome"] == "unplaced"
    link = bob.post("/upload-links", {"brand": str(world.aurora), "name": "x", "profiles": ["canonical.account_day"]})
    files = [SimpleUploadedFile("days.csv", both)]
    told = only(
        holding(link.json()["token"]).upload("/hand-in", files=files, account=str(world.aurora_account)).json()["files"]
    )
    assert (told["outcome"], told["rows"], told["refused"]) == ("previewed", 2, 1)


def test_bytes_that_were_sent_before_keep_their_day_of_capture(bob, world, readings):
    earlier = days_ago(3).isoformat()
    first = only(dropped(bob, [("Overview.csv", OVERVIEW)], captured_on=earlier))
    again = only(dropped(bob, [("Overview.csv", OVERVIEW)]))
    captured = [bob.get(f"/imports/{each['import']}").json()["captured_on"] for each in (first, again)]
    assert captured == [earlier, earlier]
    assert (len(readings), again["counts"]["new"], again["counts"]["changed"]) == (3, 0, 0)


def test_a_renamed_column_that_was_confirmed_once_is_known_in_a_bundle_too(bob, world):
    renamed = OVERVIEW.replace(b"Video Views", b"Views of videos")
    assert only(dropped(bob, [("Overview.csv", renamed)]))["code"] == "header_changed"
    told = sent(bob, world.aurora_account, renamed, renamed='{"Views of videos": "Video Views"}')
    assert told["state"] == "committed"
    later = tiktok_overview(days_between(days_ago(60), days_ago(1))).replace(b"Video Views", b"Views of videos")
    assert only(dropped(bob, [("Overview.csv", later)]))["outcome"] == "committed"


def test_a_large_file_is_looked_at_and_left_to_a_worker(bob, readings):
    rows = b"".join(b"aurora,%s,breakdown,x%d,views,10\n" % (b"2026-01-05", at) for at in range(6_000))
    file = only(dropped(bob, [("large.csv", b"account,day,dimension,bucket,metric,value\n" + rows)]))
    assert (file["outcome"], file["placed_by"], len(readings)) == ("queued", "stated_handle", 1)
