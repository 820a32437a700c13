"""What to know of an own KPI that is sound all the same: vanity under another name, networks that it leaves out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaigns.metrics import NETWORKS
from kpis.catalogue import Kpi, KpiClass, catalogue
from kpis.catalogue.vanity import vanity_parts
from kpis.models import OwnKpi
from kpis.own.building import ALL, build
from kpis.own.checking import in_use
from kpis.own.definition import Definition, as_file


@dataclass(frozen=True)
class KpiWarning:
    """A named warning of a KPI."""

    code: str
    detail: str


def vanity_warnings(kpi: Kpi, known: Mapping[str, Kpi]) -> list[KpiWarning]:
    """Warn of a KPI that holds nothing but vanity, whatever its class."""
    parts = vanity_parts(kpi, known)
    if not parts:
        return []
    partners = dict.fromkeys(partner for key in parts for partner in known[key].pair_with)
    detail = (
        f"It holds nothing but {', '.join(parts)}, which says nothing alone; read {' or '.join(partners)} beside it."
    )
    return [KpiWarning("vanity_formula", detail)]


def class_warnings(kpi: Kpi, known: Mapping[str, Kpi]) -> list[KpiWarning]:
    """Warn of a KPI that is called actionable and holds nothing but vanity."""
    return vanity_warnings(kpi, known) if kpi.kpi_class is KpiClass.ACTIONABLE else []


def left_out(kpi: Kpi, stated: Definition, rows: Iterable[OwnKpi]) -> list[KpiWarning]:
    """Warn of each network that "all" does not take in, and why; `rows` are the agency's own KPIs."""
    if stated.get("networks") != ALL:
        return []
    others = in_use(rows, without=kpi.key)
    found = []
    for network in (network for network in NETWORKS if network not in kpi.networks):
        alone = as_file(kpi.key, kpi.version, {**stated, "networks": [network]})
        mistakes = build([*others, alone], catalogue()).broken.get(kpi.key, ())
        why = "; ".join(dict.fromkeys(mistake.problem for mistake in mistakes))
        found.append(KpiWarning("network_left_out", f"It does not exist on {network}: {why}."))
    return found
