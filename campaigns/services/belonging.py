"""The one rule of links: what is linked belongs to the same brand."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from campaigns.refusals import EndsBeforeStart, WrongBrand

if TYPE_CHECKING:
    from campaigns.models import Campaign, Content


def require_brand(brand_id: UUID, values: Mapping[str, Any]) -> None:
    """Raise WrongBrand where the campaign or the content in `values` is another brand's."""
    campaign: Campaign | None = values.get("campaign")
    if campaign is not None and campaign.brand_id != brand_id:
        raise WrongBrand(pointer="#/campaign")
    content: Content | None = values.get("content")
    if content is not None and content.account.brand_id != brand_id:
        raise WrongBrand(pointer="#/content")


def require_days(start: date, end: date) -> None:
    """Raise EndsBeforeStart."""
    if end < start:
        raise EndsBeforeStart
