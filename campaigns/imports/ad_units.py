"""Finds the ad units that rows speak of, makes those that are new, and keeps each in one currency."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now

from agencies.erasure import erased_key
from campaigns.ad_labels.linking import relink
from campaigns.imports.fitting import with_rows
from campaigns.imports.rollup import recount_of_ad_units
from campaigns.models import AdUnit, Campaign
from campaigns.readers import AdDayRow, Grain, PeriodRow, Reading, Refusal, Row
from campaigns.readers.rows import AdUnitSaid
from clients.models import NetworkAccount

LABELS = AdUnitSaid._fields[2:]  # beyond source and external id
LONGEST_NAME = 300
BATCH = 500

UnitKey = tuple[str, str]


def ad_unit_key(row: AdDayRow | PeriodRow) -> UnitKey:
    """Name an ad unit within its account."""
    return row.source, row.external_id


def ad_units_for(
    account: NetworkAccount, reading: Reading, *, campaign: Campaign | None, write: bool
) -> Mapping[UnitKey, UUID]:
    """Map each row's source and external id to its ad unit; without `write` only those that exist are in the answer."""
    said = _said(reading.units_said)
    known = _known(account, said)
    if write:
        fresh = [
            AdUnit(account=account, source=key[0], external_id=key[1], **labels)
            for key, labels in said.items()
            if key not in known
        ]
        AdUnit.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
        _refresh(known, said)
        link(account, said, campaign)
        known = _known(account, said)  # somebody may have made one by hand just now
    return {key: unit.id for key, unit in known.items()}


def in_one_currency(account: NetworkAccount, reading: Reading) -> Reading:
    """Refuse rows whose money is in another currency than their ad unit's: one column cannot hold two."""
    if reading.grain not in {Grain.AD_DAY, Grain.PERIOD}:
        return reading
    units = {(said.source, said.external_id) for said in reading.units_said}
    stored = {key: unit.currency for key, unit in _known(account, units).items()}
    money = {(said.source, said.external_id, said.currency) for said in reading.units_said if said.currency}
    money |= {(*key, currency) for key, currency in stored.items() if currency}
    if len({(source, unit) for source, unit, _ in money}) == len(money):
        return reading
    currencies = {(row.source, row.external_id): row.currency for row in reversed(_of_units(reading)) if row.currency}
    currencies |= {key: currency for key, currency in stored.items() if currency}
    kept: list[Row] = []
    refusals = list(reading.refusals)
    for row in reading.rows:
        refusal = _other_currency(row, currencies, reading.columns)
        if refusal is None:
            kept.append(row)
        else:
            refusals.append(refusal)
    return with_rows(reading, kept, refusals)


def _of_units(reading: Reading) -> list[AdDayRow | PeriodRow]:
    return [row for row in reading.rows if isinstance(row, AdDayRow | PeriodRow) and row.external_id]


def _other_currency(row: Row, currencies: Mapping[UnitKey, str], columns: Mapping[str, str]) -> Refusal | None:
    """Refuse a row whose ad unit's money is in another currency than its own."""
    if not isinstance(row, AdDayRow | PeriodRow) or not row.external_id or not row.currency:
        return None
    currency = currencies[ad_unit_key(row)]
    if row.currency == currency:
        return None
    column = next((header for header, name in columns.items() if name == "currency"), "currency")
    detail = f"{column}: this ad unit's money is in {currency}."
    return Refusal(row.line, "mixed_currency", detail, column, row.currency)


def _known(account: NetworkAccount, keys: Collection[UnitKey]) -> dict[UnitKey, AdUnit]:
    """Find ad units by the keys that name them, also those of which somebody's name was erased."""
    named = {external: external for _, external in keys}
    named |= {erased_key(external): external for external in named}
    units = AdUnit.objects.filter(account=account, external_id__in=named)
    found = {(unit.source, named[unit.external_id]): unit for unit in units}
    return {key: unit for key, unit in found.items() if key in keys}


def _said(told: Iterable[AdUnitSaid]) -> dict[UnitKey, dict[str, str]]:
    """Gather what is told of each ad unit: of a label the last that is not blank counts."""
    said: dict[UnitKey, dict[str, str]] = {}
    for source, external_id, *labels in told:
        named = zip(LABELS, labels, strict=True)
        said.setdefault((source, external_id), {}).update({name: text[:LONGEST_NAME] for name, text in named if text})
    return said


def link(account: NetworkAccount, keys: Collection[UnitKey], campaign: Campaign | None) -> None:
    """Link a file's ad units by what is stated of their names, and the rest to the campaign that the import names."""
    sources = {source for source, _ in keys}
    relink(account.id, sources)
    if campaign is None:
        return
    unlinked = AdUnit.objects.filter(
        account=account, source__in=sources, external_id__in={external for _, external in keys}, campaign=None
    )
    named = [unit.id for unit in unlinked if (unit.source, unit.external_id) in keys]
    said = AdUnit.objects.filter(id__in=named)
    if said.update(campaign=campaign, version=F("version") + 1, updated_at=Now()):
        relink(account.id, sources)  # those under them follow


def _refresh(known: Mapping[UnitKey, AdUnit], said: Mapping[UnitKey, dict[str, str]]) -> None:
    """Take over labels that the export states and that differ; what it leaves blank stays."""
    changed, paid = [], []
    for key, unit in known.items():
        stands = {name: (getattr(unit, name), text) for name, text in said[key].items()}
        news: dict[str, Any] = {
            name: text for name, (known_as, text) in stands.items() if known_as not in {text, erased_key(text)}
        }
        if news:
            for name, value in {**news, "version": unit.version + 1, "updated_at": Now()}.items():
                setattr(unit, name, value)
            changed.append(unit)
        if "currency" in news:
            paid.append(unit.id)
    AdUnit.objects.bulk_update(changed, [*LABELS, "version", "updated_at"], batch_size=BATCH)
    recount_of_ad_units(paid)
