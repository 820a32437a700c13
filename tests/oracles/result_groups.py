"""What the second reading of the numbers makes of rates and of the choice between account days and contents."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from tests.oracles.adding import Said
from tests.oracles.results import contents_happened, covers
from tests.oracles.world import TwinAccount, TwinContent


def together(parts: Sequence[Said]) -> Said:
    """Add what is said of several metrics: the sum is shown where it is one of its own ends."""
    silent = next((part for part in parts if part.value is None), None)
    if silent is not None:
        return Said(None, reason=silent.reason)
    value, low, high = (sum(getattr(part, name) for part in parts) for name in ("value", "low", "high"))
    reason = next((part.reason for part in parts if part.reason), None)
    derived = any(part.derived for part in parts)
    if value not in {low, high}:
        return Said(None, reason=reason or "unbounded", derived=derived)
    return Said(value, low, high, reason, derived)


def spoken_for_by_days(accounts: Sequence[TwinAccount], bundle: set[str], start: date, end: date) -> bool | None:
    """Tell whether account days answer for accounts, or else their contents; None where neither has anything.

    Days answer where everybody who has anything to say has stated each day, and where more accounts have days than
    have contents.
    """
    with_days = _names(account for account in accounts if _any_day(account, bundle, start, end))
    with_contents = _names(account for account in accounts if _any_content(account, bundle, start, end))
    if not with_days or not with_contents:
        return bool(with_days) if with_days or with_contents else None
    by_name = {account.name: account for account in accounts}
    all_covered = all(covers(by_name[name], bundle, start, end) for name in with_days)
    return (with_contents <= with_days and all_covered) or len(with_days) > len(with_contents)


def _names(accounts) -> set[str]:
    return {account.name for account in accounts}


def _any_day(account: TwinAccount, bundle: Collection[str], start: date, end: date) -> bool:
    return any(
        start <= row.day <= end and all(row.values.get(name) is not None for name in bundle) for row in account.days
    )


def _any_content(account: TwinAccount, bundle: set[str], start: date, end: date) -> bool:
    said = contents_happened(account.contents, bundle, start, end)
    return any(each.reason != "no_data" for each in said.values())


def in_group(content: TwinContent | None, key: str, value: str | None) -> bool:
    """Tell whether a content stands in a group: in that of each of its hashtags, or in the one without a value."""
    if content is None:
        return value is None
    if key == "hashtag":
        return value in content.hashtags if value else not content.hashtags
    if key == "paid":
        return {True: "boosted", False: "organic", None: None}[content.boosted] == value
    return (getattr(content, "category" if key == "content_category" else key) or None) == value


def groups_of(contents: Iterable[TwinContent], key: str) -> set[str | None]:
    """Name the groups in which contents stand."""
    words = {word for each in contents for word in (*each.hashtags, each.hook, each.sound, each.category)}
    candidates = {*words, "boosted", "organic"} - {""}
    found = {word for word in candidates if any(in_group(each, key, word) for each in contents)}
    return found | ({None} if any(in_group(each, key, None) for each in contents) else set())
