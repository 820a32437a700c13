"""Ad units: which vendor campaign, ad group or ad belongs to which of ours."""

from collections.abc import Mapping
from typing import Any

from django.db.models.functions import Now

from apikit.versions import differing, revise
from audit import events
from campaigns.models import AdUnit
from campaigns.services.belonging import require_brand
from clients.services.audited import audited
from people.principal import Principal


def add_ad_unit(principal: Principal, values: Mapping[str, Any]) -> AdUnit:
    """Make an ad unit of an account. Raises WrongBrand for another brand's campaign or content."""
    require_brand(values["account"].brand_id, values)
    ad_unit = AdUnit.objects.create(**values)
    ad_unit.refresh_from_db()
    events.created(principal.actor(), "ad_unit", id=ad_unit.id, name=str(ad_unit), values=audited(values))
    return ad_unit


def revise_ad_unit(principal: Principal, ad_unit: AdUnit, values: Mapping[str, Any], *, expected: int | None) -> AdUnit:
    """Change an ad unit's links or name. Raises VersionConflict, or WrongBrand for another brand's links."""
    require_brand(ad_unit.account.brand_id, values)
    changes = differing(ad_unit, values)
    if changes:
        revise(ad_unit, expected=expected, updated_at=Now(), **changes)
        events.changed(principal.actor(), "ad_unit", id=ad_unit.id, name=str(ad_unit), changes=audited(changes))
    return ad_unit
