"""What no header says, the cells of a column tell: a comma before decimals, shares in percent."""

from decimal import Decimal

import pytest

from tests.campaigns.readers.conftest import Read
from tests.exports.tables import csv_bytes

WORKS = ("作品名称", "发布时间", "体裁", "播放量", "完播率", "平均播放时长")


def works(*numbers: tuple[str, str, str]) -> bytes:
    rows = [(f"T{at}", f"2026-07-01 10:00:0{at}", "视频", *cells) for at, cells in enumerate(numbers)]
    return csv_bytes(WORKS, rows, delimiter=";")


def test_a_table_with_decimal_commas_is_read_with_them(read: Read) -> None:
    reading = read(works(("1.200", "12,5%", "7,125"), ("1.000", "10%", "3,5")))
    assert not reading.refusals
    assert [(row.values["views"], row.values["completions"], row.values["watch_time_s"]) for row in reading.rows] == [
        (1200, Decimal(150), Decimal(8550)),
        (1000, Decimal(100), Decimal(3500)),
    ]


def test_a_comma_that_groups_digits_elsewhere_is_no_decimal_sign(read: Read) -> None:
    reading = read(works(("1,200", "12%", "7.5"), ("900", "10%", "3,5")))
    assert [row.values["views"] for row in reading.rows] == [1200]
    assert [(refusal.code, refusal.raw) for refusal in reading.refusals] == [("bad_number", "3,5")]


@pytest.mark.parametrize("cell", ["12,5", "12.000", "1,23", "0,125"])
def test_a_count_that_can_be_read_in_two_ways_is_refused(read: Read, cell: str) -> None:
    reading = read(csv_bytes(("日期", "播放量"), [("2026-07-01", cell)], delimiter=";"))
    assert [refusal.code for refusal in reading.refusals] == ["bad_number"]


def test_shares_that_are_plainly_percents_are_read_as_such_and_it_is_told(read: Read) -> None:
    reading = read(
        works(("100", "36.6", "1"), ("100", "0.9", "1"), ("100", "12", "1"), ("100", "55%", "1"), ("100", "7", "1"))
    )
    assert [row.values["completions"] for row in reading.rows] == [
        Decimal(each) for each in ("36.6", "0.9", "12", "55", "7")
    ]
    assert [notice.code for notice in reading.rows[1].notices] == ["read_as_percent"]
    assert not reading.rows[3].notices


def test_a_few_shares_above_one_make_the_others_of_their_column_doubtful(read: Read) -> None:
    reading = read(works(("100", "1.2", "1"), ("100", "0.9", "1"), ("100", "0.5123", "1"), ("100", "50%", "1")))
    assert [row.values["completions"] for row in reading.rows] == [Decimal("51.23"), Decimal(50)]
    assert [(refusal.code, refusal.raw) for refusal in reading.refusals] == [
        ("bad_number", "1.2"),
        ("bad_number", "0.9"),
    ]
    assert "two ways" in reading.refusals[1].detail


def test_a_table_in_percent_is_so_in_every_column_but_one_of_plain_fractions(read: Read) -> None:
    header = ("日期", "新增用户数", "1天后", "7天后", "30天后")
    rows = [
        (f"2026-06-0{at}", "100", *each)
        for at, each in enumerate([("12", "0.9", "0.125"), ("11", "3", "0.25"), ("9", "2", "0.5")], 1)
    ]
    found = read(csv_bytes(header, rows)).rows
    assert [row.values["retained_d7"] for row in found] == [Decimal("0.9"), 3, 2]
    assert [row.values["retained_d30"] for row in found] == [Decimal("12.5"), 25, 50]


SHOP = ("Date", "Orders", "GMV")


def test_points_that_group_digits_are_known_by_two_of_them(read: Read) -> None:
    rows = [("2026-07-01", "3", "Rp1.234.500"), ("2026-07-02", "3", "Rp15.000")]
    assert [row.values["gmv"] for row in read(csv_bytes(SHOP, rows)).rows] == [1_234_500, 15_000]


def test_amounts_that_could_be_grouped_or_not_are_refused(read: Read) -> None:
    reading = read(csv_bytes(SHOP, [("2026-07-01", "3", "₫450.000"), ("2026-07-02", "3", "₫7")]))
    assert [row.values["gmv"] for row in reading.rows] == [7]
    assert [(refusal.code, refusal.raw) for refusal in reading.refusals] == [("bad_number", "₫450.000")]
    fine = read(csv_bytes(SHOP, [("2026-07-01", "3", "450.125"), ("2026-07-02", "3", "7.5")]), currency="USD")
    assert [row.values["gmv"] for row in fine.rows] == [Decimal("450.125"), Decimal("7.5")]


def test_percents_that_are_all_below_one_may_be_parts_of_one(read: Read) -> None:
    header = ("笔记ID", "观看数", "完播率(%)", "2秒退出率(%)")
    reading = read(csv_bytes(header, [("6a2b", "100", "0.45", "0.2")]))
    assert [(refusal.code, refusal.raw) for refusal in reading.refusals] == [("bad_number", "0.45")]
    (row,) = read(csv_bytes(header, [("6a2b", "100", "0.45", "20")])).rows
    assert (row.values["completions"], row.values["bounces_2s"]) == (Decimal("0.45"), 20)
