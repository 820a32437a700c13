"""Contents made by hand, and what people add to contents: campaign, creator, category, format, hook."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models.functions import Now

from apikit.models import new_id
from apikit.versions import differing, revise
from audit import events
from campaigns.models import Content
from campaigns.services.belonging import require_brand
from campaigns.tagging.arrivals import tag_new_content
from campaigns.tagging.attributes import Attribute
from campaigns.tagging.services import tag_by_hand
from clients.models import NetworkAccount
from clients.services.audited import audited
from people.principal import Principal

TAGS = frozenset({*Attribute, "hashtags"})


def add_content(principal: Principal, values: Mapping[str, Any]) -> Content:
    """Make a content of an account; its key in later exports is the external id, or its own id where there is none.

    What is not stated of its tags, the rules in force say.

    Raises WrongBrand for another brand's campaign.
    """
    account: NetworkAccount = values["account"]
    require_brand(account.brand_id, values)
    new = new_id()
    content = Content.objects.create(
        **{**values, **_day(values, account), "id": new, "key": values.get("external_id") or str(new)}
    )
    content.refresh_from_db()
    content.account = account
    if TAGS & set(values):
        tag_by_hand(principal, content, TAGS & set(values), before=None)
    if tag_new_content(content, by=principal.name):
        content.refresh_from_db()
    events.created(principal.actor(), "content", id=new, name=str(content), values=audited(values))
    return content


def revise_content(
    principal: Principal, content: Content, values: Mapping[str, Any], *, expected: int | None
) -> Content:
    """Change a content. Raises VersionConflict, or WrongBrand for another brand's campaign."""
    require_brand(content.account.brand_id, values)
    before = _locked(content) if TAGS & set(values) else content
    changes = differing(before, {**values, **_day(values, content.account)})
    if changes:
        revise(content, expected=expected, updated_at=Now(), **changes)
    if TAGS & set(changes):
        tag_by_hand(principal, content, TAGS & set(changes), before=before)
    if changes:
        events.changed(principal.actor(), "content", id=content.id, name=str(content), changes=audited(changes))
    return content


def _locked(content: Content) -> Content:
    """Read a content as it is now and hold it: what its tags were is kept beside what they become."""
    held = Content.objects.select_related("account").select_for_update(of=("self",), no_key=True)
    return held.get(id=content.id)


def _day(values: Mapping[str, Any], account: NetworkAccount) -> dict[str, Any]:
    """Give the day of a moment that came without one: a plain date in the account's time zone."""
    moment = values.get("published_at")
    if moment is None or values.get("published_on") is not None:
        return {}
    return {"published_on": moment.astimezone(ZoneInfo(account.time_zone)).date()}
