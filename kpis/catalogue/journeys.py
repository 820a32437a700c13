"""Where on the way from a stranger to a customer a KPI is read, and for whom it comes first."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from campaigns.definitions import FieldReader


class Audience(StrEnum):
    """For whom a KPI is a priority."""

    BRAND = "brand"  # what a brand pays for: reach, prices, conversions, customers' value
    CREATOR = "creator"  # what a creator can move: engagement, reach beyond followers, attention, return


@dataclass(frozen=True)
class Journey:
    """The stage at which a KPI is read, how it is read there, and beside which KPIs."""

    stage: str
    reading: str = ""
    read_with: tuple[str, ...] = ()


def read_journey(reader: FieldReader, stages: Collection[str]) -> Journey | None:
    """Return the journey of a definition, None where it states none."""
    if not reader.has("journey"):
        return None
    within = reader.part("journey")
    within.demand(("stage", "reading", "read_with"), ("stage",))
    stage = within.text("stage")
    if stage and stage not in stages:
        within.mistake("stage", f"{stage} is none of {', '.join(stages)}")
    return Journey(stage, within.text("reading"), within.any_words("read_with"))


def read_audience(reader: FieldReader) -> tuple[Audience, ...]:
    """Return for whom a definition says that it comes first."""
    return tuple(Audience(word) for word in reader.words("audience", tuple(Audience)))
