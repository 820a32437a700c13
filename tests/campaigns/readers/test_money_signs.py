"""Money is in the currency that column, header and cell agree on; where they do not, the row is refused."""

from decimal import Decimal

import pytest

from campaigns.readers.money_signs import split_sign
from tests.campaigns.readers.conftest import Read
from tests.exports.tables import csv_bytes

SHOP = ("Date", "Orders", "GMV")


@pytest.mark.parametrize(
    ("text", "amount", "sign"),
    [
        ("$1,234.50", "1,234.50", "$"),
        ("us$ 5", "5", "us$"),
        ("-¥12", "-12", "¥"),
        ("12.50 eur", "12.50", "eur"),
        ("1.2万元", "1.2万", "元"),
        ("rp 15000", "15000", "rp"),
        ("1.5k", "1.5k", ""),
        ("12 abc", "12 abc", ""),
    ],
)
def test_an_amount_is_told_from_its_sign(text: str, amount: str, sign: str) -> None:
    assert split_sign(text) == (amount, sign)


@pytest.mark.parametrize(
    ("cell", "brand", "currency"),
    [
        ("$1,234.50", "USD", "USD"),
        ("€1,234.50", "USD", "EUR"),
        ("1,234.50 GBP", "USD", "GBP"),
        ("1234.5", "USD", "USD"),
    ],
)
def test_a_sign_says_the_currency_that_no_column_states(read: Read, cell: str, brand: str, currency: str) -> None:
    (row,) = read(csv_bytes(SHOP, [("2026-07-01", "3", cell)]), currency=brand).rows
    assert (row.currency, row.values["gmv"]) == (currency, Decimal("1234.5"))


def test_a_header_says_the_currency_too(read: Read) -> None:
    (row,) = read(csv_bytes(("Date", "Orders", "GMV (VND)"), [("2026-07-01", "3", "15000")]), currency="USD").rows
    assert row.currency == "VND"


def test_a_sign_of_many_currencies_is_not_guessed_at(read: Read) -> None:
    reading = read(csv_bytes(SHOP, [("2026-07-01", "3", "$5")]), currency="EUR")
    assert [refusal.code for refusal in reading.refusals] == ["bad_currency"]
    assert "several currencies" in reading.refusals[0].detail


def test_a_cell_of_another_currency_than_its_row_is_refused(read: Read) -> None:
    data = csv_bytes((*SHOP, "Currency"), [("2026-07-01", "3", "€5", "USD"), ("2026-07-02", "3", "$5", "usd")])
    reading = read(data)
    assert [refusal.code for refusal in reading.refusals] == ["bad_currency"]
    assert [row.currency for row in reading.rows] == ["USD"]
