"""What the computation must know of an account: read once a question."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from clients.models import NetworkAccount


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An account with what results are grouped, graded and named by."""

    id: UUID
    brand: UUID
    network: str
    kind: str
    industry: str
    currency: str


def accounts_of(ids: Iterable[UUID]) -> dict[UUID, AccountFacts]:
    """Read accounts with their brands, ordered by id."""
    rows = NetworkAccount.objects.filter(id__in=list(ids)).order_by("id")
    values = rows.values_list("id", "brand_id", "network", "kind", "brand__industry", "brand__currency")
    return {row[0]: AccountFacts(*row) for row in values}


def latest_followers(ids: Iterable[UUID]) -> dict[UUID, int]:
    """Give each account's newest follower count; accounts without one are left out."""
    from campaigns.models import AccountDay

    rows = (
        AccountDay.objects.filter(account_id__in=list(ids), followers__isnull=False)
        .order_by("account_id", "-day")
        .distinct("account_id")
        .values_list("account_id", "followers")
    )
    return dict(rows)
