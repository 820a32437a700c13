"""Makes up facts for the twin's questions, and writes them into the open agency as loads would leave them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from campaigns.imports import ad_metrics, content_metrics
from campaigns.imports.rollup import recount
from campaigns.metrics import Grain
from campaigns.models import AccountDay, AdDay, AdUnit, Content, ContentSnapshot, Cost, PeriodFact
from clients.models import Brand, NetworkAccount
from kpis.models import ExchangeRate
from tests.oracles.world import Row, TwinAccount, TwinAd, TwinContent, TwinCost, TwinRate

YEAR_END = date(2025, 12, 28)
NETWORKS = ("tiktok", "xiaohongshu")


def _day(number: int) -> date:
    return YEAR_END + timedelta(days=number)


numbers = st.sampled_from([None, 0, -2, *range(1, 60, 7)])
people = st.sampled_from([None, 0, *range(1, 60, 7)])
some_days = st.integers(-3, 12).map(_day)
buckets = st.sampled_from([None, "day", "week", "month"])


@st.composite
def windows(draw) -> tuple[date, date]:
    start = YEAR_END + timedelta(days=draw(st.integers(0, 6)))
    return start, start + timedelta(days=draw(st.integers(0, 9)))


@st.composite
def rows(draw, names: Sequence[str], *, least: int = 3, most: int = 8) -> list[Row]:
    """Draw rows on different days, some values missing, some marked."""
    marks = st.sampled_from([frozenset(), frozenset(), *(frozenset({name}) for name in names)])
    return [
        Row(
            day,
            {name: draw(people if name == "reach" else numbers) for name in names},
            derived=draw(marks),
            capped=draw(marks),
        )
        for day in sorted(draw(st.sets(some_days, min_size=least, max_size=most)))
    ]


@st.composite
def contents(draw, names: Sequence[str], *, most: int = 3) -> list[TwinContent]:
    return [
        TwinContent(
            name=f"content {number}",
            published=draw(st.sampled_from([None, *map(_day, range(-3, 9))])),
            readings=draw(rows(names, least=2, most=5)),
            category=draw(st.sampled_from(["", "tea", "50% off"])),
            hashtags=draw(st.sampled_from([(), ("tea",), ("tea", "茶"), ("茶", "tea", "茶"), ("50% off",)])),
            hook=draw(st.sampled_from(["", "question", "it's"])),
            sound=draw(st.sampled_from(["", "rain"])),
            boosted=draw(st.sampled_from([None, True, False])),
            duration_s=draw(st.sampled_from([None, Decimal(7), Decimal("12.5")])),
        )
        for number in range(draw(st.integers(1, most)))
    ]


@st.composite
def ads(draw, names: Sequence[str]) -> list[TwinAd]:
    currencies = st.sampled_from(["EUR", "EUR", "EUR", "CNY"])
    return [TwinAd(draw(currencies), draw(rows(names, most=6))) for _ in range(draw(st.integers(1, 3)))]


@st.composite
def costs(draw, currencies: Sequence[str] = ("EUR",)) -> list[TwinCost]:
    found = []
    for _ in range(draw(st.integers(0, 2))):
        start = draw(some_days)
        end = start + timedelta(days=draw(st.integers(0, 20)))
        found.append(TwinCost(Decimal(draw(st.integers(1, 9000))) / 100, draw(st.sampled_from(currencies)), start, end))
    return found


@st.composite
def rates(draw) -> list[TwinRate]:
    """Draw what was stated of euros and yuan on some days, one way round or the other."""
    return [
        TwinRate(
            *draw(st.sampled_from([("EUR", "CNY"), ("CNY", "EUR")])),
            day=day,
            rate=draw(st.sampled_from([Decimal("7.8"), Decimal("0.128"), Decimal("8.25"), Decimal(3)])),
        )
        for day in sorted(draw(st.sets(st.integers(-9, 10).map(_day), max_size=3)))
    ]


@contextmanager
def written(
    accounts: Sequence[TwinAccount], given_costs: Sequence[TwinCost] = (), given_rates: Sequence[TwinRate] = ()
) -> Iterator[dict[str, Any]]:
    """Write facts for as long as the block lasts; gives the accounts and contents by the twin's names."""
    with transaction.atomic():
        brand = Brand.objects.create(name="Twin")
        made = {account.name: _write(brand, account) for account in accounts}
        # Of some or all accounts it is known which metrics their facts state; others stand as before their first load.
        known = [account.id for account in made.values()][:: 1 if len(made) % 2 else 2]
        content_metrics.recount_of_accounts(known)
        ad_metrics.recount_of_accounts(known)
        for cost in given_costs:
            Cost.objects.create(
                brand=brand, kind="other", currency=cost.currency, billed=cost.billed, start=cost.start, end=cost.end
            )
        for rate in given_rates:
            ExchangeRate.objects.create(base=rate.base, quote=rate.quote, day=rate.day, rate=rate.rate)
        yield made
        transaction.set_rollback(True)


def _write(brand: Brand, twin: TwinAccount) -> NetworkAccount:
    account = NetworkAccount.objects.create(brand=brand, network=twin.network, kind="standard", handle=twin.name)
    AccountDay.objects.bulk_create([AccountDay(account=account, **_columns(row)) for row in twin.days])
    PeriodFact.objects.bulk_create(
        [
            PeriodFact(account=account, metric=metric, start=start, end=end, value=value, captured_on=end)
            for (metric, start, end), value in twin.figures.items()
        ]
    )
    contents = {}
    for content in twin.contents:
        row = contents[content.name] = _write_content(account, content)
        ContentSnapshot.objects.bulk_create(
            [ContentSnapshot(content=row, **_columns(each)) for each in content.readings]
        )
    for number, ad in enumerate(twin.ads):
        promoted = contents[ad.content.name] if ad.content else None
        unit = AdUnit.objects.create(
            account=account, source="ads", external_id=str(number), currency=ad.currency, content=promoted
        )
        AdDay.objects.bulk_create([AdDay(ad_unit=unit, **_columns(row)) for row in ad.days])
        recount(Grain.AD_DAY, {unit.id: {row.day for row in ad.days}})
    return account


def _write_content(account: NetworkAccount, content: TwinContent) -> Content:
    return Content.objects.create(
        account=account,
        key=content.name,
        published_on=content.published,
        category=content.category,
        hashtags=list(content.hashtags),
        hook=content.hook,
        sound=content.sound,
        boosted=content.boosted,
        duration_s=content.duration_s,
    )


def _columns(row: Row) -> Mapping[str, Any]:
    marks = {"derived": sorted(row.derived), "capped": sorted(row.capped)}
    return {"day": row.day, "captured_on": row.day, **marks, **row.values}
