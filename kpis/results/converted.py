"""The exchange rates behind results in a currency that was asked for."""

from functools import cached_property
from typing import Any

from kpis.compute.engine import Result
from kpis.compute.question import Question
from kpis.currency.in_force import rate_table
from kpis.currency.rates import Rate, RateTable
from kpis.results.numbers import exact_text


class RatesOfQuestion:
    """The rates into the wanted currency; read once, and only where something was converted."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._stated: dict[Any, list[dict[str, Any]]] = {}

    @cached_property
    def _table(self) -> RateTable:
        return rate_table(self._question.currency)

    def behind(self, result: Result) -> list[dict[str, Any]] | None:
        """List the rates that a result's money was converted at; None where nothing was converted."""
        converted = result.outcome.converted_from
        if not converted:
            return None
        place = (converted, result.window)
        if place not in self._stated:
            self._stated[place] = [_stated(rate) for base in sorted(converted) for rate in self._used(base, result)]
        return self._stated[place]

    def _used(self, base: str, result: Result) -> tuple[Rate, ...]:
        wanted, window = self._question.currency, result.window
        return self._table.used(base, wanted, window.start, window.end) if wanted else ()


def _stated(rate: Rate) -> dict[str, Any]:
    return {
        "from": rate.base,
        "to": rate.quote,
        "rate": exact_text(rate.rate),
        "day": rate.day.isoformat(),
        "source": rate.source,
        "derived": rate.derived,
    }
