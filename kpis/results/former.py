"""The results of another window beside those that were asked for, group for group and bucket for bucket."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.metrics import Unit
from kpis.catalogue import Kpi
from kpis.compute.engine import Answer, Result
from kpis.compute.question import TIME_KEYS, Question, Window
from kpis.formulas import Quantity
from kpis.results.comparison import Comparison, Side, compared
from kpis.results.definitions_in_force import definitions_in_force
from kpis.results.numbers import number_text
from kpis.results.stating import coverage_stated, grain_name, reason_name, sample_stated, state_of, window_stated
from kpis.results.window_length import Growth, growth_of
from kpis.results.windows import CompareKind, Span, alignment

Place = tuple[tuple[str | None, ...], int]  # a group's values, and the number of its bucket
_NOTHING = Side(Quantity.missing(), 0)


@dataclass(frozen=True, slots=True)
class Against:
    """What results are compared with: the same question about another window."""

    kind: CompareKind
    question: Question


class FormerResults:
    """The former results of a page of groups; read once, with as many statements as the page itself."""

    def __init__(self, question: Question, against: Against, places: Sequence[Place], today: date) -> None:
        former = replace(against.question, last_whole_day=question.last_whole_day)
        self._question, self._former, self._kind, self._today = question, former, against.kind, today
        self._aligned = alignment(_span(question.window), _span(former.window)).value
        self._buckets = former.buckets
        answer = Answer(former)
        known = set(answer.groups)
        wanted = {place: self._place_before(place) for place in places}
        found = [place for place in wanted.values() if place in known]
        results = iter(answer.results(found))
        by_place = {place: [next(results) for _ in former.kpis] for place in found}
        self._growths = {kpi.key: growth_of(kpi) for kpi in question.kpis}
        self._by_place = {place: by_place[before] for place, before in wanted.items() if before in by_place}

    def beside(self, place: Place, results: Sequence[Result]) -> Iterator[dict[str, Any]]:
        """Give each result of a group its `comparison`."""
        former: Sequence[Result | None] = self._by_place.get(place) or [None] * len(results)
        for now, before in zip(results, former, strict=True):
            yield self._comparison(now, before, place[1])

    def _place_before(self, place: Place) -> Place:
        """Give the group of the same place in the other window; past its last bucket there is none."""
        group, number = place
        start = self._buckets[number].start.isoformat() if number < len(self._buckets) else None
        keys = self._question.group_by
        return tuple(start if key in TIME_KEYS else value for key, value in zip(keys, group, strict=True)), number

    def _comparison(self, now: Result, before: Result | None, number: int) -> dict[str, Any]:
        kpi, growth = now.kpi, self._growths[now.kpi.key]
        theirs = self._side(before) if before else _NOTHING
        found = compared(
            self._side(now),
            theirs,
            direction=kpi.direction,
            grows=growth is not Growth.NONE,
            adds=growth is Growth.ADDS,
        )
        window = self._buckets[number] if number < len(self._buckets) else None
        return {
            "kind": self._kind.value,
            "aligned": self._aligned,
            "window": window_stated(window) if window else None,
            **self._stated(before, window),
            **_changes(found, kpi),
        }

    def _stated(self, before: Result | None, window: Window | None) -> dict[str, Any]:
        if before is None:
            reason = "no_former_group" if window else "no_counterpart"
            nothing = dict.fromkeys(("value", "currency", "state", "coverage", "sample"))
            return {**nothing, "reason": reason, "bound": "unknown"}
        outcome, quantity = before.outcome, before.outcome.quantity
        return {
            "value": number_text(quantity.value, before.kpi.unit),
            "currency": outcome.currency,
            "reason": reason_name(quantity),
            "bound": quantity.bound.value,
            "state": state_of(before, self._today),
            "coverage": coverage_stated(outcome.coverage),
            "sample": sample_stated(outcome),
        }

    def _side(self, result: Result) -> Side:
        outcome, coverage = result.outcome, result.outcome.coverage
        over = self._days_over(result.window)
        heard = [(min(coverage.days, over), over), (coverage.accounts, coverage.of_accounts)]
        if coverage.contents is not None and coverage.of_contents is not None:
            heard.append((coverage.contents, coverage.of_contents))
        return Side(
            quantity=outcome.quantity,
            days=over,
            heard=tuple(heard),
            currency=outcome.currency,
            grain=grain_name(outcome.footing),
            definitions=definitions_in_force(
                result.kpi.metrics(),
                {account.variant for account in result.accounts},
                outcome.grain,
                result.window.start,
                result.window.end,
            ),
        )

    def _days_over(self, window: Window) -> int:
        return max((min(window.end, self._question.last_whole_day) - window.start).days + 1, 0)


def _changes(found: Comparison, kpi: Kpi) -> dict[str, Any]:
    per_day = found.per_day
    return {
        "change": number_text(found.change, kpi.unit),
        "change_ratio": _ratio_text(found.change_ratio),
        "change_reason": found.reason.value if found.reason else None,
        "favourable": found.favourable,
        "comparable": found.comparable,
        "caveats": [caveat.value for caveat in found.caveats],
        "per_day": per_day
        and {
            "value": number_text(per_day.value, kpi.unit),
            "former_value": number_text(per_day.former, kpi.unit),
            "change_ratio": _ratio_text(per_day.change_ratio),
        },
    }


def _ratio_text(ratio: Decimal | None) -> str | None:
    return number_text(ratio, Unit.RATIO)


def _span(window: Window) -> Span:
    return Span(window.start, window.end)
