"""Finds the ad units that rows speak of, makes those that are new, and keeps each in one currency."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models.functions import Now

from campaigns.imports.fitting import with_rows
from campaigns.imports.rollup import recount_of_ad_units
from campaigns.models import AdUnit, Campaign
from campaigns.readers import AdDayRow, PeriodRow, Reading, Refusal, Row
from clients.models import NetworkAccount

LABELS = ("level", "name", "parent_external_id", "ad_account", "currency")
LONGEST_NAME = 300
BATCH = 500

UnitKey = tuple[str, str]


def ad_unit_key(row: AdDayRow | PeriodRow) -> UnitKey:
    """Name an ad unit within its account."""
    return row.source, row.external_id


def ad_units_for(
    account: NetworkAccount, rows: Iterable[AdDayRow | PeriodRow], *, campaign: Campaign | None, write: bool
) -> Mapping[UnitKey, UUID]:
    """Map each row's source and external id to its ad unit; without `write` only those that exist are in the answer."""
    said: dict[UnitKey, dict[str, str]] = {}
    for row in rows:
        said.setdefault(ad_unit_key(row), {}).update(_said(row))
    known = _known(account, said)
    if write:
        fresh = [
            AdUnit(account=account, campaign=campaign, source=key[0], external_id=key[1], **labels)
            for key, labels in said.items()
            if key not in known
        ]
        AdUnit.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
        _refresh(known, said, campaign)
        known = _known(account, said)  # somebody may have made one by hand just now
    return {key: unit.id for key, unit in known.items()}


def in_one_currency(account: NetworkAccount, reading: Reading) -> Reading:
    """Refuse rows whose money is in another currency than their ad unit's: one column cannot hold two."""
    keys = {ad_unit_key(row): None for row in reading.rows if isinstance(row, AdDayRow)}
    currencies = {key: unit.currency for key, unit in _known(account, keys).items() if unit.currency}
    kept: list[Row] = []
    refusals = list(reading.refusals)
    for row in reading.rows:
        if isinstance(row, AdDayRow) and row.currency:
            currency = currencies.setdefault(ad_unit_key(row), row.currency)
            if currency != row.currency:
                refusals.append(_other_currency(row, currency, reading.columns))
                continue
        kept.append(row)
    return reading if len(kept) == len(reading.rows) else with_rows(reading, kept, refusals)


def _other_currency(row: AdDayRow, currency: str, columns: Mapping[str, str]) -> Refusal:
    column = next((header for header, name in columns.items() if name == "currency"), "currency")
    detail = f"{column}: this ad unit's money is in {currency}."
    return Refusal(row.line, "mixed_currency", detail, column, row.currency)


def _known(account: NetworkAccount, keys: Mapping[UnitKey, object]) -> dict[UnitKey, AdUnit]:
    units = AdUnit.objects.filter(account=account, external_id__in={external for _, external in keys})
    return {(unit.source, unit.external_id): unit for unit in units if (unit.source, unit.external_id) in keys}


def _said(row: AdDayRow | PeriodRow) -> dict[str, str]:
    stated = {name: str(getattr(row, name, "") or "")[:LONGEST_NAME] for name in LABELS}
    return {name: text for name, text in stated.items() if text}


def _refresh(
    known: Mapping[UnitKey, AdUnit], said: Mapping[UnitKey, dict[str, str]], campaign: Campaign | None
) -> None:
    """Take over labels that the export states and that differ; what it leaves blank stays."""
    changed, paid = [], []
    for key, unit in known.items():
        news: dict[str, Any] = {name: text for name, text in said[key].items() if getattr(unit, name) != text}
        if campaign is not None and unit.campaign_id is None:
            news["campaign"] = campaign
        if news:
            for name, value in {**news, "version": unit.version + 1, "updated_at": Now()}.items():
                setattr(unit, name, value)
            changed.append(unit)
        if "currency" in news:
            paid.append(unit.id)
    AdUnit.objects.bulk_update(changed, [*LABELS, "campaign", "version", "updated_at"], batch_size=BATCH)
    recount_of_ad_units(paid)
