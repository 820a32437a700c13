"""Result items: one KPI of one group with value, provenance, grade and targets, ready to be sent or frozen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from campaigns.metrics import Unit
from kpis.compute.accounts import followers_on
from kpis.compute.engine import Result, compute
from kpis.compute.evaluating import Coverage, Outcome
from kpis.compute.question import Question
from kpis.models import Target
from kpis.results.numbers import number_text, plain_text
from kpis.results.verdicts import Grader, needs_followers
from kpis.targets.finding import TargetsOfQuestion
from kpis.targets.judging import paced


def result_items(question: Question, *, today: date) -> list[dict[str, Any]]:
    """Compute, grade and write the results of a question, group by group."""
    results = compute(question)
    followers = followers_on(question.scope.accounts, question.window.end) if needs_followers(question.kpis) else {}
    grader = Grader(followers=followers, today=today)
    brands = {account.brand for result in results for account in result.accounts}
    targets = TargetsOfQuestion(question, brands)
    return [_item(question, result, grader, targets.of(result), today) for result in results]


def _item(question: Question, result: Result, grader: Grader, targets: Sequence[Target], today: date) -> dict[str, Any]:
    kpi, outcome = result.kpi, result.outcome
    quantity = outcome.quantity
    return {
        "kpi": kpi.key,
        "kpi_version": kpi.version,
        "unit": kpi.unit.value,
        "currency": outcome.currency,
        "direction": kpi.direction.value,
        "class": kpi.kpi_class.value,
        "scope": question.scope.stated(),
        "group": {key.value: value for key, value in zip(question.group_by, result.group, strict=True)},
        "window": {"start": result.window.start.isoformat(), "end": result.window.end.isoformat()},
        "value": number_text(quantity.value, kpi.unit),
        "reason": quantity.reason.value if quantity.reason else None,
        "bound": quantity.bound.value,
        "range": _range(outcome, kpi.unit),
        "state": "final" if today > result.settled_on else "provisional",
        "derived": quantity.derived,
        "grain": outcome.grain.value.removesuffix("_day") if outcome.grain else None,
        "basis": outcome.basis.value,
        "coverage": _coverage(outcome.coverage),
        "sample": {
            "numerator": plain_text(outcome.numerator),
            "denominator": plain_text(outcome.denominator),
            "contents": outcome.contents,
        },
        "parts": [
            {
                "network": part.network,
                "value": number_text(part.quantity.value, kpi.unit),
                "reason": part.quantity.reason.value if part.quantity.reason else None,
            }
            for part in outcome.parts
        ],
        "grade": grader.grade(result, targets).to_dict(),
        "targets": [_target(target, result, today) for target in targets],
    }


def _range(outcome: Outcome, unit: Unit) -> dict[str, str | None] | None:
    """Give the ends between which the true value lies, where it is not known exactly."""
    quantity = outcome.quantity
    if quantity.low == quantity.high:
        return None
    return {"low": number_text(quantity.low, unit), "high": number_text(quantity.high, unit)}


def _coverage(coverage: Coverage) -> dict[str, int | None]:
    return {
        "days": coverage.days,
        "of": coverage.of,
        "accounts": coverage.accounts,
        "of_accounts": coverage.of_accounts,
        "contents": coverage.contents,
        "of_contents": coverage.of_contents,
    }


def _target(target: Target, result: Result, today: date) -> dict[str, Any]:
    """Set a result against a target. Only a window that begins with the flight can be paced."""
    stated = {
        "id": str(target.id),
        "floor": plain_text(target.floor),
        "target": plain_text(target.target),
        "stretch": plain_text(target.stretch),
        "expected": None,
        "attainment": None,
        "status": None,
    }
    if result.window.start != target.start:
        return stated
    final = today > result.settled_on and result.window.end == target.end
    last_day = min(result.window.end, today)
    standing = paced(target, result.kpi, result.outcome.quantity, last_day=last_day, final=final)
    return stated | {
        "expected": plain_text(standing.expected),
        "attainment": plain_text(standing.attainment),
        "status": standing.status.value,
    }
