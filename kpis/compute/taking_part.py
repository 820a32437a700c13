"""Which accounts take part where contents or ad units are told apart: those that have some there, whatever the days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from kpis.compute.accounts import AccountFacts
from kpis.compute.contents_in_scope import (
    AD_UNIT_ATTRIBUTES,
    CONTENT_ATTRIBUTES,
    ad_units_in_scope,
    contents_in_scope,
    each_hashtag,
)
from kpis.compute.grouping import Group, Grouping
from kpis.compute.question import TIME_KEYS, Question
from kpis.compute.selecting import listed, parameters_of


class TakingPart:
    """The accounts of each group, read in one statement.

    Neither the window nor the KPIs decide: who takes part and states nothing is missed, and not forgotten.
    """

    def __init__(self, question: Question, accounts: Mapping[UUID, AccountFacts]) -> None:
        self._untimed = [at for at, key in enumerate(question.group_by) if key not in TIME_KEYS]
        grouping, found = Grouping(question), defaultdict[Group, set[AccountFacts]](set)
        for account_id, *values in _rows(question):
            account = accounts[account_id]
            found[self._key(grouping.of(account, tuple(values), 0))].add(account)
        self._found = {key: tuple(sorted(each, key=_number)) for key, each in found.items()}

    def of(self, group: Group) -> tuple[AccountFacts, ...]:
        """List those of a group, in their order; every bucket has the same."""
        return self._found.get(self._key(group), ())

    def _key(self, group: Group) -> Group:
        return tuple([group[at] for at in self._untimed])


def _rows(question: Question) -> Sequence[Sequence[Any]]:
    if not question.scope.accounts:
        return []
    keys, scope = question.content_keys, question.scope
    contents = listed(["c.account_id"], [CONTENT_ATTRIBUTES[key] for key in keys])
    ad_units = listed(["u.account_id"], [AD_UNIT_ATTRIBUTES[key] for key in keys])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {contents} FROM campaigns_content c{each_hashtag(keys)} WHERE {contents_in_scope(scope)}"
            f" UNION SELECT {ad_units} FROM campaigns_adunit u LEFT JOIN campaigns_content c ON c.id = u.content_id"
            f"{each_hashtag(keys)} WHERE {ad_units_in_scope(scope)}",
            parameters_of(question),
        )
        return cursor.fetchall()


def _number(account: AccountFacts) -> int:
    return account.number
