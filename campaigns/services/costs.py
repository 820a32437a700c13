"""Costs that paid media does not hold: fees, production and other, as billed and as paid."""

from collections.abc import Mapping
from typing import Any

from django.db.models.functions import Now

from apikit.versions import differing, revise
from audit import events
from campaigns.models import Cost
from campaigns.refusals import AmountMissing, MixedCurrency
from campaigns.services.belonging import require_brand, require_days
from clients.services.audited import audited
from people.principal import Principal

AMOUNTS = ("billed", "internal")


def add_cost(principal: Principal, values: Mapping[str, Any]) -> Cost:
    """Make a cost of a brand. Raises EndsBeforeStart, AmountMissing, or WrongBrand for another brand's links."""
    require_days(values["start"], values["end"])
    require_brand(values["brand"].id, values)
    if all(values.get(name) is None for name in AMOUNTS):
        raise AmountMissing
    cost = Cost.objects.create(**values)
    cost.refresh_from_db()
    events.created(principal.actor(), "cost", id=cost.id, name=str(cost), values=audited(values))
    return cost


def revise_cost(principal: Principal, cost: Cost, values: Mapping[str, Any], *, expected: int | None) -> Cost:
    """Change a cost. Raises VersionConflict, EndsBeforeStart, AmountMissing, MixedCurrency or WrongBrand."""
    require_days(values.get("start", cost.start), values.get("end", cost.end))
    require_brand(cost.brand_id, values)
    after = {name: values.get(name, getattr(cost, name)) for name in AMOUNTS}
    if all(amount is None for amount in after.values()):
        raise AmountMissing
    kept = [name for name in AMOUNTS if name not in values and after[name] is not None]
    if kept and values.get("currency", cost.currency) != cost.currency:
        raise MixedCurrency(pointer=f"#/{next(name for name in AMOUNTS if name in values)}")
    changes = differing(cost, values)
    if changes:
        revise(cost, expected=expected, updated_at=Now(), **changes)
        events.changed(principal.actor(), "cost", id=cost.id, name=str(cost), changes=audited(changes))
    return cost


def delete_cost(principal: Principal, cost: Cost) -> None:
    """Delete a cost."""
    cost_id = cost.id
    cost.delete()
    events.deleted(principal.actor(), "cost", id=cost_id, name=str(cost))
