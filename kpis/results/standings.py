"""How a result stands against a target that speaks of it."""

from datetime import date, timedelta
from typing import Any

from kpis.compute.engine import Result
from kpis.models import Target
from kpis.results.numbers import exact_text, plain_text
from kpis.targets.judging import judged, paced, speaks_of_basis


def stated_target(target: Target, result: Result, today: date) -> dict[str, Any]:
    """Set a result against a target. It can be paced on the target's basis, in a window that begins with the flight."""
    by = judged(target)
    stated = {
        "id": str(target.id),
        "revision": by.revision,
        "basis": target.basis or None,
        "floor": exact_text(by.tiers.floor),
        "target": exact_text(by.tiers.target),
        "stretch": exact_text(by.tiers.stretch),
        "expected": None,
        "attainment": None,
        "status": None,
    }
    if result.window.start != by.flight.start or not speaks_of_basis(target, result.outcome.basis):
        return stated
    final = today > result.settled_on and result.window.end == by.flight.end
    last_day = min(result.window.end, today - timedelta(days=1))
    standing = paced(target, result.kpi, result.outcome.quantity, last_day=last_day, final=final)
    return stated | {
        "expected": plain_text(standing.expected),
        "attainment": plain_text(standing.attainment),
        "status": standing.status.value,
    }
