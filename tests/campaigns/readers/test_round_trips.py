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

from campaigns.readers import Profile, profiles, read_file
from campaigns.readers.account_days import read_account_days
from campaigns.readers.ad_reports import read_ad_reports
from campaigns.readers.posts import read_posts
from campaigns.readers.vocabulary import MEASURES, METRICS, Unit
from tests.exports.tables import xlsx_bytes

tried = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CAPTURED = date(2026, 7, 11)
MISSING = st.sampled_from(["", "-", "--", "N/A", "undefined", "Null"])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"])
DELIMITERS = st.sampled_from([",", ";", "\t", "|"])


def of_reader(read: Any) -> list[Profile]:
    return [profile for profile in profiles() if profile.read is read and counts_of(profile)]


def counts_of(profile: Profile) -> dict[str, str]:
    """Give the headers that state a whole number in its own unit, by metric."""
    plain = {name: header for header, name in profile.header.items() if header not in profile.written_as}
    return {
        name: header
        for name, header in plain.items()
        if name in METRICS[profile.grain] and MEASURES[name].unit is Unit.COUNT and name != "completions"
    }


def day_header(profile: Profile) -> list[str]:
    """Give the columns of a file that states days and nothing but whole numbers."""
    return [*(header for header, name in profile.header.items() if name == "day"), *counts_of(profile).values()]


@st.composite
def written_count(draw: Any) -> tuple[int | None, str]:
    """Draw a number and one of the ways in which it is written."""
    number = draw(st.one_of(st.none(), st.integers(0, 99_999_999)))
    if number is None:
        return None, draw(MISSING)
    ways = [str(number), f"{number:,}", str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))]
    if number % 10_000 == 0:
        ways += [f"{number // 10_000}万", f"{number // 10_000}w"]
    return number, draw(st.sampled_from(ways))


@st.composite
def files(draw: Any, header: list[str], lines: list[list[str]]) -> bytes:
    """Draw a file of a table: a workbook, or a text in some encoding with some delimiter."""
    if draw(st.booleans()):
        return xlsx_bytes(header, lines)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=draw(DELIMITERS), lineterminator=draw(st.sampled_from(["\n", "\r\n"])))
    writer.writerows([header, *lines])
    return text.getvalue().encode(draw(ENCODINGS))


def read(data: bytes, profile: Profile) -> Any:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        known = {"captured_on": CAPTURED, "network": profile.network, "profile": profile.key}
        return read_file(Path(file.name), file_name="export", **known)


def draw_numbers(data: Any, counts: dict[str, str]) -> tuple[dict[str, int], dict[str, str]]:
    """Draw what some of the metrics are, and how their cells are written."""
    drawn = {name: data.draw(written_count()) for name in counts}
    stated = {name: number for name, (number, _) in drawn.items() if number is not None}
    return stated, {counts[name]: text for name, (_, text) in drawn.items()}


def stated_by(row: Any) -> dict[str, Any]:
    """Give what a row states itself, without what was worked out from a rate."""
    return {name: value for name, value in row.values.items() if name not in row.derived}


COUNTED_BY_DAY = [profile for profile in of_reader(read_account_days) if profile.fit(day_header(profile))]


@pytest.mark.parametrize("profile", COUNTED_BY_DAY, ids=lambda profile: profile.key)
@tried
@given(data=st.data())
def test_days_of_an_account(profile: Profile, data: Any) -> None:
    counts = counts_of(profile)
    days = [CAPTURED - timedelta(days=number + 1) for number in range(data.draw(st.integers(1, 4)))]
    expected, lines = {}, []
    header = day_header(profile)
    form = data.draw(st.integers(0, 4))
    for day in days:
        stated, cells = draw_numbers(data, counts)
        expected[day] = stated
        written = [day.isoformat(), f"{day:%Y/%m/%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}"]
        serial = str((day - date(1899, 12, 30)).days)
        lines.append([[*written, serial][form], *(cells[name] for name in counts.values())])
    reading = read(data.draw(files(header, lines)), profile)
    assert not reading.refusals
    assert {row.day: stated_by(row) for row in reading.rows} == expected


@pytest.mark.parametrize("profile", of_reader(read_posts), ids=lambda profile: profile.key)
@tried
@given(data=st.data())
def test_totals_of_posts(profile: Profile, data: Any) -> None:
    counts = counts_of(profile)
    by_name = {name: header for header, name in profile.header.items() if name}
    has_id = "external_id" in by_name
    first = datetime.fromisoformat("2026-07-01T09:30:05")
    header = [by_name["published_at"], *([by_name["external_id"]] if has_id else []), *counts.values()]
    header += [each for each in sorted(profile.required | profile.one_of) if each not in header]
    expected, lines = {}, []
    for number in range(data.draw(st.integers(1, 4))):
        moment = first + timedelta(hours=number)
        stated, cells = draw_numbers(data, counts)
        identity = f"post{number}" if has_id else None
        expected[identity or moment] = stated
        known = {by_name["published_at"]: f"{moment:%Y-%m-%d %H:%M:%S}", **cells}
        if has_id:
            known[by_name["external_id"]] = str(identity)
        lines.append([known.get(each, "") for each in header])
    reading = read(data.draw(files(header, lines)), profile)
    assert not reading.refusals
    found = {row.external_id or row.published_at.replace(tzinfo=None): stated_by(row) for row in reading.rows}
    assert found == expected


@pytest.mark.parametrize("profile", of_reader(read_ad_reports), ids=lambda profile: profile.key)
@tried
@given(data=st.data())
def test_days_of_ad_units(profile: Profile, data: Any) -> None:
    by_name = {name: header for header, name in profile.header.items() if name}
    if "day" not in by_name or "campaign_id" not in by_name or "currency" not in profile.constants:
        return
    counts = counts_of(profile)
    header = [by_name["day"], by_name["campaign_id"], by_name["spend"], *counts.values()]
    expected, lines = {}, []
    for number in range(data.draw(st.integers(1, 4))):
        day = CAPTURED - timedelta(days=number + 1)
        stated, cells = draw_numbers(data, counts)
        spend = data.draw(st.decimals(0, 99_999, places=2))
        expected[day] = {**stated, "spend": Decimal(spend)}
        lines.append([day.isoformat(), "3001", f"{spend:f}", *(cells[each] for each in counts.values())])
    reading = read(data.draw(files(header, lines)), profile)
    assert not reading.refusals
    assert {(row.external_id, row.day): stated_by(row) for row in reading.rows} == {
        ("3001", day): values for day, values in expected.items()
    }
