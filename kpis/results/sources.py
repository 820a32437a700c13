"""Where results came from: the committed files that speak of their accounts, grain and days, by kind of file."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.metrics import Grain
from kpis.compute.engine import Result
from kpis.compute.question import Window
from kpis.compute.selecting import uuid_array

# Vendors' own figures for a window answer beside the days of accounts and ad units.
GRAINS_READ = {
    Grain.ACCOUNT_DAY: frozenset({"account_day", "period"}),
    Grain.CONTENT: frozenset({"content"}),
    Grain.AD_DAY: frozenset({"ad_day", "period"}),
}


@dataclass(frozen=True, slots=True)
class _Files:
    grain: str
    profile: str
    source: str
    imports: int
    captured_on: date


class FilesBehind:
    """The files behind the numbers of some accounts in a window, counted in one query."""

    def __init__(self, window: Window, accounts: Iterable[UUID]) -> None:
        self._by_account: dict[UUID, list[_Files]] = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT account_id, grain, profile, source, count(*), max(captured_on) FROM campaigns_import"
                " WHERE account_id = ANY(%s::uuid[]) AND state = 'committed'"
                " AND (grain = 'content' OR (first_day <= %s AND last_day >= %s)) GROUP BY 1, 2, 3, 4",
                [uuid_array(set(accounts)), window.end, window.start],
            )
            for account, *files in cursor.fetchall():
                self._by_account[account].append(_Files(*files))

    def of_result(self, result: Result) -> Sequence[dict[str, Any]]:
        """List the profiles whose files a result may rest on."""
        grain = result.outcome.grain
        return [] if grain is None else self.of(GRAINS_READ[grain], [account.id for account in result.accounts])

    def of(self, grains: frozenset[str], accounts: Sequence[UUID]) -> Sequence[dict[str, Any]]:
        """List the profiles of the files of some grains: how many there are, and when the newest was captured."""
        found: dict[tuple[str, str], list[_Files]] = defaultdict(list)
        for account in accounts:
            for files in self._by_account.get(account, ()):
                if files.grain in grains:
                    found[files.profile, files.source].append(files)
        return [
            {
                "profile": profile,
                "source": source,
                "imports": sum(each.imports for each in files),
                "captured_on": max(each.captured_on for each in files).isoformat(),
            }
            for (profile, source), files in sorted(found.items())
        ]
