"""Ocean Engine's reports: conversions of the day they happened, else those booked to the billing day, which is told."""

from datetime import date
from typing import Final

from campaigns.readers.ad_reports import ad_reports
from campaigns.readers.measures import Measured, take_instead
from campaigns.readers.profile import Sheet
from campaigns.readers.rows import Notice
from campaigns.readers.tables import Record

BY_BILLING: Final = "conversions_by_billing"


def _take_billed_conversions(measured: Measured, sheet: Sheet, record: Record, _day: date) -> None:
    if "conversions" in measured.values or BY_BILLING not in sheet.positions:
        return
    if take_instead(measured, sheet.column_as(BY_BILLING, "conversions"), sheet.cell(record, BY_BILLING)):
        detail = "These conversions are booked to the day that was billed; old days change for 30 days."
        measured.notices.append(Notice("booked_by_billing", detail, sheet.headers[BY_BILLING]))


read = ad_reports(_take_billed_conversions)
