"""Builds a report's snapshot: every number with its provenance, as it stood when the report was made."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from apikit.wire import instant_text
from campaigns.models import Content, Import
from clients.models import AgencyProfile, Brand, NetworkAccount
from kpis.catalogue import Basis, Kpi
from kpis.catalogue.places import parted, place_of
from kpis.compute.accounts import in_use_since
from kpis.compute.question import GroupKey, Question, Scope, Window
from kpis.models import Target
from kpis.own.catalogue import agency_catalogue
from kpis.reporting.money import costs_section
from kpis.reporting.templates import ReportTemplate
from kpis.results.items import result_items
from kpis.results.numbers import exact_text
from kpis.results.versions import data_version
from kpis.results.windows import Span, previous_span
from kpis.targets.judging import judged
from kpis.targets.standing import standings

Item = dict[str, Any]
SILENT = frozenset({"no_data", "not_on_network"})
SCHEMA = 1


def build_snapshot(
    *, brand: Brand, template: ReportTemplate, window: Window, title: str, notes: str, internal_notes: str, today: date
) -> dict[str, Any]:
    """Compute everything that the template shows for a brand and a window; the answer is plain JSON."""
    known = list(NetworkAccount.objects.filter(brand=brand).order_by("network", "handle", "id"))
    accounts = [account for account in known if in_use_since(account, window.start)]
    asker = _Asker(brand, known, window, today)
    headline = asker.headline(template)
    shown = [agency_catalogue().even_archived[item["kpi"]] for item in headline]
    by_network = asker.by_network(shown)
    return {
        "schema": SCHEMA,
        "brand": {"id": str(brand.id), "name": brand.name, "industry": brand.industry, "currency": brand.currency},
        "agency": {"name": AgencyProfile.objects.get().name},
        "title": title,
        "template": template.key,
        "window": _days(window),
        "previous_window": _days(previous_window(window)),
        "created_at": instant_text(timezone.now()),
        "data_version": data_version(),
        "accounts": [
            {"id": str(each.id), "network": each.network, "handle": each.handle, "kind": each.kind} for each in accounts
        ],
        "headline": headline,
        "by_network": by_network,
        "series": asker.series(template),
        "top_contents": asker.top_contents(template, {account.id: account for account in accounts}),
        "targets": _targets(brand, window, today),
        "costs": costs_section(brand, window, asker.items(["spend"])[0]),
        "provenance": _provenance(accounts, window, [*headline, *by_network]),
        "notes": notes,
        "internal_notes": internal_notes,
    }


def previous_window(window: Window) -> Window:
    """Give the window that a report compares with: as many calendar months before whole ones, else as many days."""
    span = previous_span(Span(window.start, window.end))
    return Window(span.start, span.end)


class _Asker:
    """Asks the numbers of one brand and window."""

    def __init__(self, brand: Brand, accounts: Sequence[NetworkAccount], window: Window, today: date) -> None:
        self._brand = brand
        self._accounts = accounts
        self._window = window
        self._today = today
        self._places = {place_of(each.network, each.kind) for each in accounts if in_use_since(each, window.start)}

    def items(
        self,
        kpis: Sequence[str],
        *,
        group_by: tuple[GroupKey, ...] = (),
        window: Window | None = None,
        basis: Basis = Basis.OCCURRED,
    ) -> list[Item]:
        """Answer one question."""
        known, window = agency_catalogue().even_archived, window or self._window
        counted = tuple(account.id for account in self._accounts if in_use_since(account, window.start))
        question = Question(
            kpis=tuple(known[key] for key in kpis),
            scope=Scope(accounts=counted, brand=self._brand.id),
            window=window,
            basis=basis,
            group_by=group_by,
        )
        return result_items(question, today=self._today) if kpis else []

    def headline(self, template: ReportTemplate) -> list[Item]:
        """Answer the template's KPIs for the whole brand, each on its own basis, beside the window before."""
        wanted = (*template.core, *template.more)
        now, before = (
            self._each_on_its_basis(wanted, self._window),
            self._each_on_its_basis(wanted, previous_window(self._window)),
        )
        shown = [now[key] for key in wanted if key in template.core or now[key]["reason"] not in SILENT]
        return [_described(item, self._places) | {"previous": _previous(before[item["kpi"]])} for item in shown]

    def by_network(self, kpis: Sequence[Kpi]) -> list[Item]:
        """Answer the shown KPIs network by network; a network that has nothing to say of one is left out."""
        found: list[Item] = []
        for basis in Basis:
            keys = [kpi.key for kpi in kpis if kpi.basis_hint is basis]
            found += self.items(keys, group_by=(GroupKey.NETWORK,), basis=basis)
        order = [kpi.key for kpi in kpis]
        said = [_described(item, self._places) for item in found if item["reason"] not in SILENT]
        return sorted(said, key=lambda item: (item["group"]["network"], order.index(item["kpi"])))

    def series(self, template: ReportTemplate) -> list[dict[str, Any]]:
        """Give a line a KPI and network, day by day; a day without a number is a gap."""
        lines: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for item in self.items(template.series, group_by=(GroupKey.NETWORK, GroupKey.DAY)):
            points = lines.setdefault((item["kpi"], item["group"]["network"]), [])
            exact = item["grain"] == "account" and item["bound"] == "exact"
            points.append({"day": item["group"]["day"], "value": item["value"] if exact else None})
        known = agency_catalogue().even_archived
        return [
            {
                "kpi": kpi,
                "names": dict(known[kpi].names),
                "unit": known[kpi].unit.value,
                "network": network,
                "visibility": _visibility(known[kpi]),
                "points": points,
            }
            for (kpi, network), points in sorted(lines.items())
            if any(point["value"] is not None for point in points)
        ]

    def top_contents(self, template: ReportTemplate, accounts: dict[Any, NetworkAccount]) -> list[dict[str, Any]]:
        """Give the contents published in the window that were seen most, with their numbers to date."""
        by_content: dict[str, dict[str, Item]] = {}
        for item in self.items(template.contents, group_by=(GroupKey.CONTENT,), basis=Basis.PUBLISHED):
            by_content.setdefault(item["group"]["content"], {})[item["kpi"]] = item
        ranked = sorted(by_content, key=lambda content: -_seen(by_content[content]))[: template.contents_shown]
        rows = {str(row.id): row for row in Content.objects.filter(id__in=ranked)}
        return [_content(rows[key], accounts[rows[key].account_id], by_content[key]) for key in ranked]

    def _each_on_its_basis(self, keys: Sequence[str], window: Window) -> dict[str, Item]:
        known, found = agency_catalogue().even_archived, dict[str, Item]()
        for basis in Basis:
            mine = [key for key in keys if known[key].basis_hint is basis]
            found |= {item["kpi"]: item for item in self.items(mine, window=window, basis=basis)}
        return found


def _days(window: Window) -> dict[str, str]:
    return {"start": window.start.isoformat(), "end": window.end.isoformat()}


def _visibility(kpi: Kpi) -> str:
    """Keep from clients what is not written for them, and whatever rests on the agency's own cost."""
    return "shared" if "client" in kpi.readers and "cost_internal" not in kpi.metrics() else "internal"


def _described(item: Item, places: Collection[str]) -> Item:
    """Add what a result's KPI is; its formula is the one of the places that it counts, None where they differ."""
    kpi, network = agency_catalogue().even_archived[item["kpi"]], item["group"].get("network")
    counted = [kpi.formula_for(*parted(place)) for place in places if network in {None, parted(place)[0]}]
    texts = {formula.text for formula in counted if formula}
    text = kpi.formula_text if not texts else texts.pop() if len(texts) == 1 else None
    described = {"names": dict(kpi.names), "formula": text, "source": kpi.source, "visibility": _visibility(kpi)}
    return item | described


def _previous(item: Item) -> dict[str, Any]:
    return {"value": item["value"], "reason": item["reason"], "bound": item["bound"]}


def _seen(results: dict[str, Item]) -> float:
    values = [results[key]["value"] for key in ("views", "reads") if key in results]
    return max((float(value) for value in values if value is not None), default=-1.0)


def _content(content: Content, account: NetworkAccount, results: dict[str, Item]) -> dict[str, Any]:
    known = agency_catalogue().even_archived
    return {
        "id": str(content.id),
        "title": content.title,
        "network": account.network,
        "account": account.handle,
        "published_on": content.published_on.isoformat() if content.published_on else None,
        "format": content.format,
        "url": content.url,
        "results": {
            key: {
                "value": item["value"],
                "reason": item["reason"],
                "unit": item["unit"],
                "bound": item["bound"],
                "currency": item["currency"],
                "names": dict(known[key].names),
                "visibility": _visibility(known[key]),
            }
            for key, item in results.items()
            if item["reason"] != "not_on_network"
        },
    }


def _targets(brand: Brand, window: Window, today: date) -> list[dict[str, Any]]:
    """Set out the brand's targets that run in the window, as they stood at its end."""
    rows = list(
        Target.objects.filter(brand=brand, archived_at=None, start__lte=window.end, end__gte=window.start)
        .prefetch_related("revisions")
        .order_by("created_at", "id")
    )
    known = agency_catalogue().even_archived
    as_of = min(today, window.end + timedelta(days=1))
    paces = standings(rows, today=as_of)
    return [
        {
            "id": str(target.id),
            "kpi": target.kpi,
            "names": dict(known[target.kpi].names),
            "unit": known[target.kpi].unit.value,
            "currency": target.currency or None,
            "direction": target.direction,
            "floor": exact_text(judged(target).tiers.floor),
            "target": exact_text(judged(target).tiers.target),
            "stretch": exact_text(judged(target).tiers.stretch),
            "value": paces[target.id]["value"],
            "reason": paces[target.id]["reason"],
            "status": paces[target.id]["status"],
            "attainment": paces[target.id]["attainment"],
            "expected": paces[target.id]["expected"],
            "signed": target.signed_revision is not None,
            "visibility": _visibility(known[target.kpi]),
        }
        for target in rows
        if target.kpi in known and target.id in paces
    ]


def _provenance(accounts: Sequence[NetworkAccount], window: Window, items: Sequence[Item]) -> dict[str, Any]:
    """Name the files that the numbers may rest on, the benchmarks that graded them, and the versions of the KPIs.

    Contents are read to date and from a baseline before the window, so that every list of contents may count.
    """
    days = Q(last_day__gte=window.start, first_day__lte=window.end) | Q(grain="content")
    uploads = (
        Import.objects.filter(days, account__in=accounts, state="committed")
        .select_related("account")
        .order_by("created_at", "id")
    )
    lenses = [lens for item in items for lens in item["grade"]["lenses"] if lens["benchmark"] and lens["source"]]
    used = {lens["benchmark"]: lens for lens in lenses}
    return {
        "imports": [
            {
                "id": str(upload.id),
                "file_name": upload.file_name,
                "profile": upload.profile,
                "captured_on": upload.captured_on.isoformat(),
                "rows": upload.counts["rows"],
                "network": upload.account.network,
                "handle": upload.account.handle,
            }
            for upload in uploads
        ],
        "benchmarks": [
            {"key": key, **{name: lens[name] for name in ("source", "as_of", "reliability", "n")}}
            for key, lens in sorted(used.items())
        ],
        "kpi_versions": {item["kpi"]: item["kpi_version"] for item in items},
    }
