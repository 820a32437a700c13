"""Finds the contents that rows speak of, and makes those that are new; the account's lock is held."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.db.models.functions import Now

from agencies.erasure import erased_key
from campaigns.imports.creators import creator_key, creators_for
from campaigns.imports.new_contents import make_contents
from campaigns.models import Content, ContentSnapshot, Import
from campaigns.progress import UNWATCHED, Watch
from campaigns.readers import ContentRow
from campaigns.readers.hashtags import hashtags_in
from campaigns.tagging.arrivals import tag_imported
from campaigns.tagging.attributes import Attribute
from campaigns.tagging.matching import Wish
from clients.models import NetworkAccount
from clients.networks import Network

ATTRIBUTES = ("title", "url", "published_on", "published_at", "format", "duration_s", "followers_at_publish")
LONGEST_KEY = 300
LONGEST_URL = 1000
DIGEST_LENGTH = 64
BATCH = 500
MILLISECOND = Decimal("0.001")
RULES_LOOK_AT = frozenset({"title", "published_on", "format", "duration_s"})
UNKNOWN: tuple[Any, ...] = (None, "", [], "other")  # "other" is what a reader says of a format that it does not know


def content_key(row: ContentRow) -> str:
    """Name a content within its account: the network's id where the export has one, else what the reader made.

    A key too long to be kept ends in its digest, so that two that begin alike stay apart.
    """
    key = row.external_id or row.natural_key
    if len(key) <= LONGEST_KEY:
        return key
    return key[: LONGEST_KEY - DIGEST_LENGTH] + sha256(key.encode()).hexdigest()


def contents_for(
    upload: Import, rows: Iterable[ContentRow], *, write: bool, watch: Watch = UNWATCHED
) -> Mapping[str, UUID]:
    """Map each row's key to its content; without `write` only those that exist already are in the answer.

    What is new is made and tagged; what is known is described anew where the export says something else.
    """
    account = upload.account
    newest = {content_key(row): row for row in rows}
    known = _known(account, newest)
    known |= _known_by_title(account, newest, known, ZoneInfo(account.time_zone))
    ids = {key: content.id for key, content in known.items()}
    if write:
        fresh = {key: _new(row, account) for key, row in newest.items() if key not in known}
        ids |= make_contents(account, fresh, watch=watch)
        news = _refresh(_held(known), newest, account, upload.captured_on)
        known |= _known(account, fresh.keys() - ids.keys())  # somebody made them by hand just now
        ids |= {key: known[key].id for key in fresh.keys() - ids.keys()}
        news |= {ids[key]: said for key, said in fresh.items()}
        _name_creators(upload, newest, known, ids, news)
        _tag(upload, ids.values(), news, watch)
    return ids


def _name_creators(
    upload: Import,
    newest: Mapping[str, ContentRow],
    known: Mapping[str, Content],
    ids: Mapping[str, UUID],
    news: dict[UUID, dict[str, Any]],
) -> None:
    """Add to what the file says of contents who made them; a creator who stands there already is no news."""
    creators = creators_for(upload, newest.values())
    for key, row in newest.items():
        named = creator_key(row)
        stands = known[key].creator_id if key in known else None
        if named is not None and stands != creators[named]:
            news.setdefault(ids[key], {})["creator"] = str(creators[named])


def _tag(upload: Import, contents: Iterable[UUID], news: Mapping[UUID, Mapping[str, Any]], watch: Watch) -> None:
    """Tag what came: rules look at what is new or is described anew, and the file may state tags of its own."""
    told = {content: _told(said) for content, said in news.items()}
    tag_imported(
        upload,
        list(contents),
        described_anew={content for content, said in news.items() if not RULES_LOOK_AT.isdisjoint(said)},
        told={content: wish for content, wish in told.items() if not wish.says_nothing},
        watch=watch,
    )


def _told(said: Mapping[str, Any]) -> Wish:
    """Give the tags among what an export says of a content."""
    values = {attribute: said[attribute] for attribute in Attribute if said.get(attribute) not in UNKNOWN}
    return Wish(values, add_hashtags=tuple(said.get("hashtags", ())))


def _held(known: Mapping[str, Content]) -> dict[str, Content]:
    """Hold the contents until the transaction ends, in the order in which taggings hold them."""
    if not known:
        return {}
    ids = [content.id for content in known.values()]
    rows = Content.objects.filter(id__in=ids).order_by("id").select_for_update(no_key=True)
    held = {content.id: content for content in rows}
    return {key: held[content.id] for key, content in known.items()}


def _known(account: NetworkAccount, keys: Iterable[str]) -> dict[str, Content]:
    """Find contents by their keys, also those of which somebody's name was erased."""
    named = {key: key for key in keys}
    if not named:
        return {}
    named |= {erased_key(key): key for key in named}
    return {named[content.key]: content for content in Content.objects.filter(account=account, key__in=named)}


def _known_by_title(
    account: NetworkAccount, newest: Mapping[str, ContentRow], known: Mapping[str, Content], zone: ZoneInfo
) -> dict[str, Content]:
    """Find contents without an id by moment, format and title, for the keys that lead to none of that title.

    Two contents of one second have their titles in their keys only in a file that lists both: the same content has
    another key in a file that lists it alone.
    """
    sought = {
        (_aware(row.published_at, zone), row.format, row.title): key
        for key, row in newest.items()
        if row.external_id is None and row.published_at and row.title
        if key not in known or known[key].title != row.title
    }
    if not sought:
        return {}
    found = Content.objects.filter(account=account, external_id="", published_at__in={moment for moment, *_ in sought})
    identities = {(content.published_at, content.format, content.title): content for content in found}
    return {key: identities[identity] for identity, key in sought.items() if identity in identities}


def _new(row: ContentRow, account: NetworkAccount) -> dict[str, Any]:
    return {"external_id": row.external_id or "", **_said(row, account)}


def _said(row: ContentRow, account: NetworkAccount) -> dict[str, Any]:
    """Give what an export says of a content; hashtags come from the title where no column states them."""
    return {
        "title": row.title,
        "url": row.url if len(row.url) <= LONGEST_URL else "",
        "published_on": row.published_on,
        "published_at": _aware(row.published_at, ZoneInfo(account.time_zone)),
        "format": row.format,
        "duration_s": None if row.duration_s is None else row.duration_s.quantize(MILLISECOND),
        "followers_at_publish": row.followers_at_publish,
        "category": row.category,
        "hook": row.hook,
        "sound": row.sound,
        "boosted": row.boosted,
        "hashtags": list(row.hashtags or hashtags_in(row.title, enclosed=account.network == Network.WEIBO)),
    }


def _aware(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Place a moment in the account's zone, where the network did not print it in one of its own."""
    return moment if moment is None or moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _refresh(
    known: Mapping[str, Content],
    newest: Mapping[str, ContentRow],
    account: NetworkAccount,
    captured_on: date,
) -> dict[UUID, dict[str, Any]]:
    """Take over attributes that the export states and that differ; what it leaves blank stays. Tags are left alone.

    Gives what is new of each content. An export that was captured before what is known already only fills in what is
    blank.
    """
    last_read = _last_read(known.values())
    changed, told = [], {}
    for key, content in known.items():
        row = newest[key]
        said = {name: value for name, value in _said(row, account).items() if value not in UNKNOWN}
        news = {name: value for name, value in said.items() if getattr(content, name) != value}
        if "title" not in news and not row.hashtags:
            news.pop("hashtags", None)  # a title that is known already says nothing new by its hashtags
        if last_read.get(content.id, date.min) > (row.captured_on or captured_on):
            news = {name: value for name, value in news.items() if getattr(content, name) in UNKNOWN}
        told[content.id] = news
        attributes = {name: value for name, value in news.items() if name in ATTRIBUTES}
        if attributes:
            for name, value in {**attributes, "version": content.version + 1, "updated_at": Now()}.items():
                setattr(content, name, value)
            changed.append(content)
    Content.objects.bulk_update(changed, [*ATTRIBUTES, "version", "updated_at"], batch_size=BATCH)
    return told


def _last_read(contents: Iterable[Content]) -> dict[UUID, date]:
    snapshots = ContentSnapshot.objects.filter(content__in=[content.id for content in contents])
    return dict(snapshots.values_list("content_id").annotate(Max("day")))
