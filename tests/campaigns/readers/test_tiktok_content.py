"""TikTok's content list gets its ids, and with them its years, from the links."""

from datetime import UTC, date, datetime

from campaigns.readers import ContentRow
from tests.campaigns.readers.conftest import Read
from tests.exports import tiktok

CAPTURED = date(2026, 2, 28)


def second(year: int, month: int, day: int, hour: int = 12) -> int:
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())


def video(link: str, posted: str, time: str = "February 28", title: str = "How we roast") -> list[str]:
    return [time, title, link, posted, "533", "32", "16", "191265"]


def one_row(read: Read, *cells: list[str], **known: object) -> ContentRow:
    reading = read(tiktok.studio_csv(tiktok.CONTENT, cells), **{"captured_on": CAPTURED, **known})
    assert reading.refusals == ()
    row = reading.rows[0]
    assert isinstance(row, ContentRow)
    return row


def only_code(read: Read, *cells: list[str], **known: object) -> str:
    reading = read(tiktok.studio_csv(tiktok.CONTENT, cells), **{"captured_on": CAPTURED, **known})
    assert reading.rows == ()
    return reading.refusals[0].code


def test_the_id_stands_in_the_link_and_gives_the_year(read: Read) -> None:
    row = one_row(read, video(tiktok.video_link("brand", second(2025, 7, 16)), "July 16"))
    assert row.external_id == row.natural_key == tiktok.video_id(second(2025, 7, 16))
    assert (row.published_on, row.published_at) == (date(2025, 7, 16), None)
    assert row.captured_on == CAPTURED
    assert row.format == "video"
    assert row.values == {"likes": 533, "comments": 32, "shares": 16, "views": 191_265}


def test_the_printed_day_wins_over_the_day_of_the_id_in_utc(read: Read) -> None:
    row = one_row(read, video(tiktok.video_link("brand", second(2025, 1, 1, hour=2)), "December 31"))
    assert row.published_on == date(2024, 12, 31)
    assert row.notices == ()


def test_a_day_far_from_the_id_is_noticed(read: Read) -> None:
    row = one_row(read, video(tiktok.video_link("brand", second(2025, 7, 16)), "July 20"))
    assert [notice.code for notice in row.notices] == ["publish_day_disagrees"]


def test_without_a_printed_day_the_id_gives_it(read: Read) -> None:
    row = one_row(read, video(tiktok.video_link("brand", second(2025, 7, 16)), ""))
    assert row.published_on == date(2025, 7, 16)
    assert [notice.code for notice in row.notices] == ["publish_day_from_id"]


def test_a_photo_post_is_image_and_text(read: Read) -> None:
    assert (
        one_row(read, video(tiktok.video_link("brand", second(2025, 7, 16), "photo"), "July 16")).format == "image_text"
    )


def test_titles_are_kept_whole(read: Read) -> None:
    title = 'Roast, "slow" ☕🔥\nsecond line, =SUM(A1)'
    link = tiktok.video_link("brand", second(2025, 7, 16))
    assert one_row(read, video(link, "July 16", title=title), video(link, "July 16")).title == title


def test_lines_are_counted_as_an_editor_shows_them(read: Read) -> None:
    link = tiktok.video_link("brand", second(2025, 7, 16))
    rows = [video(link, "July 16", title="one\ntwo\nthree"), video(link, "July 16")]
    assert [row.line for row in read(tiktok.studio_csv(tiktok.CONTENT, rows), captured_on=CAPTURED).rows] == [2, 5]


def test_an_older_file_keeps_the_day_of_its_own_export(read: Read) -> None:
    row = one_row(
        read, video(tiktok.video_link("brand", second(2025, 7, 16)), "July 16", "December 30"), captured_on=CAPTURED
    )
    assert row.captured_on == date(2025, 12, 30)


def test_a_stated_export_year_dates_the_capture(read: Read) -> None:
    link = tiktok.video_link("brand", second(2023, 7, 16))
    assert one_row(read, video(link, "July 16"), export_year=2024).captured_on == date(2024, 2, 28)
    assert only_code(read, video(link, "July 16", "February 29"), export_year=2025) == "bad_date"


def test_somebody_elses_video_is_refused_and_ones_own_is_not(read: Read) -> None:
    cells = video(tiktok.video_link("Brand.Official", second(2025, 7, 16)), "July 16")
    assert only_code(read, cells, handle="@rival") == "foreign_account"
    assert one_row(read, cells, handle="@brand.official").external_id


def test_a_link_without_an_id_is_refused(read: Read) -> None:
    assert only_code(read, video("https://vm.tiktok.com/ZMabcdef/", "July 16")) == "missing_key"


def test_a_video_of_the_future_is_refused(read: Read) -> None:
    assert only_code(read, video(tiktok.video_link("brand", second(2026, 5, 1)), "May 1")) == "future_day"


def test_a_video_without_numbers_is_still_a_row(read: Read) -> None:
    cells = [*video(tiktok.video_link("brand", second(2025, 7, 16)), "July 16")[:4], "-", "", "undefined", "N/A"]
    assert one_row(read, cells).values == {}
