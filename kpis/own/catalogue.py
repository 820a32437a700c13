"""The KPIs that a request may name: the product's, and those of the agency whose context is open."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

import orjson

from agencies.context import forget, remembered
from campaigns.definitions import Mistake
from kpis.catalogue import Kpi, catalogue
from kpis.formulas.spelling import nearest
from kpis.models import OwnKpi
from kpis.own.building import Built, build
from kpis.own.definition import as_file

_REMEMBERED = "own KPIs"
_LISTS_KEPT = 64  # agencies, or states of one, whose KPIs a process keeps built


class AgencyCatalogue(Mapping[str, Kpi]):
    """KPIs by key: the product's and the agency's own, without those that are broken or, unless asked, archived.

    The agency's own are read where something is asked for that is not the product's, once, and only in the context
    in which the catalogue was made.
    """

    def __init__(self, rows: Iterable[OwnKpi], *, even_archived: bool = False) -> None:
        self._unread, self._even_archived = rows, even_archived

    @cached_property
    def own(self) -> Mapping[str, OwnKpi]:
        """All rows of the agency's own KPIs by address: their key, or `own:` and it where the product has the key."""
        return {address_of(row): row for row in self._unread}

    @cached_property
    def broken(self) -> Mapping[str, tuple[Mistake, ...]]:
        """What is wrong with own KPIs that no longer work, by address: a release took a name away."""
        found = self._built.broken
        return {address: found[row.key] for address, row in self.own.items() if row.key in found}

    @cached_property
    def even_archived(self) -> "AgencyCatalogue":
        """The same with archived KPIs, for targets and reports that were set when they were in use."""
        return AgencyCatalogue(self._unread, even_archived=True)

    @cached_property
    def _built(self) -> Built:
        return built(list(self.own.values()))

    def __getitem__(self, key: str) -> Kpi:
        if key not in self:
            raise KeyError(key)
        return catalogue().get(key) or self._built.kpis[key]

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._built.kpis if key in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, key: object) -> bool:
        if key in catalogue():
            return True
        row = self.own.get(str(key))
        return row is not None and key in self._built.kpis and (self._even_archived or row.archived_at is None)

    def why_not(self, key: str) -> tuple[str, str]:
        """Return code and sentence for a key that cannot be asked for."""
        shown = key[:60]
        row = self.own.get(key)
        if row is not None and row.archived_at is not None:
            return "archived_kpi", f"The KPI '{shown}' was archived on {row.archived_at:%Y-%m-%d}."
        if key in self.broken:
            why = "; ".join(mistake.problem for mistake in self.broken[key])
            return "broken_kpi", f"The KPI '{shown}' cannot be computed: {why}."
        near = " or ".join(nearest(key, self))
        return "unknown_kpi", f"There is no KPI '{shown}'." + (f" Did you mean {near}?" if near else "")


def agency_catalogue() -> AgencyCatalogue:
    """Return the KPIs of the open agency: at most one query a context, none where the product's are enough."""
    return remembered(_REMEMBERED, lambda: AgencyCatalogue(OwnKpi.objects.order_by("key")))


def address_of(row: OwnKpi) -> str:
    """Return by what an own KPI is found: its key, unless the product has a KPI of it."""
    return f"own:{row.key}" if row.key in catalogue() else row.key


def forget_own_kpis() -> None:
    """Read the agency's own KPIs again where they are next asked for: one of them changed."""
    forget(_REMEMBERED)


def built(rows: Sequence[OwnKpi]) -> Built:
    """Build the KPIs of rows. What is kept is found by its content alone, so it is never somebody else's."""
    return _built(tuple(sorted((row.key, row.kpi_version, orjson.dumps(row.definition)) for row in rows)))


@lru_cache(maxsize=_LISTS_KEPT)
def _built(content: tuple[tuple[str, int, bytes], ...]) -> Built:
    definitions = [as_file(key, version, orjson.loads(definition)) for key, version, definition in content]
    return build(definitions, catalogue()) if definitions else Built(catalogue())
