"""Numbers of facts that state the same metrics in the same JSON types, read at once where nothing is odd about them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any

from campaigns.pushes.numbers import amounts_of, counts_of, is_plain_amount
from campaigns.readers.rows import LARGEST, Grain, Number

_KINDS = (int, str, float, type(None))


@dataclass(frozen=True, slots=True)
class PlainNumbers:
    """How such numbers are picked out of `values`: those that are whole, texts, decimals, and the nulls."""

    picked_whole: Callable[[Mapping[str, Any]], tuple[int, ...]]
    picked_texts: Callable[[Mapping[str, Any]], tuple[str, ...]]
    texts: Sequence[str]
    decimals: Sequence[str]
    nulls: Sequence[str]

    def read(self, stated: Mapping[str, Any]) -> dict[str, Number] | None:
        """Read `values` of these metrics and types; None where a number must be looked at by itself."""
        whole, texts = self.picked_whole(stated), self.picked_texts(stated)
        if whole and not 0 <= min(whole) <= max(whole) <= LARGEST:
            return None
        if not all(map(is_plain_amount, texts)):
            return None
        values: dict[str, Number] = {**stated}
        values.update(zip(self.texts, map(Decimal, texts), strict=True))
        for name in self.decimals:
            values[name] = Decimal(repr(stated[name]))
            if not 0 <= values[name] <= LARGEST:
                return None
        for name in self.nulls:
            del values[name]
        return values


def plain_numbers(grain: Grain, stated: Mapping[str, Any]) -> PlainNumbers | None:
    """Tell how numbers like those that one fact states are read at once; None where some never are."""
    whole, texts, decimals, nulls = ([name for name, value in stated.items() if type(value) is kind] for kind in _KINDS)
    if len(whole) + len(texts) + len(decimals) + len(nulls) < len(stated):
        return None
    if not (counts_of(grain).issuperset(whole) and amounts_of(grain).issuperset((*texts, *decimals))):
        return None
    return PlainNumbers(_picking(whole), _picking(texts), texts, decimals, nulls)


def _picking(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """Give what picks the values of these names, as a tuple however many they are."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda stated: tuple(stated[name] for name in names)
