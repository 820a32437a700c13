"""Looks at numbers after they were loaded or taken back, and on demand; warns of the rows that are hard to believe."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.db import connection

from campaigns.imports.loading import Loaded
from campaigns.imports.staging import STAGE
from campaigns.metrics.kinds import Grain
from campaigns.models import Import, PlausibilityFinding
from campaigns.models.plausibility import DOUBTFUL
from campaigns.plausibility.catalogue import RULES
from campaigns.plausibility.findings import Kept, keep
from campaigns.plausibility.rule import Spike
from campaigns.plausibility.searching import Touched, search
from campaigns.readers import Notice, Reading
from clients.models import NetworkAccount

CHANGED_ROWS = f"SELECT owner, day FROM {STAGE} WHERE outcome <> 'unchanged'"
TAKEN_BACK = "SELECT owner_id AS owner, day FROM touched_rows"
SPIKES = [rule.key for rule in RULES.values() if isinstance(rule, Spike)]
_GRAINS = {grain.value: grain for grain in Grain}
_ALL_ROWS: Mapping[Grain, str] = {
    Grain.ACCOUNT_DAY: "SELECT account_id AS owner, day FROM campaigns_accountday WHERE account_id = %(account)s",
    Grain.CONTENT: (
        "SELECT s.content_id AS owner, s.day FROM campaigns_contentsnapshot s"
        " JOIN campaigns_content c ON c.id = s.content_id WHERE c.account_id = %(account)s"
    ),
    Grain.AD_DAY: (
        "SELECT d.ad_unit_id AS owner, d.day FROM campaigns_adday d"
        " JOIN campaigns_adunit u ON u.id = d.ad_unit_id WHERE u.account_id = %(account)s"
    ),
}
_DOUBTED = (
    f"SELECT s.line, f.rule, f.evidence FROM {STAGE} s JOIN campaigns_plausibilityfinding f"
    " ON f.owner_id = s.owner AND s.day BETWEEN f.first_day AND f.last_day"
    " WHERE f.account_id = %s AND f.grain = %s AND f.state = ANY(%s) ORDER BY 1, 2"
)


def inspect_load(upload: Import, reading: Reading, loaded: Loaded) -> Reading:
    """Look at what a load changed, and give the reading with warnings on the lines that are hard to believe.

    The rows still stand staged, in the transaction of the load.
    """
    grain = _GRAINS.get(reading.grain.value)
    if grain is None or not reading.rows:
        return reading
    if not {"new", "changed"}.isdisjoint(loaded.outcomes.values()):
        account = upload.account
        touched = Touched(account.id, account.network, grain, CHANGED_ROWS, {}, frozenset(loaded.stated))
        keep(touched, search(touched), upload=upload.id)
        if grain is not Grain.ACCOUNT_DAY and _has_spikes(account):
            _look_at_days_again(account)
    return _warned(reading, _notices(upload.account_id, grain, reading))


def inspect_taken_back(account: NetworkAccount, grain: str) -> None:
    """Look at the rows that a revert touched: what was wrong may be right again, or the other way round."""
    if grain in _GRAINS:
        touched = Touched(account.id, account.network, _GRAINS[grain], TAKEN_BACK, {})
        keep(touched, search(touched), upload=None)
        if grain != Grain.ACCOUNT_DAY:
            _look_at_days_again(account)  # what explained a spike may be gone


def inspect_account(account: NetworkAccount) -> Kept:
    """Look at every row of an account."""
    given = {"account": account.id}
    kept = []
    for grain, rows in _ALL_ROWS.items():
        touched = Touched(account.id, account.network, grain, rows, given)
        kept.append(keep(touched, search(touched), upload=None))
    return Kept(*(sum(getattr(each, name) for each in kept) for name in ("new", "unchanged", "changed", "resolved")))


def _has_spikes(account: NetworkAccount) -> bool:
    """Tell whether a spike was found that what is published or paid for may explain by now."""
    doubted = PlausibilityFinding.objects.filter(account=account, grain=Grain.ACCOUNT_DAY, state__in=DOUBTFUL)
    return doubted.filter(rule__in=SPIKES).exists()


def _look_at_days_again(account: NetworkAccount) -> None:
    """Look at an account's days again: what is published and paid for is held against them."""
    rows = _ALL_ROWS[Grain.ACCOUNT_DAY]
    touched = Touched(account.id, account.network, Grain.ACCOUNT_DAY, rows, {"account": account.id})
    keep(touched, search(touched), upload=None)


def _notices(account: UUID, grain: Grain, reading: Reading) -> dict[int, list[Notice]]:
    """Write a warning for each line whose day breaks a rule, whether this load brought it or not."""
    if not PlausibilityFinding.objects.filter(account=account, grain=grain, state__in=DOUBTFUL).exists():
        return {}
    headers = {name: header for header, name in reading.columns.items()}
    found: dict[int, list[Notice]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_DOUBTED, [account, grain.value, list(DOUBTFUL)])
        for line, rule, shown in cursor.fetchall():
            found[line].append(_notice(rule, json.loads(shown) if isinstance(shown, str) else shown, headers))
    return found


def _notice(rule: str, shown: Mapping[str, str], headers: Mapping[str, str]) -> Notice:
    numbers = ", ".join(f"{name} {value}" for name, value in shown.items())
    metric = next(iter(name for name in shown if name in headers), next(iter(shown), None))
    explanation = RULES[rule].explanation["en"] if rule in RULES else "This is hard to believe."
    return Notice(rule, f"{explanation} ({numbers})", headers.get(metric or "", metric))


def _warned(reading: Reading, notices: Mapping[int, list[Notice]]) -> Reading:
    if not notices:
        return reading
    rows = tuple(
        row._replace(notices=(*row.notices, *notices[row.line])) if row.line in notices else row for row in reading.rows
    )
    return replace(reading, rows=rows)
