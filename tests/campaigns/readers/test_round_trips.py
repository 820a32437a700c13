"""Facts that are written as a kind of file, in any of the ways of its back ends, come back as they were."""

import csv
import io
import tempfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.definitions import read_yaml
from campaigns.readers import FileToRead, Grain, Profile, month_names, profiles, read_file
from campaigns.readers.vocabulary import MEASURES, METRICS, Sign, Unit
from tests.exports.tables import xlsx_bytes

tried = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CAPTURED = date(2026, 7, 11)
MISSING = st.sampled_from(["", "-", "--", "N/A", "undefined", "Null"])
UNICODE = ["utf-8", "utf-8-sig", "utf-16"]
MONTH_NAMES = st.sampled_from([way.split() for ways in read_yaml(month_names.FILE, []).values() for way in ways])
SAID_TWICE = {"gmv", "revenue", "new_customers", "first_orders", "conversions"}
"""What a report's own reader states under two names, or takes from another column."""
DELIMITERS = st.sampled_from([",", ";", "\t", "|"])


def of_grain(grain: Grain) -> list[Profile]:
    """Give the kinds of file of a network that state whole numbers."""
    return [each for each in profiles() if each.network and each.grain is grain and counts_of(each)]


def counts_of(profile: Profile) -> dict[str, str]:
    """Give the headers that state a whole number in its own unit, by metric."""
    plain = {name: header for header, name in profile.header.items() if header not in profile.written_as}
    return {
        name: header
        for name, header in plain.items()
        if name in METRICS[profile.grain] and MEASURES[name].unit is Unit.COUNT and name != "completions"
    }


def some_of(counts: dict[str, str], data: Any) -> dict[str, str]:
    """Draw the metrics that a file states: a few of them, as no file states all."""
    names = data.draw(st.lists(st.sampled_from(sorted(counts)), min_size=1, max_size=4, unique=True))
    return {name: counts[name] for name in names}


def headers_of(profile: Profile) -> dict[str, str]:
    """Give the header of each canonical name; of a name with several, the first."""
    return {name: header for header, name in reversed(profile.header.items()) if name}


def table(profile: Profile, rows: list[dict[str, str]], counts: dict[str, str]) -> tuple[list[str], list[list[str]]]:
    """Lay rows, given by canonical name, and their counts, given by header, out under a header that fits."""
    named = headers_of(profile)
    stated = [header for name, header in named.items() if any(name in row for row in rows)]
    header = list(dict.fromkeys((*stated, *counts.values(), *sorted(profile.required))))
    if profile.one_of and not profile.one_of & set(header):
        header.append(min(profile.one_of))
    return header, [
        [{**row, **{named[name]: row[name] for name in named if name in row}}.get(each, "") for each in header]
        for row in rows
    ]


@st.composite
def written_count(draw: Any, *, least: int = 0, missing: bool = True) -> tuple[int | None, str]:
    """Draw a number and one of the ways in which it is written."""
    numbers = st.integers(least, 99_999_999)
    number = draw(st.one_of(st.none(), numbers) if missing else numbers)
    if number is None:
        return None, draw(MISSING)
    ways = [str(number), f"{number:,}", str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))]
    ways += [f"'{number}", f"{number}.0", f"{number}次"]
    if number % 10_000 == 0:
        ways += [f"{number // 10_000}万", f"{number // 10_000}w"]
    return number, draw(st.sampled_from(ways))


@st.composite
def written_share(draw: Any) -> tuple[Decimal, str]:
    """Draw a part of 1 and one of the ways in which it is written."""
    share = draw(st.decimals(0, 1, places=4))
    return share, draw(st.sampled_from([f"{share:f}", f"{share * 100:f}%", f"{share * 100:f} ％"]))


@st.composite
def files(draw: Any, profile: Profile, header: list[str], lines: list[list[str]]) -> bytes:
    """Draw a file of a table: a workbook, or a text in some encoding with some delimiter."""
    if draw(st.booleans()):
        return xlsx_bytes(header, lines)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=draw(DELIMITERS), lineterminator=draw(st.sampled_from(["\n", "\r\n"])))
    writer.writerows([header, *lines])
    return text.getvalue().encode(
        draw(st.sampled_from(UNICODE if profile.network == "tiktok" else [*UNICODE, "gb18030"]))
    )


def read(data: bytes, profile: Profile) -> Any:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        known = {"captured_on": CAPTURED, "network": profile.network, "profile": profile.key}
        return read_file(FileToRead(Path(file.name), file_name="export", **known))


def draw_numbers(data: Any, counts: dict[str, str], *, least: int = 0) -> tuple[dict[str, int], dict[str, str]]:
    """Draw what some of the metrics are, and how their cells are written."""
    drawn = {name: data.draw(written_count(least=least)) for name in counts}
    stated = {name: number for name, (number, _) in drawn.items() if number is not None}
    return stated, {counts[name]: text for name, (_, text) in drawn.items()}


def is_of_people(metric: str) -> bool:
    """Say whether a metric counts people, whom hours are not added up of."""
    return MEASURES[metric].sign is Sign.LEVEL


def of_breakdowns() -> list[Profile]:
    """Give the kinds of file of a network that split a day or an audience."""
    return [profile for profile in profiles() if profile.network and profile.grain is Grain.BREAKDOWN]


def stated_by(row: Any) -> dict[str, Any]:
    """Give what a row states itself, without what was worked out from a rate."""
    return {name: value for name, value in row.values.items() if name not in row.derived}


def yearless(day: date, data: Any) -> str:
    """Print a day as TikTok Studio does, in one of its languages."""
    names = data.draw(MONTH_NAMES)
    return data.draw(st.sampled_from([f"{names[day.month - 1]} {day.day}", f"{day.day} {names[day.month - 1]}"]))


def printed(day: date, form: int) -> str:
    """Print a day as spreadsheets and back ends do, the same way for all days of a file."""
    serial = str((day - date(1899, 12, 30)).days)
    written = [day.isoformat(), f"{day:%Y/%m/%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", serial]
    return [*written, f"{day:%m-%d}", f"{day.isoformat()} 周{'一二三四五六日'[day.weekday()]}"][form]


@pytest.mark.parametrize("profile", of_grain(Grain.ACCOUNT_DAY), ids=lambda profile: profile.key)
@tried
@given(data=st.data())
def test_days_of_an_account(profile: Profile, data: Any) -> None:
    counts = some_of(counts_of(profile), data)
    is_studio = profile.key.startswith("tiktok.studio")
    form = data.draw(st.integers(0, 6))
    expected, rows = {}, []
    for number in range(data.draw(st.integers(1, 4))):
        day = CAPTURED - timedelta(days=number + 1)
        stated, cells = draw_numbers(data, counts, least=1 if is_studio else 0)
        expected[day] = stated
        known = {"day": yearless(day, data) if is_studio else printed(day, form), "channel": "全部"}
        rows.append({**{name: known[name] for name in known if name in headers_of(profile)}, **cells})
    reading = read(data.draw(files(profile, *table(profile, rows, counts))), profile)
    assert not reading.refusals
    assert {row.day: stated_by(row) for row in reading.rows} == expected


@pytest.mark.parametrize("profile", of_grain(Grain.CONTENT), ids=lambda profile: profile.key)
@tried
@given(data=st.data())
def test_totals_of_contents(profile: Profile, data: Any) -> None:
    counts = some_of(counts_of(profile), data)
    first = datetime.fromisoformat("2026-07-01T09:30:05")
    expected, rows = {}, []
    for number in range(data.draw(st.integers(1, 4))):
        moment = first + timedelta(hours=number)
        stated, cells = draw_numbers(data, counts)
        own = str(int(moment.timestamp()) << 32)
        expected[f"{moment:%H}"] = stated
        known = {
            "external_id": own,
            "title": f"{moment:%H}",
            "url": f"https://www.tiktok.com/@a/video/{own}",
            "published_at": f"{moment:%Y-%m-%d %H:%M:%S}",
            "published_on": yearless(moment.date(), data),
            "format": "视频",
        }
        rows.append({**{name: known[name] for name in known if name in headers_of(profile)}, **cells})
    reading = read(data.draw(files(profile, *table(profile, rows, counts))), profile)
    assert not reading.refusals
    names = [f"{first + timedelta(hours=number):%H}" for number in range(len(rows))]
    assert dict(zip(names, [stated_by(row) for row in reading.rows], strict=True)) == expected
    assert all(row.title in {"", name} for row, name in zip(reading.rows, names, strict=True))


@pytest.mark.parametrize("profile", of_grain(Grain.AD_DAY), ids=lambda profile: profile.key)
@tried
@given(data=st.data())
def test_days_of_ad_units(profile: Profile, data: Any) -> None:
    named, by_hour = headers_of(profile), "hour" in headers_of(profile)
    counts = {name: header for name, header in counts_of(profile).items() if not (by_hour and is_of_people(name))}
    counts = some_of(counts, data)
    unit = "campaign_id" if "campaign_id" in named else "external_id"
    form = data.draw(st.integers(0, 6))
    expected, rows = {}, []
    for number in range(data.draw(st.integers(1, 4))):
        day = CAPTURED - timedelta(days=number + 1)
        stated, cells = draw_numbers(data, counts)
        money = data.draw(st.decimals(0, 99_999, places=2))
        known = {
            "day": printed(day, form),
            "hour": f"{day} 10:00:00",
            "started_at": f"{day} 20:00:00",
            unit: "3001",
            "currency": "CNY",
            "spend": f"{money:f}",
        }
        expected[day] = {**stated, **({"spend": money} if "spend" in named else {})}
        rows.append({**{name: known[name] for name in known if name in named}, **cells})
    reading = read(data.draw(files(profile, *table(profile, rows, counts))), profile)
    assert not reading.refusals
    assert {
        row.day: {name: value for name, value in stated_by(row).items() if name not in SAID_TWICE}
        for row in reading.rows
    } == {
        day: {name: value for name, value in values.items() if name not in SAID_TWICE}
        for day, values in expected.items()
    }
    assert {row.external_id for row in reading.rows} <= {"3001", profile.constants.get("external_id")}


@pytest.mark.parametrize("profile", of_breakdowns(), ids=lambda profile: profile.key)
@tried
@given(data=st.data())
def test_buckets_of_an_audience(profile: Profile, data: Any) -> None:
    named = headers_of(profile)
    bucket = "bucket" if "bucket" in named else "gender"
    (number,) = {"share", "value", "followers", "reads"} & set(named)
    expected, rows = {}, []
    for name in ("Others", "上海", "18-24")[: data.draw(st.integers(1, 3))]:
        day = CAPTURED - timedelta(days=1)
        value, text = data.draw(written_share() if number == "share" else written_count(missing=False))
        expected[name] = value
        known = {"day": day.isoformat(), bucket: name, number: text}
        rows.append({each: known[each] for each in known if each in named})
    reading = read(data.draw(files(profile, *table(profile, rows, {}))), profile)
    assert not reading.refusals
    assert {row.bucket: row.value for row in reading.rows} == expected
