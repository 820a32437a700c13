"""`POST /facts:batch`: numbers that programs push, without a file."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework.response import Response

from apikit.closed import Example, Parameter
from apikit.parsers import NdjsonParser, OrjsonParser
from apikit.problems import FieldProblem, Problem, bad_parameter
from apikit.problems.translation import refused_fields
from apikit.views import ActionView
from apikit.wire import to_json
from campaigns.api.conversion_shapes import ATOMIC, MODES, PARTIAL
from campaigns.api.fact_shapes import FactsTakenSerializer, fact_bodies
from campaigns.api.import_shapes import ImportSerializer
from campaigns.attribution.members import Fault, Members
from campaigns.imports.at_rest import at_rest
from campaigns.imports.uploads import MOST_AHEAD
from campaigns.pushes.batches import FACTS_AT_MOST, FactBatch, Taken, take_facts
from campaigns.pushes.refusals import FactFault, FactsRefused
from people.principal import asking

_FIELDS = ("facts", "mode", "captured_on")
_BODY_ONLY = "Send this as a member of the JSON body."
_ACCOUNT = "01990000-0000-7000-8000-000000000020"
_DAY: Mapping[str, Any] = {
    "grain": "account_day",
    "account": _ACCOUNT,
    "day": "2026-01-31",
    "values": {"views": 12500, "likes": 640, "followers": 5013},
}
_AD_DAY: Mapping[str, Any] = {
    "grain": "ad_day",
    "account": _ACCOUNT,
    "day": "2026-01-31",
    "source": "tiktok_ads",
    "external_id": "1790000000000001",
    "level": "ad_group",
    "currency": "USD",
    "values": {"spend": "154.60", "impressions": 10000, "clicks": 220},
}


class FactLines(NdjsonParser):
    """Facts that are streamed, one a line; where what can be taken is, so are the lines beside a broken one."""

    member = "facts"

    def takes_lines_apart(self, parser_context: Mapping[str, Any]) -> bool:
        """Say whether the mode is `partial`."""
        return bool(parser_context["request"].query_params.get("mode") == PARTIAL)


class FactBatchView(ActionView):
    """Facts of any grains, for the accounts that the caller works on."""

    resource = "facts"
    operations: ClassVar = {"post": "facts_batch"}
    capabilities: ClassVar = {"post": "imports:write"}
    parser_classes = (OrjsonParser, FactLines)
    input_serializers: ClassVar = {"post": fact_bodies}
    output_serializers: ClassVar = {"post": FactsTakenSerializer}
    success_status: ClassVar = {"post": HTTPStatus.OK}
    other_success: ClassVar = {"post": (HTTPStatus.MULTI_STATUS.value,)}
    parameters: ClassVar = {
        "post": {
            "mode": Parameter({"type": "string", "enum": list(MODES)}, "Of NDJSON, whose lines have no place for it."),
            "captured_on": Parameter({"type": "string", "format": "date"}, "Of NDJSON: when the numbers were read."),
        }
    }
    examples: ClassVar = {"post": Example({"captured_on": "2026-02-01", "facts": [_DAY, _AD_DAY]}, line=_DAY)}

    @at_rest()
    def post(self, request: Any) -> Response:
        """Push up to 100,000 facts, as a JSON object or as NDJSON with a fact a line.

        They are loaded as files are: an import for each account, grain and day of capture, which can be read and
        reverted; the same facts again change nothing; of two with one key the last wins. All or nothing; where the mode
        is `partial` what can be taken is, with 207, and what is refused is listed. A refusal tells the first hundred
        faults and how many there are.
        """
        batch = _batch(request)
        try:
            taken = take_facts(asking(request), batch, capability=self.capability)
        except FactsRefused as refused:
            raise _problem([_field(each) for each in refused.faults], refused.total) from None
        status = HTTPStatus.MULTI_STATUS if batch.partial else HTTPStatus.OK
        return Response(_answer(batch, taken, {"request": request, "view": self}), status=status)


def _batch(request: Any) -> FactBatch:
    body, query = request.data, request.query_params
    if _is_lines(request):
        body = {**body, **{name: query[name] for name in ("mode", "captured_on") if name in query}}
    else:
        sent = next((name for name in ("mode", "captured_on") if name in query), None)
        if sent is not None:
            raise bad_parameter(sent, _BODY_ONLY)
    return _read(body)


def _is_lines(request: Any) -> bool:
    return str(request.content_type or "").partition(";")[0].strip().lower() == FactLines.media_type


def _read(body: Mapping[str, Any]) -> FactBatch:
    """Read what stands around the facts; raises a Problem with every member at fault."""
    faults: list[Fault] = []
    members = Members(body, faults)
    members.only(_FIELDS)
    members.require("facts", "Send the facts as a list.")
    mode = members.word("mode", MODES) or ATOMIC
    captured_on = members.day("captured_on", datetime.now(UTC) + MOST_AHEAD)
    facts = body.get("facts")
    if facts is not None and not isinstance(facts, list):
        members.fault("facts", "not_a_list", "Facts are a list.")
    elif facts is not None and not 1 <= len(facts) <= FACTS_AT_MOST:
        members.fault("facts", "bad_length", f"A request has 1 to {FACTS_AT_MOST:,} facts.")
    if faults:
        raise _problem([FieldProblem(f"#{fault.pointer}", fault.code, fault.detail) for fault in faults], len(faults))
    return FactBatch(facts or (), sha256(to_json(facts)).hexdigest(), captured_on, partial=mode == PARTIAL)


def _problem(errors: Sequence[FieldProblem], total: int) -> Problem:
    problem = refused_fields(tuple(errors))
    if total > len(errors):
        problem.text = f"{total} faults, of which the first {len(errors)} are listed in errors; nothing was stored."
    return problem


def _field(each: FactFault) -> FieldProblem:
    return FieldProblem(each.pointer, each.fault.code, each.fault.detail)


def _answer(batch: FactBatch, taken: Taken, context: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "mode": PARTIAL if batch.partial else ATOMIC,
        "counts": taken.counts,
        "imports": ImportSerializer(taken.imports, many=True, context=dict(context)).data,
        "refused": [
            {
                "index": each.index,
                "pointer": each.pointer,
                "code": each.fault.code,
                "detail": each.fault.detail,
                "import": each.upload,
            }
            for each in taken.faults
        ],
    }
