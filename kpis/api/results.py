"""`/results`: KPIs over a scope and a window, grouped, graded, and set against targets."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from apikit.closed import Parameter
from apikit.cursors import decode_cursor, encode_cursor
from apikit.pagination import DEFAULT_LIMIT, MAX_LIMIT, cursor_of, limit_of, next_link, query_binding
from apikit.problems import FieldProblem, Problem, bad_parameter, missing, parameter_pointer
from apikit.views import ActionView
from campaigns.models import Campaign, Content, Creator
from campaigns.scoping import visible_campaigns, visible_contents
from clients.networks import Network
from clients.scoping import visible_accounts, visible_brands
from kpis.api.result_shapes import ResultPageSerializer
from kpis.catalogue import Basis, Kpi, catalogue
from kpis.compute.accounts import in_use_since
from kpis.compute.question import FIRST_DAY, LAST_DAY, TIME_KEYS, GroupKey, Question, Scope, Window
from kpis.results.items import result_page
from kpis.results.versions import data_version
from people.principal import Principal, asking

KPIS_AT_MOST = 120
BUCKETS_AT_MOST = 3700
DEFAULT_DAYS = 28
_TEXT = {"type": "string"}
_ID = {"type": "string", "format": "uuid"}
_DAY = {"type": "string", "format": "date"}


class ResultsView(ActionView):
    """Results of KPIs. Groups are paged; the cursor belongs to one version of the data."""

    resource = "results"
    capabilities: ClassVar = {"get": "results:read"}
    operations: ClassVar = {"get": "results_list"}
    output_serializers: ClassVar = {"get": ResultPageSerializer}
    parameters: ClassVar = {
        "get": {
            "kpi": Parameter({"type": "array", "items": _TEXT, "minItems": 1}, "Keys of KPIs; repeat or comma.", True),
            "brand": Parameter(_ID, "Only this brand."),
            "account": Parameter(_ID, "Only this account."),
            "campaign": Parameter(_ID, "Only this campaign's contents and ad units."),
            "content": Parameter(_ID, "Only this content."),
            "creator": Parameter(_ID, "Only this creator's contents."),
            "network": Parameter({**_TEXT, "enum": [each.value for each in Network]}, "Only this network."),
            "content_category": Parameter(_TEXT, "Only contents of this category."),
            "content_format": Parameter(_TEXT, "Only contents of this format."),
            "start": Parameter(_DAY, "First day; 28 days back from `end` where nothing is said."),
            "end": Parameter(_DAY, "Last day, included; yesterday where nothing is said."),
            "limit": Parameter(
                {"type": "integer", "minimum": 1, "default": DEFAULT_LIMIT}, f"Groups a page; {MAX_LIMIT} at most."
            ),
            "cursor": Parameter(_TEXT, "`next_cursor` of the page before."),
            "basis": Parameter(
                {**_TEXT, "enum": [each.value for each in Basis], "default": "occurred"},
                "`occurred`: what happened in the window; `published`: contents published in it, to date.",
            ),
            "group_by": Parameter(
                {"type": "array", "items": {**_TEXT, "enum": [each.value for each in GroupKey]}},
                "Keys to group by; repeat or comma.",
            ),
        }
    }

    def get(self, request: Request) -> Response:
        """Compute, grade and page the results."""
        question = question_of(request, asking(request), self.capability)
        return _page(request, question)


def question_of(request: Request, principal: Principal, capability: str) -> Question:
    """Read a question from the query; every parameter at fault is named at once, what is out of scope is a 404."""
    params, faults = request.query_params, list[FieldProblem]()
    kpis = _kpis(_listed(params.getlist("kpi")), faults)
    group_by = _group_by(_listed(params.getlist("group_by")), faults)
    window = _window(params.get("start"), params.get("end"), faults)
    basis = _choice("basis", params.get("basis", Basis.OCCURRED.value), [each.value for each in Basis], faults)
    network = params.get("network")
    if network is not None:
        _choice("network", network, [each.value for each in Network], faults)
    if window and group_by and sum(1 for key in group_by if key in TIME_KEYS):
        key = next(key for key in group_by if key in TIME_KEYS)
        if len(window.buckets(key)) > BUCKETS_AT_MOST:
            faults.append(_fault("group_by", "too_many_groups", f"At most {BUCKETS_AT_MOST} {key.value}s at once."))
    if faults or window is None:
        raise Problem(HTTPStatus.BAD_REQUEST, "bad_parameter", "Some parameters cannot be used.", errors=faults)
    scope = _scope(request, principal, capability, window)
    return Question(kpis=kpis, scope=scope, window=window, basis=Basis(basis), group_by=group_by)


def _page(request: Request, question: Question) -> Response:
    """Cut the groups into pages; a cursor made from other data is refused with 409."""
    version, limit = data_version(), limit_of(request.query_params)
    bound_to = query_binding(request.path, request.query_params)
    first, cursor = 0, cursor_of(request.query_params)
    if cursor is not None:
        first, made_from = decode_cursor(cursor, bound_to=bound_to)  # type: ignore[assignment]
        if made_from != version:
            detail = "The numbers changed since the first page; start again without the cursor."
            raise Problem(HTTPStatus.CONFLICT, "data_changed", detail)
    page, more = result_page(question, today=timezone.now().date(), first=first, limit=limit)
    following = encode_cursor([first + limit, version], bound_to=bound_to) if more else None
    response = Response({"items": page, "next_cursor": following, "data_version": version})
    if following:
        response.headers["Link"] = next_link(request.path, request.query_params, following)
    return response


def _listed(values: list[str]) -> list[str]:
    return [part for value in values for part in value.split(",") if part]


def _fault(name: str, code: str, detail: str) -> FieldProblem:
    return FieldProblem(parameter_pointer(name), code, detail)


def _kpis(keys: list[str], faults: list[FieldProblem]) -> tuple[Kpi, ...]:
    known = catalogue()
    if not keys:
        faults.append(_fault("kpi", "required", "Name at least one KPI; GET /kpis lists them."))
    if len(keys) > KPIS_AT_MOST:
        faults.append(_fault("kpi", "too_many", f"At most {KPIS_AT_MOST} KPIs at once."))
    faults.extend(_fault("kpi", "unknown_kpi", f"There is no KPI '{key[:60]}'.") for key in keys if key not in known)
    return tuple(known[key] for key in dict.fromkeys(keys) if key in known)


def _group_by(names: list[str], faults: list[FieldProblem]) -> tuple[GroupKey, ...]:
    known = {key.value: key for key in GroupKey}
    unknown = [name for name in names if name not in known]
    faults.extend(_fault("group_by", "unknown_group", f"'{name[:60]}' is nothing to group by.") for name in unknown)
    keys = tuple(known[name] for name in dict.fromkeys(names) if name in known)
    if sum(1 for key in keys if key in TIME_KEYS) > 1:
        faults.append(_fault("group_by", "two_times", "Group by one of day, week and month."))
    return keys


def _window(start: str | None, end: str | None, faults: list[FieldProblem]) -> Window | None:
    last = _day("end", end, timezone.now().date() - timedelta(days=1), faults)
    first = _day("start", start, last - timedelta(days=DEFAULT_DAYS - 1) if last else None, faults)
    if first is None or last is None:
        return None
    if first > last:
        faults.append(_fault("start", "empty_window", "`start` lies after `end`."))
        return None
    return Window(first, last)


def _day(name: str, text: str | None, default: date | None, faults: list[FieldProblem]) -> date | None:
    if text is None:
        return default
    try:
        day = date.fromisoformat(text)
    except ValueError:
        faults.append(_fault(name, "bad_date", "A day is written like 2026-01-31."))
        return None
    if FIRST_DAY <= day <= LAST_DAY:
        return day
    faults.append(_fault(name, "bad_date", f"A day lies between {FIRST_DAY} and {LAST_DAY}."))
    return None


def _choice(name: str, value: str, allowed: list[str], faults: list[FieldProblem]) -> str:
    if value not in allowed:
        faults.append(_fault(name, "invalid_choice", f"One of {', '.join(allowed)}."))
    return value


def _scope(request: Request, principal: Principal, capability: str, window: Window) -> Scope:
    params = request.query_params
    accounts = visible_accounts(principal, capability)
    brand = _row(visible_brands(principal, capability), params.get("brand"), "brand")
    account = _row(accounts, params.get("account"), "account")
    campaign: Campaign | None = _row(visible_campaigns(principal, capability), params.get("campaign"), "campaign")
    content: Content | None = _row(visible_contents(principal, capability), params.get("content"), "content")
    creator = _row(Creator.objects.all(), params.get("creator"), "creator")
    wanted = {
        "brand_id": brand.id if brand else None,
        "id": account.id if account else None,
        "brand": campaign.brand_id if campaign else None,
        "contents": content.id if content else None,
        "network": params.get("network"),
    }
    chosen = accounts
    for name, value in wanted.items():
        chosen = chosen.filter(**{name: value}) if value is not None else chosen
    named = account is not None or content is not None
    return Scope(
        accounts=tuple(each.id for each in chosen.order_by("id") if named or in_use_since(each, window.start)),
        brand=brand.id if brand else None,
        account=account.id if account else None,
        campaign=campaign.id if campaign else None,
        content=content.id if content else None,
        creator=creator.id if creator else None,
        network=params.get("network"),
        content_category=params.get("content_category"),
        format=params.get("content_format"),
    )


def _row(rows: QuerySet[Any], text: str | None, name: str) -> Any:
    """Find a row among those in scope: 400 for what is no id, the one 404 for what is missing or somebody else's."""
    if text is None:
        return None
    try:
        wanted = UUID(text)
    except ValueError as error:
        raise bad_parameter(name, "An id is a UUID.") from error
    row = rows.filter(id=wanted).first()
    if row is None:
        raise missing()
    return row
