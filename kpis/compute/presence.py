"""What brands and accounts have at all beside their facts: asked at once, so that nothing is looked for in vain."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from campaigns.models.plausibility import DOUBTFUL
from campaigns.models.work import WHOLES
from kpis.compute.selecting import uuid_array

# Of what an account may have a great many the first is looked up account by account, whatever the server believes.
_PRESENT = f"""
SELECT EXISTS (SELECT FROM campaigns_cost WHERE brand_id = ANY(brands)),
    EXISTS (SELECT FROM campaigns_conversion WHERE brand_id = ANY(brands)),
    EXISTS (SELECT FROM kpis_target WHERE brand_id = ANY(brands) AND archived_at IS NULL),
    EXISTS (SELECT FROM campaigns_plausibilityfinding WHERE account_id = ANY(accounts) AND state = ANY(%(doubtful)s)),
    EXISTS (SELECT FROM unnest(accounts) o(id)
        CROSS JOIN LATERAL (SELECT FROM campaigns_periodfact WHERE account_id = o.id LIMIT 1) f),
    EXISTS (SELECT FROM unnest(accounts) o(id)
        CROSS JOIN LATERAL (SELECT FROM campaigns_adunit WHERE account_id = o.id AND level IN {WHOLES} LIMIT 1) u)
FROM (VALUES (%(brands)s::uuid[], %(accounts)s::uuid[])) asked(brands, accounts)
"""


class Presence(NamedTuple):
    """Which of these there are.

    Costs, conversions and targets of the brands; findings that doubt the accounts, vendors' figures for windows of
    theirs, and ad units that stand for a whole shop or live room.
    """

    costs: bool
    conversions: bool
    targets: bool
    findings: bool
    figures: bool
    wholes: bool


def presence_of(brands: Iterable[UUID], accounts: Iterable[UUID]) -> Presence:
    """Ask what some brands and accounts have, in one statement."""
    given: dict[str, Any] = {"brands": uuid_array(brands), "accounts": uuid_array(accounts), "doubtful": list(DOUBTFUL)}
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT, given)
        return Presence(*cursor.fetchone())
