"""Grades of results: the industry lens over the published pack, the target lens over the brand's own targets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from kpis.benchmarks import Benchmark, Match, match, published_pack
from kpis.catalogue import Basis, Direction, Kpi
from kpis.compute.accounts import AccountFacts
from kpis.compute.engine import Result
from kpis.formulas import Reason
from kpis.grading import Grade, combine, grade_target, industry_lenses
from kpis.grading.lenses import GradeReason, Lens, LensGrade
from kpis.models import Target
from kpis.targets.judging import judged, speaks_of_basis

ANY_INDUSTRY = None
Identity = tuple[str | None, int | None, str | None]  # industry, followers and kind of the accounts that speak


@dataclass(frozen=True, slots=True)
class Grader:
    """What grading needs beside the result: the accounts' sizes, and today."""

    followers: dict[UUID, int]
    today: date
    _identities: dict[tuple[Sequence[AccountFacts], str | None], Identity] = field(default_factory=dict)

    def graded(self, result: Result, targets: Sequence[Target]) -> dict[str, Any]:
        """Grade one result and write the grade; most have neither target nor benchmark, and all of those read alike."""
        if targets:
            return self.grade(result, targets).to_dict()
        reason = _ungraded(result)
        if reason is None:
            found = self._match(result)
            if found.reason is None:
                return combine(self._against(result, found)).to_dict()
            reason = GradeReason(found.reason.value)
        return _written(reason)

    def grade(self, result: Result, targets: Sequence[Target]) -> Grade:
        """Grade one result: a signed target of exactly this window first, then the industry, then an unsigned one."""
        mine = [target for target in targets if judged(target).window == result.window]
        lenses = [self._target_lens(result, target) for target in mine]
        signed = any(target.signed_revision is not None for target in mine)
        return combine([*lenses, *self._industry(result)], target_agreed=signed)

    def _target_lens(self, result: Result, target: Target) -> LensGrade:
        if not speaks_of_basis(target, result.outcome.basis):
            return LensGrade(Lens.TARGET, benchmark=str(target.id), reason=GradeReason.NOT_COMPARABLE)
        return grade_target(
            result.outcome.quantity,
            tiers=judged(target).tiers,
            direction=Direction(target.direction),
            period_over=self.today > result.settled_on,
            target=str(target.id),
            sample=result.outcome.denominator,
            smallest_denominator=result.kpi.smallest_denominator,
        )

    def _industry(self, result: Result) -> Sequence[LensGrade]:
        reason = _ungraded(result)
        if reason:
            return [LensGrade(Lens.INDUSTRY, reason=reason)]
        return self._against(result, self._match(result))

    def _against(self, result: Result, found: Match) -> Sequence[LensGrade]:
        outcome = result.outcome
        return industry_lenses(
            found,
            quantity=outcome.quantity,
            direction=result.kpi.direction,
            sample=outcome.denominator,
            smallest_denominator=result.kpi.smallest_denominator,
        )

    def _match(self, result: Result) -> Match:
        """Find a KPI's published benchmarks for the accounts that speak; groups of a page mostly share theirs."""
        rests_on = result.outcome.footing
        whose = (result.accounts, rests_on.network)
        if whose not in self._identities:
            self._identities[whose] = self._identity(*whose)
        return _matched(result.kpi, rests_on.network, rests_on.basis, rests_on.currency, self._identities[whose])

    def _identity(self, accounts: Sequence[AccountFacts], network: str | None) -> Identity:
        speaking = [account for account in accounts if account.network == network]
        kinds = {account.kind for account in speaking}
        return (
            industry_key({account.industry for account in speaking}),
            self.followers.get(speaking[0].id) if len(speaking) == 1 else None,
            kinds.pop() if len(kinds) == 1 else None,
        )


@lru_cache(maxsize=512)
def _pack_of(kpi: str) -> tuple[Benchmark, ...]:
    return tuple(benchmark for benchmark in published_pack() if benchmark.kpi == kpi)


@lru_cache(maxsize=4096)
def _matched(kpi: Kpi, network: str, basis: Basis, currency: str | None, identity: Identity) -> Match:
    industry, followers, kind = identity
    return match(
        _pack_of(kpi.key),
        kpi=kpi.key,
        version=kpi.version,
        network=network,
        industry=industry,
        followers=followers,
        basis=basis,
        currency=currency,
        account_kind=kind,
    )


def _ungraded(result: Result) -> GradeReason | None:
    """Say why published numbers cannot grade a result, before any of them is looked at."""
    outcome = result.outcome
    if not _pack_of(result.kpi.key):
        return GradeReason.NO_BENCHMARK
    if outcome.quantity.reason is Reason.MIXED_DEFINITION:
        return GradeReason.NOT_COMPARABLE
    if outcome.quantity.value is None:
        return GradeReason.INSUFFICIENT_DATA
    return GradeReason.NOT_COMPARABLE if outcome.network is None else None


@cache
def _written(reason: GradeReason) -> dict[str, Any]:
    return combine([LensGrade(Lens.INDUSTRY, reason=reason)]).to_dict()


def needs_followers(kpis: Sequence[Kpi]) -> bool:
    """Say whether some benchmark of these KPIs is made for accounts of a size."""
    return any(benchmark.followers is not None for kpi in kpis for benchmark in _pack_of(kpi.key))


def industry_key(industries: set[str]) -> str | None:
    """Write one industry as benchmarks name it; several, or none, are no industry."""
    stated = {industry for industry in industries if industry}
    if len(stated) != 1:
        return ANY_INDUSTRY
    return "_".join(stated.pop().lower().replace("&", " ").replace("-", " ").split())
