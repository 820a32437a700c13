"""What an agency chose to keep for how long."""

from collections.abc import Mapping
from dataclasses import dataclass

from audit import events
from clients.models import RetentionChoice
from clients.retention.rule import RetentionRule, retention_rules
from people.principal import Principal


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of data with the days that hold for it; None is for ever."""

    rule: RetentionRule
    days: int | None
    chosen: bool

    @property
    def key(self) -> str:
        """Name the kind."""
        return self.rule.key


def what_is_kept(using: str = "default") -> list[Kept]:
    """List every kind with what holds in the open agency."""
    chosen = dict(RetentionChoice.objects.using(using).values_list("kind", "days"))
    return [Kept(rule, chosen.get(key, rule.default_days), key in chosen) for key, rule in retention_rules().items()]


def choose_retention(principal: Principal, days: Mapping[str, int | None]) -> list[Kept]:
    """Say how long kinds are kept from now on; those that are not named stay as they are."""
    before = {kept.key: kept.days for kept in what_is_kept() if kept.chosen}
    news = {kind: wanted for kind, wanted in days.items() if kind not in before or before[kind] != wanted}
    for kind, wanted in news.items():
        RetentionChoice.objects.update_or_create(kind=kind, defaults={"days": wanted})
    if news:
        events.retention_chosen(principal.actor(), days=news)
    return what_is_kept()
