"""Result items: one KPI of one group with value, provenance, grade and targets, ready to be sent or frozen."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import repeat
from typing import Any

from campaigns.metrics import Grain
from kpis.catalogue import Kpi
from kpis.compute.accounts import AccountFacts, followers_on
from kpis.compute.engine import Answer, Result
from kpis.compute.outcome import Coverage, Footing
from kpis.compute.presence import Presence
from kpis.compute.question import Question
from kpis.formulas import Bound
from kpis.results.converted import RatesOfQuestion
from kpis.results.doubts import Doubts
from kpis.results.former import Against, FormerResults, Place
from kpis.results.numbers import number_text
from kpis.results.of_kpis import words_of
from kpis.results.overlaps import Overlaps
from kpis.results.paid_mix import paid_mix_asked, paid_mix_known
from kpis.results.sources import FilesBehind
from kpis.results.standings import stated_target
from kpis.results.stating import (
    coverage_stated,
    grain_name,
    part_stated,
    range_stated,
    reason_name,
    sample_stated,
    state_of,
    window_stated,
)
from kpis.results.verdicts import Grader, needs_followers
from kpis.targets.finding import TargetsOfQuestion

Item = dict[str, Any]


def result_items(question: Question, *, today: date) -> list[Item]:
    """Compute, grade and write the results of a question, group by group."""
    items, _ = result_page(question, today=today)
    return items


def result_page(
    question: Question, *, today: date, first: int = 0, limit: int | None = None, against: Against | None = None
) -> tuple[list[Item], bool]:
    """Write the results of the groups from number `first`, at most `limit`, and say whether there are more.

    `against` sets the same groups of another window beside them.
    """
    question = replace(question, last_whole_day=today - timedelta(days=1))
    answer = Answer(question)
    last = len(answer.groups) if limit is None else first + limit
    places = answer.groups[first:last]
    writer = _Writer(question, answer.results(places), answer.present, today)
    former = FormerResults(question, against, places, today) if against else None
    return list(writer.items(places, former)), len(answer.groups) > last


class _Writer:
    """Writes results; what several KPIs of a group, or several groups of a KPI, have in common is written once."""

    def __init__(self, question: Question, results: Sequence[Result], present: Presence, today: date) -> None:
        accounts = {account.id: account for result in results for account in result.accounts}
        sized = followers_on(question.scope.accounts, question.window.end) if needs_followers(question.kpis) else {}
        self._question, self._results, self._today = question, results, today
        self._grader = Grader(followers=sized, today=today)
        brands = {account.brand for account in accounts.values()}
        self._targets = TargetsOfQuestion(question, brands if present.targets else ())
        self._files = FilesBehind(question.window, accounts)
        self._doubts = Doubts(question, accounts if present.findings else ())
        self._overlaps = Overlaps(question, accounts if present.wholes else ())
        self._rates = RatesOfQuestion(question)
        self._words = {kpi: words_of(kpi) for kpi in question.kpis}
        self._scope = question.scope.stated()
        self._keys = [key.value for key in question.group_by]
        self._resting: dict[Footing, Item] = {}
        self._alike: dict[tuple[Kpi, Footing], Item] = {}
        self._coverages: dict[Coverage, Item] = {}

    def items(self, places: Sequence[Place], former: FormerResults | None) -> Iterator[Item]:
        """Write the results, a group at a time."""
        each = len(self._question.kpis)
        for number, place in enumerate(places):
            group = self._results[number * each : (number + 1) * each]
            comparisons = former.beside(place, group) if former else repeat(None, each)
            shared, sources = self._shared(group[0]), dict[tuple[Grain | None, Sequence[AccountFacts]], Any]()
            for result, comparison in zip(group, comparisons, strict=True):
                behind = (result.outcome.footing.grain, result.accounts)
                if behind not in sources:
                    sources[behind] = self._files.of_result(result)
                item = self._item(result, shared)
                item["sources"] = sources[behind]
                item["comparison"] = comparison
                if doubts := self._doubts.of_result(result):
                    item["grade"] = {**item["grade"], "qualified": True}
                    item["doubts"] = doubts
                if self._overlaps.of_result(result):
                    item["grade"] = {**item["grade"], "qualified": True}
                    item["overlapping"] = True
                yield item

    def _shared(self, result: Result) -> Item:
        """Write what all KPIs of a group have in common."""
        shared: Item = {
            "group": dict(zip(self._keys, result.group, strict=True)),
            "window": window_stated(result.window),
        }
        asked = paid_mix_asked(self._question, result.group)
        return shared if asked is None else {**shared, "paid_mix": asked.value}

    def _item(self, result: Result, shared: Item) -> Item:
        kpi, outcome = result.kpi, result.outcome
        quantity, rests_on = outcome.quantity, outcome.footing
        item = (self._alike.get((kpi, rests_on)) or self._written_alike(kpi, rests_on)).copy()
        item.update(shared)
        item["value"] = number_text(quantity.value, kpi.unit)
        if not quantity.known_exactly:
            item["reason"] = reason_name(quantity)
            item["bound"] = quantity.bound.value
            item["range"] = range_stated(quantity, kpi.unit)
        item["state"] = state_of(result, self._today)
        item["derived"] = quantity.derived
        coverage = self._coverages.get(outcome.coverage)
        if coverage is None:
            coverage = self._coverages[outcome.coverage] = coverage_stated(outcome.coverage)
        item["coverage"] = coverage
        item["sample"] = sample_stated(outcome)
        targets = self._targets.of(result)
        item["grade"] = self._grader.graded(result, targets)
        if targets:
            item["targets"] = [stated_target(target, result, self._today) for target in targets]
        if outcome.parts:
            item["parts"] = [part_stated(part, kpi.unit) for part in outcome.parts]
        if kpi.bands is not None:
            item["reading"] = self._words[kpi].reading_of(quantity)
        if rests_on.converted_from:
            item["conversion"] = self._rates.behind(result)
        return item

    def _written_alike(self, kpi: Kpi, rests_on: Footing) -> Item:
        """Write a result of a KPI with all that rests alike; each result then puts in what is its own."""
        words = self._words[kpi]
        stated = self._resting.get(rests_on) or self._resting.setdefault(rests_on, _stated_of(rests_on))
        item = self._alike[kpi, rests_on] = {**words.stated, **stated}
        item["scope"] = self._scope
        item["attribution"] = words.attribution_on(rests_on.network)
        return item


def _stated_of(rests_on: Footing) -> Item:
    """Write what all results say that rest alike, whatever their KPI, with the place of each member that is to come."""
    return {
        "scope": {},
        "group": {},
        "window": {},
        "currency": rests_on.currency,
        "value": None,
        "reason": None,
        "bound": Bound.EXACT.value,
        "range": None,
        "state": None,
        "derived": False,
        "overlapping": rests_on.overlapping,
        "grain": grain_name(rests_on),
        "basis": rests_on.basis.value,
        "coverage": {},
        "sample": {},
        "parts": [],
        "grade": {},
        "targets": [],
        "reading": None,
        "attribution": [],
        "conversion": None,
        "paid_mix": paid_mix_known(rests_on).value,
        "sources": [],
        "doubts": [],
        "comparison": None,
    }
