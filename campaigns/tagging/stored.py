"""Reads contents' tags from the tables and writes what a tagging changed: a fixed number of statements each."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, When

from campaigns.models import Content, ContentTag, TagChange, Tagging
from campaigns.tagging.attributes import LINKS, Attribute, Source, Value
from campaigns.tagging.matching import Described
from campaigns.tagging.planning import Change, Origin, Tagged

_IN_FORCE = Q(tagging__rule__active=True, tagging__rule__archived_at=None)
_WRITE_CONTENTS = """
UPDATE campaigns_content c SET campaign_id = v.campaign, creator_id = v.creator, category = v.category, hook = v.hook,
    sound = v.sound, boosted = v.boosted, disclosed = v.disclosed, hashtags = v.hashtags,
    version = c.version + 1, updated_at = statement_timestamp()
FROM jsonb_to_recordset(%s::jsonb) AS v(content uuid, campaign uuid, creator uuid, category text, hook text, sound text,
    boosted boolean, disclosed boolean, hashtags text[])
WHERE c.id = v.content
"""
_WRITE_CHANGES = """
INSERT INTO campaigns_tagchange (tagging_id, content_id, attribute, before, after, former_id, stands_id)
SELECT tagging, content, attribute, nullif(before, 'null'), nullif(after, 'null'), former, stands
FROM jsonb_to_recordset(%s::jsonb) AS v(tagging uuid, content uuid, attribute text, before jsonb, after jsonb,
    former uuid, stands uuid)
ORDER BY content, attribute
"""
_VOUCH = """
INSERT INTO campaigns_contenttag (content_id, attribute, tagging_id)
SELECT content, attribute, stands FROM jsonb_to_recordset(%s::jsonb) AS v(content uuid, attribute text, stands uuid)
ORDER BY content, attribute
ON CONFLICT (content_id, attribute) DO UPDATE SET tagging_id = excluded.tagging_id
"""
_STOP_VOUCHING = """
DELETE FROM campaigns_contenttag t USING jsonb_to_recordset(%s::jsonb) AS v(content uuid, attribute text)
WHERE t.content_id = v.content AND t.attribute = v.attribute
"""


@dataclass(frozen=True, slots=True)
class TaggedContent:
    """A content as it stands: what rules look at, its tags, and its title for people."""

    tags: Tagged
    described: Described

    @property
    def id(self) -> UUID:
        """Give the content's id."""
        return self.tags.content


def read_contents(contents: QuerySet[Content], *, lock: bool, most: int | None = None) -> list[TaggedContent]:
    """Read contents (at most `most`) with their tags and who vouches for each, in the order of ids; two statements.

    With `lock` their rows stay locked until the transaction ends, always in the order of ids, so that two taggings of
    the same contents wait for each other and never deadlock.
    """
    rows = contents.select_related("account").order_by("id")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = list(rows[:most])
    vouching = origins_of([row.id for row in found])
    return [_read(row, vouching.get(row.id, {})) for row in found]


def origins_of(content_ids: Collection[UUID]) -> Mapping[UUID, Mapping[str, Origin]]:
    """Give who vouches for which attribute of each content."""
    tags = ContentTag.objects.filter(content__in=content_ids).values_list(
        "content_id", "attribute", "tagging_id", "tagging__source", _priority("tagging__rule__priority", _IN_FORCE)
    )
    found: dict[UUID, dict[str, Origin]] = {}
    for content, attribute, tagging, source, priority in tags:
        found.setdefault(content, {})[attribute] = Origin(tagging, Source(source), priority)
    return found


def origins_by_tagging(tagging_ids: Iterable[UUID]) -> dict[UUID, Origin]:
    """Give taggings as what may vouch for a value."""
    in_force = Q(rule__active=True, rule__archived_at=None)
    rows = Tagging.objects.filter(id__in=list(tagging_ids)).values_list(
        "id", "source", _priority("rule__priority", in_force)
    )
    return {tagging: Origin(tagging, Source(source), priority) for tagging, source, priority in rows}


def write_tags(tags: Sequence[Tagged]) -> None:
    """Write contents' tags, and raise their versions; one statement."""
    if tags:
        _execute(_WRITE_CONTENTS, [_row(each) for each in tags])


def write_changes(changes: Mapping[UUID, Sequence[Change]]) -> None:
    """Keep what each tagging changed, and who vouches for each value from now on; at most three statements.

    Where two taggings of one transaction changed one value, the later one vouches.
    """
    rows = [_change(tagging, change) for tagging, each in changes.items() for change in each]
    if not rows:
        return
    _execute(_WRITE_CHANGES, rows)
    newest = {(row["content"], row["attribute"]): row for row in rows}
    vouched = [row for row in newest.values() if row["stands"] is not None]
    orphaned = [row for row in newest.values() if row["stands"] is None]
    if vouched:
        _execute(_VOUCH, vouched)
    if orphaned:
        _execute(_STOP_VOUCHING, orphaned)


def changes_of(tagging: Tagging, contents: Collection[UUID]) -> dict[UUID, list[Change]]:
    """Give what a tagging changed of some contents."""
    found: dict[UUID, list[Change]] = {}
    kept = TagChange.objects.filter(tagging=tagging, content__in=contents)
    for row in kept.order_by("content_id", "id"):
        change = Change(row.content_id, row.attribute, row.before, row.after, row.former_id, row.stands_id)
        found.setdefault(row.content_id, []).append(change)
    return found


def described(content: Content) -> Described:
    """Give what rules may look at; the content's account is loaded."""
    return Described(
        account=content.account_id,
        brand=content.account.brand_id,
        title=content.title,
        hashtags=tuple(content.hashtags),
        published_on=content.published_on,
        format=content.format,
        duration_s=content.duration_s,
    )


def tags_of(content: Content, origins: Mapping[str, Origin]) -> Tagged:
    """Give a content's tags; its account is loaded."""
    values = {attribute: _value(content, attribute) for attribute in Attribute}
    return Tagged(content.id, content.account.brand_id, values, tuple(content.hashtags), origins)


def _read(content: Content, origins: Mapping[str, Origin]) -> TaggedContent:
    return TaggedContent(tags_of(content, origins), described(content))


def _value(content: Content, attribute: Attribute) -> Value:
    if attribute in LINKS:
        linked: UUID | None = getattr(content, f"{attribute}_id")
        return None if linked is None else str(linked)
    value: Value = getattr(content, attribute)
    return value


def _priority(path: str, in_force: Q) -> Case:
    """Give a rule's priority while it is in force, else NULL."""
    return Case(When(in_force, then=F(path)), default=None, output_field=IntegerField(null=True))


def _row(tags: Tagged) -> dict[str, Any]:
    return {
        "content": str(tags.content),
        "hashtags": list(tags.hashtags),
        **{str(name): value for name, value in tags.values.items()},
    }


def _change(tagging: UUID, change: Change) -> dict[str, Any]:
    return {
        "tagging": str(tagging),
        "content": str(change.content),
        "attribute": change.attribute,
        "before": change.before,
        "after": change.after,
        "former": str(change.former) if change.former else None,
        "stands": str(change.stands) if change.stands else None,
    }


def _execute(statement: str, rows: list[dict[str, Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows)])
