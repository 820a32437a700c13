"""`/manual-values`: numbers that people type in, with a note and evidence."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, DateFilter, UUIDFilter
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.mixins import Creatable, Listable, Retrievable
from apikit.problems import FieldProblem
from apikit.problems.translation import refused_fields
from apikit.viewsets import ResourceViewSet
from campaigns.api.manual_value_shapes import (
    ManualCorrection,
    ManualValueBody,
    ManualValueSerializer,
    WithdrawalBody,
)
from campaigns.models import ManualEvidence, ManualValue
from campaigns.models.pushed import MANUAL_GRAIN_CHOICES, STANDING
from campaigns.pushes.manual import (
    ManualDraft,
    ValuesRefused,
    correct_value,
    correction_of,
    state_value,
    withdraw_value,
)
from campaigns.readers import Grain
from campaigns.scoping import visible_manual_values
from people.principal import asking


def standing(values: QuerySet[ManualValue], _: str, wanted: bool) -> QuerySet[ManualValue]:  # noqa: FBT001 - called by django-filter
    """Keep what counts, or what was taken back."""
    return values.filter(upload__state=STANDING) if wanted else values.exclude(upload__state=STANDING)


def stating(values: QuerySet[ManualValue], _: str, metric: str) -> QuerySet[ManualValue]:
    """Keep what states a metric."""
    return values.filter(metrics__contains=[metric])


class ManualValueViewSet(Listable, Retrievable, Creatable, ResourceViewSet):
    """The typed values of the accounts that the caller works on."""

    resource = "manual-values"
    serializer_class = ManualValueSerializer
    input_serializers: ClassVar = {
        "create": ManualValueBody,
        "correct": ManualCorrection,
        "withdraw": WithdrawalBody,
    }
    output_serializers: ClassVar = {"correct": ManualValueSerializer, "withdraw": ManualValueSerializer}
    capabilities: ClassVar = {
        "list": "imports:read",
        "retrieve": "imports:read",
        "create": "imports:write",
        "correct": "imports:write",
        "withdraw": "imports:write",
    }
    success_status: ClassVar = {"correct": 201}
    filters: ClassVar = {
        "account": UUIDFilter(field_name="account_id"),
        "brand": UUIDFilter(field_name="account__brand_id"),
        "content": UUIDFilter(field_name="content_id"),
        "grain": ChoiceFilter(choices=MANUAL_GRAIN_CHOICES),
        "metric": CharFilter(method=stating),
        "stands": BooleanFilter(method=standing, help_text="false: what was taken back."),
        "from": DateFilter(field_name="end", lookup_expr="gte", help_text="The first day."),
        "to": DateFilter(field_name="start", lookup_expr="lte", help_text="The last day, included."),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "start": "start"}
    examples: ClassVar = {
        "create": Example(
            {
                "account": "01990000-0000-7000-8000-000000000020",
                "grain": "period",
                "start": "2026-01-01",
                "end": "2026-01-31",
                "values": {"reach": 48210},
                "note": "Read from the client's screen during the call",
                "evidence": ["01990000-0000-7000-8000-000000000060"],
            }
        ),
        "correct": Example({"values": {"reach": 48120}, "note": "Two digits were swapped"}),
        "withdraw": Example({"reason": "The export has it now"}),
    }

    def scope(self) -> QuerySet[ManualValue]:
        """Give the typed values of the accounts on which the caller has the action's capability."""
        shown = Prefetch("shown_by", ManualEvidence.objects.order_by("evidence_id"))
        rows = visible_manual_values(asking(self.request), self.capability)
        return rows.select_related("upload", "account", "content").prefetch_related(shown, "replaced_by")

    def perform_create(self, data: Mapping[str, Any]) -> ManualValue:
        """Type in one or a few values of a day, a content or a period.

        They are loaded like a file of their own, with the source `manual`; results that rest on them name
        `manual.values` among their sources. A later export overrules them value by value, as any newer capture does.
        """
        draft = ManualDraft(
            account=data["account"],
            grain=Grain(data["grain"]),
            said={
                name: data[name] for name in ("day", "start", "end", "values", "currency") if data.get(name) is not None
            },
            note=data["note"],
            content=data.get("content"),
            captured_on=data.get("captured_on"),
            evidence=tuple(data.get("evidence", ())),
        )
        return self._stated(lambda: state_value(draft, actor=asking(self.request).actor()))

    @action(detail=True, methods=["post"], url_path=":correct")
    def correct(self, request: Any, **_: str) -> Response:
        """Put other values in the place of these; the evidence stays unless other is named."""
        value = self.get_object()
        draft = correction_of(value, read_body(request, ManualCorrection))
        return self.created(self._stated(lambda: correct_value(value, draft, actor=asking(request).actor())))

    @action(detail=True, methods=["post"], url_path=":withdraw")
    def withdraw(self, request: Any, **_: str) -> Response:
        """Take the values back: what files and programs say of the same counts again."""
        reason = read_body(request, WithdrawalBody)["reason"]
        return self.answer(withdraw_value(self.get_object(), reason=reason, actor=asking(request).actor()))

    def _stated(self, work: Any) -> ManualValue:
        try:
            value: ManualValue = work()
        except ValuesRefused as refused:
            raise refused_fields(
                tuple(FieldProblem(f"#{fault.pointer}", fault.code, fault.detail) for fault in refused.faults)
            ) from None
        return value
