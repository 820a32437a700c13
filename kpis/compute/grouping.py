"""Names the groups of a question: the values that accounts, contents and buckets give its keys."""

from enum import Enum, auto

from kpis.compute.accounts import AccountFacts
from kpis.compute.question import CONTENT_KEYS, TIME_KEYS, GroupKey, Question

Group = tuple[str | None, ...]
Place = tuple[Group, int]  # a group, and the number of the bucket that it lies in


class _Giver(Enum):
    """Who gives a key its value."""

    BUCKET = auto()
    CONTENT = auto()
    ACCOUNT = auto()


class Grouping:
    """Gives the group of whatever was read; what an account gives is worked out once."""

    def __init__(self, question: Question) -> None:
        self._account_keys = question.account_keys
        self._givers = [_giver(key) for key in question.group_by]
        self._of_accounts_alone = len(self._account_keys) == len(question.group_by)
        self._starts = [bucket.start.isoformat() for bucket in question.buckets]
        self._known: dict[AccountFacts, Group] = {}

    def of_account(self, account: AccountFacts) -> Group:
        """Give the values of the keys that accounts have, in their order."""
        found = self._known.get(account)
        if found is None:
            found = self._known[account] = tuple(_value(key, account) for key in self._account_keys)
        return found

    def of(self, account: AccountFacts, content: Group, bucket: int) -> Group:
        """Give the group of an account's bucket, with what its contents have in common, key by key."""
        stated = self.of_account(account)
        return stated if self._of_accounts_alone else self.named(stated, content, bucket)

    def named(self, account: Group, content: Group, bucket: int) -> Group:
        """Put together what accounts and contents give, in the order of their keys, and the bucket."""
        of_account, of_content, values = iter(account), iter(content), list[str | None]()
        for giver in self._givers:
            if giver is _Giver.BUCKET:
                values.append(self._starts[bucket])
            else:
                values.append(next(of_account if giver is _Giver.ACCOUNT else of_content, None) or None)
        return tuple(values)


def _giver(key: GroupKey) -> _Giver:
    if key in TIME_KEYS:
        return _Giver.BUCKET
    return _Giver.CONTENT if key in CONTENT_KEYS else _Giver.ACCOUNT


def _value(key: GroupKey, account: AccountFacts) -> str:
    if key is GroupKey.NETWORK:
        return account.network
    return str(account.brand if key is GroupKey.BRAND else account.id)
