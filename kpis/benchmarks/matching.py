"""Finds the benchmarks a result may be graded against, and says of the others which part differs."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from kpis.benchmarks.benchmark import Benchmark, Reliability
from kpis.benchmarks.scales import Centre
from kpis.catalogue import Basis


class RefusalReason(StrEnum):
    """Why a result is not graded against a benchmark, the most telling first."""

    NOT_COMPARABLE = "not_comparable"  # measured otherwise
    INSUFFICIENT_DATA = "insufficient_data"  # we do not know enough to tell
    NO_BENCHMARK = "no_benchmark"  # made for others


@dataclass(frozen=True)
class Refusal:
    """A benchmark of the right KPI that may not be used, and the part of its identity that differs."""

    benchmark: str
    reason: RefusalReason
    part: str
    detail: str


@dataclass(frozen=True)
class Match:
    """The benchmarks that fit, the most telling first, and those that do not.

    `reason` is None where one fits, else the most telling refusal's, `no_benchmark` when there was none.
    """

    candidates: tuple[Benchmark, ...]
    refusals: tuple[Refusal, ...]

    @cached_property
    def reason(self) -> RefusalReason | None:
        """Why there is nothing to grade against."""
        if self.candidates:
            return None
        found = {refusal.reason for refusal in self.refusals}
        return next((reason for reason in RefusalReason if reason in found), RefusalReason.NO_BENCHMARK)


@dataclass(frozen=True)
class _Subject:
    version: int
    network: str
    industry: str | None
    followers: Decimal | int | None
    basis: Basis
    currency: str | None
    account_kind: str | None


def match(
    pack: Iterable[Benchmark],
    *,
    kpi: str,
    version: int,
    network: str,
    industry: str | None,
    followers: Decimal | int | None,
    basis: Basis,
    currency: str | None = None,
    account_kind: str | None = None,
) -> Match:
    """Return the benchmarks of a pack that a result of this identity may be graded against.

    `followers` is the size of the account (None when unknown), `currency` an ISO code for money. A part
    that the benchmark leaves open fits everything.
    """
    subject = _Subject(version, network, industry, followers, basis, currency, account_kind)
    rows = [benchmark for benchmark in pack if benchmark.kpi == kpi]
    judged = [(benchmark, _refusal(benchmark, subject)) for benchmark in rows]
    fitting = [benchmark for benchmark, refusal in judged if refusal is None]
    refusals = tuple(refusal for _, refusal in judged if refusal is not None)
    return Match(tuple(sorted(fitting, key=_precedence)), refusals)


def _refusal(benchmark: Benchmark, subject: _Subject) -> Refusal | None:
    for part, theirs, ours in (
        ("network", benchmark.networks, subject.network),
        ("account_kind", benchmark.account_kind, subject.account_kind),
        ("industry", benchmark.industry, subject.industry),
    ):
        if theirs is not None and ours != theirs and not (isinstance(theirs, tuple) and ours in theirs):
            return _refused(benchmark, RefusalReason.NO_BENCHMARK, part, f"made for {_listed(theirs)}, not {ours}")
    for part, theirs_too, ours_too in (
        ("kpi_version", benchmark.kpi_version, subject.version),
        ("basis", benchmark.basis, subject.basis),
        ("currency", benchmark.currency, subject.currency),
    ):
        if theirs_too is not None and theirs_too != ours_too:
            detail = f"measured in {theirs_too}, the result in {ours_too}"
            return _refused(benchmark, RefusalReason.NOT_COMPARABLE, part, detail)
    return _tier_refusal(benchmark, subject.followers)


def _tier_refusal(benchmark: Benchmark, followers: Decimal | int | None) -> Refusal | None:
    tier = benchmark.followers
    if tier is None:
        return None
    if followers is None:
        detail = f"made for accounts of {tier}, the account's size is unknown"
        return _refused(benchmark, RefusalReason.INSUFFICIENT_DATA, "followers", detail)
    if not tier.holds(followers):
        detail = f"made for accounts of {tier}, not of {followers}"
        return _refused(benchmark, RefusalReason.NO_BENCHMARK, "followers", detail)
    return None


def _refused(benchmark: Benchmark, reason: RefusalReason, part: str, detail: str) -> Refusal:
    return Refusal(benchmark.key, reason, part, detail)


def _listed(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _precedence(benchmark: Benchmark) -> tuple[bool, bool, int, int, str]:
    """Order by: gives a band; made for the industry; reliability; newest; key, so that the order is stable."""
    newest = -benchmark.as_of.toordinal() if benchmark.as_of else 0
    reliability = list(Reliability).index(benchmark.reliability)
    return (
        isinstance(benchmark.scale, Centre),
        benchmark.industry is None,
        reliability,
        newest,
        benchmark.key,
    )
