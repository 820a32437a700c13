"""Bodies that are taken, and bodies that are not."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from rest_framework import serializers

from apikit.fields import DecimalString, EmailLine, MoneyField, TextBlock, TextLine
from apikit.problems import problem_for
from apikit.serializers import StrictSerializer


class Book(StrictSerializer):
    id = serializers.UUIDField(read_only=True)
    title = TextLine(max_length=50)
    blurb = TextBlock(required=False)
    email = EmailLine(required=False)
    price = MoneyField(amount="price_amount", currency="price_currency", required=False, allow_null=True)
    weight = DecimalString(required=False, min_value=Decimal(0))


class Shelf(StrictSerializer):
    tolerated_fields = frozenset({"comment"})
    books = Book(many=True)


def refused(body: Any, kind: type[serializers.Serializer[Any]] = Book) -> dict[str, str]:
    with pytest.raises(serializers.ValidationError) as caught:
        kind(data=body).is_valid(raise_exception=True)
    told = problem_for(caught.value)
    assert told is not None
    return {error.pointer: error.code for error in told.errors}


def taken(body: Any, kind: type[serializers.Serializer[Any]] = Book) -> Any:
    serializer = kind(data=body)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def test_text_comes_in_one_unicode_form() -> None:
    assert taken({"title": " Cafe\u0301 "}) == {"title": "Café"}


@pytest.mark.parametrize("title", ["a\x01b", "a\nb", "a\x7f", "a\x85b"])
def test_a_line_has_no_control_characters(title: str) -> None:
    assert refused({"title": title}) == {"#/title": "control_character"}


def test_a_block_may_have_line_breaks_but_no_bells() -> None:
    assert taken({"title": "a", "blurb": "b\n\tc"})["blurb"] == "b\n\tc"
    assert refused({"title": "a", "blurb": "b\x07"}) == {"#/blurb": "control_character"}


@pytest.mark.parametrize("title", [5, True, ["a"], {"a": 1}])
def test_what_is_no_text_is_not_made_one(title: object) -> None:
    assert refused({"title": title}) == {"#/title": "invalid"}


def test_unknown_and_read_only_fields_come_with_all_other_errors() -> None:
    assert refused({"id": "x", "pages": 3, "email": "nobody"}) == {
        "#/title": "required",
        "#/email": "invalid",
        "#/id": "read_only_field",
        "#/pages": "unknown_field",
    }


def test_a_row_at_fault_is_pointed_to_by_its_place() -> None:
    assert refused({"books": [{"title": "a"}, {"title": "", "q": 1}]}, Shelf) == {
        "#/books/1/title": "blank",
        "#/books/1/q": "unknown_field",
    }


def test_tolerated_fields_are_ignored() -> None:
    assert taken({"books": [], "comment": "x"}, Shelf) == {"books": []}


@pytest.mark.parametrize(("sent", "kept"), [("0.10", "0.10"), (0.1, "0.1"), (3, "3"), ("-0", "-0")])
def test_a_decimal_keeps_the_scale_that_was_sent(sent: object, kept: str) -> None:
    assert str(taken({"title": "a", "weight": sent})["weight"]) == kept


@pytest.mark.parametrize("sent", ["NaN", "Infinity", True, "1,5", "", [], "1e400"])
def test_what_is_no_finite_decimal_is_refused(sent: object) -> None:
    assert set(refused({"title": "a", "weight": sent})) == {"#/weight"}


def test_money_fills_two_attributes_and_comes_back_as_one() -> None:
    values = taken({"title": "a", "price": {"amount": "12.50", "currency": "CNY"}})
    assert (values["price_amount"], values["price_currency"]) == (Decimal("12.50"), "CNY")
    row = SimpleNamespace(id=None, blurb="", email="", weight=Decimal("1E+1"), **values)
    assert Book(row).data["price"] == {"amount": "12.50", "currency": "CNY"}
    assert Book(row).data["weight"] == "10"


def test_no_money_is_null_both_ways() -> None:
    values = taken({"title": "a", "price": None})
    assert values["price_amount"] is None
    row = SimpleNamespace(id=None, blurb="", email="", weight=Decimal(0), price_currency="", **values)
    assert Book(row).data["price"] is None


@pytest.mark.parametrize(
    ("price", "errors"),
    [
        ("5 EUR", {"#/price": "invalid"}),
        ({"amount": "5"}, {"#/price/currency": "bad_currency"}),
        ({"amount": "5", "currency": "ZZZ"}, {"#/price/currency": "bad_currency"}),
        ({"currency": "EUR"}, {"#/price/amount": "required"}),
        ({"amount": "5", "currency": "EUR", "vat": 1}, {"#/price/vat": "unknown_field"}),
    ],
)
def test_money_names_each_member_at_fault(price: object, errors: dict[str, str]) -> None:
    assert refused({"title": "a", "price": price}) == errors
