"""Answers a question: one statement a grain, then groups, grains and formulas in pure Python."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from campaigns.metrics import NETWORKS, Grain
from kpis.catalogue import Kpi
from kpis.compute.account_sums import account_cells
from kpis.compute.accounts import AccountFacts, accounts_of
from kpis.compute.ad_sums import ad_cells
from kpis.compute.cells import Cell
from kpis.compute.content_sums import content_cells
from kpis.compute.cost_sums import CostSum, cost_sums
from kpis.compute.costs import COST_METRICS
from kpis.compute.evaluating import Evidence, Outcome, evaluate_kpi
from kpis.compute.period_figures import period_figures, with_figures
from kpis.compute.planning import plan
from kpis.compute.question import CONTENT_KEYS, TIME_KEYS, GroupKey, Question, Window

Group = tuple[str | None, ...]
Place = tuple[Group, int]  # a group, and the number of the bucket that it lies in


@dataclass(frozen=True, slots=True)
class Result:
    """One KPI of one group; `group` holds the values of the question's keys in their order."""

    kpi: Kpi
    group: Group
    window: Window
    outcome: Outcome
    accounts: tuple[AccountFacts, ...]
    settled_on: date  # the day after which the numbers are final


def compute(question: Question) -> list[Result]:
    """Answer a question, group by group in the order of the groups' keys, KPIs in the order asked."""
    answer = Answer(question)
    return answer.results(answer.groups)


class Answer:
    """A question with its groups; only the groups that are wanted are read and worked out.

    What accounts and buckets span is known before anything is read. Groups of contents are known only afterwards, so
    for those everything is read at once.
    """

    def __init__(self, question: Question) -> None:
        self._question = question
        self._buckets = question.window.buckets(question.time_key)
        self._accounts = accounts_of(question.scope.accounts)
        self._by_keys: dict[Group, list[AccountFacts]] = defaultdict(list)
        for account in self._accounts.values():
            self._by_keys[tuple(_value(key, account, {}, self._buckets[0]) for key in question.account_keys)].append(
                account
            )
        self._read = _gather(question, self._accounts) if question.content_keys else None
        places = set(self._read.cells) if self._read else _spanned(question, self._accounts, self._buckets)
        self.groups: list[Place] = sorted(places, key=_sortable)

    def results(self, groups: Sequence[Place]) -> list[Result]:
        """Work out every KPI of these groups, in the order given."""
        if not groups:
            return []
        first, last = min(number for _, number in groups), max(number for _, number in groups)
        gathered = self._read or _gather(self._narrowed(groups, first, last), self._accounts)
        offset = 0 if self._read else first
        return [
            result
            for group, number in groups
            for result in self._results(group, self._buckets[number], gathered.of(group, number - offset))
        ]

    def _narrowed(self, groups: Sequence[Place], first: int, last: int) -> Question:
        """Ask for no more accounts and days than the groups need."""
        keys = {self._account_values(group) for group, _ in groups}
        accounts = tuple(account.id for each in keys for account in self._by_keys.get(each, ()))
        scope = replace(self._question.scope, accounts=accounts)
        window = Window(self._buckets[first].start, self._buckets[last].end)
        return replace(self._question, scope=scope, window=window)

    def _account_values(self, group: Group) -> Group:
        named = dict(zip(self._question.group_by, group, strict=True))
        return tuple(named[key] for key in self._question.account_keys)

    def _results(self, group: Group, window: Window, evidence: Evidence) -> list[Result]:
        question, concerned = self._question, self._concerned(group, evidence)
        settled = _settled(window, concerned)
        return [
            Result(kpi, group, window, evaluate_kpi(kpi, question, concerned, evidence, window), concerned, settled)
            for kpi in question.kpis
        ]

    def _concerned(self, group: Group, evidence: Evidence) -> tuple[AccountFacts, ...]:
        """List the accounts that a group speaks of: those its keys name, or those its contents are of."""
        if not self._question.content_keys:
            return tuple(self._by_keys.get(self._account_values(group), ()))
        ids = {cell.account for cells in evidence.cells.values() for cell in cells}
        return tuple(account for account in self._accounts.values() if account.id in ids)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that was read for a question, by group and bucket."""

    cells: dict[Place, dict[Grain, list[Cell]]]
    costs: dict[Place, list[CostSum]]

    def of(self, group: Group, bucket: int) -> Evidence:
        """Give what belongs to one group."""
        return Evidence(cells=self.cells.get((group, bucket), {}), costs=self.costs.get((group, bucket), []))


def _gather(question: Question, accounts: dict[UUID, AccountFacts]) -> Gathered:
    buckets = question.window.buckets(question.time_key)
    wanted = plan(question, sorted({account.network for account in accounts.values()})).bundles
    daily = wanted[Grain.ACCOUNT_DAY]
    figures = period_figures(question, sorted({name for bundle in daily for name in bundle}))
    read = {
        Grain.ACCOUNT_DAY: with_figures(account_cells(question, daily), figures, daily, buckets),
        Grain.CONTENT: content_cells(question, wanted[Grain.CONTENT]),
        Grain.AD_DAY: ad_cells(question, wanted[Grain.AD_DAY]),
    }
    cells: dict[Place, dict[Grain, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for grain, found in read.items():
        for cell in found:
            group = _group_of(question, accounts[cell.account], cell.group, buckets[cell.bucket])
            cells[group, cell.bucket][grain].append(cell)
    return Gathered({place: dict(value) for place, value in cells.items()}, _costs(question, accounts, buckets))


def _costs(
    question: Question, accounts: dict[UUID, AccountFacts], buckets: Sequence[Window]
) -> dict[Place, list[CostSum]]:
    if not any(kpi.metrics() & COST_METRICS for kpi in question.kpis):
        return {}
    costs: dict[Place, list[CostSum]] = defaultdict(list)
    for cost in cost_sums(question, tuple({account.brand for account in accounts.values()})):
        costs[_cost_group(question, cost, buckets[cost.bucket]), cost.bucket].append(cost)
    return dict(costs)


def _group_of(question: Question, account: AccountFacts, content: Group, bucket: Window) -> Group:
    values = dict(zip(question.content_keys, content or [None] * len(question.content_keys), strict=True))
    return tuple(_value(key, account, values, bucket) for key in question.group_by)


def _value(key: GroupKey, account: AccountFacts, content: dict[GroupKey, str | None], bucket: Window) -> str | None:
    if key in TIME_KEYS:
        return bucket.start.isoformat()
    if key in CONTENT_KEYS:
        return content[key] or None
    return {GroupKey.BRAND: str(account.brand), GroupKey.ACCOUNT: str(account.id), GroupKey.NETWORK: account.network}[
        key
    ]


def _cost_group(question: Question, cost: CostSum, bucket: Window) -> Group:
    stated = iter(cost.group)
    return tuple(bucket.start.isoformat() if key in TIME_KEYS else (next(stated) or None) for key in question.group_by)


def _spanned(question: Question, accounts: dict[UUID, AccountFacts], buckets: Sequence[Window]) -> set[Place]:
    """List what accounts and buckets span, so that gaps show."""
    if not question.account_keys:  # a brand without accounts has days without numbers
        return {
            (tuple(bucket.start.isoformat() for _ in question.group_by), number)
            for number, bucket in enumerate(buckets)
        }
    return {
        (_group_of(question, account, (), bucket), number)
        for account in accounts.values()
        for number, bucket in enumerate(buckets)
    }


def _sortable(group: Place) -> tuple[tuple[bool, str], ...]:
    return tuple((value is None, value or "") for value in group[0])


def _settled(window: Window, accounts: Sequence[AccountFacts]) -> date:
    days = max((NETWORKS[account.network].settle_days for account in accounts), default=0)
    return date.fromordinal(window.end.toordinal() + days)
