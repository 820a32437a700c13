"""Counts the roll-ups anew where a load or a revert touched their days, in its transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import DataError, connection

from campaigns.imports import ad_metrics, content_metrics
from campaigns.imports.locks import lock_accounts
from campaigns.imports.refusals import SumTooLarge
from campaigns.imports.roll_ups import (
    ACCOUNT_AD_DAYS,
    ACCOUNT_AD_MONTHS,
    ACCOUNT_MONTHS,
    AD_MONTHS,
    ROLL_UPS,
    RollUp,
)
from campaigns.metrics.kinds import Grain
from campaigns.models import AdMetrics, AdUnit, ContentMetrics

OUT_OF_RANGE = "22003"  # PostgreSQL's numeric_value_out_of_range
DaysOf = Mapping[UUID, Collection[date]]
"""Days by the account or ad unit that they are of."""

_LAST_DAY = "(w.month + interval '1 month - 1 day')::date"
_OWNER_MONTHS = "unnest(%(owners)s::uuid[], %(days)s::date[]) AS w(owner, month)"
_OWNER_DAYS = "unnest(%(owners)s::uuid[], %(days)s::date[]) AS w(owner, day)"


def days_of(pairs: Iterable[tuple[UUID, date]]) -> DaysOf:
    """Gather days by their owners."""
    found: dict[UUID, set[date]] = defaultdict(set)
    for owner, day in pairs:
        found[owner].add(day)
    return found


def recount(grain: str, touched: DaysOf) -> None:
    """Count anew what is made of these days; a grain without roll-ups needs none.

    The account's lock is held, so nobody else writes them. Of contents it looks again at which metrics they state.
    Raises SumTooLarge.
    """
    if not touched:
        return
    if grain == Grain.CONTENT:
        content_metrics.recount_of_contents(touched)
    elif grain == Grain.ACCOUNT_DAY:
        _recount_months(ACCOUNT_MONTHS, "account_id", touched)
    elif grain == Grain.AD_DAY:
        _recount_months(AD_MONTHS, "ad_unit_id", touched)
        _recount_account_ads(_days_of_accounts(touched))


def recount_of_ad_units(units: Iterable[UUID]) -> None:
    """Count the days of the accounts of these ad units anew, because their currency was told only now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ad_unit_id, day FROM campaigns_adday WHERE ad_unit_id = ANY(%s)", [list(units)])
        touched = days_of(cursor.fetchall())
    _recount_account_ads(_days_of_accounts(touched))


def _recount_months(roll_up: RollUp, owner: str, touched: DaysOf) -> None:
    """Count each owner's month by a look-up of its own: whatever the server believes, it reads no other days."""
    chosen = f"WHERE d.{owner} = w.owner AND d.day BETWEEN w.month AND {_LAST_DAY}"
    of_one = replace(roll_up, keys={**roll_up.keys, "month": "w.month"}).counted(chosen)
    counted = f"SELECT counted.* FROM {_OWNER_MONTHS} CROSS JOIN LATERAL ({of_one}) AS counted"
    _replace(roll_up, f"t.{owner} = w.owner AND t.month = w.month", _OWNER_MONTHS, counted, _months(touched))


def _recount_account_ads(touched: DaysOf) -> None:
    """Count accounts' days of ads anew, and then their months. Ad units that rest in a month are not looked up."""
    active = (
        "(SELECT DISTINCT u.id, u.account_id, u.currency, m.month FROM campaigns_adunit u JOIN campaigns_admonth m"
        " ON m.ad_unit_id = u.id AND m.month = ANY(%(months)s) WHERE u.account_id = ANY(%(owners)s)) u"
    )
    of_active = (
        f"JOIN {active} ON u.id = d.ad_unit_id JOIN {_OWNER_DAYS} ON w.owner = u.account_id AND w.day = d.day"
        " AND date_trunc('month', w.day)::date = u.month"  # tells at once which units need no look at a day
    )
    if not touched:
        return
    given = _listed(touched) | {"months": sorted({day.replace(day=1) for days in touched.values() for day in days})}
    by_day = replace(ACCOUNT_AD_DAYS, days="campaigns_adday d")
    _replace(by_day, "t.account_id = w.owner AND t.day = w.day", _OWNER_DAYS, by_day.counted(of_active), given)
    _recount_months(ACCOUNT_AD_MONTHS, "account_id", touched)


def _replace(roll_up: RollUp, same: str, wanted: str, counted: str, given: Mapping[str, Any]) -> None:
    """Put what is `counted` in the place of the rows that are the `same` as `wanted` ones."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {roll_up.table} t USING {wanted} WHERE {same}", given)
        try:
            cursor.execute(f"INSERT INTO {roll_up.table} ({roll_up.columns}) {counted}", given)
        except DataError as error:
            if getattr(error.__cause__, "sqlstate", None) == OUT_OF_RANGE:
                raise SumTooLarge from None
            raise


def _months(touched: DaysOf) -> dict[str, Any]:
    return _listed({owner: {day.replace(day=1) for day in days} for owner, days in touched.items()})


def _listed(touched: DaysOf) -> dict[str, Any]:
    """Write owners and days side by side, in one order for all who write the same rows."""
    owners = sorted(touched)
    return {
        "owners": [owner for owner in owners for _ in touched[owner]],
        "days": [day for owner in owners for day in sorted(touched[owner])],
    }


def _days_of_accounts(touched: DaysOf) -> DaysOf:
    """Give the days of ad units as days of their accounts."""
    account_of = dict(AdUnit.objects.filter(id__in=list(touched)).values_list("id", "account_id"))
    found: dict[UUID, set[date]] = defaultdict(set)
    for unit, days in touched.items():
        found[account_of[unit]].update(days)
    return found


def recount_everything() -> None:
    """Count everything of the open agency anew, from the facts alone."""
    with connection.cursor() as cursor:
        for roll_up in ROLL_UPS:
            cursor.execute(f"DELETE FROM {roll_up.table}")
            cursor.execute(f"INSERT INTO {roll_up.table} ({roll_up.columns}) {roll_up.counted()}")
    content_metrics.recount_everything()
    ad_metrics.recount_everything()


Difference = tuple[str, UUID, date | None]
"""A table, an owner in it, and the day or the month's first day that differs; of what facts state at all, no day."""

_CONTENTS, _ADS = ContentMetrics._meta.db_table, AdMetrics._meta.db_table
_OF_ADS = frozenset({_ADS, ACCOUNT_AD_DAYS.table, ACCOUNT_AD_MONTHS.table})  # whose flows tell what ads state


def mend(found: Collection[Difference]) -> None:
    """Count these days and months of these owners anew, and what these accounts' facts state at all."""
    pairs: dict[str, list[tuple[UUID, Any]]] = defaultdict(list)
    for table, owner, day in found:
        pairs[table].append((owner, day))
    of_units = days_of(pairs[AD_MONTHS.table])
    with_units = set(_days_of_accounts(of_units))
    lock_accounts(sorted(with_units.union(owner for table, owner, _ in found if table != AD_MONTHS.table)))
    content_metrics.recount_of_accounts([account for account, _ in pairs[_CONTENTS]])
    _recount_months(ACCOUNT_MONTHS, "account_id", days_of(pairs[ACCOUNT_MONTHS.table]))
    _recount_months(AD_MONTHS, "ad_unit_id", of_units)
    _recount_account_ads(days_of(pairs[ACCOUNT_AD_DAYS.table] + pairs[ACCOUNT_AD_MONTHS.table]))
    ad_metrics.recount_of_accounts(with_units.union(owner for table, owner, _ in found if table in _OF_ADS))


def differences() -> list[Difference]:
    """Compare every roll-up of the open agency, and what facts are said to state, with what it is counted from."""
    found: list[Difference] = [(_CONTENTS, account, None) for account in content_metrics.unlike()]
    found += [(_ADS, account, None) for account in ad_metrics.unlike()]
    with connection.cursor() as cursor:
        for roll_up in ROLL_UPS:
            from_days = f"SELECT {roll_up.compared} FROM ({roll_up.counted()}) AS counted"
            stored = f"SELECT {roll_up.compared} FROM {roll_up.table}"
            owner_and_day = ", ".join(list(roll_up.keys)[:2])
            cursor.execute(
                f"SELECT DISTINCT {owner_and_day} FROM ((({from_days}) EXCEPT ALL ({stored}))"
                f" UNION ALL (({stored}) EXCEPT ALL ({from_days}))) AS unlike ORDER BY 1, 2"
            )
            found += [(roll_up.table, owner, day) for owner, day in cursor.fetchall()]
    return found
