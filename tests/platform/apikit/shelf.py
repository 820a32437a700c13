"""Views and addresses for these tests alone: a view without a database, and a resource over brands."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.urls import include, path
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.closed import Example, Parameter
from apikit.etag import VersionConflict, bump_version
from apikit.fields import MoneyField, ScopedRelatedField, TextLine
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.principals import AUTHENTICATED, PUBLIC
from apikit.refusals import Refusal, RefusalKind
from apikit.routers import ResourceRouter
from apikit.selection import Expansion
from apikit.serializers import StrictModelSerializer, StrictSerializer
from apikit.views import ActionView
from apikit.viewsets import ResourceViewSet
from clients.models import Brand, NetworkAccount


class Full(Refusal):
    """The shelf is full."""

    kind = RefusalKind.CONFLICT
    code = "shelf_full"
    detail = "The shelf is full."
    pointer = "#/name"


class EchoBody(StrictSerializer):
    name = TextLine(max_length=20)
    budget = MoneyField(amount="budget_amount", currency="budget_currency", required=False)


class Echo(ActionView):
    """Say it again."""

    resource = "echoes"
    capabilities = {"get": PUBLIC, "post": PUBLIC, "delete": AUTHENTICATED}
    parameters = {"get": {"loud": Parameter({"type": "boolean"}, "Whether to shout.")}}
    operations = {"get": "echo_read", "post": "echo_say", "delete": "echo_stop"}
    serializer_class = EchoBody
    examples = {"post": Example({"name": "a"}, {"name": "a", "budget": None})}

    def get(self, request: Any) -> Response:
        """Read what there is."""
        return Response({"said": "nothing"})

    def post(self, request: Any) -> Response:
        """Say it."""
        body = EchoBody(data=request.data)
        body.is_valid(raise_exception=True)
        if body.validated_data["name"] == "full":
            raise Full
        return Response({"name": body.validated_data["name"]})

    def delete(self, request: Any) -> Response:
        """Stop."""
        return Response(status=204)


class ThingSerializer(StrictModelSerializer):
    version = serializers.IntegerField(read_only=True)

    class Meta:
        model = Brand
        fields = ["id", "created_at", "name", "industry", "archived_at", "version"]
        read_only_fields = ["created_at"]


class PartSerializer(StrictModelSerializer):
    thing = ScopedRelatedField(source="brand", scope=lambda _: Brand.objects.exclude(name="Borealis"))

    class Meta:
        model = NetworkAccount
        fields = ["id", "thing", "handle"]


class Things(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """Things on a shelf."""

    resource = "things"
    serializer_class = ThingSerializer
    capabilities = {
        "list": "brands:read",
        "retrieve": "brands:read",
        "create": "brands:create",
        "partial_update": "brands:update",
        "destroy": "brands:delete",
        "mint": "brands:read",
        "clash": "brands:read",
        "parts": "brands:read",
    }
    sort_fields = {"name": "name", "archived_at": "archived_at", "industry": "industry"}
    filters = {
        "name": django_filters.CharFilter(),
        "industry": django_filters.CharFilter(lookup_expr="icontains"),
        "created_at__gte": django_filters.IsoDateTimeFilter("created_at", lookup_expr="gte"),
        "archived": django_filters.BooleanFilter("archived_at", lookup_expr="isnull", exclude=True),
    }
    if_match_required = True
    mints_credential = frozenset({"mint"})
    idempotency_required = frozenset({"clash"})
    output_serializers = {"parts": PartSerializer}
    paged_actions = frozenset({"parts"})

    def scope(self) -> QuerySet[Brand]:
        return Brand.objects.exclude(name="Borealis")

    def perform_create(self, data: Mapping[str, Any]) -> Brand:
        """Put a thing on the shelf."""
        return Brand.objects.create(**data)

    def perform_update(self, instance: Brand, data: Mapping[str, Any], *, expected: int | None) -> Brand:
        if not bump_version(Brand.objects.filter(pk=instance.pk), expected=expected, **data):
            raise VersionConflict
        instance.refresh_from_db()
        return instance

    def perform_destroy(self, instance: Brand, *, expected: int | None) -> None:
        instance.delete()

    @action(detail=False, methods=["post"], url_path=":mint")
    def mint(self, request: Any) -> Response:
        """Mint a secret."""
        return Response({"secret": "s3cret"}, status=201)

    @action(detail=True, methods=["post"], url_path=":clash")
    def clash(self, request: Any, id: str) -> Response:
        """Write twice what may be there once."""
        Brand.objects.create(name=self.get_object().name)
        return Response(status=204)

    @action(detail=True, methods=["get"], url_path="parts")
    def parts(self, request: Any, id: str) -> Response:
        """List the parts of a thing."""
        return self.page(self.get_object().accounts.all())


class Parts(Listable, Creatable, ResourceViewSet):
    """Parts of things."""

    resource = "parts"
    serializer_class = PartSerializer
    capabilities = {"list": "brands:read", "create": "brands:create"}
    expandable = {"thing": Expansion("brand", "tests.platform.apikit.shelf.ThingSerializer")}

    def scope(self) -> QuerySet[NetworkAccount]:
        return NetworkAccount.objects.all()

    def perform_create(self, data: Mapping[str, Any]) -> NetworkAccount:
        """Add a part."""
        return NetworkAccount.objects.create(network="weibo", kind="standard", **data)


def broken(request: HttpRequest) -> HttpResponse:
    secret = "select * from secrets"
    raise RuntimeError(secret)


def refused(request: HttpRequest) -> HttpResponse:
    return HttpResponseForbidden("<h1>no</h1>", headers={"Retry-After": "7"})


def contradictory(request: HttpRequest) -> HttpResponse:
    raise IntegrityError


router = ResourceRouter()
router.add(Things, Parts)
urlpatterns = [
    path("api/v1/echo", transaction.non_atomic_requests(Echo.as_view())),
    path("api/v1/broken", transaction.non_atomic_requests(broken)),
    path("api/v1/refused", transaction.non_atomic_requests(refused)),
    path("api/v1/contradictory", transaction.non_atomic_requests(contradictory)),
    path("outside", transaction.non_atomic_requests(refused)),
    path("api/v1/", include(router.urls)),
]
handler400 = "apikit.problems.bad_request"
handler403 = "apikit.problems.permission_denied"
handler404 = "apikit.problems.not_found"
handler500 = "apikit.problems.server_error"
