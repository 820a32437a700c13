"""Facts that follow a precedent become the rows that they would become by themselves."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.pushes.facts import Circumstances, read_fact
from campaigns.pushes.precedents import Precedents
from campaigns.readers.rows import Grain, Row

CAPTURED_ON = date(2026, 2, 1)
ACCOUNT, ANOTHER = "01990000-0000-7000-8000-000000000020", "01990000-0000-7000-8000-000000000021"
DAYS = (
    "2026-01-30",
    "2026-01-31",
    "2026-02-01",
    "2026-02-02",
    "2026-1-1",
    "2026-02-30",
    20260131,
    None,
    ["2026-01-31"],
)
NUMBERS = (0, 5, 7, 10**15, 10**15 + 1, -3, True, 1.5, 1e300, "5.25", "12", "5\n6", "1e3", "x", "", None, [5], {"a": 5})
METRICS = ("views", "likes", "spend", "gmv", "watch_time_s", "followers_net", "completion_rate", "mood")
AD = {"grain": "ad_day", "account": ACCOUNT, "source": "tiktok_ads", "level": "ad", "external_id": "1"}
DAY = {"grain": "account_day", "account": ACCOUNT}
VALUES = st.dictionaries(st.sampled_from(METRICS), st.sampled_from(NUMBERS[:3]) | st.sampled_from(NUMBERS), max_size=4)
OTHERS = {
    "account": st.sampled_from([ACCOUNT, ANOTHER]),
    "captured_on": st.sampled_from([None, "2026-01-31", "2026-02-01"]),
    "external_id": st.sampled_from(["1", "2", "", 1, None, "9" * 300]),
    "currency": st.sampled_from(["EUR", "USD", "XXX", None, ["EUR"]]),
    "name": st.sampled_from(["Spring", " Spring ", None, 5]),
    "derived": st.sampled_from([None, [], ["likes"], ["views"], "views"]),
    "capped": st.sampled_from([None, [], ["views"]]),
    "mood": st.just("fine"),
}
FACTS = st.builds(
    lambda kind, day, values, others: {**kind, "day": day, "values": values, **others},
    st.sampled_from([AD, DAY, AD | {"currency": "EUR"}]),
    st.sampled_from(DAYS[:2]) | st.sampled_from(DAYS),
    VALUES,
    st.just({}) | st.fixed_dictionaries({}, optional=OTHERS),
)


def by_itself(line: int, fact: Mapping[str, Any]) -> Row | None:
    return read_fact(Grain(fact["grain"]), fact, Circumstances(line, captured(fact), ZoneInfo("UTC")), [])


def captured(fact: Mapping[str, Any]) -> date:
    return date.fromisoformat(fact.get("captured_on") or str(CAPTURED_ON))


def one_after_the_other(facts: Sequence[Mapping[str, Any]]) -> tuple[dict[Hashable, list[Row]], int]:
    """Give the rows of facts by account, grain and day of capture, and how many followed a precedent."""
    precedents, placed, following = Precedents(), defaultdict[Hashable, list[Row]](list), 0
    for line, fact in enumerate(facts, 1):
        if precedents.take(line, fact):
            following += 1
            continue
        row = by_itself(line, fact)
        if row is not None:
            rows = placed[destination(fact)]
            rows.append(row)
            precedents.note(fact, row, rows, captured(fact))
    return placed, following


def destination(fact: Mapping[str, Any]) -> Hashable:
    return fact["account"], fact["grain"], captured(fact)


@settings(max_examples=400)
@given(st.lists(FACTS, max_size=6).map(lambda facts: facts * 2))
def test_facts_become_the_rows_that_they_would_become_by_themselves(facts):
    alone = defaultdict[Hashable, list[str]](list)
    for line, fact in enumerate(facts, 1):
        row = by_itself(line, fact)
        if row is not None:
            alone[destination(fact)].append(repr(row))
    assert {place: list(map(repr, rows)) for place, rows in one_after_the_other(facts)[0].items()} == alone


def test_facts_that_differ_by_day_and_numbers_alone_follow_the_first():
    facts = [{**AD, "day": f"2026-01-{day:02}", "values": {"views": day, "likes": None}} for day in range(1, 31)]
    assert one_after_the_other(facts)[1] == 29


def test_an_amount_may_be_a_text_or_a_decimal_number():
    paid = {**AD, "currency": "EUR", "day": "2026-01-02"}
    facts = [{**paid, "values": {"spend": amount}} for amount in ("2.50", "3", 4.5, 5.5)]
    placed, following = one_after_the_other(facts)
    (rows,) = placed.values()
    assert [str(row.values["spend"]) for row in rows] == ["2.50", "3", "4.5", "5.5"]
    assert following == 2  # of each kind the second


def test_what_follows_is_looked_at_where_its_day_or_number_is_odd():
    first = {**DAY, "day": "2026-01-02", "values": {"views": 5}}
    odd = [{**first, "day": "2026-02-02"}, {**first, "values": {"views": -5}}, {**first, "values": {"views": 10**16}}]
    assert one_after_the_other([first, *odd])[1] == 0
