"""What must hold of a KPI as a whole, beside its fields and its formulas."""

from collections.abc import Mapping

from kpis.catalogue.drafts import Draft
from kpis.catalogue.kpi import Kpi, KpiClass
from kpis.catalogue.places import kinds_of, parted, place_of, unreported


def check_metric_key(draft: Draft) -> None:
    """Note a definition that gives a base metric's name to something else."""
    if any(text != draft.key for text in draft.texts.values()):
        draft.reader.mistake("formula", f"{draft.key} is a base metric: its KPI is the metric itself")


def check_reach(draft: Draft, kpi: Kpi) -> None:
    """Note places that do not report a metric, or on whose facts the formula cannot be computed."""
    for place in _places(kpi):
        formula = kpi.formula_for(*place)
        for key in unreported(formula.metrics() if formula else (), place_of(*place)):
            draft.reader.mistake("networks", f"{place_of(*place)} does not report {key}")
        if not kpi.grains_for(*place):
            draft.reader.mistake("grains", f"no grain has all metrics of {draft.texts[place_of(*place)]}")
    computable = {grain for place in _places(kpi) for grain in kpi.grains_for(*place)}
    if kpi.formulas and draft.reader.has("grains"):
        for grain in set(kpi.grains) - computable:
            draft.reader.mistake("grains", f"nothing can be computed on {grain}")


def _places(kpi: Kpi) -> list[tuple[str, str | None]]:
    places = [place for network in kpi.networks for place in (network, *kinds_of(network))]
    return [parted(place) for place in places if kpi.formula_for(*parted(place)) is not None]


def check_references(draft: Draft, found: Mapping[str, Kpi]) -> None:
    """Note partners that do not exist or give no meaning, a vanity KPI without one, and unknown KPIs to read with."""
    for partner in draft.pair_with:
        if partner not in found:
            draft.reader.mistake("pair_with", f"there is no KPI {partner}")
        elif found[partner].kpi_class is not KpiClass.ACTIONABLE:
            draft.reader.mistake("pair_with", f"{partner} is not actionable")
    if draft.kpi_class is KpiClass.VANITY and not (draft.pair_with or found[draft.key].pair_with):
        draft.reader.mistake("pair_with", "a vanity KPI names the actionable one that gives it meaning")
    for beside in draft.journey.read_with if draft.journey else ():
        if beside not in found or beside == draft.key:
            draft.reader.mistake("journey.read_with", f"there is no other KPI {beside}")


def check_places(draft: Draft, kpi: Kpi) -> None:
    """Note names and vendors' columns of places where the KPI does not exist."""
    if not kpi.formulas:
        return  # its formula is at fault, and that was noted
    for place in draft.network_names:
        if kpi.formula_for(*parted(place)) is None:
            draft.reader.mistake(f"network_names.{place}", "the KPI does not exist there")
    for number, field in enumerate(draft.vendor_fields):
        if field.network not in kpi.networks:
            draft.reader.mistake(f"vendor_fields.{number}.network", "the KPI does not exist there")
