"""A preview shows what was understood and what would change, and then commits as the world is by then."""

from datetime import date
from uuid import uuid4

import pytest

from audit.models import AuditEntry
from campaigns.imports.closed_periods import close_period
from campaigns.imports.rollup import differences
from campaigns.models import (
    AccountDay,
    Content,
    ContentSnapshot,
    Creator,
    FactRevision,
    PlausibilityFinding,
    Tagging,
)
from tests.campaigns.api.imports.uploading import counted, rows_of, sent
from tests.exports.tables import csv_bytes

DAYS = "day,views,likes"
CONTENT = "external_id,title,published_at,captured_on,views,likes"


@pytest.fixture
def loading(bob, aurora):
    """Send rows of our own CSV: `loading("day,views", "2026-01-05,1", mode="preview")`."""

    def run(header, *rows, captured_on="2026-02-28", **more):
        data = csv_bytes(header.split(","), [row.split(",") for row in rows])
        return sent(bob, aurora, data, name="facts.csv", captured_on=captured_on, **more)

    return run


def by_line(bob, made, query=""):
    return {row["line"]: row for row in rows_of(bob, made, query)}


def test_a_preview_shows_each_changed_value_beside_the_stored_one_with_its_day_and_source(bob, loading):
    loading(DAYS, "2026-01-05,100,9", "2026-01-06,200,19", captured_on="2026-02-10")
    preview = loading(DAYS, "2026-01-05,101,9", "2026-01-06,200,19", "2026-01-07,300,29", mode="preview")
    rows = by_line(bob, preview)
    assert rows[2]["changes"] == [
        {
            "metric": "views",
            "stored": "100",
            "new": "101",
            "stored_marks": [],
            "new_marks": [],
            "captured_on": "2026-02-10",
            "source": "manual",
        }
    ]
    assert (rows[3]["outcome"], rows[3]["changes"]) == ("unchanged", [])
    assert (rows[4]["outcome"], rows[4]["changes"]) == ("new", [])
    assert rows[4]["understood"]["values"] == {"views": "300", "likes": "29"}
    assert rows[4]["understood"]["subject"]["day"] == "2026-01-07"


def test_the_diff_can_be_read_by_outcome_and_page_by_page(bob, loading):
    loading(DAYS, *(f"2026-01-{day:02},1,1" for day in range(1, 8)))
    preview = loading(DAYS, *(f"2026-01-{day:02},2,1" for day in range(1, 8)), mode="preview")
    first = bob.get(f"/imports/{preview['id']}/rows?outcome=changed&limit=4").json()
    rest = bob.get(f"/imports/{preview['id']}/rows?outcome=changed&limit=4&cursor={first['next_cursor']}").json()
    shown = [row["changes"][0]["new"] for row in [*first["items"], *rest["items"]]]
    assert (len(first["items"]), shown) == (4, ["2"] * 7)
    assert rows_of(bob, preview, "?outcome=new") == []


def test_a_value_that_is_no_longer_derived_is_a_change_though_the_number_is_the_same(bob, loading):
    loading("day,views,completion_rate", "2026-01-05,100,50%")
    preview = loading("day,views,completions", "2026-01-05,100,50", captured_on="2026-03-01", mode="preview")
    (change,) = by_line(bob, preview)[2]["changes"]
    assert (change["stored"], change["new"]) == ("50", "50")
    assert (change["stored_marks"], change["new_marks"]) == (["derived"], [])


def test_a_value_that_the_stored_row_does_not_state_has_no_source(bob, loading):
    loading("day,views", "2026-01-05,100")
    preview = loading("day,likes", "2026-01-05,9", mode="preview")
    (change,) = by_line(bob, preview)[2]["changes"]
    assert (change["metric"], change["stored"], change["captured_on"], change["source"]) == ("likes", None, None, None)


def test_what_a_newer_capture_stated_is_no_change(bob, loading):
    loading(DAYS, "2026-01-05,100,9", captured_on="2026-03-10")
    preview = loading(DAYS, "2026-01-05,90,8", captured_on="2026-02-10", mode="preview")
    assert by_line(bob, preview)[2]["changes"] == []
    assert counted(preview, "unchanged", "changed") == (1, 0)


@pytest.mark.parametrize(
    ("metric", "header", "row"),
    [
        ("views", "external_id,title,published_at,captured_on,views", "1,Tea,2026-01-01,2026-01-20,"),
        ("spend", "day,source,external_id,level,currency,spend", "2026-01-05,tiktok_ads,7,ad,EUR,"),
        ("reach", "metric,start,end,value", "reach,2026-01-01,2026-01-31,"),
        ("viewers", "day,dimension,bucket,metric,value", "2026-01-05,territory,DE,viewers,"),
    ],
)
def test_every_grain_has_its_diff(api, loading, metric, header, row):
    loading(header, f"{row}5")
    preview = loading(header, f"{row}6", captured_on="2026-03-01", mode="preview")
    shown = by_line(api("bob"), preview)[2]
    (change,) = shown["changes"]
    assert (change["metric"], change["stored"], change["new"]) == (metric, "5", "6")
    assert shown["understood"]["values"] == {metric: "6"}


def test_the_answer_of_a_preview_has_the_profile_the_mapping_and_the_first_rows_and_loses_them_with_the_commit(
    bob, loading
):
    preview = loading("day,views,mood", *(f"2026-01-{day:02},{day},good" for day in range(1, 15)), mode="preview")
    assert (preview["profile"], preview["columns"]) == ("canonical.account_day", {"day": "day", "views": "views"})
    assert (preview["ignored_columns"], preview["first_day"], preview["last_day"]) == (
        ["mood"],
        "2026-01-01",
        "2026-01-14",
    )
    first = preview["preview"]["first_rows"]
    assert [row["line"] for row in first] == list(range(2, 12))
    assert (first[0]["values"], first[0]["outcome"]) == ({"views": "1"}, "new")
    committed = bob.post(f"/imports/{preview['id']}:commit").json()
    assert (committed["state"], committed["preview"]) == ("committed", None)
    assert [row["understood"] for row in rows_of(bob, preview, "?limit=2")] == [None, None]


def test_a_content_that_does_not_exist_yet_is_understood_by_its_title(bob, loading):
    preview = loading(CONTENT, "99,First pour,2026-01-01,2026-01-20,5,1", mode="preview")
    subject = by_line(bob, preview)[2]["understood"]["subject"]
    assert (subject["external_id"], subject["title"], subject["day"]) == ("99", "First pour", "2026-01-20")


def test_a_preview_committed_after_other_imports_loads_what_is_new_by_then_and_says_both(bob, loading):
    preview = loading(DAYS, "2026-01-05,100,9", "2026-01-06,200,19", mode="preview")
    loading(DAYS, "2026-01-05,100,9", "2026-01-06,150,19", captured_on="2026-02-01")
    committed = bob.post(f"/imports/{preview['id']}:commit").json()
    assert counted(committed, "new", "changed", "unchanged") == (0, 1, 1)
    assert (committed["previewed_counts"]["new"], committed["previewed_counts"]["changed"]) == (2, 0)


def test_a_preview_of_which_every_row_is_refused_fails_and_keeps_the_reasons(bob, loading):
    failed = loading(DAYS, "2026-01-05,many,9", mode="preview")
    assert (failed["state"], failed["preview"]["first_rows"]) == ("failed", [])
    assert by_line(bob, failed)[2]["understood"] is None


def test_a_preview_warns_of_just_what_a_commit_finds_hard_to_believe_and_stores_nothing_of_it(bob, loading, north):
    loading(CONTENT, "1,Tea,2026-01-05,2026-02-10,1000,90", "2,Milk,2026-01-05,2026-02-10,500,9")
    before = everything(north)
    falling, fine, impossible = "1,Tea,2026-01-05,,400,90", "2,Milk,2026-01-05,,600,10", "3,Cake,2026-01-06,,0,70"
    preview = loading(CONTENT, falling, fine, impossible, mode="preview")
    assert preview["preview"]["doubts"] == [
        {"rule": "likes_without_views", "rows": 1},
        {"rule": "totals_fall", "rows": 1},
    ]
    foreseen = {line: row["warnings"] for line, row in by_line(bob, preview).items()}
    assert counted(preview, "new", "warnings") == (3, 2)
    assert everything(north) == before
    committed = bob.post(f"/imports/{preview['id']}:commit").json()
    assert {line: row["warnings"] for line, row in by_line(bob, committed).items()} == foreseen
    assert [[warning["code"] for warning in foreseen[line]] for line in (2, 3, 4)] == [
        ["totals_fall"],
        [],
        ["likes_without_views"],
    ]
    assert len(bob.get("/plausibility-findings").json()["items"]) == 2


def test_a_preview_that_changes_nothing_still_shows_what_is_known_to_be_odd(bob, loading, north):
    loading(DAYS, "2026-01-05,0,90")
    before = everything(north)
    preview = loading(DAYS, "2026-01-05,0,90", mode="preview")
    assert counted(preview, "unchanged", "warnings") == (1, 1)
    assert preview["preview"]["doubts"] == [{"rule": "likes_without_views", "rows": 1}]
    assert everything(north) == before


def test_a_preview_that_a_report_would_refuse_says_so_and_looks_no_further(bob, world, loading, north):
    with north():
        close_period(
            brand_id=world.aurora, report=uuid4(), title="January", start=date(2026, 1, 1), end=date(2026, 1, 31)
        )
    preview = loading(DAYS, "2026-01-05,0,90", mode="preview")
    assert [each["title"] for each in preview["preview"]["closed_by"]] == ["January"]
    assert (preview["state"], preview["preview"]["doubts"]) == ("previewed", [])


def everything(north):
    """Give what stands in every table that a load writes to, but for the import's own."""
    with north():
        counts = [model.objects.count() for model in (Content, Creator, FactRevision, PlausibilityFinding, Tagging)]
        days = set(AccountDay.objects.values_list("day", "views", "likes"))
        totals = set(ContentSnapshot.objects.values_list("content", "day", "views", "likes"))
        assert differences() == []
        return [*counts, days, totals, AuditEntry.objects.filter(object_type="creator").count()]
