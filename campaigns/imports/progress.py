"""How far an import has come, as its rows say."""

from dataclasses import dataclass
from decimal import Decimal

from campaigns.models import Import, ImportWork
from campaigns.progress import FOUR_PLACES

READ_WHOLE = frozenset({"previewed", "committed", "reverted"})
LEAST_SHARE = Decimal("0.02")  # before that a pace says nothing
ALL, NONE = Decimal("1.0000"), Decimal("0.0000")


@dataclass(frozen=True, slots=True)
class Progress:
    """Rows' worth of work done, of how many; `share` is from 0 to 1."""

    done: int
    total: int
    share: Decimal
    seconds_left: int | None


def progress_of(upload: Import) -> Progress:
    """Tell how far an import is; one that stored something or read everything is done, whatever was told before."""
    rows: int = upload.counts["rows"]
    if upload.state in READ_WHOLE:
        return Progress(rows, rows, ALL, 0)
    work: ImportWork | None = getattr(upload, "work", None)
    if work is None:  # loaded while its sender waited; a failed one had all its rows refused
        return Progress(rows, rows, ALL, 0) if upload.finished_at else Progress(0, rows, NONE, None)
    total = work.rows or rows
    return Progress(int(work.share * total), total, work.share.quantize(FOUR_PLACES), _seconds_left(upload, work))


def _seconds_left(upload: Import, work: ImportWork) -> int | None:
    if upload.state != "running" or work.share < LEAST_SHARE or work.started_at is None or work.moved_at is None:
        return None
    taken = Decimal((work.moved_at - work.started_at).total_seconds())
    return int(taken / work.share * (1 - work.share)) + 1
