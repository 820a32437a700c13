"""E-mail addresses and phone numbers are recognised; order numbers are not taken for them."""

import pytest

from campaigns.attribution.personal_data import looks_personal

PERSONAL = (
    "lin@shop.example",
    "order of lin@shop.example",
    "ｌｉｎ＠shop.example",
    "13800138000",
    "电话13800138000号",
    "+86 138 0013 8000",
    "138-0013-8000",
    "+49 170 1234567",
    "+1 (415) 555-0100",
    "0044 7911 123456",
    "00447911123456",
    "0045 12 34 56 78",
)
IMPERSONAL = (
    "A-1001",
    "A13800138000",
    "12345678901",
    "0012345678",  # padded with zeros, as shop systems do
    "001234567890",
    "5849302846102",
    "1728394650123456789",
    "4200001234202603041234567890",
    "01990000-0000-7000-8000-000000000040",
    "01a205b3-0026-7657-9829-3de4417fd73d-1",  # digits of an id that could be dialled, were it none
    "13800138-0000-4000-8000-004479111234",
    "gid://shop/Order/4503599627",
    "2026-03-04",
    "@brand",
    "a@b",
)


@pytest.mark.parametrize("text", PERSONAL)
def test_what_is_personal(text):
    assert looks_personal(text)


@pytest.mark.parametrize("text", IMPERSONAL)
def test_what_is_not(text):
    assert not looks_personal(text)
