"""The body of `POST /conversions:batch` read without a serializer a row, and its answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from apikit.problems import FieldProblem, Problem
from apikit.problems.translation import refused_fields
from campaigns.api.conversion_shapes import ATOMIC, MODES, PARTIAL, landed_shown
from campaigns.attribution.conversion_reading import DEFAULT_SOURCE, ITEMS_AT_MOST, Read, read_items
from campaigns.attribution.members import Fault, Members
from campaigns.conversions.recording import OUTCOMES, BatchRefused, Outcome, record_conversions
from campaigns.models import Content
from people.principal import Principal

_FIELDS = ("conversions", "mode", "source")
_LONGEST_SOURCE = 60


def take_batch(principal: Principal, body: Mapping[str, Any], *, capability: str) -> dict[str, Any]:
    """Read and record a batch and give the answer's JSON.

    Raises a Problem where the body itself cannot be read, or where an atomic batch has an item that is refused: then
    with every member at fault, up to a hundred.
    """
    mode, reads = _read(body)
    try:
        outcomes = record_conversions(principal, reads, capability=capability, partial=mode == PARTIAL)
    except BatchRefused as refused:
        raise _problem(_faults(refused.outcomes)) from None
    return _answer(mode, outcomes)


def _read(body: Mapping[str, Any]) -> tuple[str, list[Read]]:
    faults: list[Fault] = []
    members = Members(body, faults)
    members.only(_FIELDS)
    members.require("conversions", "Send the conversions as a list.")
    mode, source = members.word("mode", MODES) or ATOMIC, members.label("source", _LONGEST_SOURCE) or DEFAULT_SOURCE
    items = body.get("conversions")
    if items is not None and not isinstance(items, list):
        members.fault("conversions", "not_a_list", "Conversions are a list.")
    elif items is not None and not 1 <= len(items) <= ITEMS_AT_MOST:
        members.fault("conversions", "bad_length", f"A batch has 1 to {ITEMS_AT_MOST} conversions.")
    if faults:
        raise _problem([FieldProblem(f"#{fault.pointer}", fault.code, fault.detail) for fault in faults])
    return mode, read_items(items or (), source=source, now=timezone.now())


def _problem(faults: Sequence[FieldProblem]) -> Problem:
    return refused_fields(tuple(faults))


def _faults(outcomes: Sequence[Outcome]) -> list[FieldProblem]:
    return [
        FieldProblem(_pointer(outcome, fault), fault.code, fault.detail)
        for outcome in outcomes
        for fault in outcome.faults
    ]


def _pointer(outcome: Outcome, fault: Fault) -> str:
    return f"#/conversions/{outcome.index}{fault.pointer}"


def _answer(mode: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    counted = Counter(outcome.outcome for outcome in outcomes)
    unlanded = sum(1 for outcome in outcomes if outcome.row is not None and outcome.row.brand_id is None)
    contents = {outcome.row.content_id for outcome in outcomes if outcome.row and outcome.row.content_id}
    rows = Content.objects.filter(id__in=contents).values_list("id", "campaign_id", "creator_id") if contents else ()
    known = {content: (campaign, creator) for content, campaign, creator in rows}
    return {
        "mode": mode,
        "counts": {
            "conversions": len(outcomes),
            **{name: counted[name] for name in OUTCOMES},
            "unlanded": unlanded,
        },
        "outcomes": [_outcome(outcome, known) for outcome in outcomes],
    }


def _outcome(outcome: Outcome, contents: Mapping[Any, tuple[Any, Any]]) -> dict[str, Any]:
    row = outcome.row
    first = outcome.faults[0] if outcome.faults else None
    return {
        "index": outcome.index,
        "outcome": outcome.outcome,
        "id": row and row.id,
        "status": (row and row.status) or None,
        "landed_on": row and landed_shown(row, *contents.get(row.content_id, (None, None))),
        "code": first and first.code,
        "detail": first and first.detail,
        "pointer": first and _pointer(outcome, first),
        "errors": [_shown(outcome, fault) for fault in outcome.faults],
        "warnings": [_shown(outcome, fault) for fault in outcome.warnings],
    }


def _shown(outcome: Outcome, fault: Fault) -> dict[str, str]:
    return {"pointer": _pointer(outcome, fault), "code": fault.code, "detail": fault.detail}
