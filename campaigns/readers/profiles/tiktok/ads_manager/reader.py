"""TikTok Ads Manager: clicks by either name, purchase value, and conversions of a rate whose base changed in 2023."""

from datetime import date
from typing import Final

from campaigns.readers.ad_reports import ad_reports
from campaigns.readers.measures import Measured, WrittenAs, scaled, take_instead
from campaigns.readers.numerals import NotANumber, times
from campaigns.readers.profile import Sheet
from campaigns.readers.rows import Notice
from campaigns.readers.tables import Record
from campaigns.readers.vocabulary import Unit

PER_IMPRESSION_SINCE: Final = date(2023, 11, 1)
"""Since the end of October 2023 the plain conversion rate is per impression; before, it was per click."""


def _review(measured: Measured, sheet: Sheet, record: Record, day: date) -> None:
    _take(measured, sheet, record, "all_clicks", "clicks")
    _take(measured, sheet, record, "purchase_value", "revenue")
    if "conversions" not in measured.values:
        _derive_conversions(measured, sheet, record, day)


def _take(measured: Measured, sheet: Sheet, record: Record, name: str, metric: str) -> None:
    """Take a column of the second choice where the first is not in the file."""
    if metric in measured.values or name not in sheet.positions:
        return
    if take_instead(measured, sheet.column_as(name, metric), sheet.cell(record, name)) and metric == "clicks":
        detail = "The file states all clicks, not those to the destination alone."
        measured.notices.append(Notice("all_clicks", detail, sheet.headers[name]))


def _derive_conversions(measured: Measured, sheet: Sheet, record: Record, day: date) -> None:
    """Add the conversions behind a rate that the file states instead of them, over the base that the rate has."""
    plain = "impressions" if day >= PER_IMPRESSION_SINCE else "clicks"
    bases = {"conversion_rate_per_click": "clicks", "conversion_rate_per_impression": "impressions"}
    for name, base in {**bases, "conversion_rate": plain}.items():
        raw = sheet.cell(record, name)
        try:
            rate = scaled(raw, Unit.SHARE, WrittenAs.PERCENT)
        except NotANumber as fault:
            raise sheet.bad("bad_number", str(fault), name, raw) from None
        if rate is not None and base in measured.values:
            measured.values["conversions"] = int(times(measured.values[base], rate.value).to_integral_value())
            measured.derived.add("conversions")
            return


read = ad_reports(_review)
