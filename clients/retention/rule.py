"""A kind of data that is kept for a time."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """What is kept for `default_days` (None: for ever), or as long as the agency says, `least_days` at least.

    `statements` delete or blank what is older than `%(before)s`; they run in the agency's schema, and the rows that
    they touch are what is counted.
    """

    key: str
    description: str
    default_days: int | None
    least_days: int
    statements: tuple[str, ...]


def retention_rules() -> dict[str, RetentionRule]:
    """Give every rule that `RETENTION_RULES` names, by its key."""
    rules: list[RetentionRule] = [rule for path in settings.RETENTION_RULES for rule in import_string(path)]
    return {rule.key: rule for rule in sorted(rules, key=lambda rule: rule.key)}
