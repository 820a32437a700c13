"""Qianchuan's reports: what was paid is revenue of ads and sales at once; first orders are new customers."""

from datetime import date
from typing import Final

from campaigns.readers.ad_reports import ad_reports
from campaigns.readers.measures import Measured
from campaigns.readers.profile import Sheet
from campaigns.readers.tables import Record

_ALSO: Final = {"revenue": "gmv", "first_orders": "new_customers"}


def _say_both(measured: Measured, _sheet: Sheet, _record: Record, _day: date) -> None:
    """State under both metrics what the vendor counts once."""
    for stated, other in _ALSO.items():
        if stated in measured.values:
            measured.values[other] = measured.values[stated]
            if stated in measured.capped:
                measured.capped.add(other)


read = ad_reports(_say_both)
