"""Where results came from: the committed files that speak of their accounts, grain and days, by profile."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from campaigns.metrics import Grain
from campaigns.models import Import
from kpis.compute.engine import Result
from kpis.compute.question import Window

# Vendors' own figures for a window answer beside the account's days.
GRAINS_READ = {
    Grain.ACCOUNT_DAY: frozenset({"account_day", "period"}),
    Grain.CONTENT: frozenset({"content"}),
    Grain.AD_DAY: frozenset({"ad_day"}),
}


@dataclass(frozen=True, slots=True)
class _Files:
    grain: str
    profile: str
    imports: int
    captured_on: date


class FilesBehind:
    """The files behind the numbers of some accounts in a window, counted in one query."""

    def __init__(self, window: Window, accounts: Iterable[UUID]) -> None:
        days = Q(first_day__lte=window.end, last_day__gte=window.start) | Q(grain="content")
        rows = (
            Import.objects.filter(days, account__in=set(accounts), state="committed")
            .values_list("account_id", "grain", "profile")
            .annotate(imports=Count("id"), newest=Max("captured_on"))
            .order_by("profile")
        )
        self._by_account: dict[UUID, list[_Files]] = defaultdict(list)
        for account, grain, profile, imports, newest in rows:
            self._by_account[account].append(_Files(grain, profile, imports, newest))

    def of_result(self, result: Result) -> Sequence[dict[str, Any]]:
        """List the profiles whose files a result may rest on."""
        grain = result.outcome.grain
        return [] if grain is None else self.of(GRAINS_READ[grain], [account.id for account in result.accounts])

    def of(self, grains: frozenset[str], accounts: Sequence[UUID]) -> Sequence[dict[str, Any]]:
        """List the profiles of the files of some grains: how many there are, and when the newest was captured."""
        found: dict[str, list[_Files]] = defaultdict(list)
        for account in accounts:
            for files in self._by_account.get(account, ()):
                if files.grain in grains:
                    found[files.profile].append(files)
        return [
            {
                "profile": profile,
                "imports": sum(each.imports for each in files),
                "captured_on": max(each.captured_on for each in files).isoformat(),
            }
            for profile, files in sorted(found.items())
        ]
