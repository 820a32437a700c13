"""What the second reading of the numbers makes of rates and of the choice between account days and contents."""

from collections.abc import Collection, Sequence
from datetime import date

from tests.oracles.adding import Said
from tests.oracles.results import contents_happened, covers
from tests.oracles.world import TwinAccount


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
