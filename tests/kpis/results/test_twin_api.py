"""Random worlds loaded as files and asked over the API: every value, reason, bound and comparison is the twin's."""

import os
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from tests.kpis.results.twin_world import FIRST, NETWORKS, SPAN, TwinFiles
from tests.oracles.answers import KPIS, Answer, answered
from tests.oracles.comparing import Told, change, change_ratio
from tests.oracles.windows import cut, previous, year_before
from tests.oracles.world import TwinAccount

WORLDS = int(os.environ.get("YARDSTICK_TWIN_WORLDS", "5"))
QUESTIONS = 8  # of each world
ROUNDED = Fraction(1, 10**6)  # answers have six decimals
TIMES = ("day", "week", "month")


@pytest.fixture
def alice(api):
    return api("alice")


def posted(client: Any, path: str, **body: Any) -> str:
    answer = client.post(path, body)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def make_world(client: Any, chance: Random) -> tuple[str, list[TwinFiles]]:
    """Make a brand with one to three accounts, load a few files into each and take some back."""
    brand = posted(client, "/brands", name=f"Twin {chance.random()}")
    currencies = chance.choice([("EUR",), ("EUR",), ("EUR", "CNY")])
    files = []
    for number in range(chance.randrange(1, 4)):
        network = chance.choice(NETWORKS)
        account = posted(client, "/accounts", brand=brand, network=network, handle=f"twin{number}")
        files.append(TwinFiles(account, network, chance, currencies))
    for each in files:
        for _ in range(chance.randrange(4, 8)):
            each.send_file(client)
        if chance.random() < 0.4:
            each.take_back(client)
    return brand, files


def some_window(chance: Random) -> tuple[date, date]:
    """Draw whole months, or any days of the world."""
    months = [(date(2025, 12, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 1, 31))]
    start = FIRST + timedelta(days=chance.randrange(SPAN))
    end = start + timedelta(days=chance.randrange(40))
    return chance.choice([*months, (months[0][0], months[1][1]), (start, end), (start, end)])


def some_question(chance: Random) -> dict[str, Any]:
    """Draw what a request may ask."""
    keys = chance.choice([(), ("account",), ("network",), ("account", "week")])
    keys = chance.choice([keys, keys, (chance.choice(TIMES),)])
    asked = {
        "kpi": sorted({"er_view", *chance.sample(sorted(KPIS), 5)}),
        "window": some_window(chance),
        "basis": chance.choice(["occurred", "published"]),
        "group_by": keys,
        "compare": chance.choice([None, "previous", "previous", "custom", "custom", "year"]),
    }
    return asked | ({"former": some_window(chance)} if asked["compare"] == "custom" else {})


def former_window(asked: dict[str, Any]) -> tuple[date, date] | None:
    start, end = asked["window"]
    return {
        None: None,
        "previous": previous(start, end),
        "year": year_before(start, end),
        "custom": asked.get("former"),
    }[asked["compare"]]


def items_of(client: Any, brand: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Ask, and turn all pages."""
    start, end = asked["window"]
    query = f"/results?kpi={','.join(asked['kpi'])}&brand={brand}&start={start}&end={end}&basis={asked['basis']}"
    if asked["group_by"]:
        query += f"&group_by={','.join(asked['group_by'])}"
    if asked["compare"]:
        query += f"&compare={asked['compare']}"
    if "former" in asked:
        query += f"&compare_start={asked['former'][0]}&compare_end={asked['former'][1]}"
    items, cursor = [], ""
    while cursor is not None:
        answer = client.get(query + cursor)
        assert answer.status_code == 200, answer.content
        body = answer.json()
        items += body["items"]
        cursor = f"&cursor={body['next_cursor']}" if body["next_cursor"] else None
    return items


def grouped(accounts: Sequence[TwinAccount], group: dict[str, str]) -> list[TwinAccount]:
    """Give the accounts of a group."""
    return [
        account
        for account in accounts
        if group.get("account") in {None, account.name} and group.get("network") in {None, account.network}
    ]


def near(told: str | None, expected: Fraction | None) -> bool:
    if told is None or expected is None:
        return told is None and expected is None
    return abs(Fraction(Decimal(told)) - expected) <= ROUNDED


def compare_item(item: dict[str, Any], said: Answer) -> None:
    """Compare one value: what is shown, its ends, its reason, and which facts speak."""
    verdict = said.verdict
    assert near(item["value"], verdict.shown)
    if verdict.shown is None:
        assert item["reason"] in verdict.reasons
        assert item["bound"] == "unknown"
    else:
        assert item["reason"] in (verdict.reasons or {None})
        assert (item["bound"] == "exact") == said.is_exact
    if "range" in item and verdict.shown is not None:
        ends = item["range"] or {"low": item["value"], "high": item["value"]}
        assert near(ends["low"], verdict.low)
        assert near(ends["high"], verdict.high)
    if "grain" in item:
        assert item["grain"] == said.grain


def told(said: Answer) -> Told:
    return Told(said.verdict.shown, said.verdict.low, said.verdict.high)


def compare_change(comparison: dict[str, Any], now: Answer, before: Answer) -> None:
    """Compare the former value and the change, which money of another currency does not have."""
    compare_item(comparison, before)
    same_money = now.currencies == before.currencies
    difference, ratio = (of(told(now), told(before)) if same_money else None for of in (change, change_ratio))
    assert near(comparison["change"], difference)
    assert near(comparison["change_ratio"], ratio)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_what_the_api_answers_is_what_the_twin_answers(alice, seed):
    chance = Random(seed)  # noqa: S311 - chance, not secrets
    brand, files = make_world(alice, chance)
    accounts = [each.twin() for each in files]
    for _ in range(QUESTIONS):
        asked = some_question(chance)
        items = items_of(alice, brand, asked)
        by = next((key for key in asked["group_by"] if key in TIMES), None)
        buckets, former = cut(*asked["window"], by), former_window(asked)
        assert {(item["window"]["start"], item["window"]["end"]) for item in items} == {
            (start.isoformat(), end.isoformat()) for start, end in buckets
        }
        for item in items:
            start, end = (date.fromisoformat(item["window"][name]) for name in ("start", "end"))
            kpi, theirs = KPIS[item["kpi"]], grouped(accounts, item["group"])
            published = asked["basis"] == "published"
            said = answered(kpi, theirs, start, end, published=published)
            compare_item(item, said)
            place = buckets.index((start, end))
            former_buckets = cut(*former, by) if former else []
            assert (item["comparison"] is None) == (former is None)
            if place < len(former_buckets):
                compare_change(
                    item["comparison"], said, answered(kpi, theirs, *former_buckets[place], published=published)
                )
