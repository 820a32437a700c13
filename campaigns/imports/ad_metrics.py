"""Which metrics the days of an account's ad units may state: of the others a question need read nothing.

A load adds what its days state to what was known; a revert takes nothing back, so that a metric may be named that no
day states any more. Flows are read off the roll-ups.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.metrics.columns import COLUMNS, columns
from campaigns.metrics.kinds import Grain, Kind
from campaigns.metrics.stated import names_of_bits, stated_bits
from campaigns.models import AdMetrics

_FLOWS = COLUMNS[Grain.AD_DAY][Kind.FLOW]
_OTHERS = tuple(name for name in columns(Grain.AD_DAY) if name not in _FLOWS)
_OF_MONTHS = stated_bits([f"m.{name}" for name in _FLOWS])
_OF_DAYS = stated_bits([f"d.{name}" for name in _OTHERS])
_STATES_OTHERS = f"num_nonnulls({', '.join(f'd.{name}' for name in _OTHERS)}) > 0"
_ACCOUNTS = "SELECT id FROM clients_networkaccount"
Stated = dict[UUID, frozenset[str]]


def _stated(months: str, days: str) -> str:
    """Write the query that puts together by account what months `m` and days `d` state."""
    flows, others = len(_OF_MONTHS), len(_OF_DAYS)
    named = ", ".join(f"bit_or(b{at})" for at in range(flows + others))
    bits = ", ".join(f"{each} AS b{at}" for at, each in enumerate((*_OF_MONTHS, *["0::bigint"] * others)))
    of_days = ", ".join((*["0::bigint"] * flows, *_OF_DAYS))
    return (
        f"SELECT account, {named} FROM (SELECT {months.format(bits=bits)}"
        f" UNION ALL SELECT {days.format(bits=of_days)} AND {_STATES_OTHERS}) stated GROUP BY account"
    )


_COUNTED = _stated(
    "m.account_id AS account, {bits} FROM campaigns_accountadmonth m WHERE m.account_id = ANY(%(accounts)s)",
    "u.account_id, {bits} FROM campaigns_adunit u JOIN campaigns_adday d ON d.ad_unit_id = u.id"
    " WHERE u.account_id = ANY(%(accounts)s)",
)
_TOUCHED = _stated(
    "u.account_id AS account, {bits} FROM unnest(%(owners)s::uuid[], %(days)s::date[]) AS w(owner, month)"
    " JOIN campaigns_adunit u ON u.id = w.owner"
    " JOIN campaigns_admonth m ON m.ad_unit_id = w.owner AND m.month = w.month",
    "u.account_id, {bits} FROM unnest(%(owners)s::uuid[], %(days)s::date[]) AS w(owner, month)"
    " JOIN campaigns_adunit u ON u.id = w.owner CROSS JOIN LATERAL (SELECT * FROM campaigns_adday d"
    " WHERE d.ad_unit_id = w.owner AND d.day BETWEEN w.month AND (w.month + interval '1 month - 1 day')::date) d"
    " WHERE true",
)


def add_stated(touched: Mapping[str, Any]) -> None:
    """Note what the days of these `owners`, ad units, state in the months that begin on these `days`."""
    found = _read(_TOUCHED, touched)
    known = {row.account_id: frozenset(row.ever) for row in AdMetrics.objects.filter(account__in=found)}
    unknown = counted(found.keys() - known)
    _keep({account: names for account in known if (names := known[account] | found[account]) != known[account]})
    _keep(unknown)


def recount_of_accounts(accounts: Collection[UUID]) -> None:
    """Look again at what the days of these accounts' ad units state."""
    AdMetrics.objects.filter(account__in=accounts).delete()
    _keep(counted(accounts))


def counted(accounts: Collection[UUID]) -> Stated:
    """Count from the facts and their roll-ups; accounts without any are left out."""
    return _read(_COUNTED, {"accounts": sorted(accounts)})


def unlike() -> list[UUID]:
    """Name the accounts whose days state what is not kept."""
    kept = {row.account_id: frozenset(row.ever) for row in AdMetrics.objects.all()}
    told = counted(_every())
    return sorted(account for account, names in told.items() if not names <= kept.get(account, frozenset()))


def recount_everything() -> None:
    """Count for every account of the open agency anew."""
    recount_of_accounts(_every())


def _every() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS)
        return [account for (account,) in cursor.fetchall()]


def _read(statement: str, given: Mapping[str, Any]) -> Stated:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        flows = len(_OF_MONTHS)
        return {
            account: names_of_bits(_FLOWS, bits[:flows]) | names_of_bits(_OTHERS, bits[flows:])
            for account, *bits in cursor.fetchall()
        }


def _keep(stated: Stated) -> None:
    AdMetrics.objects.bulk_create(
        [AdMetrics(account_id=account, ever=sorted(names)) for account, names in sorted(stated.items())],
        update_conflicts=True,
        unique_fields=["account"],
        update_fields=["ever"],
    )
