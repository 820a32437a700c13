"""`/reports`: frozen snapshots of a brand's results, and the lenses that readers see them through."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import ChoiceFilter, DateFilter, UUIDFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apikit.closed import Example, Parameter
from apikit.fields import TextBlock, TextLine
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.problems import bad_parameter, missing
from apikit.renderers import OrjsonRenderer
from apikit.serializers import StrictSerializer
from apikit.viewsets import ResourceViewSet
from clients.api.relations import brand_field
from clients.internal import InternalSerializer, reads_internal
from clients.scoping import visible_brands
from kpis.api.days import WITHIN_REASON
from kpis.api.html import PageRenderer
from kpis.models import Report
from kpis.reporting.services import annotate_report, discard_report, draft_report, publish_report, reopen_report
from kpis.reporting.templates import TEMPLATES
from kpis.reports.lenses import Lens, see
from kpis.reports.page import CONTENT_SECURITY_POLICY, render_html
from kpis.reports.words import LANGUAGES
from people.principal import Principal, asking
from people.roles import Role

STATES = [("draft", "draft"), ("published", "published")]
_BRAND = "01990000-0000-7000-8000-000000000010"


def visible_reports(principal: Principal, capability: str) -> QuerySet[Report]:
    """Give the reports of the visible brands; drafts only of brands that the principal may draft for."""
    reports = Report.objects.all()
    published = reports.filter(state="published")
    if not principal.may("reports:draft"):
        reports = published
    elif not principal.sees_every_brand:
        reports = published | reports.filter(brand__in=visible_brands(principal, "reports:draft"))
    if principal.sees_every_brand:
        return reports
    return reports.filter(brand__in=visible_brands(principal, capability))


class ReportSerializer(InternalSerializer):
    """A report without its numbers: those are seen through a lens."""

    brand = brand_field()
    template = serializers.ChoiceField(choices=[(key, key) for key in TEMPLATES], default="monthly")
    title = TextLine(max_length=300, required=False, help_text="Made from brand and window if not stated.")
    start = serializers.DateField(validators=WITHIN_REASON)
    end = serializers.DateField(validators=WITHIN_REASON)
    notes = TextBlock(max_length=20000, required=False, allow_blank=True, help_text="Clients read this.")
    internal_notes = TextBlock(max_length=20000, required=False, allow_blank=True)
    lenses = serializers.SerializerMethodField()
    closes_days = serializers.SerializerMethodField(
        help_text="Whether imports and all else that would change facts of its days are refused.",
    )
    told_inside = ("reopened_by", "reopening_reason")
    """Blank for who may not read internals."""

    class Meta:
        model = Report
        fields = (
            "id",
            "brand",
            "template",
            "title",
            "start",
            "end",
            "state",
            "notes",
            "internal_notes",
            "lenses",
            "digest",
            "created_by",
            "published_at",
            "published_by",
            "closes_days",
            "reopened_at",
            "reopened_by",
            "reopening_reason",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields = (
            "id",
            "state",
            "digest",
            "created_by",
            "published_at",
            "published_by",
            "reopened_at",
            "reopened_by",
            "reopening_reason",
            "version",
            "created_at",
            "updated_at",
        )

    def to_representation(self, instance: Report) -> dict[str, Any]:
        """Write the report, without who reopened it and why for who may not read internals."""
        shown = super().to_representation(instance)
        if not reads_internal(self.context["request"], instance.brand_id):
            shown |= dict.fromkeys(self.told_inside, "")
        return shown

    def get_closes_days(self, report: Report) -> bool:
        """Say whether the report closes its days: it is published and was not reopened."""
        return report.state == "published" and report.reopened_at is None

    def get_lenses(self, report: Report) -> list[str]:
        """Name the lenses that the caller may look through."""
        return [lens.value for lens in lenses_of(self.context["request"], report)]


class ReportChange(InternalSerializer):
    """What can be changed of a draft: its title and notes, never its numbers."""

    title = TextLine(max_length=300, required=False)
    notes = TextBlock(max_length=20000, required=False, allow_blank=True, help_text="Clients read this.")
    internal_notes = TextBlock(max_length=20000, required=False, allow_blank=True)

    class Meta:
        model = Report
        fields = ("title", "notes", "internal_notes")


class Reopening(StrictSerializer):
    """Why the days of a published report are opened again."""

    reason = TextBlock(max_length=2000, help_text="Kept with the report and in the audit trail.")


def lenses_of(request: Any, report: Report) -> list[Lens]:
    """List the lenses that the caller may look through: the client's, and the agency's for who reads internals."""
    lenses = [Lens.CLIENT]
    if asking(request).role is not Role.CLIENT and reads_internal(request, report.brand_id):
        lenses.append(Lens.ACCOUNT_MANAGER)
    return lenses


class ReportViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The reports of the brands that the caller works on, or is the client of."""

    resource = "reports"
    serializer_class = ReportSerializer
    input_serializers: ClassVar = {"partial_update": ReportChange, "reopen": Reopening}
    if_match_required = True
    success_status: ClassVar = {"publish": HTTPStatus.OK, "reopen": HTTPStatus.OK, "lens": HTTPStatus.OK}
    capabilities: ClassVar = {
        "list": "reports:read",
        "retrieve": "reports:read",
        "create": "reports:draft",
        "partial_update": "reports:draft",
        "destroy": "reports:draft",
        "publish": "reports:publish",
        "reopen": "reports:reopen",
        "lens": "reports:read",
    }
    filters: ClassVar = {
        "brand": UUIDFilter(field_name="brand_id"),
        "state": ChoiceFilter(choices=STATES),
        "start__gte": DateFilter(field_name="start", lookup_expr="gte"),
        "end__lte": DateFilter(field_name="end", lookup_expr="lte"),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "start": "start", "end": "end", "title": "title"}
    parameters: ClassVar = {
        "lens": {
            "language": Parameter(
                {"type": "string", "enum": list(LANGUAGES), "default": "en"}, "Language of the words."
            )
        }
    }
    path_parameters: ClassVar = {"lens": {"type": "string", "enum": [lens.value for lens in Lens]}}
    examples: ClassVar = {
        "create": Example({"brand": _BRAND, "template": "monthly", "start": "2026-03-01", "end": "2026-03-31"}),
        "partial_update": Example({"notes": "The launch moved to the second week."}),
        "reopen": Example({"reason": "TikTok corrected the views of 12 March."}),
    }

    def scope(self) -> QuerySet[Report]:
        """Give the reports that the caller may see."""
        return visible_reports(asking(self.request), self.capability)

    def perform_create(self, data: Mapping[str, Any]) -> Report:
        """Draft a report: its numbers are frozen now."""
        values = {"title": "", "notes": "", "internal_notes": "", **data}
        return draft_report(**values, actor=asking(self.request).actor())

    def perform_update(self, instance: Report, data: Mapping[str, Any], *, expected: int | None) -> Report:
        """Change title and notes of a draft."""
        return annotate_report(instance, data, expected=expected, actor=asking(self.request).actor())

    def perform_destroy(self, instance: Report, *, expected: int | None) -> None:
        """Delete a draft."""
        discard_report(instance, expected=expected, actor=asking(self.request).actor())

    @action(detail=True, methods=["post"], url_path=":publish")
    def publish(self, request: Request, id: str) -> Response:
        """Publish a draft: clients may read it from now on, nobody can change it, and its days are closed.

        Imports, reverts and other writes that would change facts of closed days are refused with `period_closed`.
        """
        del id
        return self.answer(publish_report(self.get_object(), actor=asking(request).actor()))

    @action(detail=True, methods=["post"], url_path=":reopen")
    def reopen(self, request: Request, id: str) -> Response:
        """Open the days of a published report to corrections. The report stays as it is.

        A new report of the same days, published, closes them again.
        """
        del id
        report, given = self.get_object(), self.get_input(data=request.data)
        given.is_valid(raise_exception=True)
        reason = given.validated_data["reason"]
        return self.answer(reopen_report(report, reason=reason, actor=asking(request).actor()))

    @extend_schema(
        responses={(200, "application/json"): OpenApiTypes.OBJECT, (200, "text/html"): OpenApiTypes.STR},
    )
    @action(
        detail=True,
        methods=["get"],
        url_path="lenses/(?P<lens>[a-z_]+)",
        renderer_classes=[OrjsonRenderer, PageRenderer],
    )
    def lens(self, request: Request, id: str, lens: str) -> Response:
        """See a report as one kind of reader does: as JSON, or as a page with `format=html`."""
        del id
        report = self.get_object()
        if lens not in {each.value for each in lenses_of(request, report)}:
            raise missing()
        language = request.query_params.get("language", "en")
        if language not in LANGUAGES:
            raise bad_parameter("language", f"One of {', '.join(LANGUAGES)}.", code="invalid_choice")
        view = see(report.snapshot, lens, language) | {"state": report.state, "digest": report.digest}
        if request.accepted_renderer.format != "html":
            return Response(view)
        return Response(render_html(view), headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY})
