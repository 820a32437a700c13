"""What every result of one KPI says of the KPI itself: written once, however many groups there are."""

from functools import lru_cache
from typing import Any

from kpis.catalogue import Kpi
from kpis.catalogue.attribution import Crediting
from kpis.formulas import Quantity


@lru_cache(maxsize=1024)
def words_of(kpi: Kpi) -> "KpiWords":
    """Give the words of a KPI; written once in the life of the process."""
    return KpiWords(kpi)


class KpiWords:
    """The members of a result that its KPI decides."""

    def __init__(self, kpi: Kpi) -> None:
        self._bands = kpi.bands
        self._attribution = [_crediting(each) for each in kpi.attribution]
        self._readings: dict[str, dict[str, Any]] = {}
        self._on_network: dict[str | None, list[dict[str, Any]]] = {None: self._attribution}
        self.stated = {
            "kpi": kpi.key,
            "kpi_version": kpi.version,
            "unit": kpi.unit.value,
            "direction": kpi.direction.value,
            "class": kpi.kpi_class.value,
        }

    def reading_of(self, quantity: Quantity) -> dict[str, Any] | None:
        """Name the band in which a value lies, whichever number it is; None without bands, and where that is open."""
        if self._bands is None or quantity.low is None or quantity.high is None:
            return None
        low, high = self._bands.reading_of(quantity.low), self._bands.reading_of(quantity.high)
        if low.key != high.key:
            return None
        return self._readings.setdefault(low.key, {"key": low.key, "names": dict(low.names)})

    def attribution_on(self, network: str | None) -> list[dict[str, Any]]:
        """Say how conversions are credited where a result comes from; empty where the KPI counts none."""
        if network not in self._on_network:
            self._on_network[network] = [each for each in self._attribution if each["network"] in {None, network}]
        return self._on_network[network]


def _crediting(crediting: Crediting) -> dict[str, Any]:
    return {
        "network": crediting.network,
        "account_kind": crediting.account_kind,
        "click_hours": crediting.click_hours,
        "view_hours": crediting.view_hours,
        "booked_on": crediting.booked_on,
        "statement": dict(crediting.statement),
        "source": crediting.source,
    }
