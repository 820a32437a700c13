"""TikTok Studio's files on followers become breakdowns; days are understood in every language of its interface."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.readers import UnreadableFile
from campaigns.readers.days import MonthDay, parse_printed_day
from tests.campaigns.readers.conftest import CAPTURED, Read
from tests.exports.tables import csv_bytes

EIGHTH_OF_OCTOBER = (
    "8 أكتوبر",
    "8 অক্টোবর",
    "Oktubre 8",
    "8. října",
    "8. Oktober",
    "8 Οκτωβρίου",
    "October 8",
    "8 de octubre",
    "8. lokakuuta",
    "8 octobre",
    "8 באוקטובר",
    "8 अक्टूबर",
    "október 8.",
    "8 Oktober",
    "8 ottobre",
    "10月8日",
    "8 តុលា",
    "10월 8일",
    "အောက်တိုဘာ 8",
    "8 oktober",
    "8 października",
    "8 de outubro",
    "8 octombrie",
    "8 октября",
    "8 ตุลาคม",
    "8 ต.ค.",
    "8 Ekim",
    "8 жовтня",
    "8 اکتوبر",
    "8 tháng 10",
    "8. 10.",
    "8 d’octubre",
    "8 באוק׳",
    "Oct 8",
    "٨ أكتوبر",
)


@pytest.mark.parametrize("printed", EIGHTH_OF_OCTOBER)
def test_a_day_is_understood_in_every_language_of_the_interface(printed: str) -> None:
    assert parse_printed_day(printed) == MonthDay(10, 8)


def test_active_followers_are_told_by_hour_with_the_year_found(read: Read) -> None:
    rows = [("December 31", "23", "88"), ("January 1", "0", "121"), ("January 1", "1", "undefined")]
    reading = read(csv_bytes(("Date", "Hour", "Active followers"), rows), captured_on=date(2026, 1, 3))
    assert reading.profile == "tiktok.studio.follower_activity"
    assert [(row.day, row.dimension, row.bucket, row.metric, row.value) for row in reading.rows] == [
        (date(2025, 12, 31), "active_hour", "23", "followers", Decimal(88)),
        (date(2026, 1, 1), "active_hour", "0", "followers", Decimal(121)),
    ]
    assert [refusal.code for refusal in reading.refusals] == ["missing_value"]


@pytest.mark.parametrize(("header", "dimension"), [("Gender", "gender_share"), ("Top territories", "territory_share")])
def test_shares_of_followers_are_of_the_day_of_export(read: Read, header: str, dimension: str) -> None:
    reading = read(csv_bytes((header, "Distribution"), [("A", "0.51"), ("Others", "49%"), ("B", "7")]))
    assert [(row.day, row.dimension, row.bucket, row.value) for row in reading.rows] == [
        (CAPTURED, dimension, "A", Decimal("0.51")),
        (CAPTURED, dimension, "Others", Decimal("0.49")),
    ]
    assert [refusal.code for refusal in reading.refusals] == ["bad_number"]


def test_a_studio_file_of_too_few_followers_has_a_header_and_no_rows(read: Read) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(csv_bytes(("Gender", "Distribution"), []))
    assert caught.value.code == "no_rows"


@pytest.mark.parametrize(
    ("header", "values"),
    [
        (
            ("日付", "視聴数", "ユニーク視聴者数", "最高同時視聴者数"),
            {"live_enter": 41, "live_viewers": 18, "live_peak": 7},
        ),
        (("Date", "Gifters", "New followers", "Likes"), {"follows_new": 18, "likes": 7}),
    ],
)
def test_live_rooms_of_a_day_are_one_unit(read: Read, header: tuple[str, ...], values: dict[str, int]) -> None:
    (row,) = read(csv_bytes(header, [("2026/06/28", "41", "18", "7")])).rows
    assert (row.source, row.external_id, row.level) == ("tiktok_live", "all_rooms", "live_room")
    assert row.values == values
