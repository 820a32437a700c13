"""Ocean Engine's reports: conversions of the day they happened, else those booked to the billing day, which is told."""

from datetime import date

from campaigns.readers.ad_reports import ad_reports
from campaigns.readers.measures import Measured
from campaigns.readers.numerals import NotANumber, parse_count
from campaigns.readers.profile import Sheet
from campaigns.readers.rows import Notice
from campaigns.readers.tables import Record


def _take_billed_conversions(measured: Measured, sheet: Sheet, record: Record, _day: date) -> None:
    raw = sheet.cell(record, "conversions_by_billing")
    if "conversions" in measured.values or not raw:
        return
    try:
        numeral = parse_count(raw)
    except NotANumber as fault:
        raise sheet.bad("bad_number", str(fault), "conversions_by_billing", raw) from None
    if numeral is not None:
        header = sheet.headers["conversions_by_billing"]
        measured.values["conversions"] = numeral.value
        detail = "These conversions are booked to the day that was billed; old days change for 30 days."
        measured.notices.append(Notice("booked_by_billing", detail, header))


read = ad_reports(_take_billed_conversions)
