"""A unit behind a column's name says how its numbers are written, whatever the vendor's usual one is."""

from decimal import Decimal

import pytest

from tests.campaigns.readers.conftest import Read
from tests.exports.tables import csv_bytes

PLANS = ("日期", "广告ID", "展示数", "消耗")
DAY = "2026-07-01"


def only(read: Read, header: tuple[str, ...], *cells: str) -> dict[str, object]:
    (row,) = read(csv_bytes(header, [cells]), network="douyin", currency="CNY").rows
    return dict(row.values)


@pytest.mark.parametrize(
    ("header", "cell", "spend"),
    [
        ("消耗", "12.34", "12.34"),
        ("消耗(元)", "12.34", "12.34"),
        ("消耗（分）", "1234", "12.34"),
        ("消耗(万元)", "1.5", "15000"),
        ("消耗 (CNY)", "12.34", "12.34"),
    ],
)
def test_money_is_in_what_its_header_says(read: Read, header: str, cell: str, spend: str) -> None:
    assert only(read, (*PLANS[:3], header), DAY, "1780", "100", cell)["spend"] == Decimal(spend)


def test_counts_may_be_in_ten_thousands_or_name_what_they_count(read: Read) -> None:
    header = ("日期", "广告ID", "展示数(万次)", "点击数(次)", "消耗")
    values = only(read, header, DAY, "1780", "1.2", "30", "5")
    assert (values["impressions"], values["clicks"]) == (12_000, 30)


def test_a_percent_sign_in_the_header_makes_every_number_a_percent(read: Read) -> None:
    reading = read(
        csv_bytes(("日期", "曝光数", "封面点击率(%)"), [(DAY, "1000", "0.8"), ("2026-07-02", "1000", "12.3%")])
    )
    assert [row.values["cover_ctr"] for row in reading.rows] == [Decimal("0.008"), Decimal("0.123")]


def test_durations_may_be_in_minutes_or_milliseconds(read: Read) -> None:
    header = ("视频名称", "发布时间", "播放量", "平均播放时长(毫秒)")
    assert only(read, header, "Tea", "2026-07-01 10:00:00", "10", "1500")["watch_time_s"] == 15


def test_a_unit_that_cannot_be_meant_makes_another_column(read: Read) -> None:
    reading = read(csv_bytes((*PLANS, "点击数(元)"), [(DAY, "1780", "100", "5", "7")]))
    assert reading.ignored_columns == ("点击数(元)",)
    assert "clicks" not in reading.rows[0].values


def test_a_column_renamed_by_its_sender_keeps_the_unit_that_it_prints(read: Read) -> None:
    data = csv_bytes((*PLANS[:3], "花销(分)"), [(DAY, "1780", "100", "1234")])
    reading = read(data, network="douyin", renamed={"花销(分)": "消耗"})
    assert reading.rows[0].values["spend"] == Decimal("12.34")


def test_spaces_beside_chinese_do_not_matter(read: Read) -> None:
    reading = read(csv_bytes(("日 期", "广告 ID", "展示数", "消耗"), [(DAY, "1780", "100", "5")]))
    assert reading.rows[0].external_id == "1780"
