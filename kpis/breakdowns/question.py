"""What is asked of breakdowns: a metric, a dimension, accounts, a window and how to group."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kpis.compute.question import Window


class BreakdownKey(StrEnum):
    """What buckets can be told apart by."""

    BRAND = "brand"
    NETWORK = "network"
    ACCOUNT = "account"


class BucketOrder(StrEnum):
    """In which order buckets come."""

    GREATEST = "-value"
    LEAST = "value"
    BUCKET = "bucket"  # hours and seconds by number


@dataclass(frozen=True, slots=True)
class BreakdownQuestion:
    """One request for a breakdown. `accounts` were already narrowed to what the asker may see."""

    metric: str
    dimension: str
    accounts: tuple[UUID, ...]
    window: Window
    group_by: tuple[BreakdownKey, ...] = ()
    order: BucketOrder = BucketOrder.GREATEST
