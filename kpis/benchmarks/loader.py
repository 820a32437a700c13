"""Loads a benchmark pack; every row must agree with our own definition, and all mistakes are told at once."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from campaigns.definitions import DefinitionsError, FieldReader, Mistake, read_yaml
from campaigns.metrics import NETWORKS
from kpis.benchmarks.benchmark import Benchmark, FollowerTier, Reliability
from kpis.benchmarks.scale_reader import read_scale
from kpis.benchmarks.scales import Statistic
from kpis.catalogue import Basis, Kpi, catalogue
from kpis.catalogue.base_metrics import METRIC_VOCABULARY
from kpis.formulas import FormulaError, compile_formula, equivalent

PUBLISHED = Path(__file__).parent / "pack" / "published.yaml"
_REQUIRED = (
    *("key", "kpi", "kpi_version", "networks", "definition", "basis", "per", "audience"),
    *("statistic", "values", "sample", "source", "as_of", "reliability"),
)
_OPTIONAL = ("account_kind", "content_type", "industry", "followers", "currency", "window", "n")
_PER = ("content", "period")


class PackError(DefinitionsError):
    """A benchmark pack that cannot be used."""


@cache
def published_pack() -> tuple[Benchmark, ...]:
    """Return the product's pack of published numbers. Read once; raises PackError when it is wrong."""
    return load_pack(PUBLISHED, catalogue())


def load_pack(path: Path, kpis: Mapping[str, Kpi]) -> tuple[Benchmark, ...]:
    """Return the benchmarks of a pack file: a list of rows.

    Raises PackError with the mistakes of all rows; a mistake's `file` is the row's key.
    """
    mistakes: list[Mistake] = []
    rows = read_yaml(path, mistakes)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise PackError([*mistakes, Mistake(path.name, "(file)", "expected a list of rows")])
    found = [_benchmark(row, kpis, mistakes) for row in rows]
    times = Counter(benchmark.key for benchmark in found)
    mistakes.extend(Mistake(key, "key", "stands twice") for key, count in times.items() if count > 1)
    if mistakes:
        raise PackError(mistakes)
    return tuple(found)


def _benchmark(row: Mapping[str, Any], kpis: Mapping[str, Kpi], mistakes: list[Mistake]) -> Benchmark:
    reader = FieldReader(str(row.get("key")), row, mistakes)
    reader.demand((*_REQUIRED, *_OPTIONAL), _REQUIRED, nullable=("basis", "as_of"))
    statistic = reader.word("statistic", Statistic, Statistic.MEAN)
    kpi = kpis.get(reader.text("kpi"))
    found = Benchmark(
        key=reader.text("key"),
        kpi=reader.text("kpi"),
        kpi_version=reader.whole_number("kpi_version", 1) or 1,
        networks=reader.words("networks", tuple(NETWORKS)),
        account_kind=reader.text("account_kind") or None,
        definition=reader.text("definition"),
        basis=reader.word("basis", Basis, Basis.OCCURRED) if reader.has("basis") else None,
        per=_per(reader),
        content_type=reader.text("content_type") or None,
        industry=reader.text("industry") or None,
        followers=_tier(reader),
        audience=reader.text("audience"),
        statistic=statistic,
        scale=read_scale(reader, statistic, kpi.direction if kpi else None),
        currency=reader.text("currency") or None,
        window=reader.text("window") or None,
        n=reader.whole_number("n", None),
        sample=reader.text("sample"),
        source=reader.text("source"),
        as_of=reader.day("as_of"),
        reliability=reader.word("reliability", Reliability, Reliability.LOW),
    )
    _check_definition(reader, found, kpi)
    return found


def _per(reader: FieldReader) -> str:
    per = reader.text("per", _PER[0])
    if per not in _PER:
        reader.mistake("per", f"{per} is none of {', '.join(_PER)}")
    return per


def _tier(reader: FieldReader) -> FollowerTier | None:
    ends = reader.mapping("followers")
    if not ends:
        return None
    mistakes: list[Mistake] = []
    within = FieldReader(reader.file, ends, mistakes)
    within.demand(("at_least", "below"), ())
    tier = FollowerTier(within.whole_number("at_least", None), within.whole_number("below", None))
    for mistake in mistakes:
        reader.mistake(f"followers.{mistake.field}", mistake.problem)
    return tier


def _check_definition(reader: FieldReader, found: Benchmark, kpi: Kpi | None) -> None:
    """Note where the source measured something else than our KPI does."""
    if kpi is None:
        reader.mistake("kpi", f"there is no KPI {found.kpi}")
        return
    if (kpi.unit == "money") != (found.currency is not None):
        reader.mistake("currency", "money has a currency and nothing else has one")
    try:
        theirs = compile_formula(found.definition, METRIC_VOCABULARY)
    except FormulaError as mistake:
        reader.mistake("definition", str(mistake))
        return
    if found.kpi_version != kpi.version:
        return  # kept for results of that version
    for network in found.networks:
        ours = kpi.formula_for(network, found.account_kind)
        if ours is None or not equivalent(ours.tree, theirs.tree):
            reader.mistake("definition", f"{network} has another one of {found.kpi}")
