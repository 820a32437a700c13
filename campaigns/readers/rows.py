"""What a reader hands on: the rows of one export, the rows it refused, and the refusal of a whole file.

Rows come by the hundred thousand and are tuples, which are made in a fifth of the time that a frozen dataclass takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from operator import itemgetter
from typing import Any, Final, NamedTuple, Self

Number = int | Decimal
LARGEST: Final = 10**15
"""Far above any network's figure, and a month of such days still fits into a column."""


class Grain(StrEnum):
    """What one row of a file is about."""

    ACCOUNT_DAY = "account_day"
    CONTENT = "content"
    AD_DAY = "ad_day"
    PERIOD = "period"
    BREAKDOWN = "breakdown"


class Provenance(StrEnum):
    """Who made a file: the network's own back end, or somebody else who counted, estimated or copied."""

    EXPORT = "export"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning on a row that is kept; `column` is spelt as in the file's header."""

    code: str
    detail: str
    column: str | None


class AccountDayRow(NamedTuple):
    """One day of an account; a metric the file leaves blank is absent from `values`, never zero."""

    line: int
    day: date
    values: Mapping[str, Number]
    derived: frozenset[str]
    capped: frozenset[str]
    notices: tuple[Notice, ...]


class ContentRow(NamedTuple):
    """The lifetime totals of one content as read on `captured_on` (None: the day the import was captured).

    `published_at` is naive where it is in the account's own time zone, and carries its zone where the network prints
    one of its own; `natural_key` tells contents of one account apart. What an export does not say of a content's
    attributes is empty, None for `boosted`. `creator_name` and `creator_handle` say who made it for the brand, blank
    where it is the account's own.
    """

    line: int
    external_id: str | None
    natural_key: str
    title: str
    url: str
    published_at: datetime | None
    published_on: date | None
    format: str
    duration_s: Decimal | None
    followers_at_publish: int | None
    captured_on: date | None
    values: Mapping[str, Number]
    derived: frozenset[str]
    capped: frozenset[str]
    notices: tuple[Notice, ...]
    category: str = ""
    hook: str = ""
    sound: str = ""
    hashtags: tuple[str, ...] = ()
    boosted: bool | None = None
    creator_name: str = ""
    creator_handle: str = ""


class AdDayRow(NamedTuple):
    """One day of one ad unit; `currency` is empty where the row holds no money.

    `vendor_campaign_id` and `vendor_campaign_name` are the vendor's campaign above the unit, where the row names it.
    """

    line: int
    day: date
    source: str
    external_id: str
    level: str
    name: str
    parent_external_id: str | None
    ad_account: str
    currency: str
    values: Mapping[str, Number]
    derived: frozenset[str]
    capped: frozenset[str]
    notices: tuple[Notice, ...]
    vendor_campaign_id: str = ""
    vendor_campaign_name: str = ""


class PeriodRow(NamedTuple):
    """The vendor's own figure over exactly `start` to `end`, both included.

    It is of the whole account, or, where `external_id` is stated, of that ad unit of `source`.
    """

    line: int
    metric: str
    start: date
    end: date
    value: Decimal
    currency: str | None
    notices: tuple[Notice, ...]
    source: str = ""
    external_id: str = ""
    level: str = ""


class BreakdownRow(NamedTuple):
    """One bucket of a dimension (territory, hour, audience segment, ...) on one day."""

    line: int
    day: date
    dimension: str
    bucket: str
    metric: str
    value: Decimal
    notices: tuple[Notice, ...]


class AdUnitSaid(NamedTuple):
    """What a row says of its ad unit; what it leaves out is blank or None."""

    source: str
    external_id: str
    level: str
    name: str = ""
    parent_external_id: str | None = None
    ad_account: str = ""
    currency: str = ""
    vendor_campaign_id: str = ""
    vendor_campaign_name: str = ""


_SAID_OF_UNIT: Final = itemgetter(*map(AdDayRow._fields.index, AdUnitSaid._fields))
Row = AccountDayRow | ContentRow | AdDayRow | PeriodRow | BreakdownRow


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is left out as a whole; `raw` is the offending cell, shortened and with control characters escaped.

    `cells` are the headers and cells of the columns that the profile reads, none where the row is somebody else's.
    """

    line: int
    code: str
    detail: str
    column: str | None
    raw: str | None
    cells: tuple[tuple[str, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Reading:
    """One file, read.

    `columns` maps each understood header to its canonical metric or attribute. `first_day` and `last_day` span the
    days that the facts belong to: for contents the day of capture, for periods the first start and the last end.
    `renamed` are headers that were read as others because the user said so, and `drift` tells, as plain JSON, of
    unknown columns that may be missing ones of the profile. `provenance` is that of the kind of file, and
    `stated_handles` are the accounts that its rows name. `bounded` says that no number of a day is larger than
    `LARGEST`, on the word of the readers, who have refused those: what they hand on is not looked at again.
    """

    profile: str
    network: str | None
    grain: Grain
    rows: tuple[Row, ...]
    refusals: tuple[Refusal, ...]
    columns: Mapping[str, str]
    ignored_columns: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    encoding: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    drift: Mapping[str, Any] | None = None
    provenance: Provenance = Provenance.EXPORT
    stated_handles: frozenset[str] = frozenset()
    bounded: bool = False

    @cached_property
    def units_said(self) -> tuple[AdUnitSaid, ...]:
        """Tell what rows say of ad units: most of a unit's say the same, which is told once, where it is said last."""
        newest_first = reversed(self.rows)
        if self.grain is Grain.AD_DAY:
            told = dict.fromkeys(map(_SAID_OF_UNIT, newest_first))
        else:
            figures = (row for row in newest_first if isinstance(row, PeriodRow) and row.external_id)
            told = dict.fromkeys(
                AdUnitSaid(row.source, row.external_id, row.level, currency=row.currency or "") for row in figures
            )
        return tuple(AdUnitSaid(*said) for said in told)[::-1]


class UnreadableFile(Exception):  # noqa: N818 - the word that the importing side shows
    """A file that is refused as a whole, with a `code` for machines and a `detail` for people.

    `particulars` are plain JSON: what of the file stands in the way, where the code has more to tell.
    """

    def __init__(self, code: str, detail: str, particulars: Mapping[str, Any] | None = None) -> None:
        """Keep the code, the detail and the particulars."""
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.particulars = particulars


_RAW_LENGTH = 200


def shown(raw: str) -> str:
    """Return a cell's text fit for showing: control characters escaped, at most 200 characters."""
    head = raw[: _RAW_LENGTH + 1]
    escaped = "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in head)
    return escaped if len(escaped) <= _RAW_LENGTH else escaped[: _RAW_LENGTH - 1] + "…"


FOREIGN: Final = "foreign_account"
"""The code of a row that belongs to another account than the one a file is loaded into."""


class BadCell(Exception):  # noqa: N818 - a fact about a row, not a fault of the program
    """A cell that makes its row unusable."""

    def __init__(self, code: str, detail: str, column: str | None = None, raw: str | None = None) -> None:
        """Keep what the refusal of the row will say."""
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.column = column
        self.raw = raw

    @classmethod
    def too_large(cls, said_of: str, column: str, raw: object | None) -> Self:
        """Say that a number, named as its reader knows it, is larger than `LARGEST`."""
        return cls(
            "out_of_range", f"{said_of}: the number is too large to be true.", column, None if raw is None else str(raw)
        )

    def refusal(self, line: int) -> Refusal:
        """Return the refusal of the row at `line`."""
        return Refusal(line, self.code, self.detail, self.column, None if self.raw is None else shown(self.raw))
