"""Answers a question: one statement a grain, then groups, grains and formulas in pure Python."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
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
    """The sums of a question, read once; results are worked out only for the groups that are wanted."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._accounts = accounts_of(question.scope.accounts)
        self._buckets = question.window.buckets(question.time_key)
        self._gathered = _gather(question, self._accounts, self._buckets)
        self.groups: list[Place] = sorted(
            _places(question, self._accounts, self._gathered, self._buckets), key=_sortable
        )

    def results(self, groups: Sequence[Place]) -> list[Result]:
        """Work out every KPI of these groups, in the order given."""
        return [result for group, number in groups for result in self._results(group, number)]

    def _results(self, group: Group, number: int) -> list[Result]:
        question, window = self._question, self._buckets[number]
        evidence = self._gathered.of(group, number)
        concerned = tuple(_concerned(question, group, self._accounts, evidence))
        settled = _settled(window, concerned)
        return [
            Result(kpi, group, window, evaluate_kpi(kpi, question, concerned, evidence, window), concerned, settled)
            for kpi in question.kpis
        ]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that was read for a question, by group and bucket."""

    cells: dict[Place, dict[Grain, list[Cell]]]
    costs: dict[Place, list[CostSum]]

    def of(self, group: Group, bucket: int) -> Evidence:
        """Give what belongs to one group."""
        return Evidence(cells=self.cells.get((group, bucket), {}), costs=self.costs.get((group, bucket), []))


def _gather(question: Question, accounts: dict[UUID, AccountFacts], buckets: Sequence[Window]) -> Gathered:
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


def _places(
    question: Question, accounts: dict[UUID, AccountFacts], gathered: Gathered, buckets: Sequence[Window]
) -> set[Place]:
    """List the groups: what accounts and buckets span, so that gaps show; of contents only those that there are."""
    found = set(gathered.cells)
    if question.content_keys:
        return found
    if set(question.group_by) <= TIME_KEYS:  # a brand without accounts has days without numbers
        return found | {(_time_group(question, bucket), number) for number, bucket in enumerate(buckets)}
    return found | {
        (_group_of(question, account, (), bucket), number)
        for account in accounts.values()
        for number, bucket in enumerate(buckets)
    }


def _time_group(question: Question, bucket: Window) -> Group:
    return tuple(bucket.start.isoformat() for _ in question.group_by)


def _sortable(group: Place) -> tuple[tuple[bool, str], ...]:
    return tuple((value is None, value or "") for value in group[0])


def _concerned(
    question: Question, group: Group, accounts: dict[UUID, AccountFacts], evidence: Evidence
) -> list[AccountFacts]:
    """List the accounts that a group speaks of: those its keys name, or those its contents are of."""
    if question.content_keys:
        ids = {cell.account for cells in evidence.cells.values() for cell in cells}
        return [account for account in accounts.values() if account.id in ids]
    keys = dict(zip(question.group_by, group, strict=True))
    return [
        account
        for account in accounts.values()
        if keys.get(GroupKey.BRAND, str(account.brand)) == str(account.brand)
        and keys.get(GroupKey.ACCOUNT, str(account.id)) == str(account.id)
        and keys.get(GroupKey.NETWORK, account.network) == account.network
    ]


def _settled(window: Window, accounts: Sequence[AccountFacts]) -> date:
    days = max((NETWORKS[account.network].settle_days for account in accounts), default=0)
    return date.fromordinal(window.end.toordinal() + days)
