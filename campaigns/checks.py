"""System checks: metric definitions, fact columns and file readers speak of the same numbers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db import models

from campaigns.definitions import DefinitionsError
from campaigns.imports.roll_ups import ROLL_UPS
from campaigns.metrics import METRICS, VENDOR_SOURCES, Grain, Metric, Unit, agreement, columns
from campaigns.models import AccountAdDay, AccountAdMonth, AccountMonth, AdMonth
from campaigns.models.facts import WIDE, Fact
from campaigns.readers import ad_reports, profiles, rows, vocabulary
from campaigns.readers.catalogue import refused_kinds
from campaigns.readers.profile import NOT_KEPT, Profile

_HINT = "Change campaigns/metrics, campaigns/models/facts.py and campaigns/readers together."
_FOLDER_HINT = "Each folder of campaigns/readers/profiles is one kind of file; CONTRIBUTING.md says what stands in it."
_WRITTEN_AS: Mapping[Unit, vocabulary.Unit] = {
    Unit.COUNT: vocabulary.Unit.COUNT,
    Unit.PEOPLE: vocabulary.Unit.COUNT,
    Unit.SECONDS: vocabulary.Unit.SECONDS,
    Unit.MONEY: vocabulary.Unit.MONEY,
    Unit.RATIO: vocabulary.Unit.SHARE,
    Unit.SCORE: vocabulary.Unit.SCORE,
}
_WHOLE = frozenset({Unit.COUNT, Unit.PEOPLE})
_ROWS: Mapping[rows.Grain, type[Any]] = {
    rows.Grain.ACCOUNT_DAY: rows.AccountDayRow,
    rows.Grain.CONTENT: rows.ContentRow,
    rows.Grain.AD_DAY: rows.AdDayRow,
    rows.Grain.PERIOD: rows.PeriodRow,
    rows.Grain.BREAKDOWN: rows.BreakdownRow,
}
_OWNERSHIP = "account"  # says whose row it is, and is kept nowhere
_NO_FACTS = frozenset(
    {"pk", "day", "account", "content", "ad_unit", "currency", *(field.name for field in Fact._meta.local_fields)}
)


@register()
def numbers_agree(**_: Any) -> list[CheckMessage]:
    """Refuse a build whose definitions, fact columns and readers do not speak of the same metrics in the same way."""
    try:
        profiles()
        refused_kinds()
    except DefinitionsError as wrong:
        return [Error(str(mistake), hint=_FOLDER_HINT, id="campaigns.E007") for mistake in wrong.mistakes]
    found = [message for grain in Grain for message in _of_grain(grain)]
    found += [("campaigns.E003", problem) for problem in misread_metrics(METRICS, vocabulary.MEASURES)]
    found += [("campaigns.E004", problem) for profile in profiles() for problem in misnamed_columns(profile, METRICS)]
    found += [
        ("campaigns.E005", problem)
        for roll_up, model in zip(ROLL_UPS, (AccountMonth, AdMonth, AccountAdDay, AccountAdMonth), strict=True)
        for problem in unlike(roll_up.table, roll_up.flows, metric_fields(model))
    ]
    found += [("campaigns.E006", problem) for metric in METRICS.values() for problem in _of_definition(metric)]
    return [Error(problem, hint=_HINT, id=identifier) for identifier, problem in found]


def _of_definition(metric: Metric) -> Iterator[str]:
    """Yield what a definition says that its sources, places or the readers contradict."""
    yield from agreement.unsourced(metric)
    yield from agreement.missourced(metric, VENDOR_SOURCES, profiles())
    yield from agreement.misplaced(metric)
    yield from agreement.unsettled(metric)
    yield from agreement.off_scale(metric)


def _of_grain(grain: Grain) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the table and the readers of one grain, each with the id of its check."""
    stored = metric_fields(WIDE[grain])
    readable = vocabulary.METRICS[rows.Grain(grain)]
    for problem in unlike(f"the table of {grain}", columns(grain), stored):
        yield "campaigns.E001", problem
    for problem in unlike(f"the readers of {grain}", columns(grain), readable):
        yield "campaigns.E001", problem
    for problem in too_narrow(grain, stored, METRICS):
        yield "campaigns.E002", problem


def metric_fields(model: type[models.Model]) -> dict[str, Any]:
    """Give the fields of a fact model that hold metrics, by name."""
    names = _NO_FACTS | {"month", "number", "rows", "days"}
    return {field.name: field for field in model._meta.local_fields if field.name not in names}


def unlike(where: str, defined: Iterable[str], found: Iterable[str]) -> Iterator[str]:
    """Yield the metrics that are defined and not found, and those found and not defined."""
    defined, found = set(defined), set(found)
    for key in sorted(defined - found):
        yield f"{key} is defined, and {where} lacks it."
    for key in sorted(found - defined):
        yield f"{key} is not defined, and {where} has it."


def too_narrow(grain: Grain, stored: Mapping[str, Any], definitions: Mapping[str, Metric]) -> Iterator[str]:
    """Yield columns for whole numbers whose metric has decimals: by its unit, or because a rate gives it."""
    from_rates = {vocabulary.RATES[name].numerator for name in vocabulary.rates_of(rows.Grain(grain))}
    for key, field in stored.items():
        has_decimals = key in from_rates or (key in definitions and definitions[key].unit not in _WHOLE)
        if has_decimals and not isinstance(field, models.DecimalField):
            yield f"{key} of {grain} has decimals, and its column holds whole numbers only."


def misread_metrics(definitions: Mapping[str, Metric], measures: Mapping[str, vocabulary.Measure]) -> Iterator[str]:
    """Yield metrics that the readers take for another unit than their definition's, and those that nobody reads."""
    for key, metric in definitions.items():
        if metric.derived_input:
            continue
        if key not in measures:
            yield f"{key} is defined, and no reader can read it."
        elif measures[key].unit is not _WRITTEN_AS[metric.unit]:
            yield f"{key} is defined in {metric.unit} and read as {measures[key].unit}."


def misnamed_columns(profile: Profile, definitions: Mapping[str, Metric]) -> Iterator[str]:
    """Yield columns of a profile that become nothing, or a metric that its network does not report."""
    attributes = {*_ROWS[profile.grain]._fields} | {NOT_KEPT, _OWNERSHIP} | profile.attributes
    if profile.grain is rows.Grain.AD_DAY:
        attributes |= ad_reports.ATTRIBUTES
    rates = vocabulary.rates_of(profile.grain)
    for header, name in profile.header.items():
        metric = vocabulary.RATES[name].numerator if name in rates else name
        if metric in vocabulary.METRICS[profile.grain]:
            if profile.network is not None and not definitions[metric].reported_by(profile.network):
                yield f"{profile.key} reads {header} as {metric}, which {profile.network} does not report."
        elif name not in attributes:
            yield f"{profile.key} reads {header} as {name}, which no row of {profile.grain} holds."
    for name in sorted(set(profile.constants) - attributes):
        yield f"{profile.key} states {name}, which no row of {profile.grain} holds."
    for header in sorted((profile.required | profile.one_of) - set(profile.header)):
        yield f"{profile.key} asks for {header}, which it does not read."
