"""Reads the rules' files strictly, telling every mistake at once."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from campaigns.definitions import DefinitionsError, FieldReader, Mistake, read_yaml
from campaigns.metrics.columns import columns
from campaigns.metrics.kinds import Grain
from campaigns.metrics.networks import NETWORKS
from campaigns.plausibility.rule import BelowZero, Copied, Exceeds, Falls, Rule, Spike, Without

LANGUAGES = ("en", "zh-Hans")
_GRAINS = tuple(grain.value for grain in Grain)
_SHARED = ("key", "kind", "version", "grains", "networks", "explanation", "source")
_REQUIRED = ("key", "kind", "grains", "networks", "explanation", "source")


def load_rules(folder: Path) -> Mapping[str, Rule]:
    """Return the rules that a folder defines, by key; raises DefinitionsError with every mistake of every file."""
    mistakes: list[Mistake] = []
    found: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.yaml")):
        content = read_yaml(path, mistakes)
        fields = content if isinstance(content, dict) else {}
        for part in FieldReader(path.name, fields, mistakes).parts("rules"):
            rule = _rule(part, mistakes)
            if rule is not None and rule.key in found:
                part.mistake("key", "is defined twice")
            elif rule is not None:
                found[rule.key] = rule
    if mistakes:
        raise DefinitionsError(mistakes)
    return MappingProxyType(found)


def _rule(part: FieldReader, mistakes: list[Mistake]) -> Rule | None:
    before = len(mistakes)
    kind = part.one_of("kind", _KINDS)
    if kind is None:
        part.mistake("kind", "missing")
        return None
    own, make = _KINDS[kind]
    part.demand((*_SHARED, *own, *_OPTIONAL), (*_REQUIRED, *own))
    grains = tuple(Grain(word) for word in part.words("grains", _GRAINS))
    shared = {
        "key": part.text("key"),
        "version": part.whole_number("version", 1) or 1,
        "grains": grains,
        "networks": part.words("networks", NETWORKS),
        "explanation": part.texts("explanation"),
        "source": part.text("source"),
    }
    for language in LANGUAGES:
        if language not in shared["explanation"]:  # type: ignore[operator]
            part.mistake(f"explanation.{language}", "missing")
    rule = make(part, shared)
    _check_columns(part, rule)
    return rule if len(mistakes) == before else None


def _check_columns(part: FieldReader, rule: Rule) -> None:
    for grain in rule.grains:
        for metric in rule.metrics:
            # Of several metrics a grain may lack some: shares of a video that has none count for nothing.
            if metric not in columns(grain) and (len(rule.metrics) == 1 or metric == getattr(rule, "whole", None)):
                part.mistake("grains", f"{grain} has no column {metric}")


def _share(part: FieldReader, field: str) -> Decimal:
    return part.decimal(field) or Decimal(1)


def _number(part: FieldReader, field: str) -> int:
    return part.whole_number(field, 1) or 1


def _exceeds(part: FieldReader, shared: Mapping[str, Any]) -> Rule:
    return Exceeds(
        **shared,
        parts=part.any_words("parts"),
        whole=part.text("whole"),
        at_most=_share(part, "at_most"),
        up_to=part.decimal("up_to"),
        least=_number(part, "least"),
    )


def _without(part: FieldReader, shared: Mapping[str, Any]) -> Rule:
    return Without(**shared, parts=part.any_words("parts"), whole=part.text("whole"), least=_number(part, "least"))


def _below_zero(part: FieldReader, shared: Mapping[str, Any]) -> Rule:
    return BelowZero(**shared, metrics=part.any_words("metrics"))


def _falls(part: FieldReader, shared: Mapping[str, Any]) -> Rule:
    metrics = part.any_words("metrics")
    return Falls(**shared, metrics=metrics, by=_share(part, "by"), least=_number(part, "least"))


def _spike(part: FieldReader, shared: Mapping[str, Any]) -> Rule:
    return Spike(**shared, metric=part.text("metric"), times=_share(part, "times"), least=_number(part, "least"))


def _copied(part: FieldReader, shared: Mapping[str, Any]) -> Rule:
    return Copied(
        **shared,
        metrics=part.any_words("metrics"),
        days=_number(part, "days"),
        stated=_number(part, "stated"),
        least=_number(part, "least"),
    )


_OPTIONAL = ("up_to",)
_KINDS: Mapping[str, tuple[tuple[str, ...], Callable[[FieldReader, Mapping[str, Any]], Rule]]] = {
    "exceeds": (("parts", "whole", "at_most", "least"), _exceeds),
    "without": (("parts", "whole", "least"), _without),
    "below_zero": (("metrics",), _below_zero),
    "falls": (("metrics", "by", "least"), _falls),
    "spike": (("metric", "times", "least"), _spike),
    "copied": (("metrics", "days", "stated", "least"), _copied),
}
