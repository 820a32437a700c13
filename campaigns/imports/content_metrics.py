"""Which metrics the snapshots of an account's contents state at all, and which every one of them does.

What every snapshot states is read from the newest alone; only for the others older ones may have to answer. Where no
snapshot is marked, which numbers are derived or capped need not be asked.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from campaigns.metrics.columns import columns
from campaigns.metrics.kinds import Grain
from campaigns.metrics.stated import names_of_bits, stated_bits
from campaigns.models import Content, ContentMetrics

METRICS = columns(Grain.CONTENT)
_BITS = stated_bits([f"s.{name}" for name in METRICS])
_COUNTED = (
    f"SELECT c.account_id, {', '.join(f'bit_or({bits})' for bits in _BITS)},"
    f" {', '.join(f'bit_and({bits})' for bits in _BITS)}, bool_or(s.derived <> '{{}}' OR s.capped <> '{{}}')"
    " FROM campaigns_contentsnapshot s JOIN campaigns_content c ON c.id = s.content_id"
)


def recount_of_contents(contents: Iterable[UUID]) -> None:
    """Look again at the accounts of these contents, whose locks are held."""
    accounts = Content.objects.filter(id__in=set(contents)).values_list("account_id", flat=True).distinct()
    recount_of_accounts(list(accounts))


def recount_of_accounts(accounts: list[UUID]) -> None:
    """Look again at what the snapshots of these accounts state."""
    found = counted(accounts)
    ContentMetrics.objects.filter(account__in=accounts).delete()
    ContentMetrics.objects.bulk_create(found)


def counted(accounts: list[UUID] | None = None) -> list[ContentMetrics]:
    """Count from the facts; of every account where none are named."""
    chosen = "" if accounts is None else " WHERE c.account_id = ANY(%(accounts)s)"
    with connection.cursor() as cursor:
        cursor.execute(f"{_COUNTED}{chosen} GROUP BY 1 ORDER BY 1", {"accounts": accounts})
        rows = cursor.fetchall()
    return [
        ContentMetrics(
            account_id=account,
            ever=sorted(names_of_bits(METRICS, bits[: len(_BITS)])),
            always=sorted(names_of_bits(METRICS, bits[len(_BITS) :])),
            marked=marked,
        )
        for account, *bits, marked in rows
    ]


def recount_everything() -> None:
    """Look again at every account of the open agency."""
    ContentMetrics.objects.all().delete()
    ContentMetrics.objects.bulk_create(counted())


def unlike() -> list[UUID]:
    """Name the accounts for which what is kept is not what the facts say; marks may have gone since."""
    kept, told = ({row.account_id: row for row in rows} for rows in (ContentMetrics.objects.all(), counted()))
    return sorted(account for account in {*kept, *told} if not _agree(kept.get(account), told.get(account)))


def _agree(kept: ContentMetrics | None, told: ContentMetrics | None) -> bool:
    if kept is None or told is None:
        return kept is told
    return (kept.ever, kept.always) == (told.ever, told.always) and kept.marked >= told.marked
