"""`/breakdowns`: one metric cut by audience segment, territory, hour, source, product or second of a video."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apikit.asked import DAY, ID, LIMIT, TEXT, row_in
from apikit.closed import Parameter
from apikit.definitions import page_of_definitions
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from campaigns.metrics import METRICS, Unit
from clients.networks import Network
from clients.scoping import visible_accounts, visible_brands
from kpis.api.asked import Asked
from kpis.api.computed_pages import Page, computed_page
from kpis.api.result_shapes import DAYS, RANGE, SOURCE, typed
from kpis.breakdowns.adding import kind_of
from kpis.breakdowns.items import Breakdown
from kpis.breakdowns.question import BreakdownKey, BreakdownQuestion, BucketOrder
from kpis.breakdowns.reading import DimensionUse, dimensions_in_use
from kpis.compute.accounts import in_use_since
from kpis.compute.question import Window
from kpis.formulas import Bound
from kpis.results.stating import STATES
from kpis.results.versions import data_version
from people.principal import asking

NETWORKS = tuple(each.value for each in Network)
KEYS = {key.value: key for key in BreakdownKey}
ORDERS = tuple(each.value for each in BucketOrder)
WHERE = {
    "brand": Parameter(ID, "Only this brand's accounts."),
    "account": Parameter(ID, "Only this account."),
    "network": Parameter({**TEXT, "enum": NETWORKS}, "Only accounts of this network."),
    "start": Parameter(DAY, "First day; 28 days back from `end` where nothing is said."),
    "end": Parameter(DAY, "Last day, included; yesterday where nothing is said."),
    "cursor": Parameter(TEXT, "`next_cursor` of the page before."),
}
COVERAGE = {
    "type": "object",
    "properties": {name: {"type": "integer"} for name in ("days", "of", "accounts", "of_accounts")},
    "required": ["days", "of", "accounts", "of_accounts"],
    "additionalProperties": False,
}
GROUP = {"type": "object", "properties": dict.fromkeys(KEYS, TEXT), "additionalProperties": False}


class BucketSerializer(StrictSerializer):
    """One bucket of a dimension. Levels and shares are those of `day`, the last one stated; flows are added up."""

    dimension = serializers.CharField()
    bucket = serializers.CharField()
    metric = serializers.CharField()
    unit = serializers.ChoiceField(choices=[each.value for each in Unit])
    kind = serializers.CharField(help_text="How it adds up: flow, stock, unique, ...")
    group = typed(GROUP)
    network = serializers.CharField(allow_null=True, help_text="Where all accounts behind it are of one.")
    account = serializers.UUIDField(allow_null=True, help_text="Where one account is behind it.")
    window = typed(DAYS)
    value = serializers.CharField(allow_null=True, help_text="A decimal; null where `reason` says why.")
    reason = serializers.CharField(allow_null=True, help_text="An open list: tolerate new ones.")
    bound = serializers.ChoiceField(choices=[each.value for each in Bound])
    range = typed(RANGE)
    share = serializers.CharField(allow_null=True, help_text="Of what the group's buckets make together, if they do.")
    overlapping = serializers.BooleanField(help_text="Levels of several accounts were added; some may count twice.")
    state = serializers.ChoiceField(choices=STATES)
    day = serializers.DateField(allow_null=True, help_text="The day that levels and shares are of.")
    oldest_day = serializers.DateField(allow_null=True, help_text="The same of the account that is furthest behind.")
    coverage = typed(COVERAGE)
    captured_on = serializers.DateField()
    sources = typed({"type": "array", "items": SOURCE})


class BucketPageSerializer(StrictSerializer):
    """A page of buckets. The cursor is refused with 409 once the numbers changed."""

    items = BucketSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)
    data_version = serializers.CharField()


class BrokenDownMetricSerializer(StrictSerializer):
    """A metric that a dimension cuts."""

    metric = serializers.CharField()
    unit = serializers.ChoiceField(choices=[each.value for each in Unit])
    kind = serializers.CharField(help_text="How it adds up.")
    buckets = serializers.IntegerField()
    accounts = serializers.IntegerField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()


class DimensionSerializer(StrictSerializer):
    """A dimension in use."""

    dimension = serializers.CharField()
    metrics = BrokenDownMetricSerializer(many=True)


class BreakdownsView(ActionView):
    """A metric by bucket, the greatest first. A dimension that nobody states is an empty list."""

    resource = "breakdowns"
    capabilities: ClassVar = {"get": "results:read"}
    operations: ClassVar = {"get": "breakdowns_list"}
    output_serializers: ClassVar = {"get": BucketPageSerializer}
    parameters: ClassVar = {
        "get": {
            "dimension": Parameter(TEXT, "`GET /breakdown-dimensions` lists those in use.", True),
            "metric": Parameter(TEXT, "Key of a metric; `GET /metrics` lists them.", True),
            **WHERE,
            "group_by": Parameter(
                {"type": "array", "items": {**TEXT, "enum": tuple(KEYS)}}, "Tell buckets apart by; repeat or comma."
            ),
            "sort": Parameter({**TEXT, "enum": ORDERS, "default": "-value"}, "`bucket` sorts hours by number."),
            "limit": Parameter(LIMIT, "Buckets a page."),
        }
    }

    def get(self, request: Request) -> Response:
        """Read, add up and page the buckets."""
        version = data_version()
        asked = Asked(request.query_params)
        metric, dimension, keys = _metric(asked), _required(asked, "dimension"), _keys(asked)
        order = BucketOrder(asked.choice("sort", ORDERS) or BucketOrder.GREATEST)
        limit = asked.limit()
        accounts, window = _accounts_asked(request, asked, self.capability)
        question = BreakdownQuestion(
            metric=metric,
            dimension=dimension.casefold(),
            accounts=accounts,
            window=window,
            group_by=keys,
            order=order,
        )
        today = timezone.now().date()

        def page(first: int, limit: int) -> Page:
            return Breakdown(question, today=today).page(first, limit)

        seen = {"accounts": accounts, "window": window, "today": today}
        return computed_page(request, limit, page, version=version, of=seen)


class BreakdownDimensionsView(ActionView):
    """The dimensions by which the numbers of the visible accounts are cut."""

    resource = "breakdowns"
    capabilities: ClassVar = {"get": "results:read"}
    operations: ClassVar = {"get": "breakdown_dimensions_list"}
    output_serializers: ClassVar = {"get": DimensionSerializer}
    paged_actions = frozenset({"get"})
    parameters: ClassVar = {"get": {name: stated for name, stated in WHERE.items() if name != "cursor"}}

    def get(self, request: Request) -> Response:
        """List the dimensions that some account states in the window, with their metrics."""
        accounts, window = _accounts_asked(request, Asked(request.query_params), self.capability)
        uses = groupby(dimensions_in_use(accounts, window), key=lambda use: use.dimension)
        return page_of_definitions(request, [Dimension(key, tuple(found)) for key, found in uses], dimension_shown)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension in use, with each metric that it cuts."""

    key: str
    uses: Sequence[DimensionUse]


def dimension_shown(dimension: Dimension) -> dict[str, Any]:
    """Write a dimension; a metric that a later release no longer has is left out."""
    return {
        "dimension": dimension.key,
        "metrics": [
            {
                "metric": use.metric,
                "unit": METRICS[use.metric].unit.value,
                "kind": kind_of(use.metric).value,
                "buckets": use.buckets,
                "accounts": use.accounts,
                "first_day": use.first_day.isoformat(),
                "last_day": use.last_day.isoformat(),
            }
            for use in dimension.uses
            if use.metric in METRICS
        ],
    }


def _required(asked: Asked, name: str) -> str:
    text, sent = asked.text(name), asked.sent(name)
    if not sent:
        asked.fault(name, "required", "This parameter is needed.")
    return text or ""


def _metric(asked: Asked) -> str:
    metric = _required(asked, "metric")
    if metric and metric not in METRICS:
        asked.fault("metric", "unknown_metric", f"There is no metric '{metric[:60]}'; GET /metrics lists them.")
    return metric


def _keys(asked: Asked) -> tuple[BreakdownKey, ...]:
    names = asked.texts("group_by")
    for name in names:
        if name not in KEYS:
            asked.fault("group_by", "unknown_group", f"'{name[:60]}' is nothing to group by.")
    return tuple(KEYS[name] for name in names if name in KEYS)


def _accounts_asked(request: Request, asked: Asked, capability: str) -> tuple[tuple[UUID, ...], Window]:
    """Read scope and window, refuse what is at fault, and find the accounts among those the caller may see."""
    ids = {name: asked.id(name) for name in ("brand", "account")}
    network, window = asked.choice("network", NETWORKS), asked.window()
    asked.refuse_faults()
    assert window is not None  # noqa: S101 - a window that cannot be read is a fault
    principal = asking(request)
    accounts = visible_accounts(principal, capability)
    brand, account = row_in(visible_brands(principal, capability), ids["brand"]), row_in(accounts, ids["account"])
    wanted = {"brand": brand and brand.id, "id": account and account.id, "network": network}
    chosen = accounts.filter(**{name: value for name, value in wanted.items() if value is not None}).order_by("id")
    found = (each.id for each in chosen if account is not None or in_use_since(each, window.start))
    return tuple(found), window
