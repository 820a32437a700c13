"""Finds the contents and ad units that rows speak of, and makes those that are new. The account's lock is held."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models.functions import Now

from campaigns.models import AdUnit, Campaign, Content
from campaigns.readers import AdDayRow, ContentRow
from clients.models import NetworkAccount

ATTRIBUTES = ("title", "url", "published_on", "published_at", "format", "duration_s", "followers_at_publish")
AD_ATTRIBUTES = ("level", "name", "parent_external_id", "ad_account", "currency")
BATCH = 500


def content_key(row: ContentRow) -> str:
    """Name a content within its account: the network's id where the export has one, else what the reader made."""
    return (row.external_id or row.natural_key)[:300]


def ad_unit_key(row: AdDayRow) -> tuple[str, str]:
    """Name an ad unit within its account."""
    return row.source, row.external_id


def contents_for(
    account: NetworkAccount, rows: Iterable[ContentRow], *, campaign: Campaign | None, write: bool
) -> Mapping[str, UUID]:
    """Map each row's key to its content; without `write` only those that exist already are in the answer."""
    newest = {content_key(row): row for row in rows}
    known = {content.key: content for content in Content.objects.filter(account=account, key__in=newest)}
    if write:
        zone = ZoneInfo(account.time_zone)
        fresh = [
            Content(account=account, campaign=campaign, key=key, external_id=row.external_id or "", **_said(row, zone))
            for key, row in newest.items()
            if key not in known
        ]
        Content.objects.bulk_create(fresh, batch_size=BATCH)
        _refresh(known, newest, zone, campaign)
        known |= {content.key: content for content in fresh}
    return {key: content.id for key, content in known.items()}


def ad_units_for(
    account: NetworkAccount, rows: Iterable[AdDayRow], *, campaign: Campaign | None, write: bool
) -> Mapping[tuple[str, str], UUID]:
    """Map each row's source and external id to its ad unit, made where it is new."""
    newest = {ad_unit_key(row): row for row in rows}
    units = AdUnit.objects.filter(account=account, external_id__in={external for _, external in newest})
    known = {(unit.source, unit.external_id): unit for unit in units}
    if write:
        fresh = [
            AdUnit(account=account, campaign=campaign, source=key[0], external_id=key[1], **_ad_said(row))
            for key, row in newest.items()
            if key not in known
        ]
        AdUnit.objects.bulk_create(fresh, batch_size=BATCH)
        known |= {(unit.source, unit.external_id): unit for unit in fresh}
    return {key: unit.id for key, unit in known.items()}


def _said(row: ContentRow, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "title": row.title,
        "url": row.url[:1000],
        "published_on": row.published_on,
        "published_at": _aware(row.published_at, zone),
        "format": row.format,
        "duration_s": row.duration_s,
        "followers_at_publish": row.followers_at_publish,
    }


def _ad_said(row: AdDayRow) -> dict[str, str]:
    return {name: str(getattr(row, name) or "")[:300] for name in AD_ATTRIBUTES}


def _aware(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=zone)


def _refresh(
    known: Mapping[str, Content], newest: Mapping[str, ContentRow], zone: ZoneInfo, campaign: Campaign | None
) -> None:
    """Take over attributes that the export states and that differ; what it leaves blank stays."""
    changed = []
    for key, content in known.items():
        said = {name: value for name, value in _said(newest[key], zone).items() if value not in (None, "")}
        if campaign is not None and content.campaign_id is None:
            said["campaign"] = campaign
        news = {name: value for name, value in said.items() if getattr(content, name) != value}
        if news:
            for name, value in news.items():
                setattr(content, name, value)
            content.version += 1
            content.updated_at = Now()  # type: ignore[assignment]
            changed.append(content)
    Content.objects.bulk_update(changed, [*ATTRIBUTES, "campaign", "version", "updated_at"], batch_size=BATCH)
