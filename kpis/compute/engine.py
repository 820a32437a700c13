"""Answers a question: one statement a grain, then groups, grains and formulas in pure Python."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple
from uuid import UUID

from campaigns.metrics import METRICS
from kpis.catalogue import Kpi
from kpis.compute.accounts import AccountFacts, accounts_of
from kpis.compute.evaluating import Evaluator
from kpis.compute.evidence import Evidence
from kpis.compute.gathering import Gathered, brands_of, gather
from kpis.compute.grouping import Group, Grouping, Place
from kpis.compute.hearing import Bucket
from kpis.compute.outcome import Outcome
from kpis.compute.planning import Plan, plan
from kpis.compute.presence import Presence, presence_of
from kpis.compute.question import WORD_KEYS, GroupKey, Question, Window
from kpis.compute.shapes import Shapes
from kpis.compute.taking_part import TakingPart


class Result(NamedTuple):
    """One KPI of one group; `group` holds the values of the question's keys in their order.

    `accounts` are those that it is about: all that the group names, or those that take part where contents or ad units
    are told apart.
    """

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

    What accounts and buckets span is known before anything is read. Groups of contents, and of costs that belong to no
    account, are known only afterwards, so for those everything is read at once.
    """

    def __init__(self, question: Question) -> None:
        self._question = question
        self._buckets = question.buckets
        self._heard_in = [Bucket.of(question, window) for window in self._buckets]
        self._shapes = Shapes()
        self._grouping = Grouping(question)
        self._of_accounts = [question.group_by.index(key) for key in question.account_keys]
        self._accounts = accounts_of(question.scope.accounts)
        self._taking_part = None if question.of_whole_accounts else TakingPart(question, self._accounts)
        self._settled: dict[tuple[frozenset[str], int], Mapping[str, date]] = {}
        variants = {account.variant for account in self._accounts.values()}
        self._plan = plan(question, variants)
        by_words = not WORD_KEYS.isdisjoint(question.group_by)
        self._without_words = plan(question, variants, without_words=True) if by_words else self._plan
        self._by_keys: dict[Group, list[AccountFacts]] = defaultdict(list)
        for account in self._accounts.values():
            self._by_keys[self._grouping.of_account(account)].append(account)
        self._read = self._gathered(question) if self._known_from_facts() else None
        places = set() if question.content_keys else self._spanned()
        places |= {place for place in self._read.places if self._tells(self._read, place)} if self._read else set()
        self.groups: list[Place] = sorted(places, key=_sortable)

    @cached_property
    def present(self) -> Presence:
        """Tell what there is at all beside the facts."""
        return presence_of(brands_of(self._question, self._accounts), self._accounts)

    def _gathered(self, question: Question, *, every_grain: bool = False) -> Gathered:
        return gather(question, self._plan, self._accounts, self.present, every_grain=every_grain)

    def _spanned(self) -> set[Place]:
        """List what accounts and buckets span, so that gaps show; a brand without accounts has days without numbers."""
        keys, grouping = self._question.account_keys, self._grouping
        groups: set[Group] = {grouping.of_account(account) for account in self._accounts.values()} if keys else {()}
        if keys == (GroupKey.BRAND,):
            groups |= {(str(brand),) for brand in self._question.scope.brands}
        return {(grouping.named(group, (), number), number) for group in groups for number in range(len(self._buckets))}

    def _known_from_facts(self) -> bool:
        """Say whether groups are known only from what is read: of contents, and of costs that no account has."""
        of_accounts = {GroupKey.NETWORK, GroupKey.ACCOUNT}.intersection(self._question.group_by)
        return bool(self._question.content_keys) or (bool(self._plan.sides) and bool(of_accounts))

    def _tells(self, gathered: Gathered, place: Place) -> bool:
        """Say whether anything of a place is listened for there, and not only in other places."""
        evidence, listened = gathered.of(*place), self._plan_of(place[0]).grains
        return bool(evidence.costs or evidence.conversions) or not listened.isdisjoint(evidence.cells)

    def results(self, groups: Sequence[Place]) -> list[Result]:
        """Work out every KPI of these groups, in the order given."""
        if not groups:
            return []
        first, last = min(number for _, number in groups), max(number for _, number in groups)
        gathered = self._read or self._gathered(self._narrowed(groups, first, last))
        offset = 0 if self._read else first
        whole = self._whole_scope({number for _, number in groups})
        return [
            result
            for group, number in groups
            for result in self._results(group, number, gathered.of(group, number - offset), whole.get(number))
        ]

    def _whole_scope(self, buckets: set[int]) -> dict[int, Evaluator]:
        """Read each bucket over the whole scope, where a formula asks for a share of it."""
        if not self._plan.uses_whole:
            return {}
        time_key = self._question.time_key
        question = replace(self._question, group_by=(time_key,) if time_key else ())
        gathered = self._gathered(question, every_grain=True)
        accounts = tuple(self._accounts.values())
        return {
            number: Evaluator(
                self._plan,
                question,
                self._heard_in[number],
                accounts=accounts,
                shapes=Shapes(),
                evidence=gathered.of(_place_of(question, self._buckets[number]), number),
            )
            for number in buckets
        }

    def _narrowed(self, groups: Sequence[Place], first: int, last: int) -> Question:
        """Ask for no more accounts and days than the groups need."""
        keys = {self._account_values(group) for group, _ in groups}
        accounts = tuple(account.id for each in keys for account in self._by_keys.get(each, ()))
        scope = replace(self._question.scope, accounts=accounts, brands=self._brands_of(groups))
        window = Window(self._buckets[first].start, self._buckets[last].end)
        return replace(self._question, scope=scope, window=window)

    def _brands_of(self, groups: Sequence[Place]) -> tuple[UUID, ...]:
        brands = self._question.scope.brands
        if GroupKey.BRAND not in self._question.group_by:
            return brands
        at = self._question.group_by.index(GroupKey.BRAND)
        named = {group[at] for group, _ in groups}
        return tuple(brand for brand in brands if str(brand) in named)

    def _account_values(self, group: Group) -> Group:
        return tuple([group[at] for at in self._of_accounts])

    def _results(self, group: Group, number: int, evidence: Evidence, whole: Evaluator | None) -> list[Result]:
        window = self._buckets[number]
        named = tuple(self._by_keys.get(self._account_values(group), ()))
        concerned = self._taking_part.of(group) if self._taking_part else named
        settled = self._settled_on(frozenset([account.network for account in concerned or named]), number)
        evaluator = Evaluator(
            self._plan_of(group),
            self._question,
            self._heard_in[number],
            accounts=concerned,
            evidence=evidence,
            shapes=self._shapes,
            whole=whole,
        )
        return [
            Result(kpi, group, window, evaluator.evaluate(kpi), concerned, settled[kpi.key])
            for kpi in self._question.kpis
        ]

    def _plan_of(self, group: Group) -> Plan:
        """Tell how a group is read: contents without a category, say, apart from ads that have no content."""
        unnamed = [key for key, value in zip(self._question.group_by, group, strict=True) if value is None]
        return self._plan if WORD_KEYS.isdisjoint(unnamed) else self._without_words

    def _settled_on(self, networks: frozenset[str], number: int) -> Mapping[str, date]:
        """Give by KPI the day after which its numbers of a bucket are final on all of these networks."""
        if (networks, number) not in self._settled:
            end = self._buckets[number].end.toordinal()
            self._settled[networks, number] = {
                kpi.key: date.fromordinal(end + _settle_days(kpi, networks)) for kpi in self._question.kpis
            }
        return self._settled[networks, number]


@lru_cache(maxsize=4096)
def _settle_days(kpi: Kpi, networks: frozenset[str]) -> int:
    return max((METRICS[name].settle_days(network) for network in networks for name in kpi.metrics()), default=0)


def _place_of(question: Question, bucket: Window) -> Group:
    return tuple(bucket.start.isoformat() for _ in question.group_by)


def _sortable(group: Place) -> tuple[tuple[bool, str], ...]:
    return tuple((value is None, value or "") for value in group[0])
