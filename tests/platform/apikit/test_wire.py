"""Values as JSON."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType

import orjson
import pytest
from django.utils.functional import lazystr

from apikit.wire import to_canonical_json, to_json


def test_a_decimal_travels_as_a_string_with_its_scale() -> None:
    assert to_json({"a": Decimal("0.100000"), "b": Decimal("1E+3")}) == b'{"a":"0.100000","b":"1000"}'


def test_an_instant_travels_in_utc_with_a_z() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert to_json([datetime(2026, 1, 1, 8, tzinfo=shanghai)]) == b'["2026-01-01T00:00:00Z"]'
    assert to_json([datetime(2026, 1, 1, 8, 0, 0, 5, tzinfo=UTC)]) == b'["2026-01-01T08:00:00.000005Z"]'


def test_a_day_travels_as_a_date_and_lazy_text_as_text() -> None:
    assert orjson.loads(to_json([date(2026, 2, 28), lazystr("x"), MappingProxyType({"k": 1})])) == [
        "2026-02-28",
        "x",
        {"k": 1},
    ]


@pytest.mark.parametrize("value", [datetime(2026, 1, 1), Decimal("NaN"), object()])  # noqa: DTZ001 - the point
def test_a_value_without_an_agreed_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        to_json([value])


def test_equal_values_have_equal_canonical_bytes() -> None:
    assert to_canonical_json({"b": 1, "a": 2}) == to_canonical_json({"a": 2, "b": 1})
