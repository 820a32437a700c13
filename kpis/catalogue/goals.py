"""The five business goals that a campaign can have."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Goal:
    """What a brand wants from a campaign."""

    key: str
    names: Mapping[str, str]
    description: str


def _goal(key: str, english: str, chinese: str, description: str) -> Goal:
    return Goal(key, MappingProxyType({"en": english, "zh-Hans": chinese}), description)


GOALS: Mapping[str, Goal] = MappingProxyType(
    {
        goal.key: goal
        for goal in (
            _goal("awareness", "Awareness", "品牌认知", "More people see and remember the brand."),
            _goal("engagement", "Engagement", "互动", "People answer: they watch on, like, comment and share."),
            _goal("consideration", "Consideration", "种草", "People weigh the brand: they save, visit and click."),
            _goal("conversion", "Conversion", "转化", "People act: they leave a contact, order, pay."),
            _goal("loyalty", "Loyalty", "忠诚", "People stay, come back and buy again."),
        )
    },
)
