"""The change from one window to the window before it: how much, and whether it is welcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from kpis.reports.multiples import is_percentage

_PLACES = Decimal("0.000001")


class ChangeKind(StrEnum):
    """How a change is told."""

    RELATIVE = "relative"  # a share of the earlier value
    POINTS = "points"  # the difference of two percentages; "12 % more" of a percentage is easily misread
    NONE = "none"


class Verdict(StrEnum):
    """Whether a change goes the way that the KPI should go."""

    BETTER = "better"
    WORSE = "worse"
    NEUTRAL = "neutral"  # no change, no side to take, or no change known


@dataclass(frozen=True)
class Change:
    """A change as a fraction: 0.12 is 12 percent more (`relative`), or 12 percentage points (`points`)."""

    kind: ChangeKind
    by: Decimal | None
    verdict: Verdict
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON, the fraction as a string."""
        by = None if self.by is None else str(self.by.quantize(_PLACES))
        return {"kind": self.kind.value, "by": by, "verdict": self.verdict.value, "reason": self.reason}


def change_of(item: Mapping[str, Any]) -> Change:
    """Return the change of a result from its `previous` value.

    Reasons why there is none: that of the missing value, `no_comparison` without an earlier value, `only_a_bound`
    where either value is not exact, `zero_before` where a share of nothing would be infinite.
    """
    previous = item.get("previous") or {}
    if item.get("value") is None:
        return _unknown(item.get("reason") or "no_data")
    if previous.get("value") is None:
        return _unknown(previous.get("reason") or "no_comparison")
    if any(side.get("bound", "exact") != "exact" for side in (item, previous)):
        return _unknown("only_a_bound")
    return _change(item, Decimal(item["value"]), Decimal(previous["value"]))


def _change(item: Mapping[str, Any], now: Decimal, before: Decimal) -> Change:
    verdict = _verdict(str(item.get("direction")), now - before)
    if is_percentage(item["kpi"], item["unit"]):
        return Change(ChangeKind.POINTS, now - before, verdict)
    if before == 0:
        return _unknown("zero_before")
    return Change(ChangeKind.RELATIVE, (now - before) / abs(before), verdict)


def _verdict(direction: str, difference: Decimal) -> Verdict:
    if difference == 0 or direction not in {"higher", "lower"}:
        return Verdict.NEUTRAL
    return Verdict.BETTER if (difference > 0) == (direction == "higher") else Verdict.WORSE


def _unknown(reason: str) -> Change:
    return Change(ChangeKind.NONE, None, Verdict.NEUTRAL, reason)
