"""Yardstick's own CSV is read at every grain, and its templates read themselves."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from campaigns.readers import AccountDayRow, AdDayRow, BreakdownRow, ContentRow, Grain, PeriodRow, template_csv
from campaigns.readers.vocabulary import METRICS
from tests.campaigns.readers.conftest import Read


def lines(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def codes(read: Read, *rows: str, **known: object) -> list[str]:
    return [refusal.code for refusal in read(lines(*rows), **known).refusals]


@pytest.mark.parametrize("grain", Grain)
def test_a_template_is_read_without_a_refusal(read: Read, grain: Grain) -> None:
    reading = read(template_csv(grain).encode())
    assert (reading.profile, reading.grain, reading.network) == (f"canonical.{grain}", grain, None)
    assert (len(reading.rows), reading.refusals, reading.ignored_columns) == (1, (), ())


def test_account_days_of_any_network_are_read(read: Read) -> None:
    reading = read(lines("day;reads;followers;note", "2026-01-31;12;5013;quiet"), network="weibo")
    assert reading.rows[0].values == {"reads": 12, "followers": 5013}
    assert reading.ignored_columns == ("note",)


def test_rates_stand_for_their_numerators_unless_these_are_stated(read: Read) -> None:
    reading = read(lines("day,views,completion_rate,completions", "2026-01-30,10,0.5,", "2026-01-31,10,0.5,4"))
    assert [row.values["completions"] for row in reading.rows] == [5, 4]
    assert [row.derived for row in reading.rows] == [{"completions"}, frozenset()]


def test_a_rate_that_a_grain_has_no_numerator_for_is_ignored(read: Read) -> None:
    reading = read(lines("day,views,play5s_rate", "2026-01-30,10,0.5"))
    assert reading.ignored_columns == ("play5s_rate",)


def test_days_are_iso_days_only(read: Read) -> None:
    assert codes(read, "day,views", "31.01.2026,1", "January 31,1", ",1") == ["bad_date", "bad_date", "missing_key"]


def test_rows_of_another_handle_are_refused(read: Read) -> None:
    rows = ("day,account,views", "2026-01-30,@Brand,1", "2026-01-31,rival,1", "2026-01-29,,1")
    assert codes(read, *rows, handle="brand") == ["foreign_account"]
    assert codes(read, *rows) == []


def content(read: Read, *rows: str) -> ContentRow:
    reading = read(lines(*rows))
    assert reading.refusals == ()
    row = reading.rows[0]
    assert isinstance(row, ContentRow)
    return row


def test_a_content_keeps_all_that_is_stated_of_it(read: Read) -> None:
    row = content(
        read,
        "external_id,url,title,published_at,format,duration_s,followers_at_publish,captured_on,views,avg_watch_s",
        "4834668681628370,https://weibo.com/1/MexTe6PC2,新品,2026-01-16 18:30:00,video,14.5,15000,2026-01-31,3000,4.5",
    )
    assert (row.external_id, row.natural_key) == ("4834668681628370", "4834668681628370")
    assert (row.url, row.title, row.format) == ("https://weibo.com/1/MexTe6PC2", "新品", "video")
    assert (row.published_at, row.published_on) == (datetime.fromisoformat("2026-01-16T18:30:00"), date(2026, 1, 16))
    assert (row.duration_s, row.followers_at_publish, row.captured_on) == (Decimal("14.5"), 15000, date(2026, 1, 31))
    assert row.values == {"views": 3000, "watch_time_s": Decimal(13500)}


def test_a_content_without_an_id_is_known_by_link_or_moment_or_day_and_title(read: Read) -> None:
    header = "external_id,url,title,published_at,format,views"
    by_link = content(read, header, ",https://weibo.com/1/a,t,2026-01-16,article,1")
    by_moment = content(read, header, ",,t,2026-01-16T18:30,article,1")
    by_day = content(read, header, ",,t,2026-01-16,article,1")
    assert by_link.natural_key == "https://weibo.com/1/a"
    assert by_moment.natural_key == "2026-01-16T18:30:00|article"
    assert by_day.natural_key.startswith("2026-01-16|article|")
    assert (by_day.published_at, by_day.published_on) == (None, date(2026, 1, 16))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (",,,,", "missing_key"),
        (",,,2026-01-16,", "missing_key"),
        ("7.52762E+18,,,,", "damaged_id"),
        ("1,javascript:alert(1),,,", "bad_url"),
        ("1,,,2026-01-16T18:30:00Z,", "bad_date"),
        ("1,,,2026-12-01,", "future_day"),
        ("1,,,,2026-12-01", "future_day"),
    ],
)
def test_a_content_that_cannot_be_trusted_is_refused(read: Read, cells: str, code: str) -> None:
    assert codes(read, "external_id,url,title,published_at,captured_on,views", f"{cells},1") == [code]


def test_an_unknown_format_is_other(read: Read) -> None:
    assert content(read, "external_id,format", "1,hologram").format == "other"


def test_an_ad_day_keeps_money_exact_with_its_currency(read: Read) -> None:
    reading = read(
        lines("day,source,external_id,level,currency,spend,clicks", "2026-01-31,ads,17900001,ad,USD,154.60,220")
    )
    row = reading.rows[0]
    assert isinstance(row, AdDayRow)
    assert row.values == {"spend": Decimal("154.60"), "clicks": 220}
    assert (row.currency, row.level, row.parent_external_id) == ("USD", "ad", None)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("2026-01-31,ads,1,ad,,5,", "bad_currency"),
        ("2026-01-31,ads,1,ad,usd,5,", "bad_currency"),
        ("2026-01-31,ads,1,ad,RMB,5,", "bad_currency"),
        ("2026-01-31,,1,ad,USD,5,", "missing_key"),
        ("2026-01-31,ads,,ad,USD,5,", "missing_key"),
        ("2026-01-31,ads,1.79E+15,ad,USD,5,", "damaged_id"),
        ("2026-01-31,ads,1,galaxy,USD,5,", "unknown_level"),
        ("2026-08-01,ads,1,ad,USD,5,", "future_day"),
    ],
)
def test_an_ad_day_that_cannot_be_trusted_is_refused(read: Read, cells: str, code: str) -> None:
    assert codes(read, "day,source,external_id,level,currency,spend,clicks", cells) == [code]


def test_an_ad_day_without_money_needs_no_currency(read: Read) -> None:
    assert codes(read, "day,source,external_id,level,currency,spend,clicks", "2026-01-31,ads,1,ad,,,5") == []


def test_a_period_keeps_the_vendors_own_figure(read: Read) -> None:
    reading = read(
        lines(
            "metric,start,end,value,currency", "reach,2026-01-01,2026-01-31,48210,", "gmv,2026-01-01,2026-01-31,9.5,CNY"
        )
    )
    reach, gmv = reading.rows
    assert isinstance(reach, PeriodRow)
    assert isinstance(gmv, PeriodRow)
    assert (reach.value, reach.currency, gmv.value, gmv.currency) == (48210, None, Decimal("9.5"), "CNY")
    assert (reading.first_day, reading.last_day) == (date(2026, 1, 1), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("charm,2026-01-01,2026-01-31,1,", "unknown_metric"),
        (",2026-01-01,2026-01-31,1,", "missing_key"),
        ("reach,2026-01-31,2026-01-01,1,", "bad_period"),
        ("reach,2026-01-01,2026-01-31,,", "missing_value"),
        ("reach,2026-01-01,2026-01-31,10万+,", "bad_number"),
        ("gmv,2026-01-01,2026-01-31,1,", "bad_currency"),
        ("reach,2026-01-01,2026-12-31,1,", "future_day"),
    ],
)
def test_a_period_that_cannot_be_trusted_is_refused(read: Read, cells: str, code: str) -> None:
    assert codes(read, "metric,start,end,value,currency", cells) == [code]


def test_a_breakdown_keeps_its_dimension_and_bucket(read: Read) -> None:
    row = read(lines("day,dimension,bucket,metric,value", "2026-01-31,Territory,DE,viewers,9128")).rows[0]
    assert isinstance(row, BreakdownRow)
    assert (row.dimension, row.bucket, row.metric, row.value) == ("territory", "DE", "viewers", Decimal(9128))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("2026-01-31,,DE,viewers,1", "missing_key"),
        ("2026-01-31,top region,DE,viewers,1", "bad_dimension"),
        ("2026-01-31,territory,,viewers,1", "missing_key"),
        ("2026-01-31,territory,DE,magic,1", "unknown_metric"),
        ("2026-01-31,territory,DE,viewers,-1", "bad_number"),
    ],
)
def test_a_breakdown_that_cannot_be_trusted_is_refused(read: Read, cells: str, code: str) -> None:
    assert codes(read, "day,dimension,bucket,metric,value", cells) == [code]


LABELLED = "external_id,category,hook,sound,hashtags,boosted"


def test_a_content_keeps_its_labels(read: Read) -> None:
    row = content(read, LABELLED, "7,educational,question,Espresso Song,#coffee #手冲，latte,yes")
    assert (row.category, row.hook, row.sound) == ("educational", "question", "Espresso Song")
    assert (row.hashtags, row.boosted) == (("coffee", "手冲", "latte"), True)


def test_labels_that_are_blank_say_nothing(read: Read) -> None:
    row = content(read, LABELLED, "7,,,,,-")
    assert (row.category, row.hook, row.sound, row.hashtags, row.boosted) == ("", "", "", (), None)


@pytest.mark.parametrize(
    ("written", "meant"), [("no", False), ("FALSE", False), ("否", False), ("是", True), ("1", True)]
)
def test_whether_a_content_was_boosted_is_yes_or_no(read: Read, written: str, meant: bool) -> None:  # noqa: FBT001
    assert content(read, LABELLED, f"7,,,,,{written}").boosted is meant


def test_labels_that_cannot_be_kept_are_refused(read: Read) -> None:
    assert codes(read, LABELLED, f"7,{'x' * 61},,,,", f"8,,,,#{'x' * 101},", "9,,,,,perhaps") == [
        "too_long",
        "too_long",
        "bad_flag",
    ]


def account_day(read: Read, header: str, row: str) -> AccountDayRow:
    reading = read(lines(f"day,{header}", f"2026-01-31,{row}"))
    assert reading.refusals == ()
    found = reading.rows[0]
    assert isinstance(found, AccountDayRow)
    return found


@pytest.mark.parametrize(
    ("header", "row", "metric", "value"),
    [
        ("conversations_replied,first_response_min", "40,12.5", "first_response_s", 40 * Decimal("12.5") * 60),
        ("conversations_resolved,resolution_h", "30,1.5", "resolution_s", 30 * Decimal("1.5") * 3600),
        ("csat_answers,csat", "20,4.5", "csat_sum", 90),
        ("sentiment_rated,sentiment", "200,-0.15", "sentiment_sum", -30),
        ("sentiment_rated,negative_rate", "200,12%", "comments_negative", 24),
        ("impressions,ctr", "1000,1.5%", "clicks", 15),
        ("conversations,reply_rate", "50,0.8", "conversations_replied", 40),
        ("users_new,retention_d7", "400,25%", "retained_d7", 100),
        ("delivered,open_rate", "2112,0.0374", "push_reads", Decimal("78.9888")),
        ("reads,completion_rate", "500,40%", "completions", 200),
        ("reads,avg_watch_s", "500,12", "watch_time_s", 6000),
        ("views,reads,completion_rate", "100,500,40%", "completions", 40),
    ],
)
def test_a_rate_or_mean_becomes_what_it_was_made_of(
    read: Read, header: str, row: str, metric: str, value: Decimal
) -> None:
    found = account_day(read, header, row)
    assert found.values[metric] == value
    assert found.derived == {metric}
    assert found.notices == ()


def test_a_rate_may_give_another_its_denominator(read: Read) -> None:
    row = account_day(read, "first_response_min,reply_rate,conversations", "10,50%,8")
    assert row.values["first_response_s"] == 4 * 10 * 60
    assert row.derived == {"conversations_replied", "first_response_s"}


def test_a_rate_without_its_denominator_is_noticed(read: Read) -> None:
    row = account_day(read, "csat,likes", "4.5,3")
    assert row.values == {"likes": 3}
    assert [(notice.code, notice.column) for notice in row.notices] == [("rate_without_csat_answers", "csat")]


def test_a_score_outside_its_scale_is_refused(read: Read) -> None:
    header = "day,sentiment_rated,sentiment,csat_answers,csat"
    assert codes(read, header, "2026-01-31,9,-1.01,,", "2026-01-30,,,9,0.9", "2026-01-29,,,9,5.1") == ["bad_number"] * 3
    assert codes(read, header, "2026-01-31,9,-1,9,5") == []


def test_a_mean_below_zero_is_refused_where_only_scores_may_be(read: Read) -> None:
    header = "day,conversations_replied,first_response_min,sentiment_sum,sentiment_rated"
    assert codes(read, header, "2026-01-31,9,-1,,") == ["bad_number"]
    assert codes(read, header, "2026-01-31,9,1,-3.5,9") == []


@pytest.mark.parametrize("grain", [Grain.ACCOUNT_DAY, Grain.CONTENT, Grain.AD_DAY])
def test_every_metric_of_a_grain_can_be_read(read: Read, grain: Grain) -> None:
    keys = METRICS[grain]
    known = {
        Grain.ACCOUNT_DAY: "day",
        Grain.CONTENT: "external_id",
        Grain.AD_DAY: "day,source,external_id,level,currency",
    }
    first = {
        Grain.ACCOUNT_DAY: "2026-01-31",
        Grain.CONTENT: "7",
        Grain.AD_DAY: "2026-01-31,tiktok_ads,1,ad,CNY",
    }
    reading = read(lines(f"{known[grain]},{','.join(keys)}", f"{first[grain]},{','.join(['1'] * len(keys))}"))
    assert reading.refusals == ()
    assert set(reading.rows[0].values) == set(keys)


@pytest.mark.parametrize("metric", METRICS[Grain.PERIOD])
def test_every_metric_of_a_period_and_of_a_breakdown_can_be_read(read: Read, metric: str) -> None:
    period = read(lines("metric,start,end,value,currency", f"{metric},2026-01-01,2026-01-31,1,CNY"))
    bucket = read(lines("day,dimension,bucket,metric,value", f"2026-01-31,territory,DE,{metric},1"))
    assert (period.refusals, bucket.refusals) == ((), ())
