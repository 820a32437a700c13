"""Numbers, days and changes are written as readers of each language expect."""

from datetime import date
from decimal import Decimal

import pytest

from kpis.reports.changes import change_of
from kpis.reports.dates import day_or_text, short_day, window_text
from kpis.reports.numbers import numbers_in
from tests.kpis.reports.snapshots import result

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        ("0", "0", "0"),
        ("9999", "9,999", "9,999"),
        ("12345", "12,345", "1.2万"),
        ("1234567", "1.2M", "123.5万"),
        ("2946198", "2.9M", "294.6万"),
        ("130000000", "130M", "1.3亿"),
        ("2500000000", "2.5B", "25亿"),
        ("-1500000", f"{MINUS}1.5M", f"{MINUS}150万"),
    ],
)
def test_large_numbers_are_shortened_the_way_each_language_counts(number, english, chinese) -> None:
    assert numbers_in("en").compact(Decimal(number)) == english
    assert numbers_in("zh-Hans").compact(Decimal(number)) == chinese


def test_a_table_shows_the_whole_number() -> None:
    for language in ("en", "zh-Hans"):
        assert numbers_in(language).value("views", "count", Decimal(2946198)) == "2,946,198"


@pytest.mark.parametrize(
    ("fraction", "percent"),
    [
        ("0.02", "2"),
        ("0.1", "10"),
        ("0.0374053", "3.74"),
        ("0.063291", "6.33"),
        ("0.14", "14"),
        ("2", "200"),
        ("0", "0"),
        ("0.00001", "<0.01"),
        ("-0.034", f"{MINUS}3.4"),
    ],
)
def test_ratios_are_percentages(fraction, percent) -> None:
    assert numbers_in("en").value("er_view", "ratio", Decimal(fraction)) == f"{percent}{NBSP}%"
    assert numbers_in("zh-Hans").value("er_view", "ratio", Decimal(fraction)) == f"{percent}%"


@pytest.mark.parametrize(
    ("kpi", "value", "text"),
    [
        ("roas", "3.0", "3×"),
        ("view_to_follower", "0.2", "0.2×"),
        ("amplification", "6.9", "6.9×"),
        ("roi", "2", "200%"),
    ],
)
def test_ratios_that_may_exceed_their_whole_are_multiples(kpi, value, text) -> None:
    assert numbers_in("zh-Hans").value(kpi, "ratio", Decimal(value)) == text


@pytest.mark.parametrize(
    ("amount", "currency", "english", "chinese"),
    [
        ("5000.00", "CNY", f"CNY{NBSP}5,000", "¥5,000"),
        ("25.5", "CNY", f"CNY{NBSP}25.50", "¥25.50"),
        ("6888.889", "EUR", f"EUR{NBSP}6,888.89", f"EUR{NBSP}6,888.89"),
        ("-12", "USD", f"USD{NBSP}{MINUS}12", f"USD{NBSP}{MINUS}12"),
        ("1500000", "CNY", f"CNY{NBSP}1,500,000", "¥1,500,000"),
        ("12", "", "12", "12"),
        ("0.002101", "CNY", f"CNY{NBSP}0.0021", "¥0.0021"),
        ("0", "CNY", f"CNY{NBSP}0", "¥0"),
    ],
)
def test_money_names_its_currency_and_is_never_shortened_where_it_is_due(amount, currency, english, chinese) -> None:
    assert numbers_in("en").money(Decimal(amount), currency) == english
    assert numbers_in("zh-Hans").money(Decimal(amount), currency) == chinese


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [("12.44", "12.4 s", "12.4秒"), ("600", "10 min", "10分钟"), ("72000", "20 h", "20小时")],
)
def test_durations_stay_readable(seconds, english, chinese) -> None:
    assert numbers_in("en").duration(Decimal(seconds)) == english.replace(" ", NBSP)
    assert numbers_in("zh-Hans").duration(Decimal(seconds)) == chinese


@pytest.mark.parametrize(("kpi", "unit", "number"), [("frt_min", "minutes", "45"), ("resolution_h", "hours", "0.75")])
def test_minutes_and_hours_are_told_like_any_other_duration(kpi, unit, number) -> None:
    assert numbers_in("en").value(kpi, unit, Decimal(number)) == "45 min".replace(" ", NBSP)


@pytest.mark.parametrize(
    ("start", "end", "english", "chinese"),
    [
        ("2026-01-01", "2026-01-31", "1–31 January 2026", "2026年1月1日至31日"),
        ("2025-12-15", "2026-01-14", "15 December 2025 – 14 January 2026", "2025年12月15日至2026年1月14日"),
        ("2026-01-05", "2026-01-05", "5 January 2026", "2026年1月5日"),
    ],
)
def test_windows_are_told_with_both_ends(start, end, english, chinese) -> None:
    days = date.fromisoformat(start), date.fromisoformat(end)
    assert window_text(*days, "en") == english
    assert window_text(*days, "zh-Hans") == chinese


def test_a_time_is_told_as_its_day_and_other_text_stays() -> None:
    assert day_or_text("2026-02-03T08:00:00Z", "en") == "3 February 2026"
    assert day_or_text("spring 2024", "en") == "spring 2024"
    assert short_day(date(2026, 9, 3), "en") == "3 Sep"


@pytest.mark.parametrize(
    ("unit", "direction", "now", "before", "change"),
    [
        ("count", "higher", "120", "100", ("relative", "0.200000", "better")),
        ("count", "higher", "80", "100", ("relative", "-0.200000", "worse")),
        ("money", "lower", "80", "100", ("relative", "-0.200000", "better")),
        ("ratio", "higher", "0.0374", "0.0341", ("points", "0.003300", "better")),
        ("count", "higher", "-50", "-100", ("relative", "0.500000", "better")),
        ("count", "band", "120", "100", ("relative", "0.200000", "neutral")),
        ("count", "higher", "100", "100", ("relative", "0.000000", "neutral")),
    ],
)
def test_a_change_says_how_much_and_whether_it_is_welcome(unit, direction, now, before, change) -> None:
    item = result("cpm" if unit == "money" else "er_view", unit, now, direction=direction, previous={"value": before})
    told = change_of(item).to_dict()
    assert (told["kind"], told["by"], told["verdict"]) == change


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"value": None, "reason": "zero_denominator"}, "zero_denominator"),
        ({"previous": {"value": None, "reason": "no_baseline"}}, "no_baseline"),
        ({"previous": None}, "no_comparison"),
        ({"bound": "at_least"}, "only_a_bound"),
        ({"previous": {"value": "0"}}, "zero_before"),
    ],
)
def test_a_change_that_is_not_known_says_why(changes, reason) -> None:
    item = {**result("views", "count", "100", previous={"value": "80"}), **changes}
    assert change_of(item).to_dict() == {"kind": "none", "by": None, "verdict": "neutral", "reason": reason}
