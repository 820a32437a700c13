"""After any load and any revert the months agree with their days, and results of months with a slow twin over days.

YARDSTICK_ROLLUP_STEPS asks for more steps than the usual 900.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import transaction

from audit.actors import COMMAND_LINE
from campaigns.imports.reverting import revert_import
from campaigns.imports.rollup import differences
from campaigns.imports.services import load_reading
from campaigns.models import Import
from campaigns.readers import AccountDayRow, AdDayRow, Grain, Reading
from clients.models import NetworkAccount
from tests.kpis.compute.asking import ANSWERS, ask, same, same_rate
from tests.oracles.facts import FactTwin, SaidRow
from tests.oracles.facts import Upload as TwinUpload
from tests.oracles.results import account_days, ad_days
from tests.oracles.windows import cut
from tests.oracles.world import Row, TwinAccount, TwinAd

STEPS = int(os.environ.get("YARDSTICK_ROLLUP_STEPS", "900"))
WALK = 60  # steps of one walk; walks are many rather than long, since each begins with nothing
FIRST = date(2025, 11, 29)
LAST = date(2026, 3, 2)  # four whole months with a turn of the year, and an edge on either side
CAPTURES = [date(2026, 3, 10) + timedelta(days=number) for number in range(6)]
CURRENCIES = {"1": "EUR", "2": "EUR", "3": "CNY"}
MONEY = {"spend", "revenue"}
# What exports of one account state: never all of it, so that days are fed by several files.
DAY_FILES = (
    ("views", "likes", "comments", "shares"),
    ("views",),
    ("likes", "comments"),
    ("shares", "followers", "reach"),
    ("views", "follows_net", "reach"),
)
AD_FILES = (("spend", "impressions", "clicks"), ("spend", "conversions", "revenue"), ("clicks", "conversions"))


@dataclass
class Walk:
    """One account under random loads and reverts, with the twin that follows."""

    account: NetworkAccount
    chance: Random
    days: FactTwin = field(default_factory=FactTwin)
    ads: FactTwin = field(default_factory=FactTwin)
    loaded: list[tuple[FactTwin, int, Import]] = field(default_factory=list)

    def step(self) -> None:
        """Load a file three times out of four, else take one back."""
        if self.loaded and self.chance.random() < 0.25:
            self.revert()
        elif self.chance.random() < 0.5:
            self.load(self.days, Grain.ACCOUNT_DAY, DAY_FILES)
        else:
            self.load(self.ads, Grain.AD_DAY, AD_FILES)

    def load(self, twin: FactTwin, grain: Grain, files: tuple[tuple[str, ...], ...]) -> None:
        """Load a file of one kind: some days in a row, or scattered ones, as captured on some day."""
        captured_on, names = self.chance.choice(CAPTURES), self.chance.choice(files)
        lines = [(self.key(grain, day), self.said(names)) for day in self.some_days()]
        rows = [made_row(line, key, said) for line, (key, said) in enumerate(lines, start=2)]
        record = Import.objects.create(
            account=self.account, file_name="walk.csv", sha256="0" * 64, captured_on=captured_on, created_by="twin"
        )
        load_reading(record, reading(grain, rows), actor=COMMAND_LINE, write=True)
        assert record.counts["refused"] == 0
        self.loaded.append((twin, len(twin.uploads), record))
        twin.uploads.append(TwinUpload(captured_on, dict(lines)))

    def revert(self) -> None:
        """Take an import back that still stands."""
        twin, number, record = self.loaded.pop(self.chance.randrange(len(self.loaded)))
        revert_import(record, actor=COMMAND_LINE)
        twin.revert(number)

    def some_days(self) -> list[date]:
        span = (LAST - FIRST).days
        if self.chance.random() < 0.5:
            start = self.chance.randrange(span)
            return [FIRST + timedelta(days=start + number) for number in range(min(self.chance.randrange(1, 45), span))]
        return [FIRST + timedelta(days=self.chance.randrange(span + 1)) for _ in range(self.chance.randrange(1, 6))]

    def key(self, grain: Grain, day: date) -> Any:
        return day if grain is Grain.ACCOUNT_DAY else (self.chance.choice(list(CURRENCIES)), day)

    def said(self, names: tuple[str, ...]) -> SaidRow:
        """State most of the names of a file; a few values are capped or worked out from a rate."""
        stated = {name: self.chance.randrange(0, 90) for name in names if self.chance.random() < 0.9}
        stated = {name: -3 if name == "comments" and value > 80 else value for name, value in stated.items()}
        values = {name: Decimal(value) if name in MONEY else value for name, value in stated.items()}
        return SaidRow(values, self.some(values), self.some(values))

    def some(self, names: Any) -> frozenset[str]:
        return frozenset(name for name in names if self.chance.random() < 0.04)

    def twin_account(self) -> TwinAccount:
        """Give what the twin elects, as facts of one account."""
        rows = [Row(day, fact.values, fact.derived, fact.capped) for day, fact in self.days.facts().items()]
        ads = {name: [] for name in CURRENCIES}
        for (name, day), fact in self.ads.facts().items():
            ads[name].append(Row(day, fact.values, fact.derived, fact.capped))
        units = [TwinAd(CURRENCIES[name], found) for name, found in ads.items()]
        return TwinAccount("walk", "tiktok", days=rows, ads=units)


def made_row(line: int, key: Any, said: SaidRow) -> AccountDayRow | AdDayRow:
    marks = (said.stated, said.derived, said.capped, ())
    if isinstance(key, date):
        return AccountDayRow(line, key, *marks)
    name, day = key
    return AdDayRow(line, day, "ads", name, "ad", f"Ad {name}", None, "acc", CURRENCIES[name], *marks)


def reading(grain: Grain, rows: list[Any]) -> Reading:
    return Reading(f"canonical.{grain}", None, grain, tuple(rows), (), {}, (), FIRST, LAST, "utf-8")


def windows(chance: Random) -> Iterator[tuple[date, date, str | None]]:
    """Ask for whole months, for months with edges, and for parts of one month."""
    yield date(2025, 12, 1), date(2026, 2, 28), None
    yield date(2025, 12, 1), date(2026, 2, 28), "month"
    start = FIRST + timedelta(days=chance.randrange(60))
    yield start, min(start + timedelta(days=chance.randrange(60)), LAST), chance.choice([None, "month", "week"])
    yield FIRST, LAST, None


def compare(account: NetworkAccount, twin: TwinAccount, start: date, end: date, by: str | None) -> None:
    """Compare results of days and of paid media with the twin, which knows no months."""
    kpis = ("views", "comments", "followers", "reach", "er_view", "spend", "clicks", "cpa", "ctr", "roas")
    found = ask({"walk": account}, kpis, (start, end), group_by=[by])
    for first, last in cut(start, end, by):
        group = (first.isoformat(),) if by else ()
        for name in ("views", "comments", "followers", "reach"):
            same(found[name, group], account_days([twin], {name}, first, last)[name])
        er = ANSWERS - {"saves"}
        same_rate(found["er_view", group], account_days([twin], er | {"views"}, first, last), er, {"views"})
        same(found["spend", group], ad_days(twin.ads, {"spend"}, first, last, MONEY)["spend"])
        for rate, above, below in (
            ("cpa", "spend", "conversions"),
            ("ctr", "clicks", "impressions"),
            ("roas", "revenue", "spend"),
        ):
            same_rate(found[rate, group], ad_days(twin.ads, {above, below}, first, last, MONEY), {above}, {below})


@pytest.mark.parametrize("seed", range(max(1, STEPS // WALK)))
def test_months_agree_with_days_after_every_step(in_north, seed: int) -> None:
    account = NetworkAccount.objects.get(id=in_north.aurora_account)
    walk = Walk(account, Random(seed))  # noqa: S311 - chance, not secrets
    with transaction.atomic():
        for number in range(WALK):
            walk.step()
            assert not differences()
            if number % 20 == 19:
                twin = walk.twin_account()
                for start, end, by in windows(walk.chance):
                    compare(account, twin, start, end, by)
        transaction.set_rollback(True)


def test_what_is_taken_back_leaves_no_month(in_north) -> None:
    account = NetworkAccount.objects.get(id=in_north.aurora_account)
    walk = Walk(account, Random(7))  # noqa: S311 - chance, not secrets
    with transaction.atomic():
        for _ in range(10):
            walk.step()
        while walk.loaded:
            walk.revert()
        assert not differences()
        outcome = ask({"walk": account}, ("views",), (date(2025, 12, 1), date(2026, 1, 31)))["views", ()]
        assert (outcome.quantity.value, outcome.quantity.reason) == (None, "no_data")
        transaction.set_rollback(True)
