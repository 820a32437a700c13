"""Yardstick's own CSV, one template a grain, for any network and for numbers that are kept in spreadsheets."""

from collections.abc import Iterator
from typing import Final

from campaigns.readers.account_days import iso_day, judge_finished
from campaigns.readers.canonical_ads import read_ad_days
from campaigns.readers.canonical_contents import read_contents
from campaigns.readers.canonical_long import read_breakdowns, read_periods
from campaigns.readers.measures import measure
from campaigns.readers.ownership import refuse_foreign
from campaigns.readers.profile import Context, Profile, Sheet
from campaigns.readers.rows import AccountDayRow, Grain, Refusal, Row
from campaigns.readers.tables import Record
from campaigns.readers.vocabulary import METRICS, rates_of


def _read_account_days(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    columns = sheet.number_columns()

    def read_row(record: Record) -> AccountDayRow:
        refuse_foreign(sheet, record, context)
        day = iso_day(sheet, record, "day")
        notes = judge_finished(sheet, "day", day, context)
        measured = measure(record.cells, columns)
        return AccountDayRow(
            record.line,
            day,
            measured.values,
            frozenset(measured.derived),
            frozenset(measured.capped),
            (*notes, *measured.notices),
        )

    return sheet.rows(read_row)


def _header(attributes: str, grain: Grain | None = None) -> dict[str, str]:
    """Return a canonical header: each column is called by its canonical name; `account` may stand in any file."""
    numbers = () if grain is None else (*METRICS[grain], *rates_of(grain))
    return {name: name for name in (*attributes.split(), *numbers, "account")}


def _template(attributes: str, grain: Grain | None = None) -> tuple[str, ...]:
    return (*attributes.split(), *(() if grain is None else METRICS[grain]))


_CONTENT_ATTRIBUTES = (
    "external_id url title published_at format duration_s followers_at_publish captured_on"
    " category hook sound hashtags boosted"
)
_PERIOD_ATTRIBUTES = "metric start end value currency source external_id level"
_AD_ATTRIBUTES = "day source external_id level name parent_external_id ad_account currency"

ACCOUNT_DAY: Final = Profile(
    key="canonical.account_day",
    network=None,
    grain=Grain.ACCOUNT_DAY,
    title="Yardstick CSV: account, a row a day",
    description="Daily totals of one account on any network; ISO days, blank where a number is unknown.",
    header=_header("day", Grain.ACCOUNT_DAY),
    required=frozenset({"day"}),
    one_of=frozenset((*METRICS[Grain.ACCOUNT_DAY], *rates_of(Grain.ACCOUNT_DAY))),
    read=_read_account_days,
    sample=_template("day", Grain.ACCOUNT_DAY),
)

CONTENT: Final = Profile(
    key="canonical.content",
    network=None,
    grain=Grain.CONTENT,
    title="Yardstick CSV: contents, a row a content",
    description="Lifetime totals of each content as read on captured_on; known by external_id, else link, else time.",
    header=_header(_CONTENT_ATTRIBUTES, Grain.CONTENT),
    required=frozenset(),
    one_of=frozenset({"external_id", "published_at"}),
    read=read_contents,
    sample=_template(_CONTENT_ATTRIBUTES, Grain.CONTENT),
)

AD_DAY: Final = Profile(
    key="canonical.ad_day",
    network=None,
    grain=Grain.AD_DAY,
    title="Yardstick CSV: paid media and commerce, a row an ad unit and day",
    description="Spend, delivery and sales of campaigns, ad groups, ads, shops and live rooms, with their currency.",
    header=_header(_AD_ATTRIBUTES, Grain.AD_DAY),
    required=frozenset({"day", "source", "external_id", "level"}),
    read=read_ad_days,
    sample=_template(_AD_ATTRIBUTES, Grain.AD_DAY),
)

PERIOD: Final = Profile(
    key="canonical.period",
    network=None,
    grain=Grain.PERIOD,
    title="Yardstick CSV: figures of a period",
    description=(
        "The vendor's own figure for exactly start to end, such as monthly reach, of the account or of the ad unit that"
        " source and external_id name; never added to others."
    ),
    header=_header(_PERIOD_ATTRIBUTES),
    required=frozenset({"metric", "start", "end", "value"}),
    read=read_periods,
    sample=_template(_PERIOD_ATTRIBUTES),
)

BREAKDOWN: Final = Profile(
    key="canonical.breakdown",
    network=None,
    grain=Grain.BREAKDOWN,
    title="Yardstick CSV: breakdowns",
    description="A metric of one day by territory, hour, audience segment, traffic source or another dimension.",
    header=_header("day dimension bucket metric value"),
    required=frozenset({"day", "dimension", "bucket", "metric", "value"}),
    read=read_breakdowns,
    sample=_template("day dimension bucket metric value"),
)

PROFILES: Final = (ACCOUNT_DAY, CONTENT, AD_DAY, PERIOD, BREAKDOWN)
