"""What a pencil answers when asked for a KPI: which facts speak, by whose formula, and what it comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.oracles.adding import Said, states
from tests.oracles.formula_reading import names_in
from tests.oracles.formula_twin import Known, Verdict, twin_verdict
from tests.oracles.results import account_days, ad_days, contents_happened, contents_published, covers
from tests.oracles.world import TwinAccount

MONEY = {"spend", "revenue"}
LIKES_COMMENTS_SHARES = "(likes + comments + shares) / views"


@dataclass(frozen=True)
class TwinKpi:
    """A formula, another one on some networks, and the kinds of facts that can answer for it."""

    formula: str
    grains: tuple[str, ...]
    elsewhere: tuple[tuple[str, str], ...] = ()

    def on(self, network: str) -> str:
        """Give the formula on a network."""
        return dict(self.elsewhere).get(network, self.formula)


BOTH = ("account", "content")
KPIS = {
    "views": TwinKpi("views", BOTH),
    "likes": TwinKpi("likes", BOTH),
    "comments": TwinKpi("comments", BOTH),
    "followers": TwinKpi("followers", ("account",)),
    "reach": TwinKpi("reach", BOTH),
    "follows_from_post": TwinKpi("follows_from_post", ("content",)),
    "posts": TwinKpi("contents", ("content",)),
    "er_view": TwinKpi(LIKES_COMMENTS_SHARES, BOTH, (("xiaohongshu", "(likes + comments + saves) / views"),)),
    "like_rate": TwinKpi("likes / views", BOTH),
    "spend": TwinKpi("spend", ("ad",)),
    "cpa": TwinKpi("spend / conversions", ("ad",)),
    "ctr": TwinKpi("clicks / impressions", ("ad",)),
    "roas": TwinKpi("revenue / spend", ("ad",)),
    "cpm": TwinKpi("spend / impressions * 1000", ("ad",)),
}


@dataclass(frozen=True)
class Answer:
    """A verdict, the kind of facts that it rests on (None: nothing speaks), and the currencies of its money."""

    verdict: Verdict
    grain: str | None
    currencies: frozenset[str] = frozenset()

    @property
    def is_exact(self) -> bool:
        return self.verdict.shown is not None and self.verdict.low == self.verdict.high


def answered(kpi: TwinKpi, accounts: Sequence[TwinAccount], start: date, end: date, *, published: bool) -> Answer:
    """Answer for a KPI over accounts and a window, by what happened or by what was published there."""
    by_grain = {
        grain: [account for account in accounts if _speaks(account, grain, kpi, (start, end), published=published)]
        for grain in kpi.grains
    }
    grain = _grain(kpi, by_grain, (start, end), published=published)
    if grain is None:
        return Answer(_nothing("no_data"), None)
    speaking = by_grain[grain]
    formulas = {kpi.on(account.network) for account in speaking}
    if len(formulas) > 1:
        return Answer(_nothing("mixed_definition"), grain)
    (formula,) = formulas
    said = _said(speaking, grain, names_in(formula), (start, end), published=published)
    numbers = {name: _number(each) for name, each in said.items()}
    return Answer(twin_verdict(formula, numbers), grain, _currencies(speaking, names_in(formula), start, end))


def _grain(kpi: TwinKpi, by_grain: dict[str, list[TwinAccount]], window: tuple[date, date], *, published: bool):
    """Choose what answers: contents where publishing counts; days where they cover what is said, else contents."""
    if published and "content" in by_grain:
        return "content" if by_grain["content"] else None
    heard = [grain for grain, accounts in by_grain.items() if accounts]
    if heard != ["account", "content"]:
        return heard[0] if heard else None
    days, contents = by_grain["account"], by_grain["content"]
    all_covered = all(covers(account, names_in(kpi.on(account.network)), *window) for account in days)
    everybody = {account.name for account in contents} <= {account.name for account in days}
    return "account" if (everybody and all_covered) or len(days) > len(contents) else "content"


def _speaks(account: TwinAccount, grain: str, kpi: TwinKpi, window: tuple[date, date], *, published: bool) -> bool:
    said = _said([account], grain, names_in(kpi.on(account.network)), window, published=published)
    return any(each.reason != "no_data" for each in said.values())


def _said(
    accounts: Sequence[TwinAccount], grain: str, bundle: set[str], window: tuple[date, date], *, published: bool
) -> dict[str, Said]:
    if grain == "account":
        return account_days(accounts, bundle, *window)
    if grain == "ad":
        return ad_days([unit for account in accounts for unit in account.ads], bundle, *window, MONEY)
    contents = [content for account in accounts for content in account.contents]
    if bundle == {"contents"}:
        number = sum(1 for each in contents if each.published and window[0] <= each.published <= window[1])
        return {"contents": _counted(number) if number else Said(None, reason="no_data")}
    return (contents_published if published else contents_happened)(contents, bundle, *window)


def _currencies(accounts: Sequence[TwinAccount], bundle: set[str], start: date, end: date) -> frozenset[str]:
    return frozenset(
        unit.currency
        for account in accounts
        for unit in account.ads
        if bundle & MONEY and any(start <= row.day <= end and states(row, bundle) for row in unit.days)
    )


def _number(said: Said) -> Known | str:
    if said.value is None:
        return said.reason or "no_data"
    low, high = (None if end is None or end.is_infinite() else Fraction(end) for end in (said.low, said.high))
    return Known(low, high, Fraction(said.value), said.reason)


def _counted(number: int) -> Said:
    return Said(*[Decimal(number)] * 3)


def _nothing(reason: str) -> Verdict:
    return Verdict(None, None, None, frozenset({reason}))
