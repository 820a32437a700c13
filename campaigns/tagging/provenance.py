"""Who vouches for what a content's tags are now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from campaigns.models import Content, ContentTag, Tagging
from campaigns.tagging.attributes import Attribute, Value, hashtag_key
from campaigns.tagging.stored import tags_of


@dataclass(frozen=True, slots=True)
class TagOrigin:
    """One tag of a content; all but `attribute` and `value` are None where nobody is known to have set it."""

    attribute: str
    value: Value
    source: str | None = None
    set_by: str | None = None
    set_at: datetime | None = None
    tagging: UUID | None = None
    rule: UUID | None = None


def tags_with_origins(content: Content) -> list[TagOrigin]:
    """List a content's tags in a fixed order, hashtags last and in theirs; its account is loaded."""
    vouchers = ContentTag.objects.filter(content=content).select_related("tagging")
    vouching = {tag.attribute: tag.tagging for tag in vouchers}
    tags = tags_of(content, {})
    told = [_told(attribute, tags.values[attribute], vouching.get(attribute)) for attribute in Attribute]
    told += [_told("hashtag", spelt, vouching.get(hashtag_key(spelt))) for spelt in tags.hashtags]
    return told


def _told(attribute: str, value: Value, tagging: Tagging | None) -> TagOrigin:
    if tagging is None:
        return TagOrigin(str(attribute), value)
    return TagOrigin(
        str(attribute), value, tagging.source, tagging.created_by, tagging.created_at, tagging.id, tagging.rule_id
    )
