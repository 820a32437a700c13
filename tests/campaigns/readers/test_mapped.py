"""A table whose columns somebody named is read as our own CSV is, whatever its headers, numbers and dates look like."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from campaigns.readers import Grain, Refusal, UnreadableFile
from campaigns.readers.mapped import MappedColumn, TableMapping
from campaigns.readers.table_dates import DateFormat
from tests.campaigns.readers.conftest import Read
from tests.exports import tiktok
from tests.exports.tables import csv_bytes, workbook_bytes, xlsx_bytes


def mapping(grain: Grain = Grain.ACCOUNT_DAY, key: str = "mapping:Weekly", **more: object) -> TableMapping:
    named = {"日子": "day", "看过": "views", "完播(%)": ("completion_rate", "0.01")} if "columns" not in more else {}
    columns = more.pop("columns", named)
    assert isinstance(columns, dict)
    parts = [(header, *(name if isinstance(name, tuple) else (name, "1"))) for header, name in columns.items()]
    named_columns = tuple(MappedColumn(header, name, Decimal(factor)) for header, name, factor in parts)
    return TableMapping(key=key, version=1, network="weibo", grain=grain, columns=named_columns, **more)  # type: ignore[arg-type]


WEEKLY = csv_bytes(
    ("日子", "心情", "看过", "完播(%)"), [("2026/7/1", "好", "1.2万", "12.5"), ("20260702", "", "-", "7%")]
)


def test_a_named_table_is_read(read: Read) -> None:
    reading = read(WEEKLY, mappings=[mapping()])
    assert (reading.profile, reading.network, reading.grain) == ("mapping:Weekly", "weibo", Grain.ACCOUNT_DAY)
    assert reading.columns == {"日子": "day", "看过": "views", "完播(%)": "completion_rate"}
    assert reading.ignored_columns == ("心情",)
    first, second = reading.rows
    assert (first.day, first.values) == (date(2026, 7, 1), {"views": 12_000, "completions": Decimal(1500)})
    assert (second.day, second.values) == (date(2026, 7, 2), {})


def test_the_child_reads_it_too(read: Read, read_confined: Read) -> None:
    assert read_confined(WEEKLY, mappings=[mapping()]) == read(WEEKLY, mappings=[mapping()])


def test_the_products_profiles_come_first(read: Read) -> None:
    data = tiktok.overview_csv(date(2026, 7, 1), 3)
    named = mapping(columns={"Date": "day", "Video Views": "views"})
    assert read(data, mappings=[named]).profile == "tiktok.studio.overview"
    assert read(data, mappings=[named], network="weibo").profile == "mapping:Weekly"
    assert read(data, mappings=[named], profile="mapping:Weekly").profile == "mapping:Weekly"


def test_a_table_that_lacks_a_named_column_is_another_table(read: Read) -> None:
    other = mapping(key="mapping:Other", columns={"日子": "day", "没有": "views"})
    assert read(WEEKLY, mappings=[other, mapping()]).profile == "mapping:Weekly"
    with pytest.raises(UnreadableFile) as caught:
        read(WEEKLY, mappings=[other])
    assert caught.value.code == "unknown_format"
    with pytest.raises(UnreadableFile) as caught:
        read(WEEKLY, mappings=[other], profile="mapping:Other")
    assert caught.value.code == "profile_mismatch"


@pytest.mark.parametrize(
    ("style", "text", "day"),
    [
        (DateFormat.AUTO, "2026-07-01", date(2026, 7, 1)),
        (DateFormat.AUTO, "2026年7月1日", date(2026, 7, 1)),
        (DateFormat.AUTO, "20260701", date(2026, 7, 1)),
        (DateFormat.AUTO, "01.07.2026", date(2026, 7, 1)),
        (DateFormat.AUTO, "31/01/2026", date(2026, 1, 31)),
        (DateFormat.AUTO, "July 1, 2026", date(2026, 7, 1)),
        (DateFormat.AUTO, "July 1", date(2026, 7, 1)),
        (DateFormat.AUTO, "Wed Jul 01 23:10:05 +0800 2026", date(2026, 7, 1)),
        (DateFormat.AUTO, "2026-07-01T23:10:05Z", date(2026, 7, 1)),
        (DateFormat.DAY_FIRST, "01/07/2026", date(2026, 7, 1)),
        (DateFormat.MONTH_FIRST, "07/01/2026", date(2026, 7, 1)),
        (DateFormat.EXCEL_SERIAL, "46204", date(2026, 7, 1)),
        (DateFormat.UNIX_SECONDS, "1782864000", date(2026, 7, 1)),
        (DateFormat.UNIX_MILLISECONDS, "1782864000000", date(2026, 7, 1)),
    ],
)
def test_days_are_read_as_they_are_written(read: Read, style: DateFormat, text: str, day: date) -> None:
    data = csv_bytes(("Tag", "Aufrufe"), [(text, "5")])
    named = mapping(columns={"Tag": "day", "Aufrufe": "views"}, date_format=style)
    assert [row.day for row in read(data, mappings=[named]).rows] == [day]


@pytest.mark.parametrize("text", ["02/03/2026", "13/13/2026", "yesterday's", "1899-01-01", "20261301"])
def test_a_day_that_cannot_be_known_refuses_its_row_and_shows_the_cell(read: Read, text: str) -> None:
    named = mapping(columns={"Tag": "day", "Aufrufe": "views"})
    (refusal,) = read(csv_bytes(("Tag", "Aufrufe"), [(text, "5")]), mappings=[named]).refusals
    assert (refusal.code, refusal.column, refusal.raw) == ("bad_date", "Tag", text)


def test_a_year_of_days_without_years_crosses_the_year_end(read: Read) -> None:
    rows = [("12-30", "1"), ("12-31", "2"), ("01-01", "3")]
    named = mapping(columns={"d": "day", "v": "views"})
    reading = read(csv_bytes(("d", "v"), rows), mappings=[named], captured_on=date(2026, 1, 5))
    assert [row.day for row in reading.rows] == [date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1)]


@pytest.mark.parametrize(
    ("sign", "factor", "text", "spent"),
    [
        (",", "1", "1.234,50", "1234.50"),
        (",", "1", "0,5 €", "0.5"),
        (".", "0.01", "12345", "123.45"),
        (".", "1", "¥1,234.5", "1234.5"),
        (".", "1", "12元", "12"),
        (".", "10000", "1.5", "15000"),
    ],
)
def test_money_is_read_in_its_unit(read: Read, sign: str, factor: str, text: str, spent: str) -> None:
    columns = {"d": "day", "who": "name", "cost": ("spend", factor)}
    fixed = {"source": "sheet", "level": "campaign", "currency": "EUR"}
    named = mapping(Grain.AD_DAY, columns=columns, fixed=fixed, decimal_sign=sign)
    (row,) = read(csv_bytes(("d", "who", "cost"), [("2026-07-01", "Spring", text)]), mappings=[named]).rows
    assert (row.values["spend"], row.currency, row.level) == (Decimal(spent), "EUR", "campaign")
    assert (row.external_id, row.name, row.source) == ("Spring", "Spring", "sheet")


def test_minutes_become_seconds(read: Read) -> None:
    columns = {"d": "day", "v": "views", "t": ("watch_time_s", "60")}
    (row,) = read(
        csv_bytes(("d", "v", "t"), [("2026-07-01", "3", "1.5 min")]), mappings=[mapping(columns=columns)]
    ).rows
    assert row.values["watch_time_s"] == Decimal(90)


def test_a_bound_stays_a_bound_in_another_unit(read: Read) -> None:
    named = mapping(columns={"d": "day", "v": ("views", "10000")})
    (row,) = read(csv_bytes(("d", "v"), [("2026-07-01", "10+")]), mappings=[named]).rows
    assert (row.values, row.capped) == ({"views": 100_000}, {"views"})


def test_a_number_that_is_none_is_shown_as_the_file_has_it(read: Read) -> None:
    named = mapping(columns={"d": "day", "v": ("views", "10000")})
    (refusal,) = read(csv_bytes(("d", "v"), [("2026-07-01", "many")]), mappings=[named]).refusals
    assert (refusal.code, refusal.column, refusal.raw) == ("bad_number", "v", "many")


CONTENT = {"链接": "url", "时间": "published_at", "类型": "format", "赞": "likes"}


def test_contents_keep_the_zone_that_their_moments_print(read: Read) -> None:
    rows = [
        ("https://weibo.com/1", "Fri May 01 10:00:00 +0800 2026", "视频", "3"),
        ("https://weibo.com/2", "2026-05-02 09:00", "", "4"),
    ]
    own = read(csv_bytes(tuple(CONTENT), rows), mappings=[mapping(Grain.CONTENT, columns=CONTENT)])
    china = timezone(timedelta(hours=8))
    assert [row.published_at for row in own.rows] == [
        datetime(2026, 5, 1, 10, tzinfo=china),
        datetime(2026, 5, 2, 9),  # noqa: DTZ001 - in the account's own zone
    ]
    assert [row.format for row in own.rows] == ["video", "other"]
    stated = mapping(Grain.CONTENT, columns=CONTENT, offset_minutes=480)
    assert read(csv_bytes(tuple(CONTENT), rows), mappings=[stated]).rows[1].published_at == datetime(
        2026, 5, 2, 9, tzinfo=china
    )


def test_contents_of_one_second_are_told_apart_by_their_title(read: Read) -> None:
    columns = {"T": "title", "W": "published_at", "L": "likes"}
    rows = [("One", "2026/5/1 10:00:00", "3"), ("Two", "2026/5/1 10:00:00", "4")]
    found = read(csv_bytes(("T", "W", "L"), rows), mappings=[mapping(Grain.CONTENT, columns=columns)]).rows
    assert len({row.natural_key for row in found}) == 2


def test_a_banner_above_and_other_sheets_do_not_matter(read: Read) -> None:
    named = mapping(columns={"d": "day", "v": "views"}, sheet="B")
    lines = [["d", "v"], ["2026-07-01", "3"]]
    assert len(read(workbook_bytes({"A": lines, "B": lines}), mappings=[named]).rows) == 1
    assert (
        len(
            read(
                xlsx_bytes(("d", "v"), lines[1:], banner="Top 10"),
                mappings=[mapping(columns={"d": "day", "v": "views"})],
            ).rows
        )
        == 1
    )


def test_a_figure_of_a_period_is_read(read: Read) -> None:
    columns = {"from": "start", "to": "end", "people": "value"}
    named = mapping(Grain.PERIOD, columns=columns, fixed={"metric": "reach"})
    (row,) = read(csv_bytes(("from", "to", "people"), [("1.6.2026", "30.6.2026", "4.2K")]), mappings=[named]).rows
    assert (row.metric, row.start, row.end, row.value) == ("reach", date(2026, 6, 1), date(2026, 6, 30), Decimal(4200))


def test_a_territory_a_row_is_a_breakdown(read: Read) -> None:
    named = mapping(
        Grain.BREAKDOWN,
        columns={"d": "day", "省份": "bucket", "n": "value"},
        fixed={"dimension": "territory", "metric": "viewers"},
    )
    (row,) = read(csv_bytes(("d", "省份", "n"), [("2026-07-01", "广东", "12")]), mappings=[named]).rows
    assert (row.dimension, row.bucket, row.metric, row.value) == ("territory", "广东", "viewers", Decimal(12))


def test_a_mapping_survives_the_way_to_the_child() -> None:
    stated = mapping(
        Grain.AD_DAY, fixed={"source": "x"}, date_format=DateFormat.DAY_FIRST, offset_minutes=-60, sheet="S"
    )
    assert TableMapping.from_wire(stated.to_wire()) == stated


def test_rows_of_another_account_are_refused(read: Read) -> None:
    columns = {"d": "day", "v": "views", "who": "account"}
    data = csv_bytes(("d", "v", "who"), [("2026-07-01", "1", "@nova"), ("2026-07-01", "1", "other")])
    reading = read(data, mappings=[mapping(columns=columns)], handle="nova")
    assert [isinstance(one, Refusal) for one in reading.refusals] == [True]
    assert [refusal.code for refusal in reading.refusals] == ["foreign_account"]


def test_a_refused_row_comes_back_as_the_file_has_it(read: Read) -> None:
    named = mapping(columns={"d": "day", "v": ("views", "10000")})
    (refusal,) = read(csv_bytes(("d", "v", "x"), [("2026/7/1", "many", "y")]), mappings=[named]).refusals
    assert refusal.cells == (("d", "2026/7/1"), ("v", "many"))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("今天 15:30", datetime(2026, 7, 11, 15, 30)),  # noqa: DTZ001 - in the account's own zone
        ("昨天 12:33", datetime(2026, 7, 10, 12, 33)),  # noqa: DTZ001
        ("星期一 11:40", datetime(2026, 7, 6, 11, 40)),  # noqa: DTZ001
    ],
)
def test_moments_that_are_told_from_the_day_of_capture_are_read(read: Read, text: str, moment: datetime) -> None:
    data = csv_bytes(tuple(CONTENT), [("https://weibo.com/1", text, "", "3")])
    (row,) = read(data, mappings=[mapping(Grain.CONTENT, columns=CONTENT)]).rows
    assert row.published_at == moment
