"""Which KPIs a request asks for: by goal, place, class, stage, reader, audience, or words."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from apikit.closed import Parameter
from apikit.problems import bad_parameter
from campaigns.metrics import NETWORKS
from clients.networks import WECHAT_KINDS, AccountKind
from kpis.api.catalogue import one_of
from kpis.catalogue import GOALS, Audience, Kpi, KpiClass
from kpis.catalogue.drafts import READERS

KINDS = tuple(kind.value for kind in AccountKind if kind in WECHAT_KINDS)
_LONGEST = 100


def _closed(values: Iterable[str], description: str) -> Parameter:
    return Parameter({"type": "string", "enum": list(values)}, description)


NARROWING: Mapping[str, Parameter] = {
    "goal": _closed(GOALS, "Only what serves this goal."),
    "network": _closed(NETWORKS, "Only what this network has."),
    "account_kind": _closed(KINDS, "Only what this kind of WeChat account has."),
    "class": _closed((kind.value for kind in KpiClass), "Only KPIs of this class."),
    "journey": _closed(GOALS, "Only what is read at this stage."),
    "reader": _closed(READERS, "Only what matters to this reader."),
    "audience": _closed((audience.value for audience in Audience), "Only what is a priority for brands, or creators."),
    "q": Parameter({"type": "string", "maxLength": _LONGEST}, "Words of a key or a name, in any of its languages."),
}


def wanted(request: Any, kpis: Iterable[Kpi]) -> list[Kpi]:
    """Return the KPIs that fit every parameter sent; raises the problem `bad_parameter`."""
    asked = {name: one_of(request, name, _values(name)) for name in NARROWING if name != "q"}
    words = words_asked(request)
    return [kpi for kpi in kpis if _fits(kpi, asked) and is_named(kpi, words)]


def _values(name: str) -> Collection[str]:
    values: list[str] = NARROWING[name].schema["enum"]
    return values


def words_asked(request: Any) -> str:
    """Read `q`; empty where it is not sent."""
    given = request.query_params.getlist("q")
    if len(given) > 1 or (given and len(given[0]) > _LONGEST):
        raise bad_parameter("q", f"Send it once, with {_LONGEST} characters at most.")
    return str(given[0]) if given else ""


def _fits(kpi: Kpi, asked: Mapping[str, str | None]) -> bool:
    facts: Mapping[str, Collection[str]] = {
        "network": kpi.networks,
        "account_kind": kpi.account_kinds,
        "class": (kpi.kpi_class,),
        "journey": (kpi.journey.stage,) if kpi.journey else (),
        "reader": kpi.readers,
        "audience": kpi.audience,
    }
    goal = asked["goal"]
    serves = goal is None or kpi.goals.role_for(goal) is not None
    return serves and all(asked[name] is None or asked[name] in values for name, values in facts.items())


def is_named(kpi: Kpi, words: str) -> bool:
    """Tell whether all words, whatever their case, stand in the KPI's key, a name of it or its description."""
    on_networks = [name for names in kpi.network_names.values() for name in names.values()]
    told = [kpi.key, kpi.key.replace("_", " "), *kpi.names.values(), *on_networks, kpi.description]
    text = " ".join(told).casefold()
    return all(word in text for word in words.casefold().split())
