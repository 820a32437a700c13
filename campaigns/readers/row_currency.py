"""Settles in which currency the money of a row is: as its column, its headers and the signs in its cells say."""

from apikit.currencies import CURRENCIES
from campaigns.readers.measures import Measured
from campaigns.readers.money_signs import codes_of
from campaigns.readers.profile import Sheet
from campaigns.readers.rows import BadCell, Notice
from campaigns.readers.tables import Record
from campaigns.readers.vocabulary import MONEY


def row_currency(
    sheet: Sheet, record: Record, measured: Measured, *, assumed: str = ""
) -> tuple[str, tuple[Notice, ...]]:
    """Return the ISO 4217 code of a row, empty where it holds no money and states none.

    `assumed`, the brand's currency or nothing, is taken where nothing in the file says otherwise, with a notice.
    Raises BadCell where no currency is known, and where column, header and cells name different ones.
    """
    raw = sheet.cell(record, "currency")
    if not raw and MONEY.isdisjoint(measured.values):
        return "", ()
    stated = _codes(sheet, raw) if raw else None
    hinted = [codes_of(sign) for sign in measured.signs]
    named = [codes for codes in (stated, sheet.priced_in, *hinted) if codes is not None]
    possible = frozenset.intersection(*named) if named else None
    if possible is None:
        return _assumed(sheet, raw, assumed)
    if not possible:
        raise _mixed(sheet, raw, measured)
    if len(possible) == 1:
        return next(iter(possible)), ()
    if assumed in possible:
        return _assumed(sheet, raw, assumed)
    raise sheet.bad("bad_currency", f"{_signs(sheet, measured)} may be of several currencies", "currency", raw)


def _codes(sheet: Sheet, raw: str) -> frozenset[str]:
    """Return what a cell of currencies may mean; our own CSV holds codes alone."""
    codes = codes_of(raw)
    if not codes or (sheet.profile.network is None and raw not in CURRENCIES):
        raise _unknown(sheet, raw)
    return codes


def _assumed(sheet: Sheet, raw: str, assumed: str) -> tuple[str, tuple[Notice, ...]]:
    if not assumed:
        raise _unknown(sheet, raw)
    detail = f"The file states no currency; the brand's is taken: {assumed}."
    return assumed, (Notice("currency_assumed", detail, None),)


def _unknown(sheet: Sheet, raw: str) -> BadCell:
    return sheet.bad("bad_currency", "money needs a currency code like CNY, EUR or USD", "currency", raw)


def _mixed(sheet: Sheet, raw: str, measured: Measured) -> BadCell:
    said = f"the row is in {raw}" if raw else "the headers name others"
    return sheet.bad("bad_currency", f"{_signs(sheet, measured)} is not of that currency: {said}", "currency", raw)


def _signs(sheet: Sheet, measured: Measured) -> str:
    return ", ".join(sorted(measured.signs)) or ", ".join(sorted(sheet.priced_in or ())) or "money"
