"""What brands and accounts have at all beside their facts: asked at once, so that nothing is looked for in vain."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from campaigns.models.plausibility import DOUBTFUL
from kpis.compute.question import Window
from kpis.compute.selecting import uuid_array

WHOLES = ("shop", "live_room")
"""Levels of ad units at which a vendor tells everything that happened there, by ads or not."""
_PRESENT = """
SELECT EXISTS (SELECT FROM campaigns_cost WHERE brand_id = ANY(brands)),
    EXISTS (SELECT FROM campaigns_conversion WHERE brand_id = ANY(brands)),
    EXISTS (SELECT FROM kpis_target WHERE brand_id = ANY(brands) AND archived_at IS NULL),
    EXISTS (SELECT FROM campaigns_plausibilityfinding WHERE account_id = ANY(accounts) AND state = ANY(%(doubtful)s)),
    EXISTS (SELECT FROM campaigns_periodfact p
        WHERE p.account_id = ANY(accounts) AND p.start >= %(start)s AND p."end" <= %(end)s),
    EXISTS (SELECT FROM campaigns_adunit WHERE account_id = ANY(accounts) AND level = ANY(%(wholes)s))
FROM (VALUES (%(brands)s::uuid[], %(accounts)s::uuid[])) asked(brands, accounts)
"""


class Presence(NamedTuple):
    """Which of these there are.

    Costs, conversions and targets of the brands; findings that doubt the accounts, vendors' figures for parts of the
    window, and ad units that stand for a whole shop or live room.
    """

    costs: bool
    conversions: bool
    targets: bool
    findings: bool
    figures: bool
    wholes: bool


def presence_of(brands: Iterable[UUID], accounts: Iterable[UUID], window: Window) -> Presence:
    """Ask what some brands and accounts have in a window, in one statement."""
    given: dict[str, Any] = {
        "brands": uuid_array(brands),
        "accounts": uuid_array(accounts),
        "start": window.start,
        "end": window.end,
        "doubtful": list(DOUBTFUL),
        "wholes": list(WHOLES),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT, given)
        return Presence(*cursor.fetchone())
