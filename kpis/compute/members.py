"""Which accounts a group is about that contents tell apart: those that have a content or an ad unit in it.

Their numbers do not matter, so that a result covers the same accounts whatever else is asked beside it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection

from kpis.compute.contents_in_scope import (
    AD_UNIT_ATTRIBUTES,
    CONTENT_ATTRIBUTES,
    ad_units_in_scope,
    contents_in_scope,
    each_hashtag,
)
from kpis.compute.grouping import Group
from kpis.compute.question import GroupKey, Question
from kpis.compute.selecting import parameters_of

Members = Mapping[Group, frozenset[UUID]]  # accounts by the values of the question's content keys


def members_of(question: Question, groups: Iterable[Group]) -> Members:
    """Find the accounts of these groups, each the values of the content keys, in one statement."""
    wanted = {
        f"group_{at}": sorted({value or "" for value in values}) for at, values in enumerate(zip(*groups, strict=True))
    }
    tags = each_hashtag(question.content_keys)
    sql = (
        f"SELECT c.account_id{_keys(question, CONTENT_ATTRIBUTES)} FROM campaigns_content c{tags}"
        f" WHERE {contents_in_scope(question.scope)}{_among(question, CONTENT_ATTRIBUTES)}"
        f" UNION SELECT u.account_id{_keys(question, AD_UNIT_ATTRIBUTES)} FROM campaigns_adunit u"
        f" LEFT JOIN campaigns_content c ON c.id = u.content_id{tags}"
        f" WHERE {ad_units_in_scope(question.scope)}{_among(question, AD_UNIT_ATTRIBUTES)}"
    )
    found: dict[Group, set[UUID]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters_of(question) | wanted)
        for account, *values in cursor.fetchall():
            found[tuple(values)].add(account)
    return {group: frozenset(accounts) for group, accounts in found.items()}


def _keys(question: Question, attributes: Mapping[GroupKey, str]) -> str:
    return "".join(f", {attributes[key]}" for key in question.content_keys)


def _among(question: Question, attributes: Mapping[GroupKey, str]) -> str:
    """Write the condition that a row is of one of the groups that are wanted, or has values of several."""
    return "".join(
        f" AND coalesce({attributes[key]}, '') = ANY(%(group_{at})s)" for at, key in enumerate(question.content_keys)
    )
