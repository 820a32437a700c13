"""Result items: one KPI of one group with value, provenance, grade and targets, ready to be sent or frozen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from campaigns.metrics import Unit
from kpis.compute.accounts import followers_on
from kpis.compute.engine import Answer, Result
from kpis.compute.evaluating import Coverage, Outcome
from kpis.compute.question import Question
from kpis.models import Target
from kpis.results.numbers import exact_text, number_text, plain_text
from kpis.results.sources import SourcesOfQuestion
from kpis.results.verdicts import Grader, needs_followers
from kpis.targets.finding import TargetsOfQuestion
from kpis.targets.judging import judged, paced, speaks_of_basis


def result_items(question: Question, *, today: date) -> list[dict[str, Any]]:
    """Compute, grade and write the results of a question, group by group."""
    items, _ = result_page(question, today=today)
    return items


def result_page(
    question: Question, *, today: date, first: int = 0, limit: int | None = None
) -> tuple[list[dict[str, Any]], bool]:
    """Write the results of the groups from number `first`, at most `limit`, and say whether there are more."""
    answer = Answer(replace(question, last_whole_day=today - timedelta(days=1)))
    last = len(answer.groups) if limit is None else first + limit
    results = answer.results(answer.groups[first:last])
    followers = followers_on(question.scope.accounts, question.window.end) if needs_followers(question.kpis) else {}
    grader = Grader(followers=followers, today=today)
    targets = TargetsOfQuestion(question, {account.brand for result in results for account in result.accounts})
    sources = SourcesOfQuestion(question, {account.id for result in results for account in result.accounts})
    items = [
        _item(question, result, grader, targets.of(result), today) | {"sources": sources.of(result)}
        for result in results
    ]
    return items, len(answer.groups) > last


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
        "overlapping": outcome.overlapping,
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
