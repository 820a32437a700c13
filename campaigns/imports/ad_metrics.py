"""Which metrics the days of an account's ad units may state: of the others a question need read nothing.

A load adds what it states to what was known; a revert takes nothing back, so that a metric may be named that no day
states any more.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection

from campaigns.metrics.columns import COLUMNS, columns
from campaigns.metrics.kinds import Grain, Kind
from campaigns.metrics.stated import names_of_bits, stated_bits
from campaigns.models import AdMetrics
from clients.models import NetworkAccount

_FLOWS = COLUMNS[Grain.AD_DAY][Kind.FLOW]
_OTHERS = tuple(name for name in columns(Grain.AD_DAY) if name not in _FLOWS)
_SUMMED, _LOOKED_UP = (stated_bits([f"d.{name}" for name in names]) for names in (_FLOWS, _OTHERS))
_COUNTED = f"""
SELECT d.account_id, {", ".join(f"bit_or({bits})" for bits in _SUMMED)}, {", ".join("0" for _ in _LOOKED_UP)}
FROM campaigns_accountadmonth d WHERE d.account_id = ANY(%(accounts)s) GROUP BY 1
UNION ALL
SELECT u.account_id, {", ".join("0" for _ in _SUMMED)}, {", ".join(f"bit_or({bits})" for bits in _LOOKED_UP)}
FROM campaigns_adunit u JOIN campaigns_adday d ON d.ad_unit_id = u.id
WHERE u.account_id = ANY(%(accounts)s) AND num_nonnulls({", ".join(f"d.{name}" for name in _OTHERS)}) > 0 GROUP BY 1
"""
Stated = dict[UUID, frozenset[str]]


def add_stated(account: UUID, names: Iterable[str]) -> None:
    """Note what a load states whose days are stored and counted; of an account that is new here all is looked at."""
    kept = AdMetrics.objects.filter(account=account).first()
    if kept is None:
        _keep(counted([account]))
    elif new := frozenset(names).difference(kept.ever):
        _keep({account: new.union(kept.ever)})


def recount_of_accounts(accounts: Collection[UUID]) -> None:
    """Look again at what the days of these accounts' ad units state."""
    AdMetrics.objects.filter(account__in=accounts).delete()
    _keep(counted(accounts))


def recount_everything() -> None:
    """Look again at every account of the open agency."""
    recount_of_accounts(_every_account())


def counted(accounts: Collection[UUID]) -> Stated:
    """Count from the facts, flows from their roll-up; accounts without any are left out."""
    found: Stated = {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"accounts": sorted(accounts)})
        for account, *bits in cursor.fetchall():
            flows, others = bits[: len(_SUMMED)], bits[len(_SUMMED) :]
            names = names_of_bits(_FLOWS, flows) | names_of_bits(_OTHERS, others)
            found[account] = found.get(account, frozenset()) | names
    return found


def unlike() -> list[UUID]:
    """Name the accounts whose days state what is not kept."""
    kept = {row.account_id: frozenset(row.ever) for row in AdMetrics.objects.all()}
    told = counted(_every_account())
    return sorted(account for account, names in told.items() if not names <= kept.get(account, frozenset()))


def _every_account() -> list[UUID]:
    return list(NetworkAccount.objects.values_list("id", flat=True))


def _keep(stated: Stated) -> None:
    AdMetrics.objects.bulk_create(
        [AdMetrics(account_id=account, ever=sorted(names)) for account, names in sorted(stated.items())],
        update_conflicts=True,
        unique_fields=["account"],
        update_fields=["ever"],
    )
