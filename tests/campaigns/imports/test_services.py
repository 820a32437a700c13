"""From a file's bytes to facts: what is stored, what twice the same file does, and how an import is taken back."""

from datetime import date

import pytest

from audit.actors import COMMAND_LINE
from campaigns.imports.refusals import FileRefused
from campaigns.imports.reverting import revert_import
from campaigns.imports.rollup import differences
from campaigns.imports.services import Upload, commit_preview, import_file
from campaigns.models import (
    AccountAdDay,
    AccountAdMonth,
    AccountDay,
    Content,
    ContentSnapshot,
    FactRevision,
    Import,
    ImportRow,
)
from clients.models import NetworkAccount
from tests.exports import tables, tiktok

CAPTURED = date(2026, 2, 28)


@pytest.fixture
def account(in_north):
    return NetworkAccount.objects.get(id=in_north.aurora_account)


@pytest.fixture
def load(account, tmp_path):
    def run(data: bytes, *, name: str = "Overview.csv", captured_on: date | None = CAPTURED, write: bool = True):
        path = tmp_path / name
        path.write_bytes(data)
        upload = Upload(path=path, file_name=name, account=account, captured_on=captured_on)
        return import_file(upload, actor=COMMAND_LINE, write=write)

    return run


def days_csv(rows: dict[str, dict[str, object]]) -> bytes:
    names = sorted({name for values in rows.values() for name in values})
    return tables.csv_bytes(
        ["day", *names], [[day, *(values.get(name, "") for name in names)] for day, values in rows.items()]
    )


def test_a_year_of_days_is_stored_and_the_same_file_again_changes_nothing(load):
    data = tiktok.overview_csv(date(2026, 2, 27), 365)
    first, again = load(data), load(data)
    assert first.state == again.state == "committed"
    assert first.counts["new"] == 365
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 365)
    assert (first.first_day, first.last_day) == (date(2025, 2, 28), date(2026, 2, 27))
    assert differences() == []


def test_a_preview_tells_what_a_commit_would_do_and_stores_no_fact(load):
    preview = load(tiktok.overview_csv(date(2026, 2, 27), 30), write=False)
    assert (preview.state, preview.counts["new"]) == ("previewed", 30)
    assert AccountDay.objects.count() == 0
    committed = commit_preview(preview, actor=COMMAND_LINE)
    assert (committed.state, committed.counts["new"], AccountDay.objects.count()) == ("committed", 30, 30)


def test_two_files_fill_one_row_and_a_blank_takes_nothing_away(load):
    load(days_csv({"2026-01-01": {"views": 10, "likes": 1}}), name="a.csv")
    load(days_csv({"2026-01-01": {"views": 12, "comments": 3, "likes": ""}}), name="b.csv")
    row = AccountDay.objects.get()
    assert (row.views, row.likes, row.comments) == (12, 1, 3)


def test_an_older_capture_does_not_overwrite_a_newer_one(load):
    load(days_csv({"2026-01-01": {"views": 12}}), name="new.csv", captured_on=date(2026, 2, 1))
    late = load(days_csv({"2026-01-01": {"views": 9, "likes": 4}}), name="old.csv", captured_on=date(2026, 1, 5))
    row = AccountDay.objects.get()
    assert (row.views, row.likes) == (12, 4)
    assert late.counts["changed"] == 1


def test_reverting_brings_back_what_the_other_imports_said(load):
    load(days_csv({"2026-01-01": {"views": 10}, "2026-01-02": {"views": 20}}), name="a.csv")
    second = load(days_csv({"2026-01-01": {"views": 99, "likes": 7}, "2026-01-03": {"views": 5}}), name="b.csv")
    revert_import(second, actor=COMMAND_LINE)
    assert list(AccountDay.objects.order_by("day").values_list("day", "views", "likes")) == [
        (date(2026, 1, 1), 10, None),
        (date(2026, 1, 2), 20, None),
    ]
    assert differences() == []
    assert FactRevision.objects.filter(upload=second).count() == 2


def test_of_two_rows_with_one_key_the_last_wins(load):
    upload = load(b"day,views\n2026-01-01,1\n2026-01-01,2\n", name="twice.csv")
    assert (upload.counts["new"], upload.counts["duplicate"]) == (1, 1)
    assert AccountDay.objects.get().views == 2
    assert list(ImportRow.objects.order_by("line").values_list("outcome", flat=True)) == ["duplicate", "new"]


def test_a_refused_row_is_kept_with_its_reason_and_the_rest_is_loaded(load):
    upload = load(b"day,views\n2026-01-01,1\n2026-01-02,many\n", name="partly.csv")
    refused = ImportRow.objects.get(outcome="refused")
    assert upload.state == "committed"
    assert (refused.line, refused.code, refused.column, refused.raw) == (3, "bad_number", "views", "many")


def test_revisions_tell_an_export_from_numbers_that_people_keep(load):
    exported = load(tiktok.overview_csv(date(2026, 2, 27), 1))
    kept = load(days_csv({"2026-01-01": {"views": 10}}), name="kept.csv")
    sources = {each.upload_id: each.source for each in FactRevision.objects.all()}
    assert sources == {exported.id: "export", kept.id: "manual"}


def test_a_file_that_cannot_be_read_stores_nothing(load):
    with pytest.raises(FileRefused) as refusal:
        load(b"<html><body>log in</body></html>")
    assert refusal.value.code == "not_a_table"
    assert Import.objects.count() == 0


def test_contents_keep_their_titles_and_are_found_again(load):
    header = "external_id,title,published_at,captured_on,views\n"
    load(f"{header}1,First,2026-01-01,,100\n".encode(), name="contents.csv", captured_on=date(2026, 1, 10))
    load(f"{header}1,First,2026-01-01,,150\n".encode(), name="contents.csv", captured_on=date(2026, 1, 17))
    content = Content.objects.get()
    assert content.title == "First"
    assert list(ContentSnapshot.objects.order_by("day").values_list("views", flat=True)) == [100, 150]


def views_of_posts(load, *posts: tuple[str, int], on: int) -> None:
    header = ("title", "published_at", "format", "views")
    rows = [(title, "2026-01-01 18:00:00", "video", str(views)) for title, views in posts]
    load(tables.csv_bytes(header, rows), name="posts.csv", captured_on=date(2026, 1, on))


def newest_views() -> dict[str, int | None]:
    read = ContentSnapshot.objects.order_by("day").values_list("content__title", "views")
    return dict(read)


def test_a_post_is_found_again_when_another_of_its_second_joins_it_in_the_file(load):
    views_of_posts(load, ("One", 10), on=10)
    views_of_posts(load, ("One", 11), ("Two", 20), on=11)
    assert Content.objects.count() == 2
    assert newest_views() == {"One": 11, "Two": 20}


@pytest.mark.parametrize("left", ["One", "Two"])
def test_a_post_is_found_again_when_the_other_of_its_second_has_left_the_file(load, left):
    views_of_posts(load, ("One", 10), ("Two", 20), on=10)
    views_of_posts(load, (left, 30), on=11)
    assert Content.objects.count() == 2
    assert newest_views() == {"One": 10, "Two": 20, left: 30}


def test_a_post_that_stays_alone_in_its_second_may_change_its_title(load):
    views_of_posts(load, ("Draft", 10), on=10)
    views_of_posts(load, ("Final", 30), on=11)
    assert newest_views() == {"Final": 30}


def test_an_older_capture_fills_in_what_is_blank_of_a_content_and_renames_nothing(load):
    header = "external_id,title,published_at,format,followers_at_publish,views\n"
    load(f"{header}1,New name,,video,,150\n".encode(), name="new.csv", captured_on=date(2026, 1, 17))
    load(f"{header}1,Old name,2026-01-01,article,900,100\n".encode(), name="old.csv", captured_on=date(2026, 1, 10))
    content = Content.objects.get()
    assert (content.title, content.format) == ("New name", "video")
    assert (content.published_on, content.followers_at_publish) == (date(2026, 1, 1), 900)


def test_periods_and_breakdowns_are_stored_once(load):
    period = b"metric,start,end,value,currency\nreach,2026-01-01,2026-01-31,5000,\n"
    breakdown = b"day,dimension,bucket,metric,value\n2026-01-01,territory,FR,viewers,40\n"
    assert load(period, name="period.csv").counts["new"] == 1
    assert load(period, name="period.csv").counts["unchanged"] == 1
    assert load(breakdown, name="breakdown.csv").counts["new"] == 1
    assert load(breakdown, name="breakdown.csv").counts["unchanged"] == 1


def test_ad_days_find_their_unit_by_source_and_id(load):
    data = (
        b"day,source,external_id,level,name,ad_account,currency,spend,impressions\n"
        b"2026-01-01,tiktok_ads,77,ad,Ad one,acc,EUR,12.50,1000\n"
    )
    assert load(data, name="ads.csv").counts["new"] == 1
    assert load(data, name="ads.csv").counts["unchanged"] == 1


def test_a_currency_told_late_is_that_of_the_unit_s_earlier_days_too(load):
    header = b"day,source,external_id,level,currency,impressions\n"
    load(header + b"2026-01-01,tiktok_ads,77,ad,,1000\n", name="without.csv")
    assert set(AccountAdDay.objects.values_list("day", "currency")) == {(date(2026, 1, 1), "")}
    load(header + b"2026-02-02,tiktok_ads,77,ad,EUR,1000\n", name="with.csv")
    assert set(AccountAdDay.objects.values_list("currency", flat=True)) == {"EUR"}
    assert set(AccountAdMonth.objects.values_list("currency", flat=True)) == {"EUR"}
    assert differences() == []
