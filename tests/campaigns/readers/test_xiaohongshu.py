"""Xiaohongshu's list of notes is read from under its banner."""

from datetime import datetime
from decimal import Decimal

import pytest

from campaigns.readers import ContentRow
from tests.campaigns.readers.conftest import Read
from tests.exports import xiaohongshu


@pytest.mark.parametrize("write", [xiaohongshu.notes_xlsx, xiaohongshu.notes_csv])
def test_the_header_is_found_under_the_banner(read: Read, write) -> None:
    reading = read(write([xiaohongshu.note()]))
    assert (reading.profile, reading.ignored_columns) == ("xiaohongshu.creator.notes", ())
    row = reading.rows[0]
    assert isinstance(row, ContentRow)
    assert (row.line, row.natural_key) == (3, "2026-07-11T03:09:05|video")
    assert row.published_at == datetime.fromisoformat("2026-07-11T03:09:05+08:00")
    assert row.values == {
        "impressions": 439,
        "views": 141,
        "cover_ctr": Decimal("0.022"),
        "likes": 8,
        "comments": 1,
        "saves": 2,
        "follows_from_post": 5,
        "shares": 3,
        "watch_time_s": 16 * 141,
        "danmaku": 0,
    }
    assert row.derived == {"watch_time_s"}


def test_an_exposure_of_zero_beside_views_is_kept_and_noticed(read: Read) -> None:
    row = read(xiaohongshu.notes_xlsx([xiaohongshu.note(impressions=0, views=126)])).rows[0]
    assert (row.values["impressions"], row.values["views"]) == (0, 126)
    assert [(notice.code, notice.column) for notice in row.notices] == [("impressions_not_computed", "曝光")]


def test_a_note_that_nobody_saw_is_no_riddle(read: Read) -> None:
    assert read(xiaohongshu.notes_xlsx([xiaohongshu.note(impressions=0, views=0)])).rows[0].notices == ()


def test_notes_without_a_title_are_rows_of_their_own(read: Read) -> None:
    notes = [
        xiaohongshu.note("", "2026年06月06日13时58分27秒"),
        xiaohongshu.note("", "2026年06月06日03时15分29秒"),
    ]
    assert len({row.natural_key for row in read(xiaohongshu.notes_xlsx(notes)).rows}) == 2
