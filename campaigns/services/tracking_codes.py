"""Tracking codes: made or taken, good between two days, never twice at once for one brand, ended, archived."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from apikit.refusals import Refusal, RefusalKind
from apikit.versions import differing, revise
from audit import events
from campaigns.attribution.codes import CodeKind, code_faults, made_code, match_key
from campaigns.models import TrackingCode
from campaigns.refusals import EndsBeforeStart
from campaigns.services.tracking_links import brand_of
from clients.refusals import Archived
from clients.services.audited import audited
from people.principal import Principal

_TRIES = 20


class BadCode(Refusal):
    """A code, or the page that it opens, which its carrier cannot hold."""

    code = "bad_code"


class CodeTaken(Refusal):
    """Two codes of one brand and kind that are good at the same time cannot be told apart."""

    kind = RefusalKind.CONFLICT
    code = "code_taken"
    detail = "The brand has a code of this kind and text that is good on some of these days."
    pointer = "#/code"


def create_code(principal: Principal, values: Mapping[str, Any]) -> TrackingCode:
    """Make a code for a content, campaign or account; without a text one is made that fits its carrier.

    Two brands may use one text. Raises NothingNamed, WrongBrand, EndsBeforeStart, BadCode, or CodeTaken for one that
    the brand uses on some of the days.
    """
    brand = brand_of(values)
    kind = CodeKind(values["kind"])
    content, account = values.get("content"), values.get("account")
    valid_from = values.get("valid_from") or timezone.now().astimezone(ZoneInfo(brand.time_zone)).date()
    valid_to = values.get("valid_to")
    _require_days(valid_from, valid_to)
    text = values.get("code") or _unused(kind, valid_from, valid_to)
    _require_fit(kind, text, values.get("page", ""))
    _require_free(brand.id, kind, text, valid_from, valid_to)
    row = TrackingCode.objects.create(
        brand=brand,
        account=content.account if content else account,
        campaign=values.get("campaign"),
        content=content,
        creator=values.get("creator"),
        kind=kind.value,
        code=text,
        match_key=match_key(kind, text),
        page=values.get("page", ""),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    row.refresh_from_db()
    events.created(principal.actor(), "tracking_code", id=row.id, name=str(row), values=audited(values))
    return row


def revise_code(
    principal: Principal, code: TrackingCode, values: Mapping[str, Any], *, expected: int | None
) -> TrackingCode:
    """Change the days on which a code is good, or its page.

    Raises VersionConflict, Archived, EndsBeforeStart, BadCode or CodeTaken.
    """
    if code.archived_at is not None:
        raise Archived
    kind = CodeKind(code.kind)
    valid_from, valid_to = (values.get(name, getattr(code, name)) for name in ("valid_from", "valid_to"))
    _require_days(valid_from, valid_to)
    _require_fit(kind, code.code, values.get("page", code.page))
    _require_free(code.brand_id, kind, code.code, valid_from, valid_to, besides=code)
    changes = differing(code, values)
    if changes:
        revise(code, expected=expected, updated_at=Now(), **changes)
        events.changed(principal.actor(), "tracking_code", id=code.id, name=str(code), changes=audited(changes))
    return code


def archive_code(principal: Principal, code: TrackingCode, *, expected: int | None) -> None:
    """Retire a code: its text is free again from today. Raises VersionConflict or Archived."""
    if code.archived_at is not None:
        raise Archived
    revise(code, expected=expected, updated_at=Now(), archived_at=Now())
    events.deleted(principal.actor(), "tracking_code", id=code.id, name=str(code))


def _require_days(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise EndsBeforeStart(pointer="#/valid_to")


def _require_fit(kind: CodeKind, text: str, page: str) -> None:
    for fault in code_faults(kind, text, page):
        raise BadCode(fault.detail, code=fault.code, pointer=f"#/{fault.field}")


def _require_free(
    brand: UUID,
    kind: CodeKind,
    text: str,
    valid_from: date,
    valid_to: date | None,
    *,
    besides: TrackingCode | None = None,
) -> None:
    """Raise CodeTaken; two that ask for the same text of a brand at once ask one after the other."""
    with connection.cursor() as cursor:
        key = f"{brand}:{kind.value}:{match_key(kind, text)}"
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('code:' || current_schema() || ':' || %s, 0))", [key]
        )
    same = _good_within(kind, text, valid_from, valid_to).filter(brand=brand)
    if (same if besides is None else same.exclude(id=besides.id)).exists():
        raise CodeTaken


def _unused(kind: CodeKind, valid_from: date, valid_to: date | None) -> str:
    """Make texts until one is free with every brand, so that it leads to one brand even where none is named.

    The shortest kind has 28 million, so this hardly ever takes two.
    """
    for _ in range(_TRIES):
        text = made_code(kind)
        if not _good_within(kind, text, valid_from, valid_to).exists():
            return text
    raise CodeTaken


def _good_within(kind: CodeKind, text: str, valid_from: date, valid_to: date | None) -> QuerySet[TrackingCode]:
    codes = TrackingCode.objects.filter(match_key=match_key(kind, text), kind=kind.value, archived_at=None)
    codes = codes.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from))
    return codes if valid_to is None else codes.filter(valid_from__lte=valid_to)
