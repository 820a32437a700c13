"""`/retention`: how long the agency keeps what is not its numbers."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from clients.retention.rule import retention_rules
from clients.retention.services import Kept, choose_retention, what_is_kept
from people.principal import asking

LONGEST_DAYS = 36_500


class KeptKind(StrictSerializer):
    """A kind of data, and for how many days it is kept: null is for ever."""

    kind = serializers.CharField(source="key")
    description = serializers.CharField(source="rule.description")
    days = serializers.IntegerField(allow_null=True)
    chosen = serializers.BooleanField(help_text="Whether the agency said so, or the default holds.")
    default_days = serializers.IntegerField(source="rule.default_days", allow_null=True)
    least_days = serializers.IntegerField(source="rule.least_days")


class RetentionAnswer(StrictSerializer):
    """Every kind of data that can be forgotten."""

    items = KeptKind(many=True)


def _wish() -> type[StrictSerializer]:
    """Make the body's shape: days by kind, none shorter than the kind allows."""
    fields: dict[str, Any] = {
        key: serializers.IntegerField(
            min_value=rule.least_days,
            max_value=LONGEST_DAYS,
            allow_null=True,
            required=False,
            help_text=f"{rule.description} Days, null for ever.",
        )
        for key, rule in retention_rules().items()
    }
    return type("RetentionWish", (StrictSerializer,), {"__doc__": "Days by kind of data.", **fields})


RetentionWish = _wish()
ANSWER = {
    "items": [
        {
            "kind": "refused_rows",
            "description": "What stood in lines that were refused; the reasons stay.",
            "days": 90,
            "chosen": True,
            "default_days": 365,
            "least_days": 7,
        }
    ]
}


class RetentionView(ActionView):
    """What the agency keeps for how long."""

    resource = "retention"
    operations: ClassVar = {"get": "retention_read", "patch": "retention_update"}
    capabilities: ClassVar = {"get": "retention:read", "patch": "retention:write"}
    input_serializers: ClassVar = {"patch": RetentionWish}
    output_serializers: ClassVar = {"get": RetentionAnswer, "patch": RetentionAnswer}
    examples: ClassVar = {"get": Example(None, ANSWER), "patch": Example({"refused_rows": 90}, ANSWER)}

    def get(self, request: Any) -> Response:
        """Read for how long each kind of data is kept."""
        del request
        return _answer(what_is_kept())

    def patch(self, request: Any) -> Response:
        """Choose for how long kinds of data are kept; what is older goes with the next daily run."""
        return _answer(choose_retention(asking(request), read_body(request, RetentionWish)))


def _answer(kept: list[Kept]) -> Response:
    return Response(RetentionAnswer({"items": kept}).data)
