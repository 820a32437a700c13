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
from clients.models import NetworkAccount
from clients.services.audited import audited
from people.principal import Principal


def add_content(principal: Principal, values: Mapping[str, Any]) -> Content:
    """Make a content of an account; its key in later exports is the external id, or its own id where there is none.

    Raises WrongBrand for another brand's campaign.
    """
    account: NetworkAccount = values["account"]
    require_brand(account.brand_id, values)
    new = new_id()
    content = Content.objects.create(
        **{**values, **_day(values, account), "id": new, "key": values.get("external_id") or str(new)}
    )
    content.refresh_from_db()
    events.created(principal.actor(), "content", id=new, name=str(content), values=audited(values))
    return content


def revise_content(
    principal: Principal, content: Content, values: Mapping[str, Any], *, expected: int | None
) -> Content:
    """Change a content. Raises VersionConflict, or WrongBrand for another brand's campaign."""
    require_brand(content.account.brand_id, values)
    changes = differing(content, {**values, **_day(values, content.account)})
    if changes:
        revise(content, expected=expected, updated_at=Now(), **changes)
        events.changed(principal.actor(), "content", id=content.id, name=str(content), changes=audited(changes))
    return content


def _day(values: Mapping[str, Any], account: NetworkAccount) -> dict[str, Any]:
    """Give the day of a moment that came without one: a plain date in the account's time zone."""
    moment = values.get("published_at")
    if moment is None or values.get("published_on") is not None:
        return {}
    return {"published_on": moment.astimezone(ZoneInfo(account.time_zone)).date()}
