"""What the child tells comes through exactly, however large a number or odd a text is."""

from datetime import date
from decimal import Decimal

from campaigns.readers.reading import Opening
from campaigns.readers.rows import AccountDayRow, ContentRow, Grain, Refusal, Row
from campaigns.readers.wire import lines_of, opening_from

NONE: frozenset[str] = frozenset()
HUGE = 10**40
DAY = date.fromisoformat("2026-07-10")


def carried(outcome: Row | Refusal) -> Row | Refusal:
    opening = Opening("canonical.account_day", None, Grain.ACCOUNT_DAY, {}, (), "utf-8", iter([outcome]))
    (come,) = opening_from(iter([*lines_of(opening)])).outcomes
    return come


def content(followers: int) -> ContentRow:
    nothing = dict.fromkeys(("external_id", "published_at", "published_on", "duration_s", "captured_on"))
    texts = {"natural_key": "k", "title": "☕ \u2028\x07", "url": "", "format": "video"}
    flags = {"derived": NONE, "capped": NONE, "notices": ()}
    return ContentRow(line=2, followers_at_publish=followers, values={"views": 2**63 - 1}, **nothing, **texts, **flags)


def test_numbers_of_any_size_come_through_exactly() -> None:
    day = AccountDayRow(2, DAY, {"views": HUGE, "likes": -HUGE, "watch_time_s": Decimal("0.10")}, NONE, NONE, ())
    for row in (day, content(HUGE), content(5)):
        assert carried(row) == row
    whole = day._replace(values={"views": 2**63 - 1, "likes": -(2**63) + 1, "shares": 0})
    assert repr(carried(whole)) == repr(whole)


def test_a_refusal_comes_through_with_its_cells() -> None:
    refusal = Refusal(3, "bad_number", "Likes: this is not a number.", "Likes", "☕", (("Likes", "☕"), ("赞", "")))
    assert repr(carried(refusal)) == repr(refusal)
