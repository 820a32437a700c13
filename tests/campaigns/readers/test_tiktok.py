"""TikTok Studio's daily files are read with their missing years, negatives and unknown numbers."""

from datetime import date

import pytest

from campaigns.readers import AccountDayRow, Grain, UnreadableFile
from tests.campaigns.readers.conftest import Read
from tests.exports import tiktok
from tests.exports.tables import csv_bytes, xlsx_bytes

LAST = date(2026, 2, 27)
CAPTURED = date(2026, 2, 28)


@pytest.mark.parametrize("write", [tiktok.overview_csv, tiktok.overview_xlsx])
def test_a_year_of_the_overview_is_read_from_csv_and_workbook(read: Read, write) -> None:
    reading = read(write(LAST, 365), captured_on=CAPTURED)
    assert (reading.profile, reading.network, reading.grain) == ("tiktok.studio.overview", "tiktok", Grain.ACCOUNT_DAY)
    assert (len(reading.rows), reading.refusals) == (365, ())
    assert (reading.first_day, reading.last_day) == (date(2025, 2, 28), LAST)
    first = reading.rows[0]
    assert isinstance(first, AccountDayRow)
    assert first.line == 2
    assert first.values == {"views": 100, "profile_visits": 3, "likes": 7, "comments": 2, "shares": 1}
    assert reading.columns["Video Views"] == "views"
    assert reading.columns["Date"] == "day"


def test_negative_comments_are_kept_with_a_notice(read: Read) -> None:
    rows = read(tiktok.overview_csv(LAST, 20), captured_on=CAPTURED).rows
    negative = [row for row in rows if row.values["comments"] == -1]
    assert len(negative) == 2
    assert [notice.code for row in rows for notice in row.notices] == ["negative_flow", "negative_flow"]
    assert negative[0].notices[0].column == "Comments"


def test_the_mark_and_the_quotes_of_the_file_do_not_matter(read: Read) -> None:
    rows = tiktok.overview_rows(LAST, 3)
    plain = read(csv_bytes(tiktok.OVERVIEW, rows), captured_on=CAPTURED)
    assert plain.rows == read(tiktok.overview_csv(LAST, 3), captured_on=CAPTURED).rows
    assert plain.encoding == "utf-8"


@pytest.mark.parametrize(
    "printed", [("31 de diciembre", "1 de enero"), ("31. Dezember", "1. Januar"), ("12月31日", "1月1日")]
)
def test_month_names_may_be_of_any_interface_language(read: Read, printed: tuple[str, str]) -> None:
    data = tiktok.studio_csv(tiktok.OVERVIEW, [[day, "1", "1", "1", "1", "1"] for day in printed])
    reading = read(data, captured_on=date(2026, 1, 2))
    assert [row.day for row in reading.rows] == [date(2025, 12, 31), date(2026, 1, 1)]


def test_the_day_of_capture_was_not_over_and_is_refused(read: Read) -> None:
    reading = read(tiktok.overview_csv(LAST, 3), captured_on=LAST)
    assert [row.day.day for row in reading.rows] == [25, 26]
    assert [(refusal.line, refusal.code, refusal.column) for refusal in reading.refusals] == [(4, "future_day", "Date")]


def test_a_stated_export_year_dates_the_last_row(read: Read) -> None:
    reading = read(tiktok.overview_csv(date(2024, 1, 2), 4), captured_on=CAPTURED, export_year=2024)
    assert (reading.first_day, reading.last_day) == (date(2023, 12, 30), date(2024, 1, 2))


def test_days_of_a_stated_year_that_is_still_to_come_are_refused(read: Read) -> None:
    reading = read(tiktok.overview_csv(LAST, 2), captured_on=CAPTURED, export_year=2027)
    assert reading.rows == ()
    assert {refusal.code for refusal in reading.refusals} == {"future_day"}


def test_a_file_that_ends_nearly_a_year_before_its_capture_is_doubted(read: Read) -> None:
    reading = read(tiktok.overview_csv(date(2026, 3, 2), 3), captured_on=CAPTURED)
    assert reading.last_day == date(2025, 3, 2)
    assert [[notice.code for notice in row.notices] for row in reading.rows] == [[], [], ["year_uncertain"]]


def test_a_leap_day_that_no_inferred_year_has_is_refused(read: Read) -> None:
    data = tiktok.studio_csv(tiktok.OVERVIEW, [[day, "1", "1", "1", "1", "1"] for day in ("February 29", "March 1")])
    reading = read(data, captured_on=date(2026, 3, 2))
    assert [refusal.code for refusal in reading.refusals] == ["bad_date"]
    assert [row.day for row in reading.rows] == [date(2026, 3, 1)]


def test_bad_cells_refuse_their_row_and_no_other(read: Read) -> None:
    rows = tiktok.overview_rows(LAST, 4)
    rows[0][3] = "many"
    rows[1][0] = "someday"
    rows[2][0] = ""
    reading = read(tiktok.studio_csv(tiktok.OVERVIEW, rows), captured_on=CAPTURED)
    found = [(refusal.line, refusal.code, refusal.column, refusal.raw) for refusal in reading.refusals]
    assert found == [
        (2, "bad_number", "Likes", "many"),
        (3, "bad_date", "Date", "someday"),
        (4, "missing_key", "Date", ""),
    ]
    assert [row.day for row in reading.rows] == [LAST]


def test_rows_that_are_cut_or_shifted_are_refused(read: Read) -> None:
    data = b"Date,Video Views,Likes\nFebruary 25,1\nFebruary 26,1,234,5\nFebruary 27,1,2\n"
    reading = read(data, captured_on=CAPTURED)
    assert [refusal.code for refusal in reading.refusals] == ["too_few_cells", "too_many_cells"]
    assert len(reading.rows) == 1


def test_a_raw_cell_is_shown_short_and_without_control_characters(read: Read) -> None:
    rows = [["February 27", "1\x1b[31m" + "9" * 500, "1", "1", "1", "1"]]
    raw = read(tiktok.studio_csv(tiktok.OVERVIEW, rows), captured_on=CAPTURED).refusals[0].raw
    assert raw is not None
    assert raw.startswith("1\\x1b[31m999")
    assert len(raw) == 200


def test_follower_history_keeps_the_stock_and_the_net_change(read: Read) -> None:
    rows = [["February 26", "5010", "-1"], ["February 27", "5013", "3"]]
    reading = read(tiktok.studio_csv(tiktok.FOLLOWER_HISTORY, rows), captured_on=CAPTURED)
    assert reading.profile == "tiktok.studio.follower_history"
    assert [row.values for row in reading.rows] == [
        {"followers": 5010, "follows_net": -1},
        {"followers": 5013, "follows_net": 3},
    ]
    assert not any(row.notices for row in reading.rows)


def test_followers_below_zero_are_refused(read: Read) -> None:
    reading = read(tiktok.studio_csv(tiktok.FOLLOWER_HISTORY, [["February 27", "-5", "0"]]), captured_on=CAPTURED)
    assert [refusal.code for refusal in reading.refusals] == ["bad_number"]


def test_a_change_from_an_undefined_stock_is_unknown(read: Read) -> None:
    rows = [["February 26", "undefined", "0"], ["February 27", "37", "0"]]
    unknown, known = read(tiktok.studio_csv(tiktok.FOLLOWER_HISTORY, rows), captured_on=CAPTURED).rows
    assert unknown.values == {}
    assert [notice.code for notice in unknown.notices] == ["not_measured"]
    assert known.values == {"followers": 37, "follows_net": 0}


def test_zeros_beside_undefined_viewers_are_unknown(read: Read) -> None:
    rows = [["February 26", "undefined", "0", "0"], ["February 27", "3", "3", "0"]]
    reading = read(tiktok.studio_csv(tiktok.VIEWERS, rows), captured_on=CAPTURED)
    assert reading.profile == "tiktok.studio.viewers"
    assert [row.values for row in reading.rows] == [{}, {"viewers": 3, "viewers_new": 3, "viewers_returning": 0}]
    assert [notice.column for notice in reading.rows[0].notices] == ["New Viewers", "Returning Viewers"]


def test_a_workbook_may_hold_the_overview_on_a_later_sheet_cell_types_aside(read: Read) -> None:
    data = xlsx_bytes(tiktok.OVERVIEW, [["February 27", 12, 1, 2, -3, 4]], sheet="Overview")
    assert read(data, captured_on=CAPTURED).rows[0].values["comments"] == -3


def test_a_file_of_another_network_is_refused(read: Read) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tiktok.overview_csv(LAST, 2), captured_on=CAPTURED, network="douyin")
    assert caught.value.code == "wrong_network"
    assert len(read(tiktok.overview_csv(LAST, 2), captured_on=CAPTURED, network="tiktok").rows) == 2
