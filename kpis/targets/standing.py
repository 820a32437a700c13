"""How targets stand today: each computed over its own flight so far, as `/results` would."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from clients.models import NetworkAccount
from kpis.compute.accounts import in_use_since
from kpis.compute.engine import Result, compute
from kpis.compute.question import Question, Scope
from kpis.models import Target
from kpis.own.catalogue import agency_catalogue
from kpis.results.numbers import number_text, plain_text
from kpis.results.overlaps import Overlaps
from kpis.targets.judging import basis_of, judged, paced, window_so_far


def standings(targets: Sequence[Target], *, today: date) -> dict[Any, dict[str, Any]]:
    """Give each target's pace by its id; targets that ask the same of the numbers are computed together."""
    prefetch_related_objects(targets, "revisions")
    accounts = _accounts(targets)
    together: dict[Any, list[Target]] = {}
    for target in targets:
        together.setdefault(_asked(target), []).append(target)
    found: dict[Any, dict[str, Any]] = {}
    for same in together.values():
        found |= _stand(same, accounts.get(same[0].brand_id, ()), today)
    return found


def _accounts(targets: Sequence[Target]) -> dict[UUID, list[NetworkAccount]]:
    found: dict[UUID, list[NetworkAccount]] = {}
    for account in NetworkAccount.objects.filter(brand__in={target.brand_id for target in targets}).order_by("id"):
        found.setdefault(account.brand_id, []).append(account)
    return found


def _asked(target: Target) -> tuple[Any, ...]:
    scope = (target.brand_id, target.account_id, target.campaign_id, target.content_category)
    return (*scope, basis_of(target), judged(target).window)


def _stand(targets: Sequence[Target], accounts: Sequence[NetworkAccount], today: date) -> dict[Any, dict[str, Any]]:
    first, known = targets[0], agency_catalogue().even_archived
    window = window_so_far(first, today)
    kpis = tuple(known[key] for key in dict.fromkeys(target.kpi for target in targets) if key in known)
    if window is None or not kpis:
        return {target.id: _not_begun(target) for target in targets}
    scope = Scope(
        accounts=(first.account_id,)
        if first.account_id
        else tuple(account.id for account in accounts if in_use_since(account, window.start)),
        brand=first.brand_id,
        account=first.account_id,
        campaign=first.campaign_id,
        content_category=first.content_category or None,
    )
    question = Question(kpis, scope, window, basis_of(first))
    results = {result.kpi.key: result for result in compute(question)}
    overlaps = Overlaps(question, {account.id for result in results.values() for account in result.accounts})
    return {
        target.id: _standing(target, results[target.kpi], today, overlaps)
        for target in targets
        if target.kpi in results
    }


def _standing(target: Target, result: Result, today: date, overlaps: Overlaps) -> dict[str, Any]:
    over = result.window.end == judged(target).flight.end
    quantity = result.outcome.quantity
    pace = paced(target, result.kpi, quantity, last_day=result.window.end, final=over and today > result.settled_on)
    return {
        "status": pace.status.value,
        "as_of": result.window.end.isoformat(),
        "value": number_text(quantity.value, result.kpi.unit),
        "reason": quantity.reason.value if quantity.reason else None,
        "expected": plain_text(pace.expected),
        "attainment": plain_text(pace.attainment),
        "overlapping": result.outcome.footing.overlapping or overlaps.of_result(result),
    }


def _not_begun(target: Target) -> dict[str, Any]:
    del target
    nothing = dict.fromkeys(("as_of", "value", "expected", "attainment"))
    return nothing | {"status": "too_early", "reason": "no_data", "overlapping": False}
