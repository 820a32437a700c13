"""Lines that a column splits which is not read are refused; else the later counts, and the former is warned of."""

from tests.campaigns.readers.conftest import Read, codes
from tests.exports.tables import csv_bytes

MANAGER = ("By Day", "Campaign ID", "Weather", "Cost", "Impressions", "Currency")


def test_a_report_split_by_an_unknown_column_is_refused_where_it_is_split(read: Read) -> None:
    rows = [
        ("2026-07-01", "1780", "rain", "3", "100", "USD"),
        ("2026-07-01", "1780", "sun", "4", "200", "USD"),
        ("2026-07-02", "1780", "sun", "5", "300", "USD"),
    ]
    reading = read(csv_bytes(MANAGER, rows))
    assert [(row.day.day, row.values["impressions"]) for row in reading.rows] == [(2, 300)]
    assert codes(reading) == ["conflicting_lines"] * 2
    assert "Weather" in reading.refusals[0].detail


def test_days_of_an_account_that_an_unknown_column_splits_are_refused(read: Read) -> None:
    header = ("日期", "作品名称", "播放量")
    rows = [("2026-07-01", "A", "5"), ("2026-07-01", "B", "6"), ("2026-07-02", "A", "7")]
    reading = read(csv_bytes(header, rows))
    assert [row.values for row in reading.rows] == [{"views": 7}]
    assert codes(reading) == ["conflicting_lines"] * 2
    own = read(csv_bytes(("day", "title", "views"), rows))
    assert (own.profile, [row.values for row in own.rows]) == ("canonical.account_day", [{"views": 7}])
    assert codes(own) == ["conflicting_lines"] * 2


def test_of_a_day_told_in_two_ways_the_later_line_counts_and_the_former_is_warned_of(read: Read) -> None:
    rows = [("2026-07-01", "5"), ("2026-07-01", "6"), ("2026-07-02", "7")]
    for header in (("日期", "播放量"), ("day", "views")):
        reading = read(csv_bytes(header, rows))
        assert [row.values for row in reading.rows] == [{"views": 5}, {"views": 6}, {"views": 7}]
        assert [[notice.code for notice in row.notices] for row in reading.rows] == [["contradicted"], [], []]
        assert "Line 3" in reading.rows[0].notices[0].detail


def test_a_line_that_stands_twice_is_no_conflict(read: Read) -> None:
    reading = read(csv_bytes(("日期", "播放量"), [("2026-07-01", "5"), ("2026-07-01", "5")]))
    assert (len(reading.rows), reading.refusals) == (2, ())
    assert not any(row.notices for row in reading.rows)


def test_buckets_of_one_name_are_not_overwritten(read: Read) -> None:
    reading = read(csv_bytes(("城市", "用户数"), [("朝阳", "5"), ("朝阳", "6"), ("上海", "7")]))
    assert [row.bucket for row in reading.rows] == ["上海"]
    assert codes(reading) == ["conflicting_lines"] * 2


def test_of_two_readings_of_one_post_the_later_still_counts(read: Read) -> None:
    header = ("作品名称", "发布时间", "体裁", "播放量")
    post = ("T", "2026-07-01 10:00:00", "视频")
    assert len(read(csv_bytes(header, [(*post, "5"), (*post, "6")])).rows) == 2


def test_two_ads_of_one_name_are_not_one_ad(read: Read) -> None:
    header = ("By Day", "Ad name", "Cost", "Impressions", "Currency")
    reading = read(csv_bytes(header, [("2026-07-01", "X", "1", "1", "USD"), ("2026-07-01", "X", "2", "1", "USD")]))
    assert (reading.rows, codes(reading)) == ((), ["conflicting_lines"] * 2)
