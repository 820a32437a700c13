"""WeChat's list of publications: a rate called 在看率 that is shares ÷ reads, or has no base, is told and left out."""

from decimal import Decimal

from campaigns.readers.dated_posts import dated_posts
from campaigns.readers.measures import Measured
from campaigns.readers.numerals import NotANumber, parse_share
from campaigns.readers.profile import Sheet
from campaigns.readers.rows import Notice
from campaigns.readers.tables import Record

_ROUNDING = Decimal("0.0001")


def _doubt_wow_rate(measured: Measured, sheet: Sheet, record: Record) -> None:
    """Note a rate of 在看 whose value is that of the shares."""
    raw = sheet.cell(record, "wow_rate")
    try:
        rate = parse_share(raw)
    except NotANumber as fault:
        raise sheet.bad("bad_number", str(fault), "wow_rate", raw) from None
    reads, shares = measured.values.get("reads"), measured.values.get("shares")
    if rate is None or not reads or shares is None:
        return
    if abs(Decimal(shares) / Decimal(reads) - Decimal(rate.value)) <= _ROUNDING:
        header = sheet.headers["wow_rate"]
        detail = f"{header} is the shares by the reads here, not the share of 在看; it is not kept."
        measured.notices.append(Notice("misnamed_column", detail, header))


read = dated_posts(_doubt_wow_rate)
