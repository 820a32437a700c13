"""The readers that profiles choose by name; a profile that needs none of its own says only which columns it has."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from campaigns.readers.account_days import read_account_days
from campaigns.readers.ad_reports import read_ad_reports
from campaigns.readers.audience import read_audience
from campaigns.readers.canonical_ads import read_ad_days
from campaigns.readers.canonical_contents import read_contents
from campaigns.readers.canonical_days import read_own_days
from campaigns.readers.canonical_long import read_breakdowns, read_periods
from campaigns.readers.dated_posts import read_dated_posts
from campaigns.readers.posts import read_posts
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import Grain, Refusal, Row
from campaigns.readers.yearless_days import read_yearless_days

Reader = Callable[[Sheet, Context], Iterator[Row | Refusal]]

READERS: Final[Mapping[str, tuple[Grain, Reader]]] = {
    "account_days": (Grain.ACCOUNT_DAY, read_account_days),
    "yearless_days": (Grain.ACCOUNT_DAY, read_yearless_days),
    "own_days": (Grain.ACCOUNT_DAY, read_own_days),
    "posts": (Grain.CONTENT, read_posts),
    "dated_posts": (Grain.CONTENT, read_dated_posts),
    "contents": (Grain.CONTENT, read_contents),
    "ad_reports": (Grain.AD_DAY, read_ad_reports),
    "ad_days": (Grain.AD_DAY, read_ad_days),
    "periods": (Grain.PERIOD, read_periods),
    "audience": (Grain.BREAKDOWN, read_audience),
    "breakdowns": (Grain.BREAKDOWN, read_breakdowns),
}
"""Each general reader by its name, with the grain of the rows that it makes."""
