"""Ad units: which vendor campaign, ad group or ad belongs to which of ours."""

from collections.abc import Mapping
from typing import Any

from django.db.models.functions import Now

from apikit.versions import differing, revise
from audit import events
from campaigns.ad_labels.linking import relink
from campaigns.imports.locks import lock_accounts
from campaigns.models import AdUnit
from campaigns.services.belonging import require_brand
from clients.services.audited import audited
from people.principal import Principal


def add_ad_unit(principal: Principal, values: Mapping[str, Any]) -> AdUnit:
    """Make an ad unit of an account. Raises WrongBrand for another brand's campaign or content."""
    require_brand(values["account"].brand_id, values)
    lock_accounts([values["account"].id])
    ad_unit = AdUnit.objects.create(**values)
    relink(ad_unit.account_id, [ad_unit.source])
    ad_unit.refresh_from_db()
    events.created(principal.actor(), "ad_unit", id=ad_unit.id, name=str(ad_unit), values=audited(values))
    return ad_unit


def revise_ad_unit(principal: Principal, ad_unit: AdUnit, values: Mapping[str, Any], *, expected: int | None) -> AdUnit:
    """Change an ad unit's links or name; those under it follow. A campaign of null leaves it to the labels.

    Raises VersionConflict, or WrongBrand for another brand's links.
    """
    require_brand(ad_unit.account.brand_id, values)
    changes = differing(ad_unit, values)
    if "campaign" in values and ad_unit.linked_by:
        changes |= {"campaign": values["campaign"], "ad_label": None, "linked_by": ""}
    if changes:
        lock_accounts([ad_unit.account_id])
        revise(ad_unit, expected=expected, updated_at=Now(), **changes)
        relink(ad_unit.account_id, [ad_unit.source])
        ad_unit.refresh_from_db()
        events.changed(principal.actor(), "ad_unit", id=ad_unit.id, name=str(ad_unit), changes=audited(changes))
    return ad_unit
