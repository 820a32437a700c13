"""Breakdown items: one bucket of one group, with its value, its share and where it came from."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from campaigns.metrics import METRICS, Unit
from kpis.breakdowns.adding import BucketDays, added, adds_up, kind_of, shares, takes_last_day
from kpis.breakdowns.question import BreakdownKey, BreakdownQuestion, BucketOrder
from kpis.breakdowns.reading import read_buckets
from kpis.compute.accounts import AccountFacts, accounts_of
from kpis.formulas import Quantity, Reason
from kpis.results.numbers import number_text
from kpis.results.sources import FilesBehind
from kpis.results.stating import range_stated, reason_name

READS = frozenset({"breakdown"})
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Bucket:
    """One bucket of a group: the accounts that state it, with their days."""

    group: Group
    bucket: str
    stating: Sequence[tuple[AccountFacts, BucketDays]]
    quantity: Quantity
    share: Decimal | None


class Breakdown:
    """A breakdown, read in one statement and put in order; items are written for the page that is wanted."""

    def __init__(self, question: BreakdownQuestion, *, today: date) -> None:
        self._question, self._today = question, today
        self._metric, self._kind = METRICS[question.metric], kind_of(question.metric)
        self._read = read_buckets(question)
        self._accounts = accounts_of(question.accounts)
        self._members = self._grouped()
        self._buckets = sorted(self._added(), key=self._place)

    def page(self, first: int, limit: int) -> tuple[list[dict[str, Any]], bool]:
        """Write the buckets from number `first`, at most `limit`, and say whether there are more."""
        wanted = self._buckets[first : first + limit]
        files = FilesBehind(self._question.window, {account.id for each in wanted for account, _ in each.stating})
        return [self._item(each, files) for each in wanted], len(self._buckets) > first + limit

    def _grouped(self) -> Mapping[Group, Sequence[AccountFacts]]:
        members: dict[Group, list[AccountFacts]] = defaultdict(list)
        for account in self._accounts.values():
            members[tuple(_value(key, account) for key in self._question.group_by)].append(account)
        return members

    def _added(self) -> Iterator[_Bucket]:
        dimension = self._question.dimension
        for group, accounts in self._members.items():
            stating = self._stating(accounts)
            quantities = [self._together([days for _, days in each]) for each in stating.values()]
            parts = shares(quantities) if adds_up(self._kind, dimension) else [None] * len(quantities)
            for (bucket, each), quantity, share in zip(stating.items(), quantities, parts, strict=True):
                yield _Bucket(group, bucket, each, quantity, share)

    def _stating(self, accounts: Sequence[AccountFacts]) -> dict[str, list[tuple[AccountFacts, BucketDays]]]:
        """Give each bucket's accounts; what an account's last day no longer lists is no level of it."""
        found: dict[str, list[tuple[AccountFacts, BucketDays]]] = defaultdict(list)
        for account in (each for each in accounts if each.id in self._read):
            for bucket, days in self._read[account.id].buckets.items():
                if days.last is not None or not takes_last_day(self._kind):
                    found[bucket].append((account, days))
        return found

    def _together(self, days: Sequence[BucketDays]) -> Quantity:
        if self._metric.unit is Unit.MONEY and len(days) > 1:  # breakdowns state no currency
            return Quantity.missing(Reason.MIXED_CURRENCY)
        return added(days, self._kind, self._question.dimension)

    def _place(self, each: _Bucket) -> tuple[Any, ...]:
        natural = (not each.bucket.isdecimal(), int(each.bucket) if each.bucket.isdecimal() else 0, each.bucket)
        if self._question.order is BucketOrder.BUCKET:
            return (each.group, natural)
        number = each.quantity.value if each.quantity.value is not None else each.quantity.high
        sign = -1 if self._question.order is BucketOrder.GREATEST else 1
        return (number is None, sign * (number or 0), each.group, natural)

    def _item(self, each: _Bucket, files: FilesBehind) -> dict[str, Any]:
        question, unit = self._question, self._metric.unit
        accounts = [account for account, _ in each.stating]
        last = takes_last_day(self._kind)
        captured = [days.captured_last if last else days.captured for _, days in each.stating]
        taken = [days.last_day for _, days in each.stating] if last else []
        return {
            "dimension": question.dimension,
            "bucket": each.bucket,
            "metric": question.metric,
            "unit": unit.value,
            "kind": self._kind.value,
            "group": dict(zip((key.value for key in question.group_by), each.group, strict=True)),
            "network": _only(account.network for account in accounts),
            "account": _only(str(account.id) for account in accounts),
            "window": {"start": question.window.start.isoformat(), "end": question.window.end.isoformat()},
            "value": number_text(each.quantity.value, unit),
            "reason": reason_name(each.quantity),
            "bound": each.quantity.bound.value,
            "range": range_stated(each.quantity, unit),
            "share": number_text(each.share, Unit.RATIO),
            "overlapping": last and len(accounts) > 1 and each.quantity.value is not None,
            "state": self._state(accounts, max(taken, default=question.window.end)),
            "day": max(taken).isoformat() if taken else None,
            "oldest_day": min(taken).isoformat() if taken else None,
            "coverage": {
                "days": min(self._read[account.id].days for account in accounts),
                "of": question.window.days,
                "accounts": len(accounts),
                "of_accounts": len(self._members[each.group]),
            },
            "captured_on": max(day for day in captured if day).isoformat(),
            "sources": files.of(READS, [account.id for account in accounts]),
        }

    def _state(self, accounts: Sequence[AccountFacts], day: date) -> str:
        settle = max(self._metric.settle_days(account.network) for account in accounts)
        return "final" if self._today > day + timedelta(days=settle) else "provisional"


def _value(key: BreakdownKey, account: AccountFacts) -> str:
    match key:
        case BreakdownKey.BRAND:
            return str(account.brand)
        case BreakdownKey.ACCOUNT:
            return str(account.id)
        case BreakdownKey.NETWORK:
            return account.network


def _only(values: Iterator[str]) -> str | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None
