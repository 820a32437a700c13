"""Makes up small worlds, loads them as users do, file by file over the API, and keeps a twin of what was said."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.campaigns.api.imports.uploading import sent
from tests.exports.tables import csv_bytes
from tests.oracles.facts import FactTwin, SaidRow
from tests.oracles.facts import Upload as TwinUpload
from tests.oracles.world import Row, TwinAccount, TwinAd, TwinContent

FIRST = date(2025, 11, 20)
SPAN = 75  # days: two turns of a month, one of the year
CAPTURES = [date(2026, 2, 10) + timedelta(days=number) for number in range(5)]
NETWORKS = ("tiktok", "tiktok", "douyin", "xiaohongshu")
DAY_FILES = (
    ("views", "likes", "comments", "shares", "saves"),
    ("views", "likes", "followers"),
    ("comments", "shares", "reach"),
)
CONTENT_FILES = (
    ("views", "likes", "comments", "shares", "saves", "follows_from_post"),
    ("views", "likes"),
    ("comments", "shares", "saves"),
)
AD_FILES = (("spend", "impressions", "clicks"), ("spend", "conversions", "revenue"), ("impressions", "clicks"))
MONEY = {"spend", "revenue"}


@dataclass
class TwinFiles:
    """The files of one account and what they say: days, readings of contents, ad days, the vendor's own figures."""

    id: str
    network: str
    chance: Random
    currencies: tuple[str, ...]
    days: FactTwin = field(default_factory=FactTwin)
    readings: FactTwin = field(default_factory=FactTwin)
    ads: FactTwin = field(default_factory=FactTwin)
    periods: FactTwin = field(default_factory=FactTwin)
    sent: list[tuple[FactTwin, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.published = {f"c{number}": self.some_day() for number in range(4)}

    def some_day(self) -> date:
        return FIRST + timedelta(days=self.chance.randrange(SPAN))

    def send_file(self, client: Any) -> None:
        """Send one file of some kind."""
        kind = self.chance.choice([self.day_file, self.day_file, self.content_file, self.ad_file, self.period_file])
        twin, header, lines, rows = kind()
        captured_on = self.chance.choice(CAPTURES)
        name = f"{len(self.sent)}.csv"
        made = sent(client, self.id, csv_bytes(header, rows), name=name, captured_on=captured_on.isoformat())
        assert made["counts"]["refused"] == 0, made
        self.sent.append((twin, len(twin.uploads), made["id"]))
        twin.uploads.append(TwinUpload(captured_on, dict(lines)))

    def take_back(self, client: Any) -> None:
        """Revert one of the files."""
        twin, number, made = self.sent.pop(self.chance.randrange(len(self.sent)))
        answer = client.post(f"/imports/{made}:revert")
        assert answer.status_code == 200, answer.content
        twin.revert(number)

    def day_file(self):
        names = self.chance.choice(DAY_FILES)
        start, length = self.some_day(), self.chance.choice([3, 20, SPAN])
        days = [start + timedelta(days=number) for number in range(length) if self.chance.random() < 0.97]
        days = [day for day in days if day <= FIRST + timedelta(days=SPAN)]
        said = [(day, self.said(names)) for day in days or [start]]
        return self.days, ["day", *names], said, [[day.isoformat(), *cells(each, names)] for day, each in said]

    def content_file(self):
        names = self.chance.choice(CONTENT_FILES)
        said = []
        for key, published in self.published.items():
            for _ in range(self.chance.randrange(4)):
                read_on = min(published + timedelta(days=self.chance.randrange(40)), CAPTURES[0])
                said.append(((key, read_on), self.said(names)))
        said = said or [(("c0", self.published["c0"]), self.said(names))]
        rows = [
            [key, self.published[key].isoformat(), read_on.isoformat(), *cells(each, names)]
            for (key, read_on), each in said
        ]
        return self.readings, ["external_id", "published_at", "captured_on", *names], said, rows

    def ad_file(self):
        names = self.chance.choice(AD_FILES)
        units = [self.chance.randrange(3) for _ in range(12)]
        said = [((unit, self.some_day()), self.said(names)) for unit in units]
        rows = [
            [day.isoformat(), "ads", str(unit), "ad", f"Ad {unit}", "acc", self.currency(unit), *cells(each, names)]
            for (unit, day), each in said
        ]
        header = ["day", "source", "external_id", "level", "name", "ad_account", "currency", *names]
        return self.ads, header, said, rows

    def period_file(self):
        windows = [(date(2025, 12, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 1, 31))]
        said = [(window, SaidRow({"value": Decimal(self.chance.randrange(900))})) for window in windows]
        rows = [["reach", *(day.isoformat() for day in window), str(each.values["value"])] for window, each in said]
        return self.periods, ["metric", "start", "end", "value"], said, rows

    def currency(self, unit: int) -> str:
        return self.currencies[unit % len(self.currencies)]

    def said(self, names: tuple[str, ...]) -> SaidRow:
        """State most numbers; a comment count may be negative on a day, a few counts are cut off (`57+`)."""
        stated = {name: self.number(name) for name in names if self.chance.random() < 0.95}
        capped = {name for name in stated if name not in MONEY and self.chance.random() < 0.01}
        return SaidRow({name: stated.get(name) for name in names}, capped=frozenset(capped))

    def number(self, name: str) -> Decimal | int:
        number = self.chance.choice([0, *range(1, 90, 3), 4000])
        return Decimal(number * 101) / 100 if name in MONEY else number

    def twin(self) -> TwinAccount:
        """Give what the twin elects, as facts of one account."""
        readings: dict[str, list[Row]] = {key: [] for key, _ in self.readings.facts()}
        for (key, day), fact in self.readings.facts().items():
            readings[key].append(Row(day, fact.values, fact.derived, fact.capped))
        known = {key for upload in self.readings.uploads for key, _ in upload.rows}  # a revert leaves the content
        ads: dict[int, list[Row]] = {}
        for (unit, day), fact in self.ads.facts().items():
            ads.setdefault(unit, []).append(Row(day, fact.values, fact.derived, fact.capped))
        return TwinAccount(
            self.id,
            self.network,
            days=[Row(day, fact.values, fact.derived, fact.capped) for day, fact in self.days.facts().items()],
            contents=[TwinContent(key, self.published[key], readings.get(key, [])) for key in sorted(known)],
            ads=[TwinAd(self.currency(unit), rows) for unit, rows in ads.items()],
            figures={("reach", *window): fact.values["value"] for window, fact in self.periods.facts().items()},
        )


def cells(said: SaidRow, names: tuple[str, ...]) -> list[str]:
    """Write a row's numbers as a file does."""
    return [
        "" if (number := said.values.get(name)) is None else f"{number}{'+' if name in said.capped else ''}"
        for name in names
    ]
