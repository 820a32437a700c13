"""What single contents cost: a fee to the creator of each of a brand's newest ones."""

from decimal import Decimal
from uuid import UUID

from campaigns.models import Content
from campaigns.services.costs import add_cost
from clients.models import Brand
from kpis.demo.work import INTERNAL_SHARE
from people.principal import Principal

NEWEST = 6
FEES = {"CNY": Decimal(3200), "EUR": Decimal(410), "USD": Decimal(450)}


def book_fees(principal: Principal, brand_id: UUID) -> None:
    """Book a fee for each of the newest contents that creators made. Needs the agency's context."""
    brand = Brand.objects.get(id=brand_id)
    made = Content.objects.filter(account__brand=brand).exclude(creator=None).select_related("creator", "campaign")
    for content in made.order_by("-published_at", "key")[:NEWEST]:
        billed = FEES[brand.currency]
        add_cost(
            principal,
            {
                "brand": brand,
                "content": content,
                "creator": content.creator,
                "kind": "creator_fee",
                "name": f"Fee {content.title}"[:200],
                "currency": brand.currency,
                "billed": billed,
                "internal": billed * INTERNAL_SHARE,
                "start": content.published_on,
                "end": content.published_on,
            },
        )
