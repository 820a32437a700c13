"""Reads what a question needs, a statement a grain; a grain is left out where the ones before it have answered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from uuid import UUID

from campaigns.metrics import Grain
from kpis.catalogue import Basis
from kpis.compute.account_sums import account_cells
from kpis.compute.accounts import AccountFacts
from kpis.compute.ad_figures import ad_figures
from kpis.compute.ad_sums import ad_cells
from kpis.compute.cells import Cell
from kpis.compute.cohorts import Cohort, cohorts_of
from kpis.compute.content_sums import content_cells
from kpis.compute.conversion_sums import TRACKED_METRICS, ConversionSum, conversion_sums
from kpis.compute.cost_sums import CostSum, cost_sums
from kpis.compute.evidence import Evidence
from kpis.compute.grouping import Group, Grouping, Place
from kpis.compute.period_figures import account_figures, with_figures
from kpis.compute.planning import GRAINS, Asked, Listening, Plan
from kpis.compute.presence import Presence
from kpis.compute.question import TIME_KEYS, Question
from kpis.compute.sides import COST_METRICS

LOOKED_THROUGH = 2000  # accounts times buckets up to which it pays to see whether a grain can be left out


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that was read for a question, by group and bucket."""

    cells: dict[Place, dict[Grain, list[Cell]]]
    costs: dict[Place, list[CostSum]]
    conversions: dict[Place, list[ConversionSum]]
    of_published: dict[Place, list[ConversionSum]]

    @property
    def places(self) -> set[Place]:
        """Name the groups of which anything is known."""
        return {*self.cells, *self.costs, *self.conversions}

    def of(self, group: Group, bucket: int) -> Evidence:
        """Give what belongs to one group."""
        place = (group, bucket)
        return Evidence(
            self.cells.get(place, {}),
            self.costs.get(place, []),
            self.conversions.get(place, []),
            self.of_published.get(place, []),
        )


def gather(
    question: Question,
    wanted: Plan,
    accounts: Mapping[UUID, AccountFacts],
    present: Presence,
    *,
    every_grain: bool = False,
) -> Gathered:
    """Read what a question needs of what is `present`, by group and bucket; with `every_grain` leave none out."""
    grouping = Grouping(question)
    cells: dict[Place, dict[Grain, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for grain, found in _Reading(question, wanted, accounts, present, every_grain=every_grain).read().items():
        for cell in found:
            cells[grouping.of(cell.account, cell.group, cell.bucket), cell.bucket][grain].append(cell)
    brands = brands_of(question, accounts)
    costs = cost_sums(question, brands) if present.costs and wanted.sides & COST_METRICS else []
    tracked = present.conversions and bool(wanted.sides & TRACKED_METRICS)
    conversions = conversion_sums(question, brands) if tracked else []
    published = tracked and question.basis is Basis.PUBLISHED
    of_published = conversion_sums(question, brands, of_published=True) if published else []
    return Gathered(
        cells={place: dict(value) for place, value in cells.items()},
        costs=_placed(question, costs),
        conversions=_placed(question, conversions),
        of_published=_placed(question, of_published),
    )


class _Reading:
    """Reads grain after grain, each for the KPIs that those before it leave open."""

    def __init__(
        self,
        question: Question,
        wanted: Plan,
        accounts: Mapping[UUID, AccountFacts],
        present: Presence,
        *,
        every_grain: bool,
    ) -> None:
        self._question, self._plan, self._accounts, self._present = question, wanted, accounts, present
        self._every_grain = every_grain or bool(question.content_keys)
        self._speaking = [accounts[account] for account in question.scope.accounts]
        self._buckets = question.buckets
        self._days = [question.days_over(bucket) for bucket in self._buckets]
        self._read: dict[Grain, dict[int, list[Cohort]]] = {}  # the cohorts of each bucket

    def read(self) -> dict[Grain, list[Cell]]:
        """Give the cells of every grain that was asked."""
        found: dict[Grain, list[Cell]] = {}
        for grain in GRAINS:
            asked = self._plan.at(grain, partial(self._is_open, grain))
            if asked.bundles:
                found[grain] = self._cells(grain, asked)
                if not self._every_grain and grain is not GRAINS[-1]:
                    self._read[grain] = self._cohorts(grain, found[grain])
        return found

    def _cells(self, grain: Grain, asked: Asked) -> list[Cell]:
        question, accounts = self._question, self._accounts
        if grain is Grain.CONTENT:
            return content_cells(question, asked.bundles, asked.by_variant, accounts)
        cells_of, figures_of = (ad_cells, ad_figures) if grain is Grain.AD_DAY else (account_cells, account_figures)
        cells = cells_of(question, asked.bundles, accounts)
        return with_figures(cells, figures_of(question, asked.names), accounts) if self._present.figures else cells

    def _cohorts(self, grain: Grain, cells: Sequence[Cell]) -> dict[int, list[Cohort]]:
        by_bucket: dict[int, list[Cell]] = defaultdict(list)
        for cell in cells:
            by_bucket[cell.bucket].append(cell)
        return {
            number: cohorts_of(of_bucket, grain, self._buckets[number].days, {})
            for number, of_bucket in by_bucket.items()
        }

    def _is_open(self, grain: Grain, listening: Listening) -> bool:
        """Say whether the grains before leave something open. Groups of contents are known only from what is read."""
        if self._every_grain or not self._read:
            return True
        if len(self._speaking) * len(self._days) > LOOKED_THROUGH:
            return True
        concerned = {account for account in self._speaking if account.variant in listening.kinds}
        return any(concerned - self._answered(number, listening, grain) for number in range(len(self._days)))

    def _answered(self, number: int, listening: Listening, grain: Grain) -> set[AccountFacts]:
        """Give the accounts that have their answer: contents give way to days that are all there, ads to anything."""
        answered: set[AccountFacts] = set()
        for earlier, by_bucket in self._read.items():
            wanted = listening.at.get(earlier, {})
            for cohort in by_bucket.get(number, ()):
                said = cohort.says(wanted[cohort.variant]) if cohort.variant in wanted else None
                if said is not None and (grain is not Grain.CONTENT or said.days >= self._days[number]):
                    answered.update(cohort.accounts)
        return answered


def brands_of(question: Question, accounts: Mapping[UUID, AccountFacts]) -> tuple[UUID, ...]:
    """Give the brands whose costs and conversions count: those of the accounts, and those that the scope names."""
    scope = question.scope
    named = {*scope.brands, *([scope.brand] if scope.brand else [])}
    return tuple({accounts[account].brand for account in scope.accounts} | named)


Side = TypeVar("Side", CostSum, ConversionSum)


def _placed(question: Question, sums: Sequence[Side]) -> dict[Place, list[Side]]:
    placed: dict[Place, list[Side]] = defaultdict(list)
    buckets = question.buckets
    for each in sums:
        stated = iter(each.group)
        bucket = buckets[each.bucket].start.isoformat()
        group = tuple(bucket if key in TIME_KEYS else (next(stated) or None) for key in question.group_by)
        placed[group, each.bucket].append(each)
    return dict(placed)
