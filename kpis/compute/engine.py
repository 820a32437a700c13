"""Answers a question: one statement a grain, then groups, grains and formulas in pure Python."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from campaigns.metrics import METRICS, NETWORKS, Grain, Kind
from kpis.catalogue import Kpi
from kpis.compute.account_sums import account_cells
from kpis.compute.accounts import AccountFacts, accounts_of
from kpis.compute.ad_sums import ad_cells
from kpis.compute.cells import Cell
from kpis.compute.content_sums import content_cells
from kpis.compute.costs import COST_METRICS
from kpis.compute.cost_sums import CostSum, cost_sums
from kpis.compute.evaluating import Evidence, Outcome, evaluate_kpi
from kpis.compute.period_figures import Figures, period_figures
from kpis.compute.planning import plan
from kpis.compute.question import CONTENT_KEYS, TIME_KEYS, GroupKey, Question, Window

Group = tuple[str | None, ...]


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
    accounts = accounts_of(question.scope.accounts)
    evidence = _gather(question, accounts)
    results = []
    for group, bucket in sorted(_groups(question, accounts, evidence), key=_sortable):
        mine = evidence.of(group, bucket)
        window = question.window.buckets(question.time_key)[bucket]
        concerned = _concerned(question, group, accounts, mine)
        for kpi in question.kpis:
            outcome = evaluate_kpi(kpi, question, concerned, mine, window)
            settled = _settled(window, concerned)
            results.append(Result(kpi, group, window, outcome, tuple(concerned), settled))
    return results


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that was read for a question, by group and bucket."""

    cells: dict[tuple[Group, int], dict[Grain, list[Cell]]]
    costs: dict[tuple[Group, int], list[CostSum]]
    figures: Figures

    def of(self, group: Group, bucket: int) -> Evidence:
        """Give what belongs to one group."""
        return Evidence(
            bucket=bucket,
            cells=self.cells.get((group, bucket), {}),
            costs=self.costs.get((group, bucket), []),
            figures=self.figures,
        )


def _gather(question: Question, accounts: dict[UUID, AccountFacts]) -> Gathered:
    networks = sorted({account.network for account in accounts.values()})
    wanted = plan(question, networks).bundles
    buckets = question.window.buckets(question.time_key)
    read = {
        Grain.ACCOUNT_DAY: account_cells(question, wanted[Grain.ACCOUNT_DAY]),
        Grain.CONTENT: content_cells(question, wanted[Grain.CONTENT]),
        Grain.AD_DAY: ad_cells(question, wanted[Grain.AD_DAY]),
    }
    cells: dict[tuple[Group, int], dict[Grain, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for grain, found in read.items():
        for cell in found:
            group = _group_of(question, accounts[cell.account], cell.group, buckets[cell.bucket])
            cells[group, cell.bucket][grain].append(cell)
    costs: dict[tuple[Group, int], list[CostSum]] = defaultdict(list)
    needed = {name for bundles in wanted.values() for bundle in bundles for name in bundle}
    if needed & COST_METRICS:
        brands = tuple({account.brand for account in accounts.values()})
        for cost in cost_sums(question, brands):
            costs[_cost_group(question, cost, buckets[cost.bucket]), cost.bucket].append(cost)
    uniques = sorted(name for name in needed if METRICS[name].kinds.get(Grain.ACCOUNT_DAY) is Kind.UNIQUE)
    figures = period_figures(question, uniques) if question.scope.whole_accounts else {}
    return Gathered({key: dict(value) for key, value in cells.items()}, dict(costs), figures)


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


def _groups(question: Question, accounts: dict[UUID, AccountFacts], gathered: Gathered) -> set[tuple[Group, int]]:
    """List the groups: what the accounts and the buckets span, so that a gap shows; contents only where there are any."""
    found = set(gathered.cells)
    if question.content_keys:
        return found
    buckets = list(enumerate(question.window.buckets(question.time_key)))
    spanned = {
        (_group_of(question, account, (), bucket), number)
        for account in accounts.values()
        for number, bucket in buckets
    }
    if not question.group_by:
        spanned.add(((), 0))
    return found | spanned


def _sortable(group: tuple[Group, int]) -> tuple[tuple[bool, str], ...]:
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
