"""Every base metric and every vendor's source, read from the reviewed files once."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from campaigns.definitions import DefinitionsError, Mistake
from campaigns.metrics.columns import COLUMNS, INPUTS
from campaigns.metrics.metric import Metric, VendorSource
from campaigns.metrics.reading import read_metrics, read_sources

DEFINITIONS = Path(__file__).parent / "definitions"
SOURCES_FILE = "sources.yaml"

_Defined = TypeVar("_Defined", Metric, VendorSource)


def load(folder: Path) -> tuple[Mapping[str, Metric], Mapping[str, VendorSource]]:
    """Return the metrics and the sources that a folder defines, by key, in the order of the files' names.

    Raises DefinitionsError with every mistake of every file.
    """
    mistakes: list[Mistake] = []
    sources = _by_key(SOURCES_FILE, read_sources(folder / SOURCES_FILE, mistakes), mistakes)
    metrics: dict[str, Metric] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name != SOURCES_FILE:
            found = read_metrics(path, sources, mistakes)
            mistakes += [Mistake(path.name, each.key, "is defined twice") for each in found if each.key in metrics]
            metrics |= _by_key(path.name, found, mistakes)
    mistakes += _unlike_columns(metrics)
    if mistakes:
        raise DefinitionsError(mistakes)
    return MappingProxyType(metrics), MappingProxyType(sources)


def _by_key(file: str, defined: Sequence[_Defined], mistakes: list[Mistake]) -> dict[str, _Defined]:
    found: dict[str, _Defined] = {}
    for each in defined:
        if each.key in found:
            mistakes.append(Mistake(file, each.key, "is defined twice"))
        found[each.key] = each
    return found


def _unlike_columns(metrics: Mapping[str, Metric]) -> Iterator[Mistake]:
    kept = {key for table in (COLUMNS, INPUTS) for kinds in table.values() for keys in kinds.values() for key in keys}
    for key in sorted(kept - set(metrics)):
        yield Mistake("(all files)", key, "has kinds and no definition")
    for key in sorted(set(metrics) - kept):
        yield Mistake("(all files)", key, "is defined and has no kinds")


METRICS, VENDOR_SOURCES = load(DEFINITIONS)
