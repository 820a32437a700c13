"""Reads a question about results, and what its answer is compared with, from the query of a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID

from django.http import QueryDict

from apikit.asked import DAY, ID, LIMIT, TEXT, row_in
from apikit.closed import Parameter
from apikit.currencies import BAD_CURRENCY, CURRENCIES
from campaigns.models import Campaign, Creator
from campaigns.scoping import visible_campaigns, visible_contents
from clients.models import AgencyProfile, Brand
from clients.networks import Network
from clients.scoping import visible_accounts, visible_brands
from clients.weeks import WeekStart
from kpis.api.asked import Asked
from kpis.catalogue import Basis, Kpi, catalogue
from kpis.compute.accounts import Archivable, in_use_since
from kpis.compute.question import FIRST_DAY, PAID_VALUES, TIME_KEYS, GroupKey, Question, Scope, Window
from kpis.compute.sides import SIDE_METRICS
from kpis.own.catalogue import agency_catalogue
from kpis.results.former import Against
from kpis.results.windows import CompareKind, Span, previous_span, year_before
from people.principal import Principal

KPIS_AT_MOST = 250
BUCKETS_AT_MOST = 3700
NETWORKS = tuple(each.value for each in Network)
BASES = tuple(each.value for each in Basis)
COMPARISONS = tuple(each.value for each in CompareKind)
GROUP_KEYS: Mapping[str, GroupKey] = {key.value: key for key in GroupKey}

QUESTION: Mapping[str, Parameter] = {
    "kpi": Parameter({"type": "array", "items": TEXT, "minItems": 1}, "Keys of KPIs; repeat or comma.", True),
    "brand": Parameter(ID, "Only this brand."),
    "account": Parameter(ID, "Only this account."),
    "campaign": Parameter(ID, "Only this campaign's contents and ad units."),
    "content": Parameter(ID, "Only this content."),
    "creator": Parameter(ID, "Only this creator's contents."),
    "network": Parameter({**TEXT, "enum": NETWORKS}, "Only this network."),
    "content_category": Parameter(TEXT, "Only contents of this category."),
    "content_format": Parameter(TEXT, "Only contents of this format."),
    "hook": Parameter(TEXT, "Only contents with this hook."),
    "sound": Parameter(TEXT, "Only contents with this sound."),
    "hashtag": Parameter(TEXT, "Only contents with this hashtag, with or without #."),
    "paid": Parameter(
        {**TEXT, "enum": PAID_VALUES}, "Only ads (`paid`), contents that were boosted, or those known not to be."
    ),
    "start": Parameter(DAY, "First day; 28 days back from `end` where nothing is said."),
    "end": Parameter(DAY, "Last day, included; yesterday where nothing is said."),
    "basis": Parameter(
        {**TEXT, "enum": BASES, "default": Basis.OCCURRED.value},
        "`occurred`: what happened in the window; `published`: contents published in it, to date.",
    ),
    "group_by": Parameter(
        {"type": "array", "items": {**TEXT, "enum": tuple(GROUP_KEYS)}},
        "Keys to group by; repeat or comma. Weeks begin on the agency's `week_start`.",
    ),
    "currency": Parameter(
        {**TEXT, "pattern": "^[A-Z]{3}$"}, "Convert money into this currency at the agency's own exchange rates."
    ),
    "compare": Parameter(
        {**TEXT, "enum": COMPARISONS},
        "Set a former window beside each result: the one right before (whole calendar months are answered by whole "
        "months), the same days a year before, or the days of `compare_start` and `compare_end`. Groups of days, "
        "weeks and months are compared by position.",
    ),
    "compare_start": Parameter(DAY, "First day of the former window; with `compare=custom`."),
    "compare_end": Parameter(DAY, "Last day of the former window, included; with `compare=custom`."),
    "limit": Parameter(LIMIT, "Groups a page."),
    "cursor": Parameter(TEXT, "`next_cursor` of the page before."),
}


@dataclass(frozen=True, slots=True)
class _Named:
    """The ids and words that narrow the scope."""

    ids: Mapping[str, UUID | None]
    words: Mapping[str, str | None]


class _Account(Archivable, Protocol):
    """What a question needs to know of an account."""

    id: UUID


def question_of(
    params: QueryDict, principal: Principal, capability: str, *, about: Kpi | None = None
) -> tuple[Question, Against | None]:
    """Read a question and what to compare with; every parameter at fault is named at once, out of scope is a 404.

    It is `about` a KPI that has no name yet, else about those that the parameters name.
    """
    return question_asked(Asked(params), principal, capability, about=about)


def question_asked(
    asked: Asked, principal: Principal, capability: str, *, about: Kpi | None = None
) -> tuple[Question, Against | None]:
    """Read a question as `question_of` does; faults that are noted already are refused with its own."""
    kpis, group_by = (about,) if about else _kpis(asked), _group_by(asked)
    window = asked.window()
    basis = Basis(asked.choice("basis", BASES, Basis.OCCURRED.value) or Basis.OCCURRED)
    currency = _currency(asked)
    named = _named(asked)
    former = _former(asked, window)
    for name, each in (("group_by", window), ("compare", former[1] if former else None)):
        _refuse_too_many(asked, name, each, group_by)
    asked.refuse_faults()
    assert window is not None  # noqa: S101 - a window that cannot be read is a fault
    beside = any(not kpi.metrics().isdisjoint(SIDE_METRICS) for kpi in kpis)
    accounts, scope = _scope(named, principal, capability, beside=beside)
    question = Question(
        kpis=kpis,
        scope=_in_use(scope, accounts, window),
        window=window,
        basis=basis,
        group_by=group_by,
        currency=currency,
        week_start=_week_start(group_by),
    )
    if former is None:
        return question, None
    kind, span = former
    return question, Against(kind, replace(question, scope=_in_use(scope, accounts, span), window=span))


def _kpis(asked: Asked) -> tuple[Kpi, ...]:
    keys = asked.texts("kpi")
    if not keys:
        asked.fault("kpi", "required", "Name at least one KPI; GET /kpis lists them.")
    if len(keys) > KPIS_AT_MOST:
        asked.fault("kpi", "too_many", f"At most {KPIS_AT_MOST} KPIs at once.")
    product = catalogue()
    if all(key in product for key in keys):
        return tuple(product[key] for key in keys)
    known = agency_catalogue()
    for key in keys:
        if key not in known:
            asked.fault("kpi", *known.why_not(key))
    return tuple(known[key] for key in keys if key in known)


def _group_by(asked: Asked) -> tuple[GroupKey, ...]:
    names = asked.texts("group_by")
    for name in names:
        if name not in GROUP_KEYS:
            asked.fault("group_by", "unknown_group", f"'{name[:60]}' is nothing to group by.")
    keys = tuple(GROUP_KEYS[name] for name in names if name in GROUP_KEYS)
    if sum(1 for key in keys if key in TIME_KEYS) > 1:
        asked.fault("group_by", "two_times", "Group by one of day, week and month.")
    return keys


def _currency(asked: Asked) -> str | None:
    currency = asked.text("currency")
    if currency is not None and currency not in CURRENCIES:
        asked.fault("currency", "bad_currency", BAD_CURRENCY)
    return currency


def _named(asked: Asked) -> _Named:
    words = {name: asked.text(name) for name in ("content_category", "content_format", "hook", "sound", "hashtag")}
    if words["hashtag"]:
        words["hashtag"] = words["hashtag"].lstrip("#＃").strip() or words["hashtag"]
    return _Named(
        ids={name: asked.id(name) for name in ("brand", "account", "campaign", "content", "creator")},
        words={**words, "network": asked.choice("network", NETWORKS), "paid": asked.choice("paid", PAID_VALUES)},
    )


def _former(asked: Asked, window: Window | None) -> tuple[CompareKind, Window] | None:
    """Read which window to compare with; None where none is asked for, or where that cannot be said."""
    kind = asked.choice("compare", COMPARISONS)
    first, last = asked.day("compare_start"), asked.day("compare_end")
    if kind != CompareKind.CUSTOM:
        for name, day in (("compare_start", first), ("compare_end", last)):
            if day is not None:
                asked.fault(name, "not_custom", "Only compare=custom has days of its own.")
    if window is None or kind not in COMPARISONS:
        return None
    match CompareKind(kind):
        case CompareKind.CUSTOM:
            return _stated(asked, first, last)
        case CompareKind.PREVIOUS:
            return _within(asked, CompareKind.PREVIOUS, previous_span(Span(window.start, window.end)))
        case CompareKind.YEAR:
            return _within(asked, CompareKind.YEAR, year_before(Span(window.start, window.end)))


def _stated(asked: Asked, first: Any, last: Any) -> tuple[CompareKind, Window] | None:
    for name, day in (("compare_start", first), ("compare_end", last)):
        if day is None:
            asked.fault(name, "required", "compare=custom needs the days to compare with.")
    window = asked.ordered("compare_start", first, last)
    return (CompareKind.CUSTOM, window) if window else None


def _within(asked: Asked, kind: CompareKind, span: Span) -> tuple[CompareKind, Window] | None:
    if span.start < FIRST_DAY:
        asked.fault("compare", "bad_date", f"The former window would begin before {FIRST_DAY}.")
        return None
    return kind, Window(span.start, span.end)


def _refuse_too_many(asked: Asked, name: str, window: Window | None, group_by: Sequence[GroupKey]) -> None:
    for key in group_by:
        if window and key in TIME_KEYS and len(window.buckets(key)) > BUCKETS_AT_MOST:
            asked.fault(name, "too_many_groups", f"At most {BUCKETS_AT_MOST} {key.value}s at once.")


def _scope(named: _Named, principal: Principal, capability: str, *, beside: bool) -> tuple[Sequence[_Account], Scope]:
    """Find what is named among what the asker may see, and the accounts that count whatever the window.

    `beside` says that costs or conversions are asked for, which a brand without accounts may have too.
    """
    ids, words = named.ids, named.words
    accounts = visible_accounts(principal, capability)
    brand = row_in(visible_brands(principal, capability), ids["brand"])
    account = row_in(accounts, ids["account"])
    campaign = row_in(visible_campaigns(principal, capability), ids["campaign"])
    content = row_in(visible_contents(principal, capability), ids["content"])
    creator = row_in(Creator.objects.all(), ids["creator"])
    narrowing = {
        "brand_id": brand.id if brand else None,
        "id": account.id if account else None,
        "brand": campaign.brand_id if campaign else None,
        "brand__accounts__contents": content.id if content else None,  # its ads may be of another account
        "network": words["network"],
    }
    for name, value in narrowing.items():
        accounts = accounts.filter(**{name: value}) if value is not None else accounts
    scope = Scope(
        accounts=(),
        brand=brand.id if brand else None,
        account=account.id if account else None,
        campaign=campaign.id if campaign else None,
        content=content.id if content else None,
        brands=_brands(principal, capability, brand=brand, campaign=campaign) if beside else (),
        creator=creator.id if creator else None,
        network=words["network"],
        content_category=words["content_category"],
        format=words["content_format"],
        hook=words["hook"],
        sound=words["sound"],
        hashtag=words["hashtag"],
        paid=words["paid"],
    )
    return list(accounts.order_by("id").values_list("id", "archived_at", named=True)), scope


def _brands(
    principal: Principal, capability: str, *, brand: Brand | None, campaign: Campaign | None
) -> tuple[UUID, ...]:
    if brand is not None:
        return (brand.id,)
    if campaign is not None:
        return (campaign.brand_id,)
    return tuple(visible_brands(principal, capability).values_list("id", flat=True))


def _in_use(scope: Scope, accounts: Sequence[_Account], window: Window) -> Scope:
    """Let the accounts count that were in use in a window, or that were named."""
    named = scope.account is not None or scope.content is not None
    return replace(scope, accounts=tuple(each.id for each in accounts if named or in_use_since(each, window.start)))


def _week_start(group_by: Sequence[GroupKey]) -> int:
    """Read on which day the agency's weeks begin, where weeks are asked for."""
    if GroupKey.WEEK not in group_by:
        return WeekStart.MONDAY.weekday
    return WeekStart(AgencyProfile.objects.values_list("week_start", flat=True).get()).weekday
