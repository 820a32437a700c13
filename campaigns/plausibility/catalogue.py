"""Every rule of plausibility, read from the reviewed files once."""

from functools import lru_cache
from pathlib import Path

from campaigns.metrics.kinds import Grain
from campaigns.plausibility.reading import load_rules
from campaigns.plausibility.rule import Rule

RULES = load_rules(Path(__file__).parent / "rules")


@lru_cache
def rules_for(grain: Grain, network: str) -> tuple[Rule, ...]:
    """Give the rules for the rows of a grain on a network."""
    return tuple(rule for rule in RULES.values() if grain in rule.grains and network in rule.networks)
